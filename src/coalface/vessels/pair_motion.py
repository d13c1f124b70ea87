"""How two tracks moved together: exact approach between their legs, not at round times.

Between two received fixes of either ship both are on straight legs, so their distance is the root
of a square in time: when it passes a radius, and where it is least, follow without sampling.
"""

from concurrent.futures import ThreadPoolExecutor
from math import asin, atan2, degrees, sqrt

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.close_runs import CloseRuns
from coalface.vessels.geodesy import EARTH_RADIUS_M, KN_TO_M_PER_S, M_PER_NMI
from coalface.vessels.legs import Legs
from coalface.vessels.quantiles import quantile
from coalface.vessels.searching import first_above, first_not_below

__all__ = ["MOTION", "measure_pairs"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Place = tuple[float, float, float]
Ends = tuple[Place, Place, Place, Place]

#: What is measured of each pair, in order; times in seconds since 1970, lengths in metres.
MOTION = (
    "starts_s",
    "ends_s",
    "near_s",
    "least_m",
    "median_m",
    "spread_m",
    "median_speed_1_kn",
    "median_speed_2_kn",
    "median_relative_kn",
    "bearing_stability",
    "interpolated_s",
    "seen_from_s",
    "seen_until_s",
    "n_fixes_1",
    "n_fixes_2",
    "moved_m",
    "lat_deg",
    "lon_deg",
    "age_s",
    "start_lat_deg",
    "start_lon_deg",
    "end_lat_deg",
    "end_lon_deg",
)
N_MEASURES = len(MOTION)
DOUBT_M = 1.0  # far above what rounding does to a length
N_THREADS = 2  # runs are measured one by one: who measures them changes nothing
POSITION_SD_M = 10.0  # of an AIS fix with differential or good GNSS (ITU-R M.1371: 10 m flag)
DRIFT_SD_KN = 0.3  # how far a slow ship strays from the line between two fixes; ours


def measure_pairs(
    legs: Legs, runs: CloseRuns, *, step_s: float, radius_m: float, fresh_min: float
) -> pl.DataFrame:
    """Measure each run of two near tracks on their legs.

    Args:
        legs: The tracks.
        runs: Which tracks, and between which round times.
        step_s: Seconds between round times.
        radius_m: How near is near, metres.
        fresh_min: A leg longer than this, minutes, counts as interpolated.

    Returns:
        One row a run: `first`, `second` (tracks) and the columns of `MOTION`: first and last
        time within the radius (exact), seconds within it, distances weighted by time, medians
        pooled over all of it; `spread_m` is half the range of the middle 80 % of the distances;
        `bearing_stability` is 1 for a partner always in the same direction, 0 for all around;
        `seen_from_s` to `seen_until_s` lies between received fixes of both; `moved_m` is the way
        from the first to the last middle; `age_s` is the median time to the nearest fix, and
        `distance_sd_m` what it and the error of fixes leave open.
    """
    windows = np.stack([runs.first, runs.second, runs.starts - 1, runs.ends + 1], axis=1)
    tracks = (legs.starts, legs.at, legs.xyz, legs.is_leg)
    halves = np.array_split(windows.astype(np.int64), N_THREADS)
    with ThreadPoolExecutor(N_THREADS) as pool:
        parts = pool.map(
            lambda half: _measure(tracks, half, step_s, radius_m, fresh_min * 60.0), halves
        )
        numbers = np.concatenate(list(parts))
    table = pl.DataFrame(numbers, schema=list(MOTION), orient="row")
    age_h = pl.col("age_s") / 3600
    sd = (2 * (POSITION_SD_M**2 + (DRIFT_SD_KN * M_PER_NMI * age_h) ** 2)).sqrt()
    pair = (pl.Series("first", runs.first), pl.Series("second", runs.second))
    return table.select(*pair, pl.all(), distance_sd_m=sd).filter(pl.col("near_s") > 0)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _measure(
    tracks: tuple[Ints, Floats, Floats, Flags],
    windows: Ints,
    step: float,
    radius: float,
    fresh: float,
) -> Floats:
    starts, at, xyz, is_leg = tracks
    out = np.full((len(windows), N_MEASURES), np.nan)
    most = 16
    for w in range(len(windows)):
        n = 2
        for side in range(2):
            track = windows[w, side]
            low, high = starts[track], starts[track + 1]
            n += first_not_below(at, windows[w, 3] * step, low, high) + 2
            n -= first_not_below(at, windows[w, 2] * step, low, high)
        most = max(most, n)
    pieces, work = np.empty((6, most)), np.empty((2, most))
    sums = np.empty(13)
    for w in range(len(windows)):
        n = _walk(starts, at, xyz, is_leg, windows, w, step, radius, fresh, pieces, sums, out)
        if n > 0:
            _close(starts, at, windows[w], pieces[:, :n], sums, work, out[w])
    return out


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _walk(  # noqa: PLR0913, PLR0917 - arrays in tuples cost a count of references a call
    starts: Ints,
    at: Floats,
    xyz: Floats,
    is_leg: Flags,
    windows: Ints,
    w: int,
    step: float,
    radius: float,
    fresh: float,
    pieces: Floats,
    sums: Floats,
    out: Floats,
) -> int:
    """Walk the fixes of both in order of time; between two, both are on one leg, or apart.

    `sums` takes the first and the last middle, the middle weighted by time, and the bearing.
    """
    low, high = windows[w, 2] * step, windows[w, 3] * step
    end_i, end_j = starts[windows[w, 0] + 1] - 1, starts[windows[w, 1] + 1] - 1
    i = _leg_at(at, starts[windows[w, 0]], end_i + 1, low)
    j = _leg_at(at, starts[windows[w, 1]], end_j + 1, low)
    n, seen_i, seen_j = 0, -1, -1
    sums[:] = 0.0
    out[w, 2], out[w, 3], out[w, 10], out[w, 13], out[w, 14] = 0.0, np.inf, 0.0, 0.0, 0.0
    while i < end_i and j < end_j:
        since = max(at[i], at[j], low)
        until = min(at[i + 1], at[j + 1], high)
        if since >= high:
            break
        if until > since and is_leg[i] and is_leg[j] and not _are_apart(xyz, i, j, radius):
            t0, t1 = _one_piece(at, xyz, i, j, since, until, radius, pieces, n, sums, out, w)
            if t0 < np.inf:
                age_i, seen_i = _count_fixes(at, i, t0, t1, seen_i, out, w, 13)
                age_j, seen_j = _count_fixes(at, j, t0, t1, seen_j, out, w, 14)
                pieces[5, n] = max(0.0, age_i, age_j)
                if max(at[i + 1] - at[i], at[j + 1] - at[j]) > fresh:
                    out[w, 10] += t1 - t0
                n += 1
        if at[i + 1] <= at[j + 1]:
            i += 1
        else:
            j += 1
    return n


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _are_apart(xyz: Floats, i: int, j: int, radius: float) -> bool:
    """Say whether two legs are so far apart that nothing between them lies within the radius.

    It is seen by their first fixes and their lengths alone; what is in doubt is not apart.
    """
    apart, way_i, way_j = 0.0, 0.0, 0.0
    for d in range(3):
        apart += (xyz[j, d] - xyz[i, d]) ** 2
        way_i += (xyz[i + 1, d] - xyz[i, d]) ** 2
        way_j += (xyz[j + 1, d] - xyz[j, d]) ** 2
    reach = (radius + DOUBT_M) / EARTH_RADIUS_M + sqrt(way_i) + sqrt(way_j)
    return bool(apart > reach * reach)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _one_piece(  # noqa: PLR0913, PLR0917 - a loop body of a compiled kernel
    at: Floats,
    xyz: Floats,
    i: int,
    j: int,
    since: float,
    until: float,
    radius: float,
    pieces: Floats,
    n: int,
    sums: Floats,
    out: Floats,
    w: int,
) -> tuple[float, float]:
    """Measure a time in which both ships are on one leg each; give from when to when near.

    Both infinite: they were not.
    """
    a0, a1 = _at_time(at, xyz, i, since), _at_time(at, xyz, i, until)
    b0, b1 = _at_time(at, xyz, j, since), _at_time(at, xyz, j, until)
    s0, s1, least = _inside(a0, a1, b0, b1, radius)
    if s1 <= s0:
        return np.inf, np.inf
    dt = until - since
    t0, t1 = since + s0 * dt, since + s1 * dt
    is_first = out[w, 2] == 0.0
    if is_first:
        out[w, 0] = t0
    out[w, 1], out[w, 3] = t1, min(out[w, 3], least)
    out[w, 2] += t1 - t0
    _note(pieces, n, (a0, a1, b0, b1), (s0, s1, dt))
    _add_middle(sums, (a0, a1, b0, b1), (s0, s1, dt), is_first)
    return t0, t1


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _count_fixes(  # noqa: PLR0913, PLR0917 - a loop body of a compiled kernel
    at: Floats, k: int, t0: float, t1: float, seen: int, out: Floats, w: int, place: int
) -> tuple[float, int]:
    """Count a ship's fixes within a time, each once; give the time to the nearer of the two."""
    for fix in range(k, k + 2):
        if t0 <= at[fix] <= t1 and fix > seen:
            out[w, place] += 1
            seen = fix
    return min(t0 - at[k], at[k + 1] - t1), seen


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _leg_at(at: Floats, start: int, end: int, time: float) -> int:
    return max(first_above(at, time, start, end) - 1, start)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _at_time(at: Floats, xyz: Floats, k: int, time: float) -> Place:
    share = (time - at[k]) / (at[k + 1] - at[k])
    return (
        xyz[k, 0] + share * (xyz[k + 1, 0] - xyz[k, 0]),
        xyz[k, 1] + share * (xyz[k + 1, 1] - xyz[k, 1]),
        xyz[k, 2] + share * (xyz[k + 1, 2] - xyz[k, 2]),
    )


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _inside(
    a0: Place, a1: Place, b0: Place, b1: Place, radius: float
) -> tuple[float, float, float]:
    """Give from which to which share of a piece two ships are within a radius; least distance."""
    qa, qb, qc = 0.0, 0.0, 0.0
    for d in range(3):
        r0 = (b0[d] - a0[d]) * EARTH_RADIUS_M
        dr = (b1[d] - a1[d]) * EARTH_RADIUS_M - r0
        qa += dr * dr
        qb += r0 * dr
        qc += r0 * r0
    nearest = min(max(-qb / qa, 0.0), 1.0) if qa > 0.0 else 0.0
    least = sqrt(max(qc + 2 * nearest * qb + nearest * nearest * qa, 0.0))
    if least > radius:
        return 0.0, 0.0, least
    if qa <= 0.0:
        return 0.0, 1.0, least
    root = sqrt(max(qb * qb - qa * (qc - radius * radius), 0.0))
    return max((-qb - root) / qa, 0.0), min((-qb + root) / qa, 1.0), least


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _note(pieces: Floats, n: int, ends: Ends, part: tuple[float, float, float]) -> None:
    """Keep weight, distance in the middle, the speeds of both and their relative speed."""
    a0, a1, b0, b1 = ends
    s0, s1, dt = part
    mid = (s0 + s1) / 2
    square, way_a, way_b, way_r = 0.0, 0.0, 0.0, 0.0
    for d in range(3):
        da, db = a1[d] - a0[d], b1[d] - b0[d]
        r = b0[d] + mid * db - a0[d] - mid * da
        square += r * r
        way_a += da * da
        way_b += db * db
        way_r += (db - da) * (db - da)
    kn = EARTH_RADIUS_M / dt / KN_TO_M_PER_S
    pieces[0, n] = (s1 - s0) * dt
    pieces[1, n] = sqrt(square) * EARTH_RADIUS_M
    pieces[2, n], pieces[3, n] = sqrt(way_a) * kn, sqrt(way_b) * kn
    pieces[4, n] = sqrt(way_r) * kn


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _add_middle(
    sums: Floats,
    ends: Ends,
    part: tuple[float, float, float],
    is_first: bool,  # noqa: FBT001 - numba takes no keyword-only arguments
) -> None:
    a0, a1, b0, b1 = ends
    s0, s1, dt = part
    weight = (s1 - s0) * dt
    mid = (s0 + s1) / 2
    length = 0.0
    for d in range(3):
        at_start = (a0[d] + s0 * (a1[d] - a0[d]) + b0[d] + s0 * (b1[d] - b0[d])) / 2
        at_end = (a0[d] + s1 * (a1[d] - a0[d]) + b0[d] + s1 * (b1[d] - b0[d])) / 2
        if is_first:
            sums[d] = at_start
        sums[3 + d] = at_end
        sums[6 + d] += weight * (at_start + at_end) / 2
        r = b0[d] + mid * (b1[d] - b0[d]) - a0[d] - mid * (a1[d] - a0[d])
        length += r * r
    if length > 0.0:
        for d in range(3):
            r = b0[d] + mid * (b1[d] - b0[d]) - a0[d] - mid * (a1[d] - a0[d])
            sums[9 + d] += weight * r / sqrt(length)
    sums[12] += weight


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _close(
    starts: Ints,
    at: Floats,
    window: Ints,
    pieces: Floats,
    sums: Floats,
    work: Floats,
    out: Floats,
) -> None:
    weights = pieces[0]
    total = 0.0
    for weight in weights:
        total += weight
    for column, place in ((1, 4), (2, 6), (3, 7), (4, 8), (5, 18)):
        values = pieces[column]
        if column == 1:
            high = quantile(weights, values, total * 0.9, work)
            out[5] = (high - quantile(weights, values, total * 0.1, work)) / 2
        out[place] = quantile(weights, values, total * 0.5, work)
    out[9] = sqrt(sums[9] ** 2 + sums[10] ** 2 + sums[11] ** 2) / sums[12]
    chord = 0.0
    for d in range(3):
        chord += (sums[3 + d] - sums[d]) ** 2
    out[15] = 2 * EARTH_RADIUS_M * asin(min(sqrt(chord) / 2, 1.0))
    for place, row in ((16, 2), (19, 0), (21, 1)):
        x, y, z = sums[3 * row], sums[3 * row + 1], sums[3 * row + 2]
        out[place] = degrees(atan2(z, sqrt(x * x + y * y)))
        out[place + 1] = degrees(atan2(y, x))
    out[11], out[12] = -np.inf, np.inf
    for side in range(2):
        track = window[side]
        low, high = starts[track], starts[track + 1]
        first = first_not_below(at, out[0], low, high)
        last = first_above(at, out[1], low, high) - 1
        if last < first:
            out[11], out[12] = out[0], out[0]
            return
        out[11], out[12] = max(out[11], at[first]), min(out[12], at[last])
