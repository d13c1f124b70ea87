"""Candidate silences: long for the ship itself, far below what any fixed threshold would take."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.silence_settings import SilenceSettings
from coalface.vessels.tracks import HOUR_US, Runs, runs_of

__all__ = ["Silences", "find_silences"]

Ints = NDArray[np.int64]
MEDIAN_MESSAGES = 3  # a segment of fewer messages has no interval of its own


@dataclass(frozen=True, slots=True)
class Silences:
    """Candidate silences as row numbers of the frame that they were found in.

    Attributes:
        frame: Positions by segment and time, with `ship` (number of the MMSI).
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

    def is_candidate(self) -> NDArray[np.bool_]:
        """Say of each row whether a silence with a known end follows it."""
        found = np.zeros(self.frame.height, bool)
        found[self.off[~self.is_open]] = True
        return found


def find_silences(positions: pl.DataFrame, settings: SilenceSettings) -> Silences:
    """Find the silences longer than a fixed time and than some of the ship's own intervals.

    Args:
        positions: With `segment_id`, in any order.
        settings: The two thresholds.

    Returns:
        Candidates, closed and open; each segment's last message begins an open one if it is the
        last of its number.
    """
    frame = positions.sort("segment_id", "sent_at", "row").with_columns(
        ship=pl.col("mmsi").rank("dense").cast(pl.Int64) - 1
    )
    runs = runs_of(frame["segment_id"])
    times = frame["sent_at"].to_physical().to_numpy()
    ends_at: datetime = frame["sent_at"].max()  # type: ignore[assignment]
    median = _median_intervals(times, runs)
    least = np.maximum(settings.min_silence_h, settings.times_median * median) * HOUR_US
    step = np.zeros(len(times), np.int64)
    step[:-1] = np.where(runs.run_of[1:] == runs.run_of[:-1], np.diff(times), 0)
    closed = np.flatnonzero(step > least[runs.run_of])
    is_last = frame.select(pl.col("sent_at") == pl.col("sent_at").max().over("mmsi")).to_series()
    tails = runs.ends - 1
    open_for = int(times.max()) - times[tails]
    tails = tails[is_last.to_numpy()[tails] & (open_for > least)]
    off = np.concatenate([closed, tails])
    is_open = np.arange(len(off)) >= len(closed)
    order = np.argsort(off)
    off, is_open = off[order], is_open[order]
    return Silences(frame, runs, off, is_open, ends_at, median[runs.run_of[off]])


def _median_intervals(times: Ints, runs: Runs) -> NDArray[np.float64]:
    """Give each segment's median time between messages, hours; 0 where it has too few."""
    steps = pl.DataFrame({"run": runs.run_of[1:], "step": np.diff(times)})
    medians = (
        steps.filter(pl.Series(runs.run_of[1:] == runs.run_of[:-1]))
        .group_by("run")
        .agg(pl.col("step").median(), n=pl.len())
        .filter(pl.col("n") >= MEDIAN_MESSAGES)
    )
    out = np.zeros(len(runs.starts))
    out[medians["run"].to_numpy()] = medians["step"].to_numpy() / HOUR_US
    return out
