"""What each series' own earlier years say of its last ones, series by series."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from coalface.trade.series_blocks import Block

__all__ = ["FirstSeen", "Record", "find_first_seen", "find_record", "joined_records"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
MAD_TO_SD = 1.4826  # of a normal law
CUT = 3.0  # our choice, in robust spreads: further out a deviation counts as if it lay there
EFFICIENCY = 0.9  # our choice: what is lost by cutting, of a normal law


@dataclass(frozen=True, slots=True)
class Record:
    """Series that were traded in each of the last years asked about, and their history.

    Attributes:
        good: Place of the code in the book's `goods`.
        side: Place in `SIDES`.
        exporter: Place in the book's `parties`.
        importer: Place in the book's `parties`.
        value_usd: Mean of the last years.
        log_value: Mean of their logarithms.
        n_reported: Earlier years in which the reporter published anything.
        n_traded: Of those, years in which this series has a value above zero.
        first_year: Place of the first year with a value.
        location: Median of the logarithms of earlier values; NaN where there are none.
        spread: Their spread about it, each deviation cut at a few median ones; NaN below two.
    """

    good: Ints
    side: Ints
    exporter: Ints
    importer: Ints
    value_usd: Floats
    log_value: Floats
    n_reported: Ints
    n_traded: Ints
    first_year: Ints
    location: Floats
    spread: Floats

    @property
    def own_weight(self) -> Floats:
        """Give the degrees of freedom that a series' own spread is worth."""
        return np.where(np.isfinite(self.spread), EFFICIENCY * (self.n_traded - 1), 0.0)

    def __len__(self) -> int:
        """Give the number of series."""
        return len(self.good)

    def where(self, rows: NDArray[np.bool_] | Ints) -> "Record":
        """Give some of the series."""
        return Record(**{f.name: getattr(self, f.name)[rows] for f in fields(Record)})


@dataclass(frozen=True, slots=True)
class FirstSeen:
    """Sizes of trade in years in which a series was seen for the first time."""

    good: Ints
    exporter: Ints
    log_value: Floats


def joined_records(records: list[Record]) -> Record:
    """Put records one after the other."""
    return Record(
        **{f.name: np.concatenate([getattr(r, f.name) for r in records]) for f in fields(Record)}
    )


def find_record(block: Block, reported: NDArray[np.bool_], last: int, *, n_last: int = 1) -> Record:
    """Find the series traded in all of the last years, and what their history says.

    A year without a row counts as no trade only if the reporter published that year; else the
    year is not known and is left out. A row without a value leaves its year out too.

    Args:
        block: Some series.
        reported: Whether a party published anything, (side, party, year).
        last: Place of the last year; later ones are not looked at.
        n_last: How many years up to it are tested together.
    """
    start = last + 1 - n_last
    recent = block.values[:, start : last + 1]
    rows = np.flatnonzero((recent > 0).all(axis=1))
    recent, earlier = np.log(recent[rows]), block.values[rows, :start]
    of_reporter = reported[block.side[rows], block.reporter[rows]]
    is_known = of_reporter[:, :start] & ~np.isnan(earlier)
    is_traded = earlier > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(is_traded, np.log(earlier), np.nan)
    n_traded = is_traded.sum(axis=1)
    location = _median(logs, n_traded)
    spread = _spread(logs - location[:, None], n_traded)
    return Record(
        good=block.good[rows],
        side=block.side[rows],
        exporter=block.exporter[rows],
        importer=block.importer[rows],
        value_usd=np.exp(recent).mean(axis=1),
        log_value=recent.mean(axis=1),
        n_reported=is_known.sum(axis=1),
        n_traded=n_traded,
        first_year=np.where(n_traded > 0, is_traded.argmax(axis=1) if start else 0, start),
        location=location,
        spread=np.where(n_traded > 1, spread, np.nan),
    )


def find_first_seen(block: Block, reported: NDArray[np.bool_], last: int) -> FirstSeen:
    """Find first appearances before a year, each after a year reported without it."""
    values = block.values[:, :last]
    if values.shape[1] < 2:  # noqa: PLR2004 - a year without it, then one with it
        return FirstSeen(block.good[:0], block.exporter[:0], np.empty(0))
    is_traded = values > 0
    first = is_traded.argmax(axis=1)
    rows = np.flatnonzero(is_traded.any(axis=1) & (first > 0))
    known = reported[block.side[rows], block.reporter[rows]]
    n_before = np.cumsum(known, axis=1)[np.arange(len(rows)), first[rows] - 1]
    rows = rows[n_before > 0]
    return FirstSeen(block.good[rows], block.exporter[rows], np.log(values[rows, first[rows]]))


def _spread(rest: Floats, n_known: Ints) -> Floats:
    """Give the spread of each row about its median, no deviation counting more than a few."""
    size = np.abs(rest)
    bound = CUT * MAD_TO_SD * _median(size, n_known)
    cut = np.where(np.isnan(size), 0.0, np.minimum(size, bound[:, None]))
    return np.asarray(np.sqrt((cut**2).sum(axis=1) / np.maximum(n_known - 1, 1)))


def _median(rows: Floats, n_known: Ints) -> Floats:
    """Give the median of each row, whose unknown cells are NaN and so sort last."""
    if not rows.shape[1]:
        return np.full(len(rows), np.nan)
    ordered = np.sort(rows, axis=1)
    each, n = np.arange(len(rows)), np.maximum(n_known, 1)
    return np.asarray((ordered[each, (n - 1) // 2] + ordered[each, n // 2]) / 2)
