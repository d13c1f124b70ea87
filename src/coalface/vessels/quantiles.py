"""Weighted quantiles of small arrays, for compiled kernels: chosen, not sorted."""

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["quantile"]

Floats = NDArray[np.float64]
FEW = 12  # so many are sorted: to choose among them is no shorter


@numba.njit(cache=True, nogil=True)
def quantile(weights: Floats, values: Floats, wanted: float, work: Floats) -> float:
    """Give the value at which the weights, from the least value on, come to what is wanted.

    Args:
        weights: Of each value, above 0.
        values: One or more, in any order.
        wanted: A sum of weights; above that of all, the largest value is given.
        work: Room for values and weights, `(2, most)`; what it holds is lost.
    """
    n = len(values)
    for k in range(n):
        work[0, k], work[1, k] = values[k], weights[k]
    low, high, before = 0, n, 0.0
    while high - low > FEW:
        pivot = _median_of_three(work[0], low, high)
        less, above, sum_less, sum_same = _part(work, low, high, pivot)
        if less > low and before + sum_less >= wanted:
            high = less
        elif before + sum_less + sum_same >= wanted or above == high:
            return pivot
        else:
            low, before = above, before + sum_less + sum_same
    return _among_few(work, low, high, wanted - before)


@numba.njit(cache=True, nogil=True)
def _median_of_three(values: Floats, low: int, high: int) -> float:
    a, b, c = values[low], values[(low + high) >> 1], values[high - 1]
    return float(max(min(a, b), min(max(a, b), c)))


@numba.njit(cache=True, nogil=True)
def _part(work: Floats, low: int, high: int, pivot: float) -> tuple[int, int, float, float]:
    """Put lesser values first and larger ones last; give where they end and begin, and sums."""
    less, at, above = low, low, high
    sum_less, sum_same = 0.0, 0.0
    while at < above:
        value, weight = work[0, at], work[1, at]
        if value < pivot:
            work[0, at], work[1, at] = work[0, less], work[1, less]
            work[0, less], work[1, less] = value, weight
            sum_less += weight
            less += 1
            at += 1
        elif value > pivot:
            above -= 1
            work[0, at], work[1, at] = work[0, above], work[1, above]
            work[0, above], work[1, above] = value, weight
        else:
            sum_same += weight
            at += 1
    return less, above, sum_less, sum_same


@numba.njit(cache=True, nogil=True)
def _among_few(work: Floats, low: int, high: int, wanted: float) -> float:
    """Sort a few values in place, then count up to what is wanted."""
    for k in range(low + 1, high):
        value, weight = work[0, k], work[1, k]
        to = k
        while to > low and work[0, to - 1] > value:
            work[0, to], work[1, to] = work[0, to - 1], work[1, to - 1]
            to -= 1
        work[0, to], work[1, to] = value, weight
    so_far = 0.0
    for k in range(low, high):
        so_far += work[1, k]
        if so_far >= wanted:
            return float(work[0, k])
    return float(work[0, high - 1])
