"""The nearest of many fixed places: an index on the sphere, ties settled by the order of places."""

from math import pi, sin

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from coalface.vessels.geodesy import EARTH_RADIUS_M, unit_vectors

__all__ = ["NearestPlaces"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TIE = 1e-12  # chords of the unit sphere this close are equal: 6 micrometres


class NearestPlaces:
    """An index of places; of two just as near the earlier one is taken.

    Args:
        lat: Latitudes of the places, degrees.
        lon: Longitudes of the places, degrees.
    """

    def __init__(self, lat: ArrayLike, lon: ArrayLike) -> None:
        vectors = np.ascontiguousarray(unit_vectors(np.atleast_1d(lat), np.atleast_1d(lon)))
        self._tree = cKDTree(vectors.reshape(-1, 3))

    def find(self, lat: ArrayLike, lon: ArrayLike, *, within_m: float) -> tuple[Ints, Floats]:
        """Find the nearest place of each position.

        Args:
            lat: Latitudes, degrees.
            lon: Longitudes, degrees.
            within_m: Look no farther, metres.

        Returns:
            The number of the place, -1 where none is within reach; its distance in metres on the
            sphere of 6,371 km, infinite there.
        """
        points = unit_vectors(np.atleast_1d(lat), np.atleast_1d(lon)).reshape(-1, 3)
        if self._tree.n == 0 or len(points) == 0:
            return np.full(len(points), -1, dtype=np.int64), np.full(len(points), np.inf)
        angle = min(within_m / EARTH_RADIUS_M, pi)
        bound = 2 * sin(angle / 2) * (1 + 1e-9) + TIE
        chord, place = self._tree.query(points, k=2, distance_upper_bound=bound)
        is_tie = np.isfinite(chord[:, 1]) & (chord[:, 1] <= chord[:, 0] + TIE)
        first = np.where(is_tie, place.min(axis=1), place[:, 0]).astype(np.int64)
        metres = np.full(len(points), np.inf)
        is_near = np.isfinite(chord[:, 0])
        metres[is_near] = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(chord[is_near, 0] / 2, 1.0))
        return np.where(is_near, first, -1), metres
