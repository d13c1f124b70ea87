"""Steps 10 to 14 of a month: who gets the money, what it buys, how mines and companies change."""

import numpy as np

from coalface.scenarios.behaviour.adapt import (
    Substitutes,
    Survival,
    join_unlawful,
    share_mines,
    survive,
    turn_to_substitutes,
)
from coalface.scenarios.behaviour.imports import (
    feed_miners,
    food_wanted,
    spend_company,
    spend_others,
)
from coalface.scenarios.behaviour.law import count_cap_use
from coalface.scenarios.behaviour.levy import levy
from coalface.scenarios.behaviour.mines import age_mines, invest, reopen, repay_investors
from coalface.scenarios.behaviour.steel import make_steel
from coalface.scenarios.drivers import Month
from coalface.scenarios.flows import Sector
from coalface.scenarios.kernels import Floats, Indices, formula, kernel
from coalface.scenarios.ledger import Ledger
from coalface.scenarios.month_parts import Agreed, Made, Moved, Setting, Settled, Shared
from coalface.scenarios.shares import TINY, excess, part_of_all
from coalface.scenarios.state import State

__all__ = ["adapt", "close_month", "post_shares", "share_out"]

LEAST_USD = 1.0  # a month's value below it is dust of rounding
SPENDERS: tuple[Sector, ...] = ("companies", "authorities", "households", "market", "traders")


def share_out(
    setting: Setting, month: Month, state: State, ledger: Ledger, so_far: tuple[Made, Settled]
) -> tuple[Shared, dict[str, Floats]]:
    """Steps 10 to 13: levies, spending, money into mines, steel; gives the flows to post too."""
    world, rates, standing = setting.world, setting.rates, setting.standing
    made, settled = so_far
    by_company = world.lane_company
    value = by_company.sum(settled.value)
    business = (value, made.cost, made.bought.port_usd)
    deposit, arrears = ledger.balance("deposit"), ledger.balance("arrears")
    levies = levy(world, standing, rates, business, (deposit, arrears))
    food = food_wanted(world, standing, rates, state.weight)
    ore_goods = world.ore_by_company.add(settled.paid.goods.T).T
    ore_sold = excess(world.ore_by_company.add(settled.value.T).T, ore_goods)
    spent = spend_company(
        rates, levies.left, food, ore_sold, (value, made.cost, world.founding_usd)
    )
    fed = feed_miners(world, rates, (spent.food, food), state.weight)
    cash: dict[str, Floats] = {name: ledger.balance("currency", name) for name in SPENDERS}
    kept = np.maximum(world.lane_trader.sum(settled.value), world.trading_usd)
    others = spend_others(rates, cash, kept)
    put_in, back, reopened, upkeep = _into_mines(setting, state, ledger, settled, others)
    coke_usd = _whole(spent.coke) + _whole(ore_goods)
    coke_in = coke_usd / (rates.coke_price_multiple * max(month.price_by_good[0], TINY))
    ore_t = _whole(made.mined.home * world.mine_is_ore)
    steel = make_steel(rates, ore_t, state.coke_t + coke_in)
    food_usd = _whole(spent.food) + others["household_imports"]
    food_t = food_usd / rates.food_price_usd_per_t
    flows = {
        "levies_paid": levies.paid,
        "levies_unpaid": levies.unpaid,
        "arrears_paid": levies.arrears_paid,
        "fees": levies.fees,
        "miners_food": spent.food,
        "staff": spent.staff,
        "coke": spent.coke,
        "company_imports": spent.imports,
        **others,
        "mine_investment": put_in,
        "investor_returns": back,
        "reopening": reopened,
        "mine_upkeep": upkeep,
    }
    equipped = world.lane_mine.sum(put_in) + upkeep
    return Shared(levies, spent, equipped, reopened, fed, steel, coke_in, food_t), flows


