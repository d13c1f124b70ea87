"""Step 11: what the money buys: food for miners, coke, goods for companies and authorities."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.kernels import Floats, Indices, Path, formula, kernel
from coalface.scenarios.rates import Rates
from coalface.scenarios.shares import TINY, excess
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
    told = (rates.home_food_share.T, rates.food_price_usd_per_t.T)
    parents = (world.lane_mine.parent, world.lane_company.parent)
    return _wanted(standing.food_t.T, weight.T, told, parents, world.n_companies).T


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
    companies = (left.T, food.T, ore_value.T, value.T, cost.T)
    keeps = (rates.food_budget.T, rates.reserve_months.T, rates.authority_share.T)
    gives = (rates.management_share.T, rates.coke_share.T, rates.company_spend.T)
    spent = _spent(companies, np.asarray(founded, dtype=np.float64).ravel(), keeps, gives)
    return CompanySpending(*(rows.T for rows in spent))


def feed_miners(world: World, rates: Rates, food: tuple[Floats, Floats], weight: Floats) -> Floats:
    """Give the part of each mine's need for food that is met, 0 to 1, `(draw, mine)` (11.8).

    Args:
        world: Who deals with whom.
        rates: The unknowns.
        food: Paid for food, and wanted, `(draw, company)` each.
        weight: Part of a mine that falls to each lane.
    """
    paid, wanted = food
    parents = (world.lane_mine.parent, world.lane_company.parent)
    food_rows = (paid.T, wanted.T)
    return _fed_part(food_rows, weight.T, rates.home_food_share.T, parents, world.n_mines).T


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


@kernel
def _wanted(
    food_t: Floats,
    weight: Floats,
    rates: tuple[Floats, Floats],
    parents: tuple[Indices, Indices],
    n_companies: int,
) -> Floats:
    home, price = rates
    mine, company = parents
    found = np.zeros((n_companies, weight.shape[1]))
    for i in range(weight.shape[0]):
        for d in range(weight.shape[1]):
            need = food_t[mine[i], d] * ((1.0 - home[0, d]) * price[0, d])
            found[company[i], d] += weight[i, d] * need
    return found


@kernel
def _spent(
    companies: tuple[Floats, Floats, Floats, Floats, Floats],
    founded: Path,
    keeps: tuple[Floats, Floats, Floats],
    gives: tuple[Floats, Floats, Floats],
) -> tuple[Floats, Floats, Floats, Floats]:
    left, wanted, ore_value, value, cost = companies
    budget, months, authority_share = keeps
    management, coke_share, spend = gives
    food, staff = np.empty(left.shape), np.empty(left.shape)
    coke, rest = np.empty(left.shape), np.empty(left.shape)
    for c in range(left.shape[0]):
        for d in range(left.shape[1]):
            worth, paid = value[c, d], cost[c, d]
            food[c, d] = _food(wanted[c, d], budget[0, d], worth, left[c, d])
            free = _free(left[c, d], food[c, d], months[0, d], paid, founded[c])
            staff[c, d] = _staff(worth, authority_share[0, d], paid, management[0, d], free)
            coke[c, d] = _coke(coke_share[0, d], ore_value[c, d], free, staff[c, d])
            rest[c, d] = _rest(spend[0, d], free, staff[c, d], coke[c, d])
    return food, staff, coke, rest


@kernel
def _fed_part(
    food: tuple[Floats, Floats],
    weight: Floats,
    home: Floats,
    parents: tuple[Indices, Indices],
    n_mines: int,
) -> Floats:
    paid, wanted = food
    mine, company = parents
    ratio = np.empty(paid.shape)
    found = np.zeros((n_mines, weight.shape[1]))
    for c in range(paid.shape[0]):
        for d in range(paid.shape[1]):
            ratio[c, d] = paid[c, d] / max(wanted[c, d], TINY)
    for i in range(weight.shape[0]):
        for d in range(weight.shape[1]):
            found[mine[i], d] += weight[i, d] * ratio[company[i], d]
    for m in range(n_mines):
        for d in range(weight.shape[1]):
            found[m, d] = _fed(home[0, d], found[m, d])
    return found


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
