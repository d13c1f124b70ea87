"""Short runs of messages that follow each other without doubt, within one number; compiled.

Where two ships share a number, a message may follow either: it then opens a run of its own, and
`segments.py` decides over all runs at once which ends lead to which starts.
"""

import math

import numpy as np
from numba import njit

__all__ = ["COURSE", "HOURS", "LAT", "LON", "SPEED", "apart_nmi", "find_tracklets"]

LAT, LON, SPEED, COURSE, HOURS = range(5)
NMI_PER_DEG = 60.0
MAX_OPEN = 32
AMBIGUOUS = math.log(10.0)  # closer in log likelihood than this: not to be told apart
NOISE_NMI, DRIFT_SHARE, LEAST_KN = 0.15, 0.3, 2.0  # how far a ship may be from where it should
SAME_TIME_NMI = 0.06  # positions of one instant that can be one ship's


@njit(cache=True, nogil=True)
def apart_nmi(a, b) -> float:  # type: ignore[no-untyped-def]
    """Give the great-circle distance of two messages in nautical miles."""
    phi, psi = math.radians(a[LAT]), math.radians(b[LAT])
    x = math.sin((psi - phi) / 2) ** 2
    x += math.cos(phi) * math.cos(psi) * math.sin(math.radians(b[LON] - a[LON]) / 2) ** 2
    return 2 * math.degrees(math.asin(math.sqrt(min(1.0, x)))) * NMI_PER_DEG


@njit(cache=True, nogil=True)
def is_reachable(a, b, limit_kn) -> bool:  # type: ignore[no-untyped-def]
    """Say whether a ship could go from one message to a later one within the speed limit."""
    hours = b[HOURS] - a[HOURS]
    if hours <= 0.0:
        return apart_nmi(a, b) <= SAME_TIME_NMI
    return bool(apart_nmi(a, b) <= limit_kn * hours)


@njit(cache=True, nogil=True)
def log_follows(a, b) -> float:  # type: ignore[no-untyped-def]
    """Give the log density (per square mile) of `b` where `a` goes on as it went."""
    hours = b[HOURS] - a[HOURS]
    speed = 0.0 if math.isnan(a[SPEED]) else a[SPEED]
    course = math.radians(0.0 if math.isnan(a[COURSE]) else a[COURSE])
    way = 0.0 if math.isnan(a[COURSE]) else speed * hours
    per_lon = NMI_PER_DEG * math.cos(math.radians(0.5 * (a[LAT] + b[LAT])))
    lon = (b[LON] - a[LON] + 180.0) % 360.0 - 180.0
    north = NMI_PER_DEG * (b[LAT] - a[LAT]) - way * math.cos(course)
    east = per_lon * lon - way * math.sin(course)
    spread = NOISE_NMI + DRIFT_SHARE * max(speed, LEAST_KN) * hours
    return float(
        -0.5 * (north * north + east * east) / spread**2 - math.log(2 * math.pi * spread**2)
    )


@njit(cache=True, nogil=True)
def _best_run(row, messages, tails, n_open, limit_kn, horizon_h):  # type: ignore[no-untyped-def]
    """Give the open run that a message follows best (-1: none, -2: more than one)."""
    best, first, second = -1, -math.inf, -math.inf
    for place in range(n_open):
        a = messages[tails[place]]
        if messages[row][HOURS] - a[HOURS] > horizon_h:
            continue
        if not is_reachable(a, messages[row], limit_kn):
            continue
        score = log_follows(a, messages[row])
        if score > first:
            best, first, second = place, score, first
        elif score > second:
            second = score
    if best >= 0 and first - second < AMBIGUOUS:
        return -2
    return best


@njit(cache=True, nogil=True)
def find_tracklets(starts, ends, messages, limits_kn, horizon_h):  # type: ignore[no-untyped-def]
    """Sort the messages of each number into runs.

    Args:
        starts: First row of each number.
        ends: First row after it.
        messages: `(row, 5)`: latitude, longitude, speed, course (NaN: none), hours; each number's
            rows in order of time.
        limits_kn: Fastest speed of each number.
        horizon_h: A run not heard for longer is left to be joined later.

    Returns:
        For each row the first row of its run.
    """
    first_of = np.empty(len(messages), np.int64)
    tails = np.empty(MAX_OPEN, np.int64)
    for number in range(len(starts)):
        n_open = 0
        for row in range(starts[number], ends[number]):
            place = _best_run(row, messages, tails, n_open, limits_kn[number], horizon_h)
            if place >= 0:
                first_of[row] = first_of[tails[place]]
                tails[place] = row
                continue
            if n_open == MAX_OPEN:
                oldest = np.argmin(tails[:n_open])
                tails[oldest] = tails[n_open - 1]
                n_open -= 1
            first_of[row] = row
            tails[n_open] = row
            n_open += 1
    return first_of
