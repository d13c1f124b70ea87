"""Step 3: the price that Chinese traders offer, and what they order."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.drivers import Month
from coalface.scenarios.kernels import Floats, Indices, Path, formula, kernel
from coalface.scenarios.rates import Rates
from coalface.scenarios.shares import TINY, rise
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
    paths = (month.price, month.freight)
    quotes = (belief.T, standing.discount.T, standing.least_cost.T)
    told = (rates.discount_risk.T, rates.supply_sensitivity.T, rates.risk_aversion.T)
    cif, fob, willing, fear = _lawful_quotes(quotes, told, paths)
    keen = np.exp(fear) * willing  # of NumPy: another library's last digit may differ
    if month.is_open:
        none = np.zeros_like(fob).T
        return Quote(cif.T, fob.T, none, none, keen.T, none)
    costs = (standing.mean_route_cost.T, rates.fine_cny.T, rates.voyage_t.T)
    told = (rates.discount_risk.T, rates.supply_sensitivity.T, rates.resale_multiple.T)
    unlawful, resale, dare = _unlawful_quotes(
        (*quotes, standing.discount_unlawful.T), (*told, rates.gain_sensitivity.T), costs, paths,
        month.cny_per_usd,
    )  # fmt: skip
    return Quote(cif.T, fob.T, unlawful.T, resale.T, keen.T, dare.T)


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
    offered, at_port = ready
    lawful, pull = _orders(
        (offered.T, at_port.T, joined.T),
        (quote.keen.T, quote.dare.T),
        (rates.closure_effect.T, rates.unlawful_demand_share.T),
        (month.demand_t, month.lawful_days),
        month.border,
        (world.lane_good.parent, world.lane_quote.parent, world.lane_company.parent),
    )
    return Orders(lawful.T, pull.T)


@kernel
def _lawful_quotes(
    quotes: tuple[Floats, Floats, Floats],
    rates: tuple[Floats, Floats, Floats],
    paths: tuple[Path, Path],
) -> tuple[Floats, Floats, Floats, Floats]:
    belief, discount, least_cost = quotes
    risk, sensitivity, aversion = rates
    price, freight = paths
    cif, fob = np.empty(belief.shape), np.empty(belief.shape)
    willing, fear = np.empty(belief.shape), np.empty(belief.shape)
    for q in range(belief.shape[0]):
        for d in range(belief.shape[1]):
            paid = _paid(discount[q, d], risk[0, d], belief[q, d])
            cif[q, d] = _price(paid, 0.0, price[q])
            fob[q, d] = max(cif[q, d] - freight[q], 0.0)
            least, whole = least_cost[q, d], max(price[q], TINY)
            willing[q, d] = rise(_above(sensitivity[0, d], fob[q, d], least, whole))
            fear[q, d] = -aversion[0, d] * belief[q, d]
    return cif, fob, willing, fear


@kernel
def _unlawful_quotes(
    quotes: tuple[Floats, Floats, Floats, Floats],
    rates: tuple[Floats, Floats, Floats, Floats],
    costs: tuple[Floats, Floats, Floats],
    paths: tuple[Path, Path],
    cny_per_usd: float,
) -> tuple[Floats, Floats, Floats]:
    belief, discount, least_cost, cut = quotes
    risk, sensitivity, multiple, gain_sensitivity = rates
    route_cost, fine_cny, voyage_t = costs
    price, freight = paths
    unlawful, resale = np.empty(belief.shape), np.empty(belief.shape)
    dare = np.empty(belief.shape)
    for q in range(belief.shape[0]):
        whole = max(price[q], TINY)
        for d in range(belief.shape[1]):
            believed = belief[q, d]
            paid = _paid(discount[q, d], risk[0, d], believed)
            fob = max(_price(paid, cut[q, d], price[q]) - freight[q], 0.0)
            sold = min(multiple[0, d] * fob, price[q])
            fine = fine_cny[0, d] / cny_per_usd / voyage_t[0, d]
            gain = _gain(believed, sold, fob, freight[q], route_cost[0, d], fine)
            willing = rise(_above(sensitivity[0, d], fob, least_cost[q, d], whole))
            unlawful[q, d], resale[q, d] = fob, sold
            dare[q, d] = rise(gain_sensitivity[0, d] * gain / whole) * willing
    return unlawful, resale, dare


@kernel
def _orders(
    lanes: tuple[Floats, Floats, Floats],
    quotes: tuple[Floats, Floats],
    rates: tuple[Floats, Floats],
    paths: tuple[Path, Path],
    border: float,
    parents: tuple[Indices, Indices, Indices],
) -> tuple[Floats, Floats]:
    offered, at_port, joined = lanes
    keen, dare = quotes
    closure, share = rates
    demand, lawful_days = paths
    good, quote, company = parents
    n_lanes, n_draws = offered.shape
    total = np.zeros((demand.size, n_draws))
    for i in range(n_lanes):
        for d in range(n_draws):
            total[good[i], d] += offered[i, d]
    lawful, pull = np.empty(offered.shape), np.empty(offered.shape)
    for i in range(n_lanes):
        g, q, c = good[i], quote[i], company[i]
        days = lawful_days[g] * border
        for d in range(n_draws):
            part = demand[g] / max(total[g, d], TINY)
            wanted = _wanted(offered[i, d], part, at_port[i, d])
            lawful[i, d] = wanted * keen[q, d] * days
            shut = 1.0 - closure[0, d] * (1.0 - border)
            pull[i, d] = wanted * (dare[q, d] * (share[0, d] * shut)) * joined[c, d]
    return lawful, pull


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
