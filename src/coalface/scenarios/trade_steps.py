"""Steps 1 to 9 of a month: from the law to the money that traders pay."""

import numpy as np

from coalface.scenarios.behaviour.beliefs import update_belief
from coalface.scenarios.behaviour.home import pay_out, sell_at_home
from coalface.scenarios.behaviour.interdict import Seized, seize
from coalface.scenarios.behaviour.law import Allowance, carry_cap_use, ration
from coalface.scenarios.behaviour.offer import Orders, Quote, order, quote_prices
from coalface.scenarios.behaviour.prepay import prepay
from coalface.scenarios.behaviour.produce import (
    buy,
    haulage_room,
    mine,
    pit_price,
    possible_output,
)
from coalface.scenarios.behaviour.routes import RouteMix, fit_routes, mix_routes
from coalface.scenarios.behaviour.settle import beside_the_price, find_due, pay
from coalface.scenarios.behaviour.ship import ship_lawful, ship_unlawful, store
from coalface.scenarios.behaviour.terms import barter_part, prepaid_part
from coalface.scenarios.drivers import UNLAWFUL_ROUTES, Month
from coalface.scenarios.kernels import Floats, Indices, Path, formula, kernel
from coalface.scenarios.ledger import Ledger
from coalface.scenarios.month_parts import Agreed, Made, Moved, Setting, Settled
from coalface.scenarios.state import State
from coalface.scenarios.world import GOODS

__all__ = ["agree", "move", "produce", "settle"]


def agree(setting: Setting, month: Month, state: State) -> Agreed:
    """Steps 1 to 4: law, beliefs, offer and terms."""
    world, rates, standing = setting.world, setting.rates, setting.standing
    belief = update_belief(state.belief, state.seen, month.news, rates)
    believed = belief.T.take(world.quotes[0], axis=0).T
    quote = quote_prices(month, standing, rates, believed)
    possible = possible_output(month, standing, state, haulage_room(month, rates))
    mines = (standing.export_part.T, possible.T, state.pit_t.T)
    offered = _offered(mines, state.weight.T, world.lane_mine.parent).T
    orders = order(world, month, rates, quote, (offered, state.port_t), state.joined)
    used = carry_cap_use(state.cap_used_t, month), carry_cap_use(state.cap_used_usd, month)
    allowance = _allow(setting, month, used, orders, quote)
    barred = 1.0 - month.lawful_days * allowance.part
    part = prepaid_part(month, standing, rates, believed)
    part_unlawful = part
    if not month.is_open:
        part_unlawful = prepaid_part(month, standing, rates, believed + rates.unlawful_risk)
    lawful, unlawful, ordered_usd, asked = _terms(
        (orders.lawful.T, orders.unlawful_pull.T),
        (allowance.part.T, barred.T),
        (quote.fob.T, quote.fob_unlawful.T, part.T, part_unlawful.T),
        (world.lane_good.parent, world.lane_quote.parent),
    )
    return Agreed(
        belief, quote, allowance, barred, lawful.T, unlawful.T, ordered_usd.T, asked.T, possible,
        offered, used,
    )  # fmt: skip


def produce(
    setting: Setting, month: Month, state: State, ledger: Ledger, agreed: Agreed
) -> tuple[Made, Floats]:
    """Steps 5 and 6: prepay, fund, buy at the pit, mine, sell at home, pay miners."""
    world, rates, standing = setting.world, setting.rates, setting.standing
    by_company = world.lane_company
    outstanding, cash = ledger.balance("prepayment"), ledger.balance("currency", "traders")
    advance = prepay(world, agreed.asked, agreed.ordered_usd, outstanding, cash)
    ordered = agreed.lawful + agreed.unlawful
    price = pit_price(standing, rates, ordered, agreed.ordered_usd)
    released = world.companies.approval * ledger.balance("deposit") + by_company.sum(advance)
    off_book = ledger.balance("currency", "companies")
    lanes = (agreed.offered.T, ordered.T, state.port_t.T)
    wanted = _wanted_at_pits(lanes, rates.stock_months.T).T
    bought = buy(world, standing, price, wanted, (released, off_book))
    taken = world.lane_mine.sum(bought.tonnes)
    mined = mine(standing, rates, state, agreed.possible, taken)
    market = ledger.balance("currency", "market")
    home = sell_at_home(rates, mined.turned_home, market, world.is_coal)
    pays = pay_out(rates, world.lane_mine.sum(bought.pit_usd) + home)
    posted = ledger.post(
        "produce",
        {
            "prepayment": advance,
            "off_book_paid_in": bought.paid_in_usd,
            "pit_purchase": bought.pit_usd,
            "haulage": bought.haul_usd,
            "port_inspection": bought.port_usd,
            "home_sales": home,
            "wages": pays.wages,
            "mine_supplies": pays.supplies,
        },
    )
    cost = by_company.sum(bought.pit_usd) + bought.haul_usd + bought.port_usd
    return Made(advance, bought, mined, cost), posted


