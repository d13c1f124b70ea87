"""Binary search in slices of sorted arrays, for compiled kernels.

NumPy's own search does the same, but takes seconds to compile for each kind of array.
"""

from typing import Any

import numba

__all__ = ["first_above", "first_not_below", "next_not_below"]


@numba.njit(cache=True, nogil=True)
def first_not_below(values: Any, wanted: Any, low: int, high: int) -> int:
    """Give the first place from `low` whose value is not below `wanted`; `high` if none is."""
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@numba.njit(cache=True, nogil=True)
def first_above(values: Any, wanted: Any, low: int, high: int) -> int:
    """Give the first place from `low` whose value is above `wanted`; `high` if none is."""
    while low < high:
        middle = (low + high) >> 1
        if values[middle] <= wanted:
            low = middle + 1
        else:
            high = middle
    return low


@numba.njit(cache=True, nogil=True)
def next_not_below(values: Any, wanted: Any, low: int) -> int:
    """Give the first place from `low` whose value is not below `wanted`, if it is not far away.

    The step is doubled until it passes the value, so that the cost follows the distance.
    """
    step = 1
    while low + step < len(values) and values[low + step] < wanted:
        low += step
        step *= 2
    return first_not_below(values, wanted, low, min(low + step, len(values)))