def adapt(
    setting: Setting,
    month: Month,
    state: State,
    ledger: Ledger,
    so_far: tuple[Agreed, Made, Settled],
) -> tuple[Substitutes, Survival]:
    """Step 14: substitutes, and who closes."""
    world, rates = setting.world, setting.rates
    agreed, made, settled = so_far
    value = world.lane_company.sum(settled.value)
    barred = np.maximum.reduce(agreed.barred.T)[:, None]
    told = (rates.substitute_margin.T, rates.authority_share.T)
    goal = _goals((value.T, made.cost.T), barred.T, told).T
    substitutes = turn_to_substitutes(world, rates, (state.effort, state.skill), goal, month.border)
    worth = _worths(
        (ledger.balance("deposit").T, ledger.balance("currency", "companies").T),
        (ledger.balance("receivable").T, ledger.balance("prepayment").T),
        ledger.balance("arrears").T,
        (world.lane_company.parent, world.arrears_company.parent),
    ).T
    return substitutes, survive(rates, worth, state.short_months, state.closed_months)


def post_shares(
    setting: Setting,
    ledger: Ledger,
    flows: dict[str, Floats],
    adapted: tuple[Substitutes, Survival],
) -> Floats:
    """Post what was shared out, and write off what closed companies owed (14.6)."""
    substitutes, survival = adapted
    world, rates = setting.world, setting.rates
    arrears, prepaid = _lapsed(
        (ledger.balance("arrears").T, flows["arrears_paid"].T),
        ledger.balance("prepayment").T,
        survival.closing.T,
        (world.arrears_company.parent, world.lane_company.parent),
    )
    lapsed = {"arrears_lapsed": arrears.T, "prepayment_lapsed": prepaid.T}
    sold = {
        "substitutes": substitutes.sold_usd,
        "substitute_costs": substitutes.sold_usd * (1.0 - rates.substitute_margin),
    }
    return ledger.post("share", flows | sold | lapsed)


def close_month(
    setting: Setting,
    month: Month,
    state: State,
    so_far: tuple[Agreed, Made, Moved, Settled, Shared],
    adapted: tuple[Substitutes, Survival],
) -> State:
    """Step 12 and the rest of 14: the state that the next month starts from."""
    world, rates = setting.world, setting.rates
    agreed, made, moved, settled, shared = so_far
    substitutes, survival = adapted
    worked = part_of_all(made.mined.produced, agreed.possible)
    work = (worked, shared.fed, shared.reopened, shared.equipped)
    aged = age_mines(month, setting.standing, rates, state, work)
    unlawful = (moved.seized.tonnes.T, moved.unlawful.T)
    barred = np.maximum.reduce(agreed.barred.T)[:, None]
    used_t, used_usd = agreed.cap_used
    if month.has_cap:
        shipped = world.lane_good.sum(moved.lawful), world.lane_good.sum(settled.declared)
        used_t = count_cap_use(used_t, shipped[0], agreed.allowance)
        used_usd = count_cap_use(used_usd, shipped[1], agreed.allowance)
    return State(
        port_t=moved.stock.port,
        pit_t=made.mined.pit,
        equipment=aged.equipment,
        water=aged.water,
        strength=aged.strength,
        faces=aged.faces,
        belief=agreed.belief,
        seen=_seen(unlawful, world.lane_trader.parent, world.n_traders).T,
        joined=join_unlawful(world, rates, state.joined, barred),
        effort=substitutes.effort,
        skill=substitutes.skill,
        short_months=survival.short_months,
        closed_months=survival.closed_months,
        weight=share_mines(world, survival.closed_months),
        cap_used_t=used_t,
        cap_used_usd=used_usd,
        coke_t=shared.steel.coke,
    )


