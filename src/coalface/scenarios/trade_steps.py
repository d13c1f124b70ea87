"""Steps 1 to 9 of a month: from the law to the money that traders pay."""

import numpy as np

from coalface.scenarios.behaviour.beliefs import update_belief
from coalface.scenarios.behaviour.home import pay_out, sell_at_home
from coalface.scenarios.behaviour.interdict import Seized, seize
from coalface.scenarios.behaviour.law import carry_cap_use, ration
from coalface.scenarios.behaviour.offer import order, quote_prices
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
from coalface.scenarios.ledger import Ledger
from coalface.scenarios.month_parts import Agreed, Made, Moved, Setting, Settled
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import excess, formula
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
    offer = standing.export_part * possible + state.pit_t
    offered = state.weight * world.lane_mine.spread(offer)
    orders = order(world, month, rates, quote, (offered, state.port_t), state.joined)
    by_quote, by_good = world.lane_quote, world.lane_good
    used_t = carry_cap_use(state.cap_used_t, month)
    used_usd = carry_cap_use(state.cap_used_usd, month)
    wanted_usd = by_good.sum(orders.lawful * by_quote.spread(quote.cif))
    wanted_t = by_good.sum(orders.lawful)
    allowance = ration(month, used_t, used_usd, wanted_t, wanted_usd)
    barred = 1.0 - month.lawful_days * allowance.part
    lawful = orders.lawful * by_good.spread(allowance.part)
    unlawful = orders.unlawful_pull * by_good.spread(barred)
    ordered_usd = lawful * by_quote.spread(quote.fob)
    part = prepaid_part(month, standing, rates, believed)
    asked = lawful * by_quote.spread(quote.fob * part)
    if not month.is_open:
        ordered_usd = _plus(ordered_usd, unlawful, by_quote.spread(quote.fob_unlawful))
        part = prepaid_part(month, standing, rates, believed + rates.unlawful_risk)
        asked = _plus(asked, unlawful, by_quote.spread(quote.fob_unlawful * part))
    return Agreed(
        belief, quote, allowance, barred, lawful, unlawful, ordered_usd, asked, possible, offered,
        (used_t, used_usd),
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
    wanted = _wanted(agreed.offered, rates.stock_months, ordered, state.port_t)
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
    by_quote, by_trader = world.lane_quote, world.lane_trader
    arrived = moved.unlawful - moved.seized.tonnes
    value_unlawful = arrived * by_quote.spread(quote.fob_unlawful)
    value = _plus(value_unlawful, moved.lawful, by_quote.spread(quote.fob))
    price, freight = month.price[by_quote.parent], month.freight[by_quote.parent]
    resale = _resale(moved.lawful, price, arrived, by_quote.spread(quote.resale_unlawful))
    route_cost = world.lane_good.spread(moved.mix.cost)
    carriage = _carriage(moved.lawful, moved.unlawful, freight, route_cost)
    older = excess(ledger.balance("prepayment"), made.advance)
    lost = older * moved.seized.disputed
    claims = (older - lost, ledger.balance("receivable"))
    due = find_due(setting.branches, standing, rates, value, claims)
    beside, middle = beside_the_price(setting.branches, rates)
    resold = by_trader.sum(resale)
    cash = ledger.balance("currency", "traders") + resold
    extras = (beside * value, middle * value, carriage, moved.seized.fine_usd)
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
            "prepayment_lost": lost,
            "quality_claim": due.claimed,
        },
    )
    declared = moved.lawful * by_quote.spread(quote.cif)
    return Settled(value, value_unlawful, declared, resale, carriage, paid), posted


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
