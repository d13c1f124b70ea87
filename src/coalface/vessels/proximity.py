"""Which positions of one moment lie near each other: a join over cells and time slots.

Cells are rows of latitude, cut into columns that are nowhere narrower than the radius, so that a
neighbour is always in the same or the next cell; columns close over the date line, and the rows at
a pole are one cell each. Cost grows with the points and with the pairs found.
"""

from math import asin, cos, floor, pi, radians, sin, sqrt

import numba
import numpy as np
from numpy.typing import NDArray

from coalface.vessels.geodesy import EARTH_RADIUS_M
from coalface.vessels.searching import first_not_below, next_not_below

__all__ = [
    "M_PER_DEG",
    "PLANE_DEG",
    "PLANE_M",
    "PLANE_SLACK",
    "ROUNDING",
    "CellGrid",
    "cell_keys",
    "close_pairs",
    "columns_near",
    "distance_m",
    "is_within",
    "make_grid",
    "sum_near",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Small = NDArray[np.int32]
CellGrid = tuple[float, Ints, Ints]

ROUNDING = 1.0 + 1e-12  # a pair just as far apart as the radius is near
M_PER_DEG = EARTH_RADIUS_M * pi / 180.0
#: Up to this radius and latitude a plane is right to half the slack, of squared distances.
PLANE_M, PLANE_DEG, PLANE_SLACK = 1000.0, 75.0, 4e-3
SLACK = 1.0 + 1e-6  # cells are this much wider than the radius


def make_grid(radius_m: float) -> CellGrid:
    """Cut the globe into cells no smaller than a radius.

    Args:
        radius_m: How near is near, metres.

    Returns:
        Height of a row in degrees; number of columns of each row; number of the first cell of
        each row.
    """
    height = radius_m * SLACK / EARTH_RADIUS_M * 180.0 / pi
    n_rows = int(180.0 // height) + 1
    low = -90.0 + height * np.arange(n_rows)
    farthest = np.minimum(np.maximum(np.abs(low), np.abs(low + height)) + height, 90.0)
    columns = np.floor(360.0 * np.cos(np.radians(farthest)) / height).astype(np.int64)
    columns = np.maximum(columns, 1)
    return height, columns, np.concatenate(([0], np.cumsum(columns)[:-1])).astype(np.int64)


def cell_keys(
    slots: Ints | Small, lat: Floats, lon: Floats, grid: CellGrid, *, first_slot: int = 0
) -> Ints:
    """Number each point by slot and cell: points of one cell and slot share a key.

    Args:
        slots: Time slot of each point, `first_slot` and above.
        lat: Latitudes, degrees.
        lon: Longitudes, degrees, in any turn.
        grid: From `make_grid`.
        first_slot: Is counted as slot 0.

    Returns:
        One key a point, ordered by slot, then by cell.
    """
    lats, lons = (np.ascontiguousarray(values, np.float64) for values in (lat, lon))
    return np.asarray(_keys(slots, lats, lons, *grid, first_slot))


@numba.njit(cache=True, nogil=True)
def _keys(
    slots: Ints | Small,
    lat: Floats,
    lon: Floats,
    height: float,
    columns: Ints,
    firsts: Ints,
    first_slot: int,
) -> Ints:
    n_cells = firsts[-1] + columns[-1]
    keys = np.empty(len(lat), np.int64)
    for k in range(len(lat)):
        row = min(max(int((lat[k] + 90.0) / height), 0), len(columns) - 1)
        share = (lon[k] + 180.0) / 360.0 % 1.0
        column = min(int(share * columns[row]), columns[row] - 1)
        keys[k] = (slots[k] - first_slot) * n_cells + firsts[row] + column
    return keys


def close_pairs(slots: Ints, lat: Floats, lon: Floats, *, radius_m: float) -> tuple[Ints, Ints]:
    """Find all pairs of points of one time slot within a radius of each other.

    Args:
        slots: Time slot of each point, 0 and above.
        lat: Latitudes, degrees, -90 to 90.
        lon: Longitudes, degrees, in any turn.
        radius_m: How near is near, metres; a pair just as far apart counts.

    Returns:
        For each pair the number of its first and second point; each pair once, the smaller first.
    """
    grid = make_grid(radius_m)
    keys = cell_keys(slots, lat, lon, grid)
    order = np.argsort(keys, kind="stable")
    args = (keys[order], lat[order], lon[order], grid, radius_m * ROUNDING)
    n_pairs = _scan(*args, np.empty((2, 0), np.int64))
    found = np.empty((2, n_pairs), np.int64)
    _scan(*args, found)
    first, second = found
    a, b = order[first], order[second]
    return np.minimum(a, b), np.maximum(a, b)


def sum_near(places: Floats, weights: Floats, wanted: Floats, *, radius_m: float) -> Floats:
    """Add up the weights of all places within a radius of each wanted place.

    Args:
        places: Latitude and longitude of each place, `(place, 2)`, degrees.
        weights: What to add up, `(place, kind)`.
        wanted: Latitude and longitude, `(wanted, 2)`.
        radius_m: How near is near, metres.

    Returns:
        Sums, `(wanted, kind)`.
    """
    grid = make_grid(radius_m)
    keys = cell_keys(np.zeros(len(places), np.int64), places[:, 0], places[:, 1], grid)
    order = np.argsort(keys, kind="stable")
    return _sum(keys[order], places[order], weights[order], wanted, grid, radius_m * ROUNDING)


@numba.njit(cache=True, nogil=True)
def _sum(
    keys: Ints, places: Floats, weights: Floats, wanted: Floats, grid: CellGrid, radius: float
) -> Floats:
    height, columns, firsts = grid
    sums = np.zeros((len(wanted), weights.shape[1]))
    for w in range(len(wanted)):
        lat, lon = wanted[w, 0], wanted[w, 1]
        cos_lat = cos(radians(lat))
        row = min(max(floor((lat + 90.0) / height), 0), len(columns) - 1)
        share = ((lon + 180.0) / 360.0) % 1.0
        for r in range(max(row - 1, 0), min(row + 2, len(columns))):
            low, high, low_2, high_2 = columns_near(share, columns[r])
            for side in range(2):
                first = firsts[r] + (low if side == 0 else low_2)
                last = firsts[r] + (high if side == 0 else high_2)
                q = first_not_below(keys, first, 0, len(keys))
                while q < len(keys) and keys[q] < last:
                    if is_within(lat, lon, places[q, 0], places[q, 1], cos_lat, radius):
                        for k in range(weights.shape[1]):  # one by one: slices cost more
                            sums[w, k] += weights[q, k]
                    q += 1
    return sums


@numba.njit(cache=True, nogil=True)
def distance_m(lat_1: float, lon_1: float, lat_2: float, lon_2: float) -> float:
    """Give the great-circle distance, metres; see `geodesy.haversine_m`."""
    half_lat = sin(radians(lat_2 - lat_1) / 2)
    half_lon = sin(radians(lon_2 - lon_1) / 2)
    a = half_lat * half_lat + cos(radians(lat_1)) * cos(radians(lat_2)) * half_lon * half_lon
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(a, 1.0)))


