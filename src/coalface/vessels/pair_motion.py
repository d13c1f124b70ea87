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
from coalface.vessels.searching import first_above, first_not_below

__all__ = ["MOTION", "measure_pairs"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

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


@numba.njit(cache=True, nogil=True)
def _measure(
    tracks: tuple[Ints, Floats, Floats, Flags],
    windows: Ints,
    step: float,
    radius: float,
    fresh: float,
) -> Floats:
    starts, at, _, _ = tracks
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
    pieces = np.empty((most, 6))
    for w in range(len(windows)):
        _measure_one(tracks, windows[w], step, (radius, fresh), pieces, out[w])
    return out


@numba.njit(cache=True, nogil=True)
def _measure_one(
    tracks: tuple[Ints, Floats, Floats, Flags],
    window: Ints,
    step: float,
    limits: tuple[float, float],
    pieces: Floats,
    out: Floats,
) -> None:
    """Walk the fixes of both in order of time; between two, both are on one leg, or apart."""
    starts, at, _, is_leg = tracks
    low, high = window[2] * step, window[3] * step
    k = np.empty(2, dtype=np.int64)
    k[0] = _leg_at(at, starts[window[0]], starts[window[0] + 1], low)
    k[1] = _leg_at(at, starts[window[1]], starts[window[1] + 1], low)
    n = 0
    middle = np.zeros((3, 3))  # first, last, sum weighted by time
    bearing = np.zeros(4)
    seen = np.full(2, -1, dtype=np.int64)
    out[2], out[3], out[10], out[13], out[14] = 0.0, np.inf, 0.0, 0.0, 0.0
    while k[0] < starts[window[0] + 1] - 1 and k[1] < starts[window[1] + 1] - 1:
        since = max(at[k[0]], at[k[1]], low)
        until = min(at[k[0] + 1], at[k[1] + 1], high)
        if since >= high:
            break
        if until > since and is_leg[k[0]] and is_leg[k[1]]:
            span = (since, until)
            if _one_piece(tracks, k, span, limits, pieces[n], (middle, bearing), seen, out):
                n += 1
        k[0 if at[k[0] + 1] <= at[k[1] + 1] else 1] += 1
    if n > 0:
        _close(tracks, window, pieces[:n], middle, bearing, out)


@numba.njit(cache=True, nogil=True)
def _one_piece(  # noqa: PLR0913, PLR0917 - a loop body of a compiled kernel
    tracks: tuple[Ints, Floats, Floats, Flags],
    k: Ints,
    span: tuple[float, float],
    limits: tuple[float, float],
    piece: Floats,
    sums: tuple[Floats, Floats],
    seen: Ints,
    out: Floats,
) -> bool:
    """Measure a time in which both ships are on one leg each; say whether they were near."""
    _, at, xyz, _ = tracks
    radius, fresh = limits
    ends = np.empty((4, 3))
    for side in range(2):
        for end in range(2):
            _at_time(at, xyz, k[side], span[end], ends[2 * side + end])
    s0, s1, least = _inside(ends[0], ends[1], ends[2], ends[3], radius)
    if s1 <= s0:
        return False
    dt = span[1] - span[0]
    t0, t1 = span[0] + s0 * dt, span[0] + s1 * dt
    is_first = out[2] == 0.0
    if is_first:
        out[0] = t0
    out[1], out[3] = t1, min(out[3], least)
    out[2] += t1 - t0
    age = _count_fixes(at, k, (t0, t1), seen, out)
    if max(at[k[0] + 1] - at[k[0]], at[k[1] + 1] - at[k[1]]) > fresh:
        out[10] += t1 - t0
    _note(piece, ends, (s0, s1, dt, age))
    _add_middle(sums, ends, (s0, s1, dt), is_first)
    return True


@numba.njit(cache=True, nogil=True)
def _count_fixes(at: Floats, k: Ints, span: tuple[float, float], seen: Ints, out: Floats) -> float:
    """Count fixes of both within a time, each once; give the longer time to the nearest fix."""
    age = 0.0
    for side in range(2):
        age = max(age, min(span[0] - at[k[side]], at[k[side] + 1] - span[1]))
        for fix in (k[side], k[side] + 1):
            if span[0] <= at[fix] <= span[1] and fix > seen[side]:
                out[13 + side] += 1
                seen[side] = fix
    return age


@numba.njit(cache=True, nogil=True)
def _leg_at(at: Floats, start: int, end: int, time: float) -> int:
    return max(first_above(at, time, start, end) - 1, start)


@numba.njit(cache=True, nogil=True)
def _at_time(at: Floats, xyz: Floats, k: int, time: float, out: Floats) -> None:
    share = (time - at[k]) / (at[k + 1] - at[k])
    for d in range(3):
        out[d] = xyz[k, d] + share * (xyz[k + 1, d] - xyz[k, d])


@numba.njit(cache=True, nogil=True)
def _inside(
    a0: Floats, a1: Floats, b0: Floats, b1: Floats, radius: float
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


@numba.njit(cache=True, nogil=True)
def _note(piece: Floats, ends: Floats, part: tuple[float, float, float, float]) -> None:
    """Keep weight, distance in the middle, the speeds of both, relative speed, age of fixes."""
    a0, a1, b0, b1 = ends[0], ends[1], ends[2], ends[3]
    s0, s1, dt, age = part
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
    piece[0] = (s1 - s0) * dt
    piece[1] = sqrt(square) * EARTH_RADIUS_M
    piece[2], piece[3], piece[4] = sqrt(way_a) * kn, sqrt(way_b) * kn, sqrt(way_r) * kn
    piece[5] = age


@numba.njit(cache=True, nogil=True)
def _add_middle(
    sums: tuple[Floats, Floats],
    ends: Floats,
    part: tuple[float, float, float],
    is_first: bool,  # noqa: FBT001 - numba takes no keyword-only arguments
) -> None:
    middle, bearing = sums
    a0, a1, b0, b1 = ends[0], ends[1], ends[2], ends[3]
    s0, s1, dt = part
    weight = (s1 - s0) * dt
    length = 0.0
    r = np.empty(3)
    for d in range(3):
        at_start = (a0[d] + s0 * (a1[d] - a0[d]) + b0[d] + s0 * (b1[d] - b0[d])) / 2
        at_end = (a0[d] + s1 * (a1[d] - a0[d]) + b0[d] + s1 * (b1[d] - b0[d])) / 2
        if is_first:
            middle[0, d] = at_start
        middle[1, d] = at_end
        middle[2, d] += weight * (at_start + at_end) / 2
        mid = (s0 + s1) / 2
        r[d] = b0[d] + mid * (b1[d] - b0[d]) - a0[d] - mid * (a1[d] - a0[d])
        length += r[d] * r[d]
    if length > 0.0:
        for d in range(3):
            bearing[d] += weight * r[d] / sqrt(length)
    bearing[3] += weight


@numba.njit(cache=True, nogil=True)
def _close(
    tracks: tuple[Ints, Floats, Floats, Flags],
    window: Ints,
    pieces: Floats,
    middle: Floats,
    bearing: Floats,
    out: Floats,
) -> None:
    starts, at, _, _ = tracks
    for column, place in ((1, 4), (2, 6), (3, 7), (4, 8), (5, 18)):
        order = np.argsort(pieces[:, column].copy())
        out[place] = _quantile(pieces, order, column, 0.5)
        if column == 1:
            high, low_end = _quantile(pieces, order, 1, 0.9), _quantile(pieces, order, 1, 0.1)
            out[5] = (high - low_end) / 2
    out[9] = sqrt(bearing[0] ** 2 + bearing[1] ** 2 + bearing[2] ** 2) / bearing[3]
    chord = 0.0
    for d in range(3):
        chord += (middle[1, d] - middle[0, d]) ** 2
    out[15] = 2 * EARTH_RADIUS_M * asin(min(sqrt(chord) / 2, 1.0))
    for place, row in ((16, 2), (19, 0), (21, 1)):
        x, y, z = middle[row, 0], middle[row, 1], middle[row, 2]
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


@numba.njit(cache=True, nogil=True)
def _quantile(pieces: Floats, order: Ints, column: int, share: float) -> float:
    """Give a quantile of one column, weighted by time."""
    total = 0.0
    for k in range(len(pieces)):
        total += pieces[k, 0]
    so_far = 0.0
    for k in order:
        so_far += pieces[k, 0]
        if so_far >= total * share:
            return float(pieces[k, column])
    return float(pieces[order[-1], column])
