"""Step 4: how much is asked before delivery, and how much is paid in goods."""

import numpy as np

from coalface.scenarios.drivers import Month
from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import formula
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
    risen = np.exp(_steep(rates.prepay_steepness, risk, rates.prepay_midpoint))
    return _part(
        rates.prepay_lawful, rates.prepay_risky, standing.prepay_scale, risen,
        month.prepayment_limit,
    )  # fmt: skip


def barter_part(month: Month, standing: Standing) -> Floats:
    """Give the part of what is due at delivery that is paid in goods, `(draw, lane)` (4.2)."""
    return _between(standing.barter_normal, standing.barter_closed, 1.0 - month.border)


@formula
def _steep(steepness: float, risk: float, midpoint: float) -> float:
    return min(steepness * (risk - midpoint), STEEPEST)


@formula
def _part(lawful: float, risky: float, scale: float, risen: float, limit: float) -> float:
    return min(risky + (lawful - risky) * (scale / (1.0 + risen)), limit)


@formula
def _between(normal: float, closed: float, share: float) -> float:
    return normal + (closed - normal) * share
