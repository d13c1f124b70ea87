"""Slots of one ship in one cell and six hours, summed, and the groups that they are compared in.

Internal to the weighing of silences. The groups are the same in every round of the estimate, so
they are numbered once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.reception_cells import GROUPS, Slots, neighbour_cells
from coalface.vessels.tracks import GRID

__all__ = ["Level", "Stays", "stays_of", "sums_by"]

Ints = NDArray[np.int64]
Small = NDArray[np.int32] | NDArray[np.int8]
Floats = NDArray[np.float64]
HALF = 1 << 31  # numbers of cells and of silences lie below
PATHS = 3
SPREAD = np.int64(-7046029254386353131)  # odd number near 2**64 over the golden ratio


@dataclass(frozen=True, slots=True)
class Level:
    """Stays in groups, and in each group by ship.

    Attributes:
        mine: Of each stay, the number of its ship in its group.
        whole: Of each of these, the number of the group.
        n_mine: How many ships in groups there are.
        n_whole: How many groups.
        near: Of each group, the groups that count with it, `(9, group)`; None: it alone.
        near_mine: The same of each ship in its group.
    """

    mine: Ints
    whole: Ints
    n_mine: int
    n_whole: int
    near: Ints | None = None
    near_mine: Ints | None = None


@dataclass(frozen=True, slots=True)
class Stays:
    """Slots of one ship in one cell and one bin, summed.

    Attributes:
        ship: Number of the ship.
        gap: Number of the silence among all, -1 where it was heard.
        path: As in `Slots`.
        heard: Slots in which it was heard.
        n: Slots.
        levels: Groups by name.
        n_gaps: How many silences there are.
        of_slots: The stay of each slot.
    """

    ship: Ints
    gap: Ints
    path: Ints
    heard: Floats
    n: Floats
    levels: Mapping[str, Level]
    n_gaps: int
    of_slots: Ints


def stays_of(slots: Slots, gaps: Ints) -> Stays:
    """Sum the slots of one ship in one cell and one bin: what the estimate needs.

    Args:
        slots: Heard and silent slots.
        gaps: The row that names each silence, ascending.
    """
    names = ("ship", "cell", "region", "bin", "group", "gap", "path")
    of = {name: slots.frame[name].to_numpy() for name in names}
    places, _ = _numbered(_owned(of["gap"], of["ship"], of["cell"]))
    times, n_times = _numbered(_timed(of["bin"], of["group"], of["path"]))
    places *= n_times
    places += times
    regions, n_regions = _numbered(of["region"].astype(np.int64))
    places *= n_regions
    places += regions
    del times, regions
    stay, n_stays = _numbered(places)
    del places
    first = np.full(n_stays, -1, np.int64)
    first[stay[::-1]] = np.arange(len(stay))[::-1]
    heard, n = (sums_by(stay, _exactly(slots.frame[name]), n_stays) for name in ("heard", "n"))
    one = {name: column[first].astype(np.int64) for name, column in of.items()}
    places_of = slots.frame.select("lat_deg", "lon_deg")[first].cast(pl.Float64)
    gap = np.where(one["gap"] >= 0, np.searchsorted(gaps, one["gap"]), -1)
    levels = _levels(one, places_of, slots.settings.cell_deg)
    return Stays(one["ship"], gap, one["path"], heard, n, levels, len(gaps), stay)


def _owned(gap: Small, ship: Small, cell: Small) -> Ints:
    """Give a key of the silence, or else of the ship, and of the cell."""
    owner = np.where(gap >= 0, gap, -1 - ship).astype(np.int64)
    owner += HALF
    owner *= HALF
    owner += cell
    return np.asarray(owner)


def _timed(hour: Small, group: Small, path: Small) -> Ints:
    keys = hour.astype(np.int64)
    keys *= GROUPS
    keys += group
    keys *= PATHS
    keys += path
    return np.asarray(keys)


def sums_by(numbers: Ints, values: Floats, n: int) -> Floats:
    """Add up values by number."""
    return np.asarray(np.bincount(numbers, values, n), dtype=np.float64)


def _exactly(values: pl.Series) -> Floats:
    return np.asarray(np.rint(values.to_numpy().astype(np.float64) * GRID) / GRID)


def _levels(one: Mapping[str, Ints], places: pl.DataFrame, cell_deg: float) -> dict[str, Level]:
    cell, n_cells = _numbered(one["cell"])
    ship, region, hour = one["ship"], one["region"], one["bin"]
    first_hour = int(hour.min(initial=0))
    hour = hour - first_hour
    n_hours = int(hour.max(initial=0)) + 1
    by_cell = _level(cell * GROUPS + one["group"], ship)
    return {
        "group": _level(one["group"], ship),
        "region": _level(region * GROUPS + one["group"], ship),
        "cell": _with_neighbours(by_cell, one, cell, n_cells, places, cell_deg),
        "hour": _level(region * n_hours + hour, ship),
        "cell_hour": _level(cell * n_hours + hour, ship),
    }


def _level(group: Ints, ship: Ints) -> Level:
    whole, n_whole = _numbered(group)
    n_ships = int(ship.max(initial=0)) + 1
    mine, n_mine = _numbered(whole * n_ships + ship)
    of_mine = np.zeros(n_mine, np.int64)
    of_mine[mine] = whole
    return Level(mine, of_mine, n_mine, n_whole)


def _with_neighbours(
    level: Level,
    one: Mapping[str, Ints],
    cell: Ints,
    n_cells: int,
    places: pl.DataFrame,
    cell_deg: float,
) -> Level:
    """Let each cell count with its eight neighbours."""
    numbers = np.zeros(n_cells, np.int64)
    numbers[cell] = one["cell"]
    centres = (
        places.with_columns(cell=pl.Series(cell)).group_by("cell").agg(pl.all().min()).sort("cell")
    )
    around = neighbour_cells(centres["lat_deg"].to_numpy(), centres["lon_deg"].to_numpy(), cell_deg)
    order = np.argsort(numbers, kind="stable")
    at = np.minimum(np.searchsorted(numbers[order], around), n_cells - 1)
    near = np.where(numbers[order][at] == around, order[at], -1)
    for k in range(1, near.shape[1]):
        is_again = (near[:, :k] == near[:, k : k + 1]).any(axis=1)
        near[is_again, k] = -1
    group_of, cell_of = np.zeros((2, level.n_mine), np.int64)
    group_of[level.mine], cell_of[level.mine] = one["group"], cell
    table = np.full((n_cells, GROUPS), level.n_whole)
    table[cell_of, group_of] = level.whole
    whole_group, whole_cell = np.zeros((2, level.n_whole), np.int64)
    whole_group[level.whole], whole_cell[level.whole] = group_of, cell_of
    near_of = near[whole_cell].T
    others = np.where(near_of >= 0, table[near_of, whole_group], level.n_whole)
    return _near_ships(level, one["ship"], others)


def _near_ships(level: Level, ship: Ints, near: Ints) -> Level:
    """Find each ship in the groups near each of its own."""
    n_ships = int(ship.max(initial=0)) + 1
    of_mine = np.zeros(level.n_mine, np.int64)
    of_mine[level.mine] = ship
    keys = level.whole * n_ships + of_mine
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    found = np.empty((len(near), level.n_mine), np.int64)
    for k, groups in enumerate(near):
        wanted = groups[level.whole] * n_ships + of_mine
        at = np.minimum(np.searchsorted(ordered, wanted), max(level.n_mine - 1, 0))
        found[k] = np.where(ordered[at] == wanted, order[at], level.n_mine) if len(at) else 0
    return Level(level.mine, level.whole, level.n_mine, level.n_whole, near, found)


def _numbered(keys: Ints) -> tuple[Ints, int]:
    """Number keys in the order in which each comes first."""
    numbers = np.empty(len(keys), np.int64)
    n = _number(np.ascontiguousarray(keys), numbers)
    return numbers, int(n)


@numba.njit(cache=True, nogil=True)
def _number(keys: Ints, numbers: Ints) -> int:
    size = 1024
    seen = np.full(size, -1, dtype=np.int64)
    firsts = np.empty(size, dtype=np.int64)
    n = 0
    for k in range(len(keys)):
        if 2 * n >= size:
            size *= 4
            seen = np.full(size, -1, dtype=np.int64)
            larger = np.empty(size, dtype=np.int64)
            for number in range(n):
                larger[number] = firsts[number]
                place = ((firsts[number] * SPREAD) >> 20) & (size - 1)
                while seen[place] >= 0:
                    place = (place + 1) & (size - 1)
                seen[place] = number
            firsts = larger
        place = ((keys[k] * SPREAD) >> 20) & (size - 1)
        while seen[place] >= 0 and firsts[seen[place]] != keys[k]:
            place = (place + 1) & (size - 1)
        if seen[place] < 0:
            seen[place], firsts[n] = n, keys[k]
            n += 1
        numbers[k] = seen[place]
    return n
