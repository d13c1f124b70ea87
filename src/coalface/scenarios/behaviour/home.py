"""Step 6, second half: what mines earn at home, and what they pay on."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import formula, part_of

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
    asked = _asked(tonnes, rates.home_price_usd_per_t, rates.home_sale_share, is_coal)
    total = np.add.reduce(asked.T)[:, None]
    most = rates.market_spend * market_cash
    found: Floats = asked * part_of(most, total)
    return found


def pay_out(rates: Rates, received: Floats) -> MinePay:
    """Pay miners and suppliers their parts of what a mine received (6.16)."""
    supplies = _supplies(received, rates.supplies_share, rates.wage_share)
    return MinePay(rates.wage_share * received, supplies)


@formula
def _asked(tonnes: float, price: float, share: float, is_coal: float) -> float:
    return tonnes * (price * share) * is_coal


@formula
def _supplies(received: float, share: float, wage_share: float) -> float:
    return min(share, 1.0 - wage_share) * received
