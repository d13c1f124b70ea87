"""Candidate silences: long for the ship itself, far below what any fixed threshold would take."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.segments import SegmentsFound
from coalface.vessels.silence_settings import SilenceSettings
from coalface.vessels.tracks import HOUR_US, Runs, runs_of

__all__ = ["Silences", "find_silences"]

Ints = NDArray[np.int64]
MEDIAN_MESSAGES = 3  # a segment of fewer messages has no interval of its own


@dataclass(frozen=True, slots=True)
class Silences:
    """Candidate silences as row numbers of the frame that they were found in.

    Attributes:
        frame: Positions by segment and time, with `ship` (number of the MMSI among all) and
            `segment` (row in the table of segments).
        runs: Its segments.
        off: Row of the last message before each silence, ascending.
        is_open: Whether the silence lasts to the end of the data.
        ends_at: The last time of the whole input.
        median_h: Median interval of each silence's segment, hours.
    """

    frame: pl.DataFrame
    runs: Runs
    off: Ints
    is_open: NDArray[np.bool_]
    ends_at: datetime
    median_h: NDArray[np.float64]


def find_silences(segments: SegmentsFound, settings: SilenceSettings) -> Silences:
    """Find the silences longer than a fixed time and than some of the ship's own intervals.

    Args:
        segments: Result of `find_segments`.
        settings: The two thresholds.

    Returns:
        Candidates, closed and open; each segment's last message begins an open one if it is the
        last of its number.
    """
    number = segments.number
    columns = {column.name: column for column in segments.positions.get_columns()}
    del segments  # who gives them away holds each column once only
    frame = _by_segment(columns, number)
    if not frame.height:
        return _no_silences(frame)
    runs = runs_of(frame["segment"])
    times = frame["sent_at"].to_physical().to_numpy()
    ends_at: datetime = frame["sent_at"].max()  # type: ignore[assignment]
    median = _median_intervals(times, runs)
    least = np.maximum(settings.min_silence_h, settings.times_median * median) * HOUR_US
    step = np.zeros(len(times), np.int64)
    step[:-1] = np.where(runs.run_of[1:] == runs.run_of[:-1], np.diff(times), 0)
    closed = np.flatnonzero(step > least[runs.run_of])
    tails = runs.ends - 1
    open_for = int(times.max()) - times[tails]
    tails = tails[_is_last_of_number(frame[tails]) & (open_for > least)]
    off = np.concatenate([closed, tails])
    is_open = np.arange(len(off)) >= len(closed)
    order = np.argsort(off)
    off, is_open = off[order], is_open[order]
    return Silences(frame, runs, off, is_open, ends_at, median[runs.run_of[off]])


def _no_silences(frame: pl.DataFrame) -> Silences:
    nothing = np.empty(0, np.int64)
    no_runs = runs_of(frame["segment"])
    never = datetime(1970, 1, 1, tzinfo=UTC)
    return Silences(frame, no_runs, nothing, np.empty(0, bool), never, np.empty(0))


def _is_last_of_number(tails: pl.DataFrame) -> NDArray[np.bool_]:
    last = pl.col("row").sort_by("sent_at", "row").last().over("mmsi")
    return tails.select(pl.col("row") == last).to_series().to_numpy()


def _by_segment(columns: dict[str, pl.Series], number: Ints) -> pl.DataFrame:
    """Take what is needed of each position, by segment and time; columns are emptied."""
    ship = (pl.col("mmsi") != pl.col("mmsi").shift()).cum_sum().fill_null(0).cast(pl.Int32)
    taken: dict[str, tuple[str, pl.Expr]] = {
        "ship": ("mmsi", ship),
        **{name: (name, pl.col(name)) for name in ("mmsi", "row", "sent_at", "lat_deg", "lon_deg")},
        **{name: (name, pl.col(name).cast(pl.Float32)) for name in ("sog_kn", "cog_deg")},
        "nav_status": ("nav_status", pl.col("nav_status").cast(pl.Int8)),
        "transponder_class": (
            "transponder_class", pl.col("transponder_class").cast(pl.Enum(["A", "B"])),
        ),
        "is_satellite": ("receiver", _is_satellite(columns["receiver"])),
    }  # fmt: skip
    order = None if (number[1:] >= number[:-1]).all() else np.argsort(number, kind="stable")
    rows = None if order is None else pl.Series(order.astype(np.uint32))
    of_segment = number.astype(np.int32, copy=False)
    found = [pl.Series("segment", of_segment if order is None else of_segment[order])]
    del order
    # A column at a time: all of them, in order and not, would be held otherwise.
    for name, (source, expression) in taken.items():
        column = columns[source] if name == "ship" else columns.pop(source)
        one = column.to_frame().select(expression.alias(name)).to_series()
        found.append(one if rows is None else one.gather(rows))
    return pl.DataFrame(found)


def _is_satellite(receiver: pl.Series) -> pl.Expr:
    """Say of each message whether a satellite heard it: asked once a name, not once a message."""
    names = receiver.unique()
    of_satellites = names.filter(names.cast(pl.String).str.contains("(?i)sat"))
    return pl.col("receiver").is_in(of_satellites.implode()).fill_null(value=False)


def _median_intervals(times: Ints, runs: Runs) -> NDArray[np.float64]:
    """Give each segment's median time between messages, hours; 0 where it has too few."""
    return _median_steps(times, runs.starts, runs.ends) / HOUR_US


@numba.njit(cache=True, nogil=True)
def _median_steps(times: Ints, starts: Ints, ends: Ints) -> NDArray[np.float64]:
    medians = np.zeros(len(starts))
    for k in range(len(starts)):
        n = ends[k] - starts[k] - 1
        if n >= MEDIAN_MESSAGES:
            steps = np.sort(np.diff(times[starts[k] : ends[k]]))
            medians[k] = (steps[(n - 1) // 2] + steps[n // 2]) / 2.0
    return medians
