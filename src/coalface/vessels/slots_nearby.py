"""Which slots of other ships lie near given ones, place by place; compiled.

A place is a cell in a half hour, for one class of transponder.
"""

from math import cos, radians, sin

import numba
import numpy as np
from numpy.typing import NDArray

from coalface.vessels.geodesy import EARTH_RADIUS_M

__all__ = ["find_doubtful", "gather_pairs", "list_places", "vectors_of"]

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Single = NDArray[np.float32]
SPREAD = np.int64(-7046029254386353131)  # odd number near 2**64 over the golden ratio
CELLS = np.int64(1 << 31)
CLASS_B = 2
SLACK_M = 100.0  # numbers of four bytes are good to a metre or two: the rest leaves no doubt


def list_places(
    wanted: Ints, slots: tuple[Small, Small, NDArray[np.int8], NDArray[np.int8]]
) -> tuple[Small, Ints, Ints]:
    """List the slots of each wanted place.

    Args:
        wanted: Places about each sample, `(sample, place)`; -1: none.
        slots: `slot`, `cell`, `group` and `path` of each slot; those on other paths are left out.

    Returns:
        For each sample the numbers of its places; where each place starts in the list; the list.
    """
    size = 1024
    while size < 2 * wanted.size:
        size *= 2
    numbers, keys, table, n = _number_places(wanted, np.full(size, -1, np.int32))
    starts, rows = _list(keys[:n], table, *slots)
    return numbers, starts, rows


@numba.njit(cache=True, nogil=True)
def _number_places(wanted: Ints, table: Small) -> tuple[Small, Ints, Small, int]:
    n_samples, n_places = wanted.shape
    numbers = np.full((n_samples, n_places), -1, np.int32)
    keys = np.empty(n_samples * n_places, np.int64)
    n = 0
    for sample in range(n_samples):
        for k in range(n_places):
            key = wanted[sample, k]
            if key < 0:
                continue
            place = _place(table, keys, key)
            if table[place] < 0:
                table[place], keys[n] = n, key
                n += 1
            numbers[sample, k] = table[place]
    return numbers, keys, table, n


@numba.njit(cache=True, nogil=True)
def _place(table: Small, keys: Ints, key: int) -> int:
    """Give the place of a key in an open table, or the free place where it belongs."""
    mask = len(table) - 1
    place = ((key * SPREAD) >> 20) & mask
    while table[place] >= 0 and keys[table[place]] != key:
        place = (place + 1) & mask
    return int(place)


@numba.njit(cache=True, nogil=True)
def _list(
    keys: Ints,
    table: Small,
    slot: Small,
    cell: Small,
    group: NDArray[np.int8],
    path: NDArray[np.int8],
) -> tuple[Ints, Ints]:
    number = np.full(len(slot), -1, np.int32)
    starts = np.zeros(len(keys) + 1, np.int64)
    for row in range(len(slot)):
        if path[row] == 0:
            key = 2 * (np.int64(slot[row]) * CELLS + cell[row]) + (group[row] >= CLASS_B)
            number[row] = table[_place(table, keys, key)]
            if number[row] >= 0:
                starts[number[row] + 1] += 1
    for k in range(len(keys)):
        starts[k + 1] += starts[k]
    rows = np.empty(starts[-1], np.int64)
    filled = starts[:-1].copy()
    for row in range(len(slot)):
        if number[row] >= 0:
            rows[filled[number[row]]] = row
            filled[number[row]] += 1
    return starts, rows


@numba.njit(cache=True, nogil=True)
def vectors_of(lat: Single, lon: Single, rows: Ints) -> Single:
    """Give the unit vectors of some slots, in their order, `(row, xyz)`: good to a metre."""
    xyz = np.empty((len(rows), 3), np.float32)
    for k in range(len(rows)):
        phi, turn = radians(np.float64(lat[rows[k]])), radians(np.float64(lon[rows[k]]))
        xyz[k, 0], xyz[k, 1], xyz[k, 2] = cos(phi) * cos(turn), cos(phi) * sin(turn), sin(phi)
    return xyz


