"""Step 13: steel from ore at home and coke that was brought in."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.kernels import Floats
from coalface.scenarios.rates import Rates
from coalface.scenarios.shares import excess

__all__ = ["Steel", "make_steel"]


class Steel(NamedTuple):
    """Steel made and coke left, tonnes, `(draw, 1)` each."""

    made: Floats
    coke: Floats


def make_steel(rates: Rates, ore: Floats, coke: Floats) -> Steel:
    """Make steel, the coke route as far as coke goes (13.1 to 13.4).

    How much depends on coke is not known; the non-coke route has the rest of the ore.

    Args:
        rates: The unknowns.
        ore: Used at home, tonnes, `(draw, 1)`.
        coke: In store with what came in, tonnes, `(draw, 1)`.
    """
    possible = ore / rates.ore_per_steel
    by_coke = np.minimum(possible * rates.coke_dependence, coke / rates.coke_per_steel)
    without = possible * (1.0 - rates.coke_dependence)
    return Steel(by_coke + without, excess(coke, by_coke * rates.coke_per_steel))