@numba.njit(cache=True, nogil=True)
def is_within(
    lat_1: float, lon_1: float, lat_2: float, lon_2: float, cos_1: float, radius: float
) -> bool:
    """Say whether two places are at most so far apart, as `distance_m` does, mostly without it.

    On a plane the distance of near places is right to a thousandth, and few lie so close to the
    radius that this leaves it open.

    Args:
        lat_1: Degrees, of the first.
        lon_1: Degrees.
        lat_2: Degrees, of the second.
        lon_2: Degrees.
        cos_1: Cosine of the first latitude.
        radius: How near is near, metres.
    """
    if radius <= PLANE_M and abs(lat_1) < PLANE_DEG:
        north, east = lat_2 - lat_1, abs(lon_2 - lon_1)
        if abs(north) < 1.0 and east < 1.0:
            square = (north * north + east * east * cos_1 * cos_1) * (M_PER_DEG * M_PER_DEG)
            if square < radius * radius * (1.0 - PLANE_SLACK):
                return True
            if square > radius * radius * (1.0 + PLANE_SLACK):
                return False
    return distance_m(lat_1, lon_1, lat_2, lon_2) <= radius


@numba.njit(cache=True, nogil=True)
def _scan(keys: Ints, lat: Floats, lon: Floats, grid: CellGrid, radius: float, found: Ints) -> int:
    """Count the pairs, and write them if there is room; keys are sorted."""
    height, columns, firsts = grid
    n_cells = firsts[-1] + columns[-1]
    n = 0
    for p in range(len(keys)):
        base = keys[p] // n_cells * n_cells
        row = min(max(floor((lat[p] + 90.0) / height), 0), len(columns) - 1)
        cos_lat = cos(radians(lat[p]))
        share = ((lon[p] + 180.0) / 360.0) % 1.0
        for r in range(row, min(row + 2, len(columns))):
            low, high, low_2, high_2 = columns_near(share, columns[r])
            for side in range(2):
                first = base + firsts[r] + (low if side == 0 else low_2)
                last = base + firsts[r] + (high if side == 0 else high_2)
                q = next_not_below(keys, first, p + 1)
                while q < len(keys) and keys[q] < last:
                    if is_within(lat[p], lon[p], lat[q], lon[q], cos_lat, radius):
                        if found.shape[1] > 0:
                            found[0, n], found[1, n] = p, q
                        n += 1
                    q += 1
    return n


@numba.njit(cache=True, nogil=True)
def columns_near(share: float, n: int) -> tuple[int, int, int, int]:
    """Give two ranges of columns (the second may be empty) next to a longitude."""
    few = 3
    if n <= few:
        return 0, n, 0, 0
    column = min(int(share * n), n - 1)
    if column == 0:
        return 0, 2, n - 1, n
    if column == n - 1:
        return n - 2, n, 0, 1
    return column - 1, column + 2, 0, 0
