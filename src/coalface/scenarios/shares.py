"""Parts of what is there, and the S: the formulas that several rules use."""

import math

import numpy as np

from coalface.scenarios.kernels import Floats, formula

__all__ = ["TINY", "excess", "part_of", "part_of_all", "rise"]

TINY = 1e-9
STEEPEST = 50.0  # exponents beyond it change nothing


@formula
def part_of(there: float, wanted: float) -> float:
    """Give the part of what is wanted that is there, at most all of it: 0 to 1."""
    return min(there / max(wanted, TINY), 1.0)


@formula
def rise(steep: float) -> float:
    """Give the S that rises from 0 to 1."""
    return 1.0 / (1.0 + math.exp(min(max(-steep, -STEEPEST), STEEPEST)))


def part_of_all(there: Floats, wanted: Floats) -> Floats:
    """Give the part of what is wanted that is there, as `part_of`, over whole arrays."""
    found: Floats = np.minimum(there / np.maximum(wanted, TINY), 1.0)
    return found


def excess(value: Floats, level: Floats) -> Floats:
    """Give what of values lies above a level, else 0, over whole arrays."""
    found: Floats = np.maximum(value - level, 0.0)
    return found
