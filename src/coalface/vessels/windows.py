"""Stretches of whole days that a task can hold: where they begin, and which messages each needs.

One stretch covers an input of usual size. A longer one is cut, by its days alone: the cut depends
on the data and never on who does the work.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.tracks import first_at_or_after, runs_of

__all__ = [
    "MAX_ROWS",
    "Window",
    "count_days",
    "cut_events",
    "cut_windows",
    "mark_cut",
    "may_be_cut",
    "share_of_window",
]

MAX_ROWS = 7_500_000  # positions of one stretch: a gibibyte and a quarter of work
MARGIN = timedelta(days=2)  # what meets or waits longer than this at a cut is cut there
#: What began before a stretch is known by a day of it: twice the longest pause (`calls.join_h`).
MARGIN_BEFORE = timedelta(days=1)
N_BEYOND = 20  # messages of each ship beyond the margin on either side: its silences stay whole
DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
DAY_US = DAY // MICROSECOND
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = date(1970, 1, 1).toordinal()
WHY_CUT = (
    "The input was worked on in stretches of days and this was cut at the edge of one: it may have "
    "lasted longer, and its measures and probability are of the part that was read."
)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time; its events are those that start in it.

    Attributes:
        number: Its place among all, from 0.
        starts_at: Its first instant.
        ends_at: The first instant after it.
        is_last: Silences still open at the end of the data belong to it.
    """

    number: int
    starts_at: datetime
    ends_at: datetime
    is_last: bool

    def holds(self, column: str) -> pl.Expr:
        """Say whether an instant lies in it."""
        return (pl.col(column) >= self.starts_at) & (pl.col(column) < self.ends_at)

    def owns(self, starts_us: NDArray[np.int64], is_open: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Say which silences belong to it: those that start in it, open ones to the last.

        Args:
            starts_us: Their starts, microseconds since 1970.
            is_open: Whether each lasts to the end of the data.
        """
        is_in = (starts_us >= _us(self.starts_at)) & (starts_us < _us(self.ends_at))
        return np.where(is_open, self.is_last, is_in)


def count_days(positions: pl.DataFrame) -> dict[date, int]:
    """Count the positions of each day, UTC."""
    day = positions["sent_at"].to_physical().to_numpy() // DAY_US
    runs = runs_of(day)
    days, which = np.unique(day[runs.starts], return_inverse=True)
    counts = np.bincount(which, runs.ends - runs.starts, len(days))
    return {
        date.fromordinal(EPOCH_DAY + int(number)): int(n)
        for number, n in zip(days, counts, strict=True)
    }


def cut_windows(n_by_day: Mapping[date, int], *, max_rows: int = MAX_ROWS) -> tuple[Window, ...]:
    """Cut the days of an input into stretches of at most so many positions, a day at least.

    Args:
        n_by_day: Positions of each day that has any.
        max_rows: Most positions of one stretch, unless a single day has more.

    Returns:
        Stretches without holes, from the first day to the last; none if there is no position.
    """
    starts: list[date] = []
    held = 0
    for day in sorted(n_by_day):
        if not starts or held + n_by_day[day] > max_rows:
            starts.append(day)
            held = 0
        held += n_by_day[day]
    if not starts:
        return ()
    bounds = [_midnight(day) for day in (*starts, max(n_by_day) + DAY)]
    pairs = list(pairwise(bounds))
    last = len(pairs) - 1
    return tuple(Window(n, a, b, n == last) for n, (a, b) in enumerate(pairs))


def share_of_window(
    tracks: pl.DataFrame, window: Window, windows: Sequence[Window]
) -> pl.DataFrame:
    """Give the messages that a stretch needs: its own, those of the margins, and some beyond.

    Args:
        tracks: Whole ships, by ship, time and row.
        window: The stretch.
        windows: All stretches; with one only, everything is given.
    """
    if len(windows) == 1:
        return tracks
    times = tracks["sent_at"].to_physical().to_numpy()
    ships = runs_of(tracks["mmsi"])
    edges = (window.starts_at - MARGIN_BEFORE, window.ends_at + MARGIN)
    low, high = (
        first_at_or_after(times, ships.starts, ships.ends, np.full(len(ships.starts), _us(edge)))
        for edge in edges
    )
    low = np.maximum(low - N_BEYOND, ships.starts)
    n = np.minimum(high + N_BEYOND, ships.ends) - low
    nth: NDArray[np.int64] = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
    rows: NDArray[np.int64] = np.repeat(low, n) + nth
    return tracks[rows]


def may_be_cut(events: pl.DataFrame, window: Window) -> bool:
    """Say whether any event of a stretch can have been cut at its end.

    Silences are whole: the message that ends one is always read.
    """
    return len(events) > 0 and not window.is_last and "is_open" not in events.columns


def cut_events(events: pl.DataFrame, positions: pl.DataFrame | None, window: Window) -> pl.Series:
    """Say which meetings and calls may go on beyond what a stretch was given to read.

    The part of an event beyond the cut is not told as an event of its own, as it does not start in
    the stretch after.

    Args:
        events: Of the stretch.
        positions: What it was given to read; None if none of them can have been cut.
        window: The stretch.
    """
    end = next((c for c in ("departed_at", "ends_at") if c in events.columns), None)
    if positions is None or end is None or not may_be_cut(events, window):
        return pl.repeat(value=False, n=len(events), dtype=pl.Boolean, eager=True)
    edge = window.ends_at + MARGIN
    ship = "mmsi" if "mmsi" in events.columns else "mmsi_1"
    goes_on = positions.filter(pl.col("sent_at") >= edge)["mmsi"].unique()
    is_unended = pl.col(end).is_null() & pl.col(ship).is_in(goes_on.implode())
    is_whole = pl.col("kind") == "inferred"  # a call in a silence
    is_cut = (pl.col(end) >= edge).fill_null(is_unended) & ~is_whole
    return events.select(is_cut.fill_null(value=False)).to_series()


def mark_cut(
    facts: pl.DataFrame | Sequence[Mapping[str, Any]], is_cut: pl.Series
) -> pl.DataFrame | Sequence[Mapping[str, Any]]:
    """Say in the evidence of events that were cut that they were, and what that means."""
    if not is_cut.any():
        return facts
    if isinstance(facts, pl.DataFrame):
        cut = is_cut.replace_strict({True: True, False: None}, return_dtype=pl.Boolean)
        said = pl.Series([[WHY_CUT] if yes else [] for yes in is_cut], dtype=pl.List(pl.String))
        against = said
        if "counter_evidence" in facts.columns:
            had = facts["counter_evidence"].cast(pl.List(pl.String)).fill_null([])
            against = had.list.concat(said)
        return facts.with_columns(is_cut=cut, counter_evidence=against)
    return [
        {**fact, "is_cut": True,
         "counter_evidence": [*(fact.get("counter_evidence") or []), WHY_CUT]} if yes else fact
        for fact, yes in zip(facts, is_cut, strict=True)
    ]  # fmt: skip


def _us(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
