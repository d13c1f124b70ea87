"""Messages of one ship that came again: compiled, over rows in order of ship and time."""

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["Messages", "mark_stale", "mark_tied"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
#: Latitude and longitude, rounded; speed and course, below 0 where none was sent.
Messages = tuple[Floats, Floats, Floats, Floats]
LOOK_BACK = 5  # messages


@numba.njit(cache=True, nogil=True)
def mark_stale(mmsi: Ints, sent: Messages, moving_kn: float) -> Flags:
    """Say which messages of a moving ship are one of the last few over again, others between.

    Without others between the ship stands still while it says that it moves: that is a finding.
    """
    lat, lon, speed, course = sent
    is_stale = np.zeros(len(mmsi), dtype=np.bool_)
    for k in range(2, len(mmsi)):
        if not speed[k] > moving_kn:
            continue
        for back in range(k - 1, max(k - LOOK_BACK, 0) - 1, -1):
            is_same = lat[back] == lat[k] and lon[back] == lon[k]
            is_same = is_same and speed[back] == speed[k] and course[back] == course[k]
            if is_same and back == k - 1:
                break
            if mmsi[back] != mmsi[k]:
                break
            if is_same:
                is_stale[k] = True
                break
    return is_stale


@numba.njit(cache=True, nogil=True)
def mark_tied(mmsi: Ints, at: Ints) -> Flags:
    """Say which messages share ship and time with a neighbour."""
    is_tied = np.zeros(len(mmsi), dtype=np.bool_)
    for k in range(1, len(mmsi)):
        if mmsi[k] == mmsi[k - 1] and at[k] == at[k - 1]:
            is_tied[k - 1] = is_tied[k] = True
    return is_tied
