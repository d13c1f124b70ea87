"""Binary search in slices of sorted arrays, for compiled kernels.

NumPy's own search does the same, but takes seconds to compile for each kind of array.
"""

from typing import Any

import numba

__all__ = ["first_above", "first_not_below"]


@numba.njit(cache=True)
def first_not_below(values: Any, wanted: Any, low: int, high: int) -> int:
    """Give the first place from `low` whose value is not below `wanted`; `high` if none is."""
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@numba.njit(cache=True)
def first_above(values: Any, wanted: Any, low: int, high: int) -> int:
    """Give the first place from `low` whose value is above `wanted`; `high` if none is."""
    while low < high:
        middle = (low + high) >> 1
        if values[middle] <= wanted:
            low = middle + 1
        else:
            high = middle
    return low