@numba.njit(cache=True, nogil=True)
def find_doubtful(  # noqa: PLR0913, PLR0917 - arrays in tuples cost a count of references a call
    samples: Ints,
    numbers: Small,
    starts: Ints,
    rows: Ints,
    ship: Small,
    here: Single,
    there: Single,
    within_m: float,
) -> Ints:
    """Give the pairs of slots whose distance is about the limit, `(2, pair)`."""
    found = np.empty((2, 1024), np.int64)
    surely, hardly = _squares(within_m)
    n = 0
    for sample in range(len(samples)):
        own = ship[samples[sample]]
        for place in numbers[sample]:
            if place < 0:
                continue
            for k in range(starts[place], starts[place + 1]):
                square = _square(here, sample, there, k)
                if surely <= square <= hardly and ship[rows[k]] != own:
                    if n == found.shape[1]:
                        larger = np.empty((2, 2 * n), np.int64)
                        larger[:, :n] = found
                        found = larger
                    found[0, n], found[1, n] = samples[sample], rows[k]
                    n += 1
    return found[:, :n]


@numba.njit(cache=True, nogil=True)
def _squares(within_m: float) -> tuple[float, float]:
    """Give the squares of chords below which two places are surely near, and above which not."""
    low, high = max(within_m - SLACK_M, 0.0), within_m + SLACK_M
    return (
        (2 * sin(low / 2 / EARTH_RADIUS_M)) ** 2,
        (2 * sin(high / 2 / EARTH_RADIUS_M)) ** 2,
    )


@numba.njit(cache=True, nogil=True)
def _square(here: Single, a: int, there: Single, b: int) -> float:
    x = np.float64(here[a, 0]) - there[b, 0]
    y = np.float64(here[a, 1]) - there[b, 1]
    z = np.float64(here[a, 2]) - there[b, 2]
    return float(x * x + y * y + z * z)


@numba.njit(cache=True, nogil=True)
def gather_pairs(  # noqa: C901, PLR0913, PLR0917 - arrays in tuples cost a count of references a call
    samples: Ints,
    gap: Ints,
    numbers: Small,
    starts: Ints,
    rows: Ints,
    ship: Small,
    here: Single,
    there: Single,
    within_m: float,
    is_near: Flags,
    heard: NDArray[np.float32],
    stay: Ints,
    rate: Floats,
    p_on: Floats,
) -> tuple[Ints, Floats, Floats, Floats]:
    """Put the slots of each other ship near each silence together.

    Args:
        samples: Slots of the silences, by silence.
        gap: Silence of each.
        numbers: From `list_places`, as the next two.
        starts: Where each place starts.
        rows: Slots by place.
        ship: Ship of each slot.
        here: Unit vectors of the slots of the silences, from `vectors_of`.
        there: The same of `rows`.
        within_m: How near is near, metres.
        is_near: Of each pair of `find_doubtful`, whether it is near.
        heard: Whether each slot was heard.
        stay: Stay of each slot.
        rate: Rate of each stay, on a grid on which sums are exact.
        p_on: Of each stay, that the ship was transmitting.

    Returns:
        For each silence and ship near it: the silence, whether the ship was heard, the sum of its
        rates, the highest chance that it was there.
    """
    gaps, sums = np.empty(1024, np.int64), np.empty((3, 1024))
    row_of, of_gap = np.full((2, ship.max() + 1 if len(ship) else 0), -1, np.int64)
    n, doubt = 0, 0
    surely, hardly = _squares(within_m)
    for sample in range(len(samples)):
        own = ship[samples[sample]]
        for place in numbers[sample]:
            if place < 0:
                continue
            for k in range(starts[place], starts[place + 1]):
                square = _square(here, sample, there, k)
                if square > hardly:
                    continue
                slot = rows[k]
                other = ship[slot]
                if other == own:
                    continue
                if square >= surely:
                    doubt += 1
                    if not is_near[doubt - 1]:
                        continue
                if of_gap[other] != gap[sample]:
                    if n == len(gaps):
                        gaps, sums = _longer(gaps, sums)
                    of_gap[other], row_of[other] = gap[sample], n
                    gaps[n] = gap[sample]
                    sums[:, n] = 0.0
                    n += 1
                row = row_of[other]
                sums[0, row] = max(sums[0, row], heard[slot])
                sums[1, row] += rate[stay[slot]]
                sums[2, row] = max(sums[2, row], p_on[stay[slot]])
    return gaps[:n], sums[0, :n], sums[1, :n], sums[2, :n]


@numba.njit(cache=True, nogil=True)
def _longer(gaps: Ints, sums: Floats) -> tuple[Ints, Floats]:
    n = len(gaps)
    more, wider = np.empty(2 * n, np.int64), np.empty((3, 2 * n))
    more[:n] = gaps
    wider[:, :n] = sums
    return more, wider
