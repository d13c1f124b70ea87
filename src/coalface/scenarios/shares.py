"""Three small formulas that many rules use, compiled, so that each is one pass over an array."""

import math

from numba import vectorize

__all__ = ["TINY", "excess", "part_of", "rise"]

TINY = 1e-9
STEEPEST = 50.0  # exponents beyond it change nothing


@vectorize(["float64(float64, float64)"], cache=True)
def part_of(there: float, wanted: float) -> float:
    """Give the part of what is wanted that is there, at most all of it: 0 to 1."""
    return min(there / max(wanted, TINY), 1.0)


@vectorize(["float64(float64, float64)"], cache=True)
def excess(value: float, level: float) -> float:
    """Give what of a value lies above a level, else 0."""
    return max(value - level, 0.0)


@vectorize(["float64(float64)"], cache=True)
def rise(steep: float) -> float:
    """Give the S that rises from 0 to 1."""
    return 1.0 / (1.0 + math.exp(min(max(-steep, -STEEPEST), STEEPEST)))
