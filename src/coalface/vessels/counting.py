"""How many places lie about each of others, where thousands crowd at one quay.

Places are kept by fine cells. A cell that lies wholly within the radius counts as one, and only
the places of cells on its edge are looked at: the same counts as of looking at each.
"""

import math

import numba
import numpy as np
from numpy.typing import NDArray

from coalface.vessels.proximity import (
    M_PER_DEG,
    PLANE_DEG,
    PLANE_M,
    PLANE_SLACK,
    ROUNDING,
    cell_keys,
    is_within,
    make_grid,
    sum_near,
)

__all__ = ["count_near"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FINE = 16  # cells to a radius
FARTHEST_DEG = 179.0  # beyond, and where a plane is no measure, each place is looked at


def count_near(places: Floats, wanted: Floats, *, radius_m: float) -> Floats:
    """Count the places within a radius of each wanted place.

    Args:
        places: Latitude and longitude, `(place, 2)`, degrees.
        wanted: Latitude and longitude, `(wanted, 2)`.
        radius_m: How near is near, metres; a place just as far away counts.

    Returns:
        Counts, `(wanted,)`.
    """
    if not len(places) or not len(wanted):
        return np.zeros(len(wanted))
    farthest = np.maximum(np.abs(places).max(axis=0), np.abs(wanted).max(axis=0))
    if radius_m > PLANE_M or farthest[0] > PLANE_DEG - 1.0 or farthest[1] > FARTHEST_DEG:
        return sum_near(places, np.ones((len(places), 1)), wanted, radius_m=radius_m)[:, 0]
    grid = make_grid(radius_m / FINE)
    keys = cell_keys(np.zeros(len(places), np.int64), places[:, 0], places[:, 1], grid)
    order = np.argsort(keys, kind="stable")
    keys, places = keys[order], np.ascontiguousarray(places[order])
    starts = np.flatnonzero(np.diff(keys, prepend=keys[0] - 1))
    bounds = np.append(starts, len(keys))
    boxes = np.column_stack(
        [f.reduceat(places[:, k], starts) for k in (0, 1) for f in (np.minimum, np.maximum)]
    )
    asked = np.argsort(
        cell_keys(np.zeros(len(wanted), np.int64), wanted[:, 0], wanted[:, 1], grid), kind="stable"
    )
    counts = np.zeros(len(wanted))
    reach = FINE + 2
    _count(
        keys[starts],
        bounds,
        boxes,
        places,
        wanted,
        asked,
        *grid,
        reach,
        radius_m * ROUNDING,
        counts,
    )
    return counts


@numba.njit(cache=True, nogil=True)
def _count(  # noqa: PLR0913, PLR0917 - a compiled kernel takes its arrays one by one
    cells: Ints,
    bounds: Ints,
    boxes: Floats,
    places: Floats,
    wanted: Floats,
    asked: Ints,
    height: float,
    columns: Ints,
    firsts: Ints,
    reach: int,
    radius: float,
    counts: Floats,
) -> None:
    surely = radius * radius * (1.0 - PLANE_SLACK)
    hardly = radius * radius * (1.0 + PLANE_SLACK)
    for w in asked:
        lat, lon = wanted[w, 0], wanted[w, 1]
        cos_lat = math.cos(math.radians(lat))
        row = int((lat + 90.0) / height)
        share = (lon + 180.0) / 360.0
        n = 0
        for r in range(max(row - reach, 0), min(row + reach + 1, len(columns))):
            column = int(share * columns[r])
            last = firsts[r] + min(column + reach, columns[r] - 1)
            c = np.searchsorted(cells, firsts[r] + max(column - reach, 0))
            while c < len(cells) and cells[c] <= last:
                low, high = _squares(lat, lon, cos_lat, boxes[c])
                if high < surely:
                    n += bounds[c + 1] - bounds[c]
                elif low <= hardly:
                    for p in range(bounds[c], bounds[c + 1]):
                        n += is_within(lat, lon, places[p, 0], places[p, 1], cos_lat, radius)
                c += 1
        counts[w] = n


@numba.njit(cache=True, nogil=True)
def _squares(lat: float, lon: float, cos_lat: float, box: Floats) -> tuple[float, float]:
    """Give the least and largest square of the distance to a box, reckoned as `is_within` does."""
    north = max(abs(box[0] - lat), abs(box[1] - lat))
    east = max(abs(box[2] - lon), abs(box[3] - lon))
    most = (north * north + east * east * cos_lat * cos_lat) * (M_PER_DEG * M_PER_DEG)
    north = max(box[0] - lat, lat - box[1], 0.0)
    east = max(box[2] - lon, lon - box[3], 0.0)
    least = (north * north + east * east * cos_lat * cos_lat) * (M_PER_DEG * M_PER_DEG)
    return least, most
