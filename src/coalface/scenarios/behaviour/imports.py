"""Step 11: what the money buys: food for miners, coke, goods for companies and authorities."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import TINY, excess, formula
from coalface.scenarios.standing import Standing
from coalface.scenarios.world import World

__all__ = ["CompanySpending", "feed_miners", "food_wanted", "spend_company", "spend_others"]


class CompanySpending(NamedTuple):
    """What companies spend after levies, USD, `(draw, company)`."""

    food: Floats
    staff: Floats
    coke: Floats
    imports: Floats


def food_wanted(world: World, standing: Standing, rates: Rates, weight: Floats) -> Floats:
    """Give what food for miners beyond rations costs each company, `(draw, company)` (11.1).

    Args:
        world: Who deals with whom.
        standing: Constants of the block.
        rates: The unknowns.
        weight: Part of a mine that falls to each lane.
    """
    need = standing.food_t * ((1.0 - rates.home_food_share) * rates.food_price_usd_per_t)
    return world.lane_company.sum(weight * world.lane_mine.spread(need))


def spend_company(
    rates: Rates, left: Floats, food: Floats, ore_value: Floats, business: tuple[Floats, ...]
) -> CompanySpending:
    """Spend what is left: food first, then above a reserve staff, coke, imports (11.2 to 11.5).

    Args:
        rates: The unknowns.
        left: Deposit after levies, `(draw, company)`.
        food: Wanted for miners.
        ore_value: Contract value of ore that arrived, less what came in goods.
        business: Contract value of all that arrived, cost of the month, and the money that the
            company was founded with.
    """
    value, cost, founded = business
    paid_food = _food(food, rates.food_budget, value, left)
    free = _free(left, paid_food, rates.reserve_months, cost, founded)
    staff = _staff(value, rates.authority_share, cost, rates.management_share, free)
    coke = _coke(rates.coke_share, ore_value, free, staff)
    return CompanySpending(paid_food, staff, coke, _rest(rates.company_spend, free, staff, coke))


def feed_miners(world: World, rates: Rates, food: tuple[Floats, Floats], weight: Floats) -> Floats:
    """Give the part of each mine's need for food that is met, 0 to 1, `(draw, mine)` (11.8).

    Args:
        world: Who deals with whom.
        rates: The unknowns.
        food: Paid for food, and wanted, `(draw, company)` each.
        weight: Part of a mine that falls to each lane.
    """
    paid, wanted = food
    ratio = world.lane_company.spread(paid / np.maximum(wanted, TINY))
    reached = world.lane_mine.sum(weight * ratio)
    return _fed(rates.home_food_share, reached)


def spend_others(rates: Rates, holdings: dict[str, Floats], turnover: Floats) -> dict[str, Floats]:
    """Give what all others spend out of their cash (11.5 to 11.7), by the names of the flows.

    Args:
        rates: The unknowns.
        holdings: Cash of `companies` (off-book), `authorities`, `households`, `market`, `traders`.
        turnover: What each trader keeps as working capital, `(draw, trader)`.
    """
    idle = excess(holdings["traders"], turnover)
    return {
        "off_book_imports": rates.offbook_spend * holdings["companies"],
        "authority_imports": rates.authority_spend * holdings["authorities"],
        "household_purchases": rates.household_market_spend * holdings["households"],
        "household_imports": rates.household_import_spend * holdings["households"],
        "market_imports": rates.market_spend * holdings["market"],
        "trader_withdrawals": rates.trader_withdrawal * idle,
    }


@formula
def _food(wanted: float, budget: float, value: float, left: float) -> float:
    return min(wanted, budget * value, left)


@formula
def _free(left: float, food: float, months: float, cost: float, founded: float) -> float:
    return max(left - food - max(months * cost, founded), 0.0)


@formula
def _staff(value: float, authority_share: float, cost: float, share: float, free: float) -> float:
    profit = max(value * (1.0 - authority_share) - cost, 0.0)
    return min(share * profit, free)


@formula
def _coke(share: float, ore_value: float, free: float, staff: float) -> float:
    return min(share * ore_value, free - staff)


@formula
def _rest(share: float, free: float, staff: float, coke: float) -> float:
    return share * (free - staff - coke)


@formula
def _fed(home: float, reached: float) -> float:
    return home + (1.0 - home) * min(reached, 1.0)
