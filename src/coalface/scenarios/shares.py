"""Three small formulas that many rules use, compiled, so that each is one pass over an array."""

import math
from collections.abc import Callable

from numba import vectorize

from coalface.scenarios.relations import Floats

__all__ = ["TINY", "excess", "part_of", "rise"]

TINY = 1e-9
STEEPEST = 50.0  # exponents beyond it change nothing


def _part_of(there: float, wanted: float) -> float:
    return min(there / max(wanted, TINY), 1.0)


def _excess(value: float, level: float) -> float:
    return max(value - level, 0.0)


def _rise(steep: float) -> float:
    return 1.0 / (1.0 + math.exp(min(max(-steep, -STEEPEST), STEEPEST)))


def _compiled(formula: Callable[..., float], signature: str) -> Callable[..., Floats]:
    made: Callable[..., Floats] = vectorize([signature], cache=True)(formula)  # type: ignore[no-untyped-call]
    return made


#: The part of what is wanted that is there, at most all of it: 0 to 1.
part_of = _compiled(_part_of, "float64(float64, float64)")
#: What of a value lies above a level, else 0.
excess = _compiled(_excess, "float64(float64, float64)")
#: The S that rises from 0 to 1.
rise = _compiled(_rise, "float64(float64)")
