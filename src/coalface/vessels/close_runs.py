"""Which pairs of tracks stay near each other: one pass over the round times, in order of time.

Only open pairs are held, so that memory follows the number of pairs, not of their meetings.
"""

from dataclasses import dataclass
from math import cos, floor, radians

import numba
import numpy as np
from numpy.typing import NDArray

from coalface.vessels.legs import Samples
from coalface.vessels.proximity import ROUNDING, cell_keys, columns_near, is_within, make_grid
from coalface.vessels.searching import next_not_below

__all__ = ["CloseRuns", "find_close_runs"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Small = NDArray[np.int32]

EMPTY = -1
MOST_FULL = 0.6  # share of the table of open pairs at which it is made larger
SPREAD = np.int64(-7046029254386353131)  # odd number near 2**64 over the golden ratio


@dataclass(frozen=True, slots=True)
class CloseRuns:
    """Runs of round times at which two tracks are near, by pair and time.

    Attributes:
        first: The track with the smaller number.
        second: The other.
        starts: First round time, slots.
        ends: Last round time, slots.
        n_near: Round times at which they are near.
    """

    first: Ints
    second: Ints
    starts: Ints
    ends: Ints
    n_near: Ints


def find_close_runs(
    samples: Samples, *, radius_m: float, max_apart_h: float, least_h: float = 0.0
) -> CloseRuns:
    """Find the runs in which two tracks come near again and again.

    Args:
        samples: Tracks at round times.
        radius_m: How near is near, metres.
        max_apart_h: Longest time between two near round times of one run, hours.
        least_h: Runs near at too few round times to have been near so long are left out.

    Returns:
        The runs.
    """
    if not len(samples.slot):
        nothing = np.empty(0, np.int64)
        return CloseRuns(nothing, nothing, nothing, nothing, nothing)
    grid = make_grid(radius_m)
    low = int(samples.slot.min())
    step_s = samples.step_s
    apart = int(max_apart_h * 3600 / step_s) + 1
    n_tracks = int(samples.track.max()) + 1
    keys = cell_keys(samples.slot, samples.lat, samples.lon, grid, first_slot=low)
    order = np.argsort(keys, kind="stable")
    points = (keys[order], samples.lat[order], samples.lon[order], samples.track[order])
    del keys, order, samples  # four million positions weigh a quarter of a gibibyte
    found = _follow(*points, *grid, radius_m * ROUNDING, apart, n_tracks)
    found = found[(found[:, 3] + 1) * step_s >= least_h * 3600]
    pair, starts, ends, n_near = found[np.lexsort((found[:, 1], found[:, 0]))].T
    return CloseRuns(pair // n_tracks, pair % n_tracks, starts + low, ends + low, n_near)


@numba.njit(cache=True, nogil=True)
def _follow(  # noqa: C901, PLR0913, PLR0917 - arrays in tuples cost a count of references a call
    keys: Ints,
    lat: Floats,
    lon: Floats,
    track: Small,
    height: float,
    columns: Ints,
    firsts: Ints,
    radius: float,
    apart: int,
    n_tracks: int,
) -> Ints:
    """Walk all near pairs in order of time; give pair, first slot, last slot, count of each run."""
    n_cells = firsts[-1] + columns[-1]
    size = 1024
    while size < 4 * n_tracks:  # room for all that one point can have near it
        size *= 2
    table = np.full((size, 4), EMPTY, dtype=np.int64)
    done = np.empty((size, 4), dtype=np.int64)
    n = np.zeros(2, dtype=np.int64)  # open pairs, runs done
    for p in range(len(keys)):
        slot = keys[p] // n_cells
        row = min(max(floor((lat[p] + 90.0) / height), 0), len(columns) - 1)
        share = ((lon[p] + 180.0) / 360.0) % 1.0
        for r in range(row, min(row + 2, len(columns))):
            base = slot * n_cells + firsts[r]
            a, b, c, d = columns_near(share, columns[r])
            _look(p, slot, base + a, base + b, keys, lat, lon, track,
                  radius, apart, n_tracks, table, done, n)  # fmt: skip
            if c < d:
                _look(p, slot, base + c, base + d, keys, lat, lon, track,
                      radius, apart, n_tracks, table, done, n)  # fmt: skip
        if n[0] > MOST_FULL * len(table):
            table = _rehashed(table)
        if n[1] + n_tracks > len(done):
            done = _longer(done)
    for place in range(len(table)):
        if table[place, 0] != EMPTY:
            if n[1] == len(done):
                done = _longer(done)
            _note(table, place, done, n)
    return done[: n[1]]


@numba.njit(cache=True, nogil=True)
def _look(  # noqa: PLR0913, PLR0917 - a loop body of a compiled kernel
    p: int,
    slot: int,
    first: int,
    last: int,
    keys: Ints,
    lat: Floats,
    lon: Floats,
    track: Small,
    radius: float,
    apart: int,
    n_tracks: int,
    table: Ints,
    done: Ints,
    n: Ints,
) -> None:
    """Look at the points after p in a range of cells; note those near it."""
    cos_lat = cos(radians(lat[p]))
    q = next_not_below(keys, first, p + 1)
    while q < len(keys) and keys[q] < last:
        if track[p] != track[q] and is_within(lat[p], lon[p], lat[q], lon[q], cos_lat, radius):
            key = np.int64(min(track[p], track[q])) * n_tracks + max(track[p], track[q])
            place = _place(table, key)
            if table[place, 0] == EMPTY:
                _start(table, place, key, slot)
                n[0] += 1
            elif slot - table[place, 2] <= apart:
                table[place, 3] += slot > table[place, 2]
                table[place, 2] = slot
            else:
                _note(table, place, done, n)
                _start(table, place, key, slot)
        q += 1


@numba.njit(cache=True, nogil=True)
def _note(table: Ints, place: int, done: Ints, n: Ints) -> None:
    """Write a run that has ended."""
    _copy(table, place, done, n[1])
    n[1] += 1


@numba.njit(cache=True, nogil=True)
def _longer(done: Ints) -> Ints:
    longer = np.empty((2 * len(done), 4), dtype=np.int64)
    longer[: len(done)] = done
    return longer


@numba.njit(cache=True, nogil=True)
def _copy(source: Ints, row: int, target: Ints, to: int) -> None:
    for column in range(4):
        target[to, column] = source[row, column]


@numba.njit(cache=True, nogil=True)
def _start(table: Ints, place: int, pair: int, slot: int) -> None:
    table[place, 0], table[place, 1] = pair, slot
    table[place, 2], table[place, 3] = slot, 1


@numba.njit(cache=True, nogil=True)
def _place(table: Ints, key: int) -> int:
    """Give the place of a key in an open table, or the free place where it belongs."""
    mask = len(table) - 1
    place = ((key * SPREAD) >> 20) & mask
    while table[place, 0] != EMPTY and table[place, 0] != key:
        place = (place + 1) & mask
    return int(place)


@numba.njit(cache=True, nogil=True)
def _rehashed(table: Ints) -> Ints:
    larger = np.full((2 * len(table), 4), EMPTY, dtype=np.int64)
    for row in range(len(table)):
        if table[row, 0] != EMPTY:
            _copy(table, row, larger, _place(larger, table[row, 0]))
    return larger
