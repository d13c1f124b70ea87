"""Step 3: the price that Chinese traders offer, and what they order."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.drivers import Month
from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import TINY, excess, formula, rise
from coalface.scenarios.standing import Standing
from coalface.scenarios.world import World

__all__ = ["Orders", "Quote", "order", "quote_prices"]

LEAST_PRICE_SHARE = 0.05  # no cut is deeper than 95 per cent


class Quote(NamedTuple):
    """What a trader offers for a good, `(draw, quote)`.

    Attributes:
        cif: Price at the Chinese border by lawful routes, USD/t.
        fob: Price paid to the company by lawful routes, USD/t.
        fob_unlawful: The same by unlawful routes.
        resale_unlawful: What unlawful cargo is sold on for, USD/t.
        keen: Part of lawful demand that buyers still want and companies can serve without a loss
            at the pit, 0 to 1.
        dare: The same of unlawful demand, by the buyers' expected gain.
    """

    cif: Floats
    fob: Floats
    fob_unlawful: Floats
    resale_unlawful: Floats
    keen: Floats
    dare: Floats


class Orders(NamedTuple):
    """What is ordered on each lane, tonnes, `(draw, lane)`.

    Attributes:
        lawful: To be declared, before caps ration it.
        unlawful_pull: Unlawful demand per unit of demand that no lawful cargo may meet.
    """

    lawful: Floats
    unlawful_pull: Floats


def quote_prices(month: Month, standing: Standing, rates: Rates, belief: Floats) -> Quote:
    """Set prices and the will to buy (3.1 to 3.8).

    In a month in which all is open nobody asks for unlawful cargo, and its prices stay 0.

    Args:
        month: What the month brings.
        standing: Constants of the block.
        rates: The unknowns.
        belief: Believed risk of the trader of each quote, `(draw, quote)`.
    """
    paid = _paid(standing.discount, rates.discount_risk, belief)
    cif = _price(paid, 0.0, month.price)
    fob = excess(cif, month.freight)
    price = np.maximum(month.price, TINY)
    willing = rise(_above(rates.supply_sensitivity, fob, standing.least_cost, price))
    keen = np.exp(-rates.risk_aversion * belief) * willing
    if month.is_open:
        none = np.zeros_like(fob)
        return Quote(cif, fob, none, none, keen, none)
    cut = _price(paid, standing.discount_unlawful, month.price)
    unlawful = excess(cut, month.freight)
    resale = np.minimum(rates.resale_multiple * unlawful, month.price)
    fine = rates.fine_cny / month.cny_per_usd / rates.voyage_t
    gain = _gain(belief, resale, unlawful, month.freight, standing.mean_route_cost, fine)
    willing = rise(_above(rates.supply_sensitivity, unlawful, standing.least_cost, price))
    dare = rise(rates.gain_sensitivity * gain / price) * willing
    return Quote(cif, fob, unlawful, resale, keen, dare)


def order(
    world: World,
    month: Month,
    rates: Rates,
    quote: Quote,
    ready: tuple[Floats, Floats],
    joined: Floats,
) -> Orders:
    """Share demand over the lanes by what each has to offer (3.9 to 3.12).

    Args:
        world: Who deals with whom.
        month: What the month brings.
        rates: The unknowns.
        quote: Prices and will to buy.
        ready: What each lane could get from its mine, and what it has at port, tonnes,
            `(draw, lane)` each. No one orders more than that.
        joined: How far each company has taken up unlawful routes, `(draw, company)`.
    """
    good, by_quote = world.lane_good, world.lane_quote
    offered, at_port = ready
    pull = month.demand_t / np.maximum(good.sum(offered), TINY)
    wanted = _wanted(offered, good.spread(pull), at_port)
    lawful = wanted * by_quote.spread(quote.keen) * (month.lawful_days * month.border)[good.parent]
    shut = 1.0 - rates.closure_effect * (1.0 - month.border)
    dare = by_quote.spread(quote.dare * (rates.unlawful_demand_share * shut))
    return Orders(lawful, wanted * dare * world.lane_company.spread(joined))


@formula
def _paid(discount: float, discount_risk: float, belief: float) -> float:
    return 1.0 - discount - discount_risk * belief


@formula
def _price(paid: float, cut: float, price: float) -> float:
    return max(paid - cut, LEAST_PRICE_SHARE) * price


@formula
def _above(sensitivity: float, paid: float, least: float, price: float) -> float:
    return sensitivity * (paid - least) / price


@formula
def _gain(
    belief: float, resale: float, paid: float, freight: float, route_cost: float, fine: float
) -> float:
    return (1.0 - belief) * (resale - paid - freight - route_cost) - belief * (fine + paid)


@formula
def _wanted(offered: float, pull: float, at_port: float) -> float:
    return min(offered * pull, offered + at_port)
