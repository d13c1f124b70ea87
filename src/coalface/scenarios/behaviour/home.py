"""Step 6, second half: what mines earn at home, and what they pay on."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.kernels import Floats, Path, formula, kernel
from coalface.scenarios.rates import Rates
from coalface.scenarios.shares import part_of

__all__ = ["MinePay", "pay_out", "sell_at_home"]


class MinePay(NamedTuple):
    """What mines pay on, USD, `(draw, mine)`."""

    wages: Floats
    supplies: Floats


def sell_at_home(rates: Rates, tonnes: Floats, market_cash: Floats, is_coal: Floats) -> Floats:
    """Sell coal meant for export at home, as far as the market's cash goes (6.15).

    Args:
        rates: The unknowns.
        tonnes: Turned home, `(draw, mine)`.
        market_cash: Of the market, USD, `(draw, 1)`.
        is_coal: 1 where the mine gives coal, else 0, `(mine,)`.

    Returns:
        Paid to each mine, USD, `(draw, mine)`.
    """
    told = (rates.home_price_usd_per_t.T, rates.home_sale_share.T, rates.market_spend.T)
    return _sold(tonnes.T, is_coal, told, market_cash.T).T


def pay_out(rates: Rates, received: Floats) -> MinePay:
    """Pay miners and suppliers their parts of what a mine received (6.16)."""
    wages, supplies = _paid_on(received.T, (rates.supplies_share.T, rates.wage_share.T))
    return MinePay(wages.T, supplies.T)


@kernel
def _sold(
    tonnes: Floats, is_coal: Path, rates: tuple[Floats, Floats, Floats], market_cash: Floats
) -> Floats:
    price, share, spend = rates
    asked, total = np.empty(tonnes.shape), np.zeros(market_cash.shape)
    for m in range(tonnes.shape[0]):
        for d in range(tonnes.shape[1]):
            asked[m, d] = _asked(tonnes[m, d], price[0, d], share[0, d], is_coal[m])
            total[0, d] += asked[m, d]
    for m in range(tonnes.shape[0]):
        for d in range(tonnes.shape[1]):
            asked[m, d] *= part_of(spend[0, d] * market_cash[0, d], total[0, d])
    return asked


@kernel
def _paid_on(received: Floats, rates: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    share, wage_share = rates
    wages, supplies = np.empty(received.shape), np.empty(received.shape)
    for m in range(received.shape[0]):
        for d in range(received.shape[1]):
            wages[m, d] = wage_share[0, d] * received[m, d]
            supplies[m, d] = _supplies(received[m, d], share[0, d], wage_share[0, d])
    return wages, supplies


@formula
def _asked(tonnes: float, price: float, share: float, is_coal: float) -> float:
    return tonnes * (price * share) * is_coal


@formula
def _supplies(received: float, share: float, wage_share: float) -> float:
    return min(share, 1.0 - wage_share) * received
