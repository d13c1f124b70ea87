"""Step 4: how much is asked before delivery, and how much is paid in goods."""

import numpy as np

from coalface.scenarios.drivers import Month
from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.standing import Standing

__all__ = ["barter_part", "prepaid_part"]

STEEPEST = 50.0  # exponents beyond it change nothing


def prepaid_part(month: Month, standing: Standing, rates: Rates, risk: Floats) -> Floats:
    """Give the part of the price paid before delivery (4.1).

    It is the custom's at no risk and falls in an S to what is left in risky times.

    Args:
        month: What the month brings; its limit holds whatever the custom is.
        standing: Constants of the block.
        rates: The unknowns.
        risk: Believed risk, `(draw, quote)`.
    """
    steep = np.minimum(rates.prepay_steepness * (risk - rates.prepay_midpoint), STEEPEST)
    fall = standing.prepay_scale / (1.0 + np.exp(steep))
    part = rates.prepay_risky + (rates.prepay_lawful - rates.prepay_risky) * fall
    return np.minimum(part, month.prepayment_limit)


def barter_part(month: Month, standing: Standing) -> Floats:
    """Give the part of what is due at delivery that is paid in goods, `(draw, lane)` (4.2)."""
    closed = 1.0 - month.border
    return standing.barter_normal + (standing.barter_closed - standing.barter_normal) * closed