def _into_mines(
    setting: Setting, state: State, ledger: Ledger, settled: Settled, others: dict[str, Floats]
) -> tuple[Floats, Floats, Floats, Floats]:
    """Give what traders put in and get back, and what mines pay for faces and for upkeep."""
    world, rates = setting.world, setting.rates
    gain = settled.resale - settled.value - settled.carriage
    free = ledger.balance("currency", "traders") - others["trader_withdrawals"]
    put_in = invest(world, rates, gain, state.equipment, free)
    cash = ledger.balance("currency", "mines")
    back = repay_investors(world, rates, ledger.balance("investor_claim"), cash)
    left = excess(cash, world.lane_mine.sum(back))
    reopened = reopen(setting.standing, rates, state, left)
    return put_in, back, reopened, rates.mine_upkeep * (left - reopened)


def _whole(values: Floats) -> Floats:
    """Add all rows up in their order, `(draw, 1)`."""
    found: Floats = np.add.reduce(values.T)[:, None]
    return found


@kernel
def _goals(
    companies: tuple[Floats, Floats], barred: Floats, rates: tuple[Floats, Floats]
) -> Floats:
    value, cost = companies
    least, share = rates
    found = np.empty(value.shape)
    for c in range(value.shape[0]):
        for d in range(value.shape[1]):
            profit = _profit(value[c, d], share[0, d], cost[c, d])
            margin = profit / max(value[c, d], LEAST_USD)
            found[c, d] = _goal(barred[0, d], least[0, d], margin)
    return found


@kernel
def _worths(
    companies: tuple[Floats, Floats],
    claims: tuple[Floats, Floats],
    arrears: Floats,
    parents: tuple[Indices, Indices],
) -> Floats:
    deposit, off_book = companies
    receivable, prepayment = claims
    by_lane, by_pair = parents
    claimed, owed = np.zeros(deposit.shape), np.zeros(deposit.shape)
    for i in range(receivable.shape[0]):
        for d in range(deposit.shape[1]):
            claimed[by_lane[i], d] += receivable[i, d] - prepayment[i, d]
    for i in range(arrears.shape[0]):
        for d in range(deposit.shape[1]):
            owed[by_pair[i], d] += arrears[i, d]
    for c in range(deposit.shape[0]):
        for d in range(deposit.shape[1]):
            owed[c, d] = _worth(deposit[c, d], off_book[c, d], claimed[c, d], owed[c, d])
    return owed


@kernel
def _lapsed(
    owed: tuple[Floats, Floats],
    prepaid: Floats,
    closing: Floats,
    parents: tuple[Indices, Indices],
) -> tuple[Floats, Floats]:
    arrears, paid = owed
    by_pair, by_lane = parents
    arrears_lapsed, prepaid_lapsed = np.empty(arrears.shape), np.empty(prepaid.shape)
    for i in range(arrears.shape[0]):
        for d in range(arrears.shape[1]):
            arrears_lapsed[i, d] = (arrears[i, d] - paid[i, d]) * closing[by_pair[i], d]
    for i in range(prepaid.shape[0]):
        for d in range(prepaid.shape[1]):
            prepaid_lapsed[i, d] = prepaid[i, d] * closing[by_lane[i], d]
    return arrears_lapsed, prepaid_lapsed


@kernel
def _seen(unlawful: tuple[Floats, Floats], trader: Indices, n_traders: int) -> Floats:
    seized, shipped = unlawful
    found, whole = np.zeros((n_traders, seized.shape[1])), np.zeros((n_traders, seized.shape[1]))
    for i in range(seized.shape[0]):
        for d in range(seized.shape[1]):
            found[trader[i], d] += seized[i, d]
            whole[trader[i], d] += shipped[i, d]
    for n in range(n_traders):
        for d in range(seized.shape[1]):
            found[n, d] /= max(whole[n, d], TINY)
    return found


@formula
def _profit(value: float, authority_share: float, cost: float) -> float:
    return value * (1.0 - authority_share) - cost


@formula
def _goal(barred: float, least: float, margin: float) -> float:
    return barred if least > margin else 0.0


@formula
def _worth(deposit: float, off_book: float, claims: float, arrears: float) -> float:
    return deposit + off_book + claims - arrears
