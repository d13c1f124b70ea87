"""Step 4: how much is asked before delivery, and how much is paid in goods."""

import numpy as np

from coalface.scenarios.drivers import Month
from coalface.scenarios.kernels import Floats, formula, kernel
from coalface.scenarios.rates import Rates
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
    steep = _steepness(risk.T, (rates.prepay_steepness.T, rates.prepay_midpoint.T))
    risen = np.exp(steep)  # of NumPy: another library's last digit may differ
    told = (rates.prepay_lawful.T, rates.prepay_risky.T, standing.prepay_scale.T)
    return _parts(risen, told, month.prepayment_limit).T


def barter_part(month: Month, standing: Standing) -> Floats:
    """Give the part of what is due at delivery that is paid in goods, `(draw, lane)` (4.2)."""
    share = 1.0 - month.border
    return _mixed(standing.barter_normal.T, standing.barter_closed.T, share).T


@kernel
def _steepness(risk: Floats, rates: tuple[Floats, Floats]) -> Floats:
    steepness, midpoint = rates
    found = np.empty(risk.shape)
    for q in range(risk.shape[0]):
        for d in range(risk.shape[1]):
            found[q, d] = _steep(steepness[0, d], risk[q, d], midpoint[0, d])
    return found


@kernel
def _parts(risen: Floats, rates: tuple[Floats, Floats, Floats], limit: float) -> Floats:
    lawful, risky, scale = rates
    found = np.empty(risen.shape)
    for q in range(risen.shape[0]):
        for d in range(risen.shape[1]):
            found[q, d] = _part(lawful[0, d], risky[0, d], scale[0, d], risen[q, d], limit)
    return found


@kernel
def _mixed(normal: Floats, closed: Floats, share: float) -> Floats:
    found = np.empty(normal.shape)
    for i in range(normal.shape[0]):
        for d in range(normal.shape[1]):
            found[i, d] = _between(normal[i, d], closed[i, d], share)
    return found


@formula
def _steep(steepness: float, risk: float, midpoint: float) -> float:
    return min(steepness * (risk - midpoint), STEEPEST)


@formula
def _part(lawful: float, risky: float, scale: float, risen: float, limit: float) -> float:
    return min(risky + (lawful - risky) * (scale / (1.0 + risen)), limit)


@formula
def _between(normal: float, closed: float, share: float) -> float:
    return normal + (closed - normal) * share
