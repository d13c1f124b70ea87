"""Spells in which a ship hardly moved: the raw matter of calls, loitering and usual places."""

from math import asin, atan2, degrees, sqrt

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.geodesy import EARTH_RADIUS_M, KN_TO_M_PER_S
from coalface.vessels.legs import Legs

__all__ = ["STOPS", "find_stops"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Small = NDArray[np.int32]
Flags = NDArray[np.bool_]

#: What is known of each stop; times in seconds since 1970, places in degrees.
STOPS = ("first_fix", "last_fix", "starts_s", "ends_s", "lat_deg", "lon_deg", "moved_m", "slow_s")
MAX_BREAK_S = 1800.0  # a faster spell no longer than this, within the reach below, is noise or a
MAX_BREAK_M = 1000.0  # shift of berth: one stop


def find_stops(legs: Legs, *, max_kn: float, min_h: float) -> pl.DataFrame:
    """Find the spells in which a track goes from fix to fix no faster than a speed.

    Silences end a spell: what was not heard is not called a stop here.

    Args:
        legs: The tracks.
        max_kn: Fastest speed from fix to fix, knots.
        min_h: Shortest spell to keep, hours.

    Returns:
        One row a stop, by track and time: `track`, `mmsi` and the columns of `STOPS`; `moved_m`
        lies between its first and last fix.
    """
    args = (legs.track, legs.at, legs.xyz, legs.is_leg, max_kn * KN_TO_M_PER_S, min_h * 3600.0)
    n = _find(*args, np.empty((0, len(STOPS))))
    found = np.empty((n, len(STOPS)))
    _find(*args, found)
    table = pl.DataFrame(found, schema=list(STOPS), orient="row")
    table = table.with_columns(pl.col("first_fix", "last_fix").cast(pl.Int64))
    track = legs.track[table["first_fix"].to_numpy()].astype(np.int64)
    return table.select(pl.Series("track", track), pl.Series("mmsi", legs.mmsi[track]), pl.all())


@numba.njit(cache=True, nogil=True)
def _find(
    track: Small,
    at: Floats,
    xyz: Floats,
    is_leg: Flags,
    fastest: float,
    shortest: float,
    out: Floats,
) -> int:
    n, first, last, slow = 0, -1, -1, 0.0
    middle = np.zeros(3)
    for k in range(len(at)):
        is_slow, dt = False, 0.0
        if is_leg[k]:
            dt = at[k + 1] - at[k]
            is_slow = _way(xyz, k, k + 1) <= fastest * dt
        if first >= 0 and (
            track[k] != track[first]
            or at[k] - at[last] > MAX_BREAK_S
            or (is_slow and k > last and _way(xyz, last, k) > MAX_BREAK_M)
            or (k >= last and not is_leg[k])
        ):
            n = _keep(at, xyz, (first, last, slow, shortest), middle, out, n)
            first = -1
        if is_slow:
            if first < 0:
                first, slow = k, 0.0
                middle[:] = 0.0
            last = k + 1
            slow += dt
            for d in range(3):
                middle[d] += dt * (xyz[k, d] + xyz[k + 1, d]) / 2
    if first >= 0:
        n = _keep(at, xyz, (first, last, slow, shortest), middle, out, n)
    return n


@numba.njit(cache=True, nogil=True)
def _keep(
    at: Floats,
    xyz: Floats,
    spell: tuple[int, int, float, float],
    middle: Floats,
    out: Floats,
    n: int,
) -> int:
    first, last, slow, shortest = spell
    if at[last] - at[first] < shortest:
        return n
    if len(out) > 0:
        out[n, 0], out[n, 1] = first, last
        out[n, 2], out[n, 3] = at[first], at[last]
        out[n, 4] = degrees(atan2(middle[2], sqrt(middle[0] ** 2 + middle[1] ** 2)))
        out[n, 5] = degrees(atan2(middle[1], middle[0]))
        out[n, 6], out[n, 7] = _way(xyz, first, last), slow
    return n + 1


@numba.njit(cache=True, nogil=True)
def _way(xyz: Floats, a: int, b: int) -> float:
    chord = 0.0
    for d in range(3):
        chord += (xyz[b, d] - xyz[a, d]) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(sqrt(chord) / 2, 1.0))
