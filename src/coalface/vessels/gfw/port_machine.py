"""The state machine of pipe-anchorages: at sea, in port, stopped; with hysteresis."""

import numba
import numpy as np
from numpy.typing import NDArray

from coalface.vessels.presets import PortMachineSettings
from coalface.vessels.tracks import HOUR_US

__all__ = ["AT_SEA", "IN_PORT", "STOPPED", "port_states", "thinned"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

AT_SEA, IN_PORT, STOPPED = 0, 1, 2


def port_states(
    starts: Ints, distance_m: Floats, sog: Floats, *, settings: PortMachineSettings
) -> NDArray[np.int8]:
    """Run the machine over tracks.

    Args:
        starts: First row of each track.
        distance_m: Distance of each fix to the nearest cell, metres.
        sog: Speeds, knots.
        settings: Limits.

    Returns:
        The state after each fix.
    """
    is_first = np.zeros(len(sog), dtype=np.bool_)
    is_first[starts] = True
    km = distance_m / 1000.0
    return _run(
        is_first,
        np.asarray(km <= settings.entry_km),
        np.asarray(km < settings.exit_km),
        np.asarray(sog <= settings.stop_begins_kn),
        np.asarray(sog < settings.stop_ends_kn),
    )


def thinned(
    starts: Ints, at: Ints, states: NDArray[np.int8], *, settings: PortMachineSettings
) -> tuple[Flags, Flags]:
    """Mark what the pipeline keeps of each segment and day.

    Args:
        starts: First row of each segment and day.
        at: Times, microseconds.
        states: State after each fix, by segment and day.
        settings: Length of a port gap.

    Returns:
        The fixes kept: first, last, those at a change of state or after a long silence, and the
        one before each such; and the fixes that may end a port gap.
    """
    n = len(at)
    is_first = np.zeros(n, dtype=np.bool_)
    is_first[starts] = True
    dt = np.diff(at, prepend=at[:1])
    is_late = np.asarray(~is_first & (dt >= int(settings.min_gap_h * HOUR_US)))
    is_change = ~is_first & (np.diff(states, prepend=states[:1]) != 0)
    is_event = is_late | is_change
    is_last = np.append(is_first[1:], True)[:n]
    is_before = np.append(is_event[1:], False)[:n]
    return np.asarray(is_first | is_last | is_event | is_before), np.asarray(is_first | is_late)


@numba.njit(cache=True, nogil=True)
def _run(
    is_first: Flags, is_entry: Flags, is_inside: Flags, is_slow: Flags, is_slowish: Flags
) -> NDArray[np.int8]:
    states = np.empty(len(is_first), dtype=np.int8)
    state = 0
    for k in range(len(is_first)):
        if is_first[k]:
            state = 0
        if not (is_entry[k] or (state > 0 and is_inside[k])):
            state = 0
        elif is_slow[k] or (state == 2 and is_slowish[k]):  # noqa: PLR2004 - stopped
            state = 2
        else:
            state = 1
        states[k] = state
    return states