def move(
    setting: Setting, month: Month, state: State, agreed: Agreed, made: Made, chance: Floats
) -> Moved:
    """Steps 7 and 8: ship lawfully, spread the rest over routes, seize."""
    world, rates, standing = setting.world, setting.rates, setting.standing
    lawful = ship_lawful(world, state.port_t, agreed.lawful, standing.ceiling_t)
    unlawful, seized, mix = _move_unlawful(
        setting, month, agreed, state.port_t - lawful, chance, lawful
    )
    stored = store(rates, state.port_t, lawful + unlawful, made.bought.tonnes)
    return Moved(lawful, unlawful, seized, stored, mix)


def settle(
    setting: Setting, month: Month, ledger: Ledger, so_far: tuple[Agreed, Made, Moved]
) -> tuple[Settled, Floats]:
    """Step 9: resale, delivery, goods in kind, the final payment, beside the price, fines."""
    world, rates, standing = setting.world, setting.rates, setting.standing
    agreed, made, moved = so_far
    quote = agreed.quote
    by_trader = world.lane_trader
    parents = (world.lane_quote.parent, world.lane_good.parent)
    value, value_unlawful, declared, resale, carriage = _worths(
        (moved.lawful.T, moved.unlawful.T, moved.seized.tonnes.T),
        (quote.fob.T, quote.fob_unlawful.T, quote.resale_unlawful.T, quote.cif.T),
        moved.mix.cost.T,
        (month.price, month.freight),
        parents,
    )
    value = value.T
    older = (ledger.balance("prepayment").T, made.advance.T, moved.seized.disputed.T)
    lost, outstanding = _disputes(older)
    claims = (outstanding.T, ledger.balance("receivable"))
    due = find_due(setting.branches, standing, rates, value, claims)
    beside, middle = beside_the_price(setting.branches, rates)
    resold = by_trader.sum(resale.T)
    cash = ledger.balance("currency", "traders") + resold
    extras = (beside * value, middle * value, carriage.T, moved.seized.fine_usd)
    paid = pay(world, due, barter_part(month, standing), extras, cash)
    posted = ledger.post(
        "settle",
        {
            "resale": resold,
            "carriage": paid.carriage,
            "delivery": paid.cash,
            "barter_purchase": paid.barter_purchase,
            "barter": paid.goods,
            "advance_used": due.advance_used,
            "credit_sale": paid.credit,
            "final_payment": paid.final,
            "kickback": paid.beside,
            "middlemen": paid.middlemen,
            "fines": paid.fines,
            "prepayment_lost": lost.T,
            "quality_claim": due.claimed,
        },
    )
    of_lanes = (value, value_unlawful.T, declared.T, resale.T, carriage.T)
    return Settled(*of_lanes, paid), posted


def _allow(
    setting: Setting, month: Month, used: tuple[Floats, Floats], orders: Orders, quote: Quote
) -> Allowance:
    """Ration what is ordered where a cap counts."""
    world = setting.world
    if not month.has_cap:
        wanted = used
    else:
        worth = orders.lawful * world.lane_quote.spread(quote.cif)
        wanted = world.lane_good.sum(orders.lawful), world.lane_good.sum(worth)
    return ration(month, *used, *wanted)


def _move_unlawful(
    setting: Setting, month: Month, agreed: Agreed, left: Floats, chance: Floats, lawful: Floats
) -> tuple[Floats, Seized, RouteMix]:
    """Ship by unlawful routes what is left at port; nothing in a month in which all is open."""
    world, rates, standing = setting.world, setting.rates, setting.standing
    if month.is_open:
        return _nothing_unlawful(left)
    ready = np.minimum(left, agreed.unlawful)
    believed = np.add.reduce((agreed.belief * world.traders.size).T)[:, None]
    mixture = mix_routes(month, standing, rates, believed)
    mix = fit_routes(month, standing, rates, mixture, world.lane_good.sum(ready))
    unlawful = ship_unlawful(world, ready, mix.kept)
    stopped = world.lane_good.spread(mix.stopped)
    cargo = (unlawful, lawful + unlawful)
    return unlawful, seize(rates, cargo, stopped, month.cny_per_usd, chance), mix


