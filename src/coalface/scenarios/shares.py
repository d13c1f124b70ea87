"""Formulas of one value each, compiled, so that a rule is one pass over its arrays."""

import math
from collections.abc import Callable

from numba import vectorize

from coalface.scenarios.relations import Floats

__all__ = ["TINY", "excess", "formula", "part_of", "rise"]

TINY = 1e-9
STEEPEST = 50.0  # exponents beyond it change nothing
_MADE: list[object] = []  # compiled code lives as long as what it was made into


def formula(written: Callable[..., float]) -> Callable[..., Floats]:
    """Compile a formula of single values into one over arrays, broadcast as in NumPy.

    The order of its sums and products is that of the text, whatever the machine. A formula that
    divides has no branches and no divisor `max(x, 1)`: compilers then also divide where the text
    does not, and warn of a division by zero that is never used.

    Args:
        written: Takes floats and gives one; it may use constants of its module.
    """
    takes = ", ".join(["float64"] * written.__code__.co_argcount)
    made = vectorize([f"float64({takes})"], cache=True)(written)  # type: ignore[no-untyped-call]
    _MADE.append(made)
    compiled: Callable[..., Floats] = made.ufunc  # beside it a call costs half a microsecond less
    return compiled


@formula
def part_of(there: float, wanted: float) -> float:
    """Give the part of what is wanted that is there, at most all of it: 0 to 1."""
    return min(there / max(wanted, TINY), 1.0)


@formula
def excess(value: float, level: float) -> float:
    """Give what of a value lies above a level, else 0."""
    return max(value - level, 0.0)


@formula
def rise(steep: float) -> float:
    """Give the S that rises from 0 to 1."""
    return 1.0 / (1.0 + math.exp(min(max(-steep, -STEEPEST), STEEPEST)))
