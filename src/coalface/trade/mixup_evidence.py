"""What each cell booked under the North shows: size, history, the South's cell, price."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coalface.trade.mixup_cells import KoreaCells
from coalface.trade.mixup_histories import History, find_history
from coalface.trade.mixup_settings import MixupSettings

__all__ = ["CellEvidence", "Seen", "find_evidence"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """An amount of each cell beside what other years lead one to expect; one a cell.

    Attributes:
        amount: What was booked; 0 nothing, NaN not known.
        expected_log: From other years; NaN where none has it.
        spread: Of that expectation.
        present: Chance that there is anything.
        n_traded: Other years with it.
    """

    amount: Floats
    expected_log: Floats
    spread: Floats
    present: Floats
    n_traded: Floats


@dataclass(frozen=True, slots=True)
class CellEvidence:
    """The evidence on every cell booked under the North, one a cell.

    Attributes:
        series: Place of the cell's series in `KoreaCells`.
        year: Place of its year.
        book: Place of its reporter and flow.
        good: Place of its code.
        north: USD booked under the North.
        south: USD booked under the South in the same code.
        mirror_ratio: What the South booked over what the reporter booked under it.
        mirror: What the South booked, USD.
        north_uv: USD a tonne of the North's cell.
        south_uv: USD a tonne of the South's; expected from other years where the year has none.
        n_known: Other years that the reporter published.
        neighbour_present: (cell, neighbour) chance that a code next to it would have had a row and
            has none, over the chance of that otherwise; 0 where there is no such code.
        neighbour_log: (cell, neighbour) log of what it would have had.
        neighbour_spread: (cell, neighbour).
        n_others: Other reporters and flows that booked the code under the North in any year.
    """

    series: Ints
    year: Ints
    book: Ints
    good: Ints
    north: Seen
    south: Seen
    mirror_ratio: Seen
    mirror: Seen
    north_uv: Seen
    south_uv: Seen
    n_known: Floats
    neighbour_present: Floats
    neighbour_log: Floats
    neighbour_spread: Floats
    n_others: Floats

    def __len__(self) -> int:
        """Give the number of cells."""
        return len(self.series)


def find_evidence(cells: KoreaCells, settings: MixupSettings) -> CellEvidence:
    """Gather the evidence on every cell that was booked under the North.

    Args:
        cells: The trade with the two Koreas.
        settings: The stated priors.
    """
    series, year = np.nonzero(cells.north_usd > 0)
    where = (series, year)
    north = find_history(cells.north_usd, cells.books, settings)
    neighbours = _neighbours(cells, north, where, settings)
    codes_booked = np.zeros((int(cells.books.max()) + 1, cells.n_goods), dtype=bool)
    codes_booked[cells.books, cells.good] = True
    n_books = codes_booked.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(cells.south_usd > 0, cells.mirror_usd / cells.south_usd, np.nan)
        north_uv = np.where(cells.north_t > 0, cells.north_usd / cells.north_t, np.nan)
        south_uv = np.where(cells.south_t > 0, cells.south_usd / cells.south_t, np.nan)
    return CellEvidence(
        series=series,
        year=year,
        book=cells.books[series],
        good=cells.good[series],
        north=_seen(cells.north_usd, north, where),
        south=_of(cells.south_usd, cells, where, settings),
        mirror_ratio=_of(_positive(ratio), cells, where, settings),
        mirror=_of(cells.mirror_usd, cells, where, settings),
        north_uv=_of(_positive(north_uv), cells, where, settings),
        south_uv=_of(_positive(south_uv), cells, where, settings),
        n_known=north.n_known[where],
        neighbour_present=neighbours[0],
        neighbour_log=neighbours[1],
        neighbour_spread=neighbours[2],
        n_others=(n_books[cells.good[series]] - 1).astype(np.float64),
    )


def _of(
    values: Floats, cells: KoreaCells, where: tuple[Ints, Ints], settings: MixupSettings
) -> Seen:
    return _seen(values, find_history(values, cells.books, settings), where)


def _seen(values: Floats, history: History, where: tuple[Ints, Ints]) -> Seen:
    return Seen(
        amount=values[where],
        expected_log=history.expected_log[where],
        spread=history.spread[where],
        present=history.present[where],
        n_traded=history.n_traded[where],
    )


def _positive(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)


def _neighbours(
    cells: KoreaCells, north: History, where: tuple[Ints, Ints], settings: MixupSettings
) -> tuple[Floats, Floats, Floats]:
    """Find codes of the same chapter next to each cell's, where a row is missing that year."""
    series, year = where
    place = cells.books * cells.n_goods + cells.good  # sorted, as the series are
    chapter = cells.series["hs_code"].str.slice(0, 2).to_numpy()
    steps = [d for k in range(1, settings.neighbours + 1) for d in (-k, k)]
    shape = (len(series), len(steps))
    present, log, spread = np.zeros(shape), np.zeros(shape), np.ones(shape)
    for column, step in enumerate(steps):
        wanted = place[series] + step
        other = np.minimum(np.searchsorted(place, wanted), len(place) - 1)
        is_missing = (place[other] == wanted) & (chapter[other] == chapter[series])
        is_missing &= (cells.north_usd[other, year] == 0) & (north.n_traded[other, year] > 0)
        chance = north.present[other, year]
        present[:, column] = np.where(is_missing, chance / (1 - chance), 0.0)
        log[:, column] = np.where(is_missing, np.nan_to_num(north.expected_log[other, year]), 0.0)
        spread[:, column] = np.where(is_missing, north.spread[other, year], 1.0)
    return present, log, spread