def _nothing_unlawful(lanes: Floats) -> tuple[Floats, Seized, RouteMix]:
    none, goods, routes = (
        np.zeros((n, lanes.shape[0])).T for n in (lanes.shape[1], len(GOODS), len(UNLAWFUL_ROUTES))
    )
    return none, Seized(none, none, none, none), RouteMix(goods, goods, goods, routes)


@kernel
def _offered(mines: tuple[Floats, Floats, Floats], weight: Floats, mine: Indices) -> Floats:
    export_part, possible, pit = mines
    found = np.empty(weight.shape)
    for i in range(weight.shape[0]):
        m = mine[i]
        for d in range(weight.shape[1]):
            found[i, d] = weight[i, d] * (export_part[m, d] * possible[m, d] + pit[m, d])
    return found


@kernel
def _terms(
    orders: tuple[Floats, Floats],
    goods: tuple[Floats, Floats],
    quotes: tuple[Floats, Floats, Floats, Floats],
    parents: tuple[Indices, Indices],
) -> tuple[Floats, Floats, Floats, Floats]:
    wanted, pull = orders
    allowed, barred = goods
    fob, fob_unlawful, part, part_unlawful = quotes
    good, quote = parents
    lawful, unlawful = np.empty(pull.shape), np.empty(pull.shape)
    ordered, asked = np.empty(pull.shape), np.empty(pull.shape)
    for i in range(pull.shape[0]):
        g, q = good[i], quote[i]
        for d in range(pull.shape[1]):
            lawful[i, d] = wanted[i, d] * allowed[g, d]
            unlawful[i, d] = pull[i, d] * barred[g, d]
            usd = lawful[i, d] * fob[q, d]
            ordered[i, d] = _plus(usd, unlawful[i, d], fob_unlawful[q, d])
            usd = lawful[i, d] * (fob[q, d] * part[q, d])
            asked[i, d] = _plus(usd, unlawful[i, d], fob_unlawful[q, d] * part_unlawful[q, d])
    return lawful, unlawful, ordered, asked


@kernel
def _wanted_at_pits(lanes: tuple[Floats, Floats, Floats], stock_months: Floats) -> Floats:
    offered, ordered, port = lanes
    found = np.empty(port.shape)
    for i in range(port.shape[0]):
        for d in range(port.shape[1]):
            found[i, d] = _wanted(offered[i, d], stock_months[0, d], ordered[i, d], port[i, d])
    return found


@kernel
def _worths(
    shipped: tuple[Floats, Floats, Floats],
    quotes: tuple[Floats, Floats, Floats, Floats],
    route_cost: Floats,
    paths: tuple[Path, Path],
    parents: tuple[Indices, Indices],
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    lawful, unlawful, seized = shipped
    fob, fob_unlawful, resale_price, cif = quotes
    price, freight = paths
    quote, good = parents
    value, dark, declared = np.empty(seized.shape), np.empty(seized.shape), np.empty(seized.shape)
    resale, carriage = np.empty(seized.shape), np.empty(seized.shape)
    for i in range(seized.shape[0]):
        q, g = quote[i], good[i]
        for d in range(seized.shape[1]):
            openly = lawful[i, d]
            arrived = unlawful[i, d] - seized[i, d]
            dark[i, d] = arrived * fob_unlawful[q, d]
            value[i, d] = _plus(dark[i, d], openly, fob[q, d])
            declared[i, d] = openly * cif[q, d]
            resale[i, d] = _resale(openly, price[q], arrived, resale_price[q, d])
            carriage[i, d] = _carriage(openly, unlawful[i, d], freight[q], route_cost[g, d])
    return value, dark, declared, resale, carriage


@kernel
def _disputes(prepaid: tuple[Floats, Floats, Floats]) -> tuple[Floats, Floats]:
    outstanding, advance, disputed = prepaid
    lost, left = np.empty(advance.shape), np.empty(advance.shape)
    for i in range(advance.shape[0]):
        for d in range(advance.shape[1]):
            older = max(outstanding[i, d] - advance[i, d], 0.0)
            lost[i, d] = older * disputed[i, d]
            left[i, d] = older - lost[i, d]
    return lost, left


@formula
def _wanted(offered: float, stock_months: float, ordered: float, port: float) -> float:
    lacking = max((1.0 + stock_months) * ordered - max(port - ordered, 0.0), 0.0)
    return min(offered, lacking)


@formula
def _plus(so_far: float, tonnes: float, price: float) -> float:
    return so_far + tonnes * price


@formula
def _resale(lawful: float, price: float, arrived: float, resale_price: float) -> float:
    return lawful * price + arrived * resale_price


@formula
def _carriage(lawful: float, unlawful: float, freight: float, route_cost: float) -> float:
    return (lawful + unlawful) * freight + unlawful * route_cost
