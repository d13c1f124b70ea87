"""The first half of a month: law, beliefs, offers, terms, production, shipping (pages 1 to 8)."""

import math
from types import SimpleNamespace
from typing import Any

from tests.reference.scenario_agents import (
    GOODS,
    TINY,
    UNLAWFUL,
    Agents,
    Company,
    Lane,
    Mine,
    Trader,
    logistic,
)

from coalface.scenarios.forcing import Forcing


def read_month(forcing: Forcing, t: int, memory: Any) -> Any:
    """Give the forcing of a month; `memory` holds the use of caps."""
    f = SimpleNamespace(
        P=[float(x) for x in forcing.world_price_usd_per_t[t]],
        F=[float(x) for x in forcing.freight_usd_per_t[t]],
        Z=[float(x) for x in forcing.demand_t[t]],
        e=[float(x) for x in forcing.enforcement[t][2:]],
        fx=float(forcing.cny_per_usd[t]),
        power=float(forcing.power[t]),
        fuel=float(forcing.fuel[t]),
        border=float(forcing.border[t]),
        news=float(forcing.news[t]),
        prepayment_limit=float(forcing.prepayment_limit[t]),
    )
    f.lawful = [1 - float(x) for x in forcing.ban_share[t]]
    f.days, f.limit_t, f.limit_usd = [], [], []
    for g in GOODS:
        period, days = int(forcing.cap_period[t][g]), float(forcing.cap_days_share[t][g])
        is_capped = period != -1 and days > 0 and f.lawful[g] > 0
        f.days.append(min(days / f.lawful[g], 1.0) if is_capped else 0.0)
        for limits, array in ((f.limit_t, forcing.cap_t), (f.limit_usd, forcing.cap_usd)):
            given = float(array[t][g])
            limits.append(given if is_capped and not math.isnan(given) else math.inf)
        goes_on = t > 0 and period != -1 and period == int(forcing.cap_period[t - 1][g])
        if not goes_on:
            memory.used_t[g] = memory.used_usd[g] = 0.0
    mean = sum(f.e) / 3
    f.rel = [e / mean if mean else 1.0 for e in f.e]
    f.is_capped = any(f.days)
    return f


def believe(agents: Agents, p: Any, f: Any) -> None:
    for trader in agents.traders:
        news = min(trader.seen + p.news_weight * f.news, 1.0)
        trader.belief = trader.belief + p.belief_gain * (news - trader.belief)


def see_what_is_possible(agents: Agents, p: Any, f: Any) -> None:
    fuelled = 1 - p.fuel_bite * (1 - f.fuel)
    for mine in agents.mines:
        m = mine.now
        m.output_power = 1 - mine.power_dependence * (1 - f.power)
        m.pump_power = mine.strategic * f.power
        whole = m.capacity * mine.equipment * (1 - mine.water) * mine.faces
        m.possible = whole * mine.strength * m.output_power * fuelled
        m.offer = m.export_part * m.possible + mine.pit
        for lane in mine.lanes:
            lane.now.offered = lane.weight * m.offer


def quote(trader: Trader, g: int, p: Any, f: Any) -> Any:
    """Give a trader's offer for a good: 3.1 to 3.8."""
    belief, price = trader.belief, max(f.P[g], TINY)
    q = SimpleNamespace()
    paid = 1 - p.d0[g] - p.discount_risk * belief
    q.cif = max(paid, 0.05) * f.P[g]
    q.fob = max(q.cif - f.F[g], 0.0)
    q.fob_u = max(max(paid - p.d2[g], 0.05) * f.P[g] - f.F[g], 0.0)
    q.resale_u = min(p.resale_multiple * q.fob_u, f.P[g])
    q.fine_t = p.fine_cny / f.fx / p.voyage_t
    gain = (1 - belief) * (q.resale_u - q.fob_u - f.F[g] - p.mean_cost)
    gain -= belief * (q.fine_t + q.fob_u)
    willing = logistic(p.supply_sensitivity * (q.fob_u - p.least[g]) / price)
    q.dare = logistic(p.gain_sensitivity * gain / price) * willing
    keen = logistic(p.supply_sensitivity * (q.fob - p.least[g]) / price)
    q.keen = math.exp(-p.risk_aversion * belief) * keen
    return q


def offer(agents: Agents, p: Any, f: Any, memory: Any) -> None:
    """Work out what is ordered, and what the law leaves of it: 3 and 1.2 to 1.4."""
    for trader in agents.traders:
        trader.now.quotes = [quote(trader, g, p, f) for g in GOODS]
    order(agents, f, p, memory)


def order(agents: Agents, f: Any, p: Any, memory: Any) -> None:
    for g in GOODS:
        lanes = agents.lanes_of(g)
        pull = f.Z[g] / max(sum(lane.now.offered for lane in lanes), TINY)
        for lane in lanes:
            o, q = lane.now, lane.trader.now.quotes[g]
            o.q = q
            wanted = min(o.offered * pull, o.offered + lane.port)
            o.order_lawful = wanted * q.keen * f.lawful[g] * f.border
            share = p.unlawful_demand_share * (1 - p.closure_effect * (1 - f.border))
            o.order_pull = wanted * q.dare * share * lane.company.joined
    f.part, f.counted = _cut_by_caps(agents, f, memory)
    f.barred = [1 - f.lawful[g] * f.part[g] for g in GOODS]
    for lane in agents.lanes:
        o, g = lane.now, lane.good
        o.lawful_t = o.order_lawful * f.part[g]
        o.unlawful_t = o.order_pull * f.barred[g]
        o.ordered_usd = o.lawful_t * o.q.fob + o.unlawful_t * o.q.fob_u


def _cut_by_caps(agents: Agents, f: Any, memory: Any) -> tuple[list[float], list[float]]:
    if not f.is_capped:
        return [1.0, 1.0], [0.0, 0.0]
    part, counted = [], []
    for g in GOODS:
        lanes = agents.lanes_of(g)
        wanted_t = sum(lane.now.order_lawful for lane in lanes)
        wanted_usd = sum(lane.now.order_lawful * lane.now.q.cif for lane in lanes)
        room_t = max(f.limit_t[g] - memory.used_t[g], 0.0) / max(f.days[g] * wanted_t, TINY)
        room_usd = max(f.limit_usd[g] - memory.used_usd[g], 0.0)
        room_usd = room_usd / max(f.days[g] * wanted_usd, TINY)
        inside = f.days[g] * min(room_t, room_usd, 1.0)
        part.append(1 - f.days[g] + inside)
        counted.append(inside / max(part[g], TINY))
    return part, counted


def terms_and_prepayment(agents: Agents, p: Any, f: Any) -> None:
    def asked(risk: float) -> float:
        steep = math.exp(min(p.prepay_steepness * (risk - p.prepay_midpoint), 50.0))
        free = p.prepay_risky + (p.prepay_lawful - p.prepay_risky) * p.prepay_scale / (1 + steep)
        return float(min(free, f.prepayment_limit))

    shut = 1 - f.border
    f.barter = [p.barter_open[g] + (p.barter_shut[g] - p.barter_open[g]) * shut for g in GOODS]
    for trader in agents.traders:
        a, b = asked(trader.belief), asked(trader.belief + p.unlawful_risk)
        for lane in trader.lanes:
            o = lane.now
            terms = o.lawful_t * o.q.fob * a + o.unlawful_t * o.q.fob_u * b
            o.want = max(terms - max(lane.advance - o.ordered_usd, 0.0), 0.0)
        share = min(trader.money / max(sum(o.now.want for o in trader.lanes), TINY), 1.0)
        for lane in trader.lanes:
            lane.now.prepaid = lane.now.want * share


def fund(company: Company, p: Any) -> None:
    """Find what a company buys with the money that it may use: 6.5 to 6.10."""
    for lane in company.lanes:
        o, g = lane.now, lane.good
        ordered = o.lawful_t + o.unlawful_t
        lacking = (1 + p.stock_months) * ordered - max(lane.port - ordered, 0.0)
        o.buy = min(o.offered, max(lacking, 0.0))
        net = (1 - p.authority_share) * o.ordered_usd / max(ordered, TINY) - p.haul[g]
        o.pit_price = min(max(net, p.pit_low[g]), p.pit_high[g])
    c = company.now
    released = company.approval * company.deposit + sum(o.now.prepaid for o in company.lanes)
    bill = sum(o.now.buy * (o.now.pit_price + p.haul[o.good] + p.port_fee) for o in company.lanes)
    c.paid_in = min(max(bill - released, 0.0), company.off_book)
    funded = min((released + c.paid_in) / max(bill, TINY), 1.0)
    for lane in company.lanes:
        lane.now.bought = lane.now.buy * funded
        lane.now.pit_usd = lane.now.bought * lane.now.pit_price
    c.haul_usd = sum(o.now.bought * p.haul[o.good] for o in company.lanes)
    c.port_usd = sum(o.now.bought * p.port_fee for o in company.lanes)
    c.cost = sum(o.now.pit_usd for o in company.lanes) + c.haul_usd + c.port_usd


def dig(mine: Mine, p: Any) -> None:
    """Find what a mine digs, sells at home and keeps at the pit: 6.11 to 6.15."""
    m = mine.now
    for_export = m.export_part * m.possible
    taken = sum(lane.now.bought for lane in mine.lanes)
    from_pit = min(mine.pit, taken)
    left = max(for_export - (taken - from_pit), 0.0)
    turned = min(left, m.home_room)
    space = max(p.pit_stock_months * for_export - (mine.pit - from_pit), 0.0)
    stocked = min(left - turned, space)
    m.home = m.possible - for_export + turned
    m.produced = m.home + taken - from_pit + stocked
    m.pit_next = mine.pit - from_pit + stocked
    m.asked_home = turned * p.home_price_usd_per_t * p.home_sale_share if mine.good == 0 else 0.0


def produce(agents: Agents, p: Any) -> None:
    for company in agents.companies:
        fund(company, p)
    for mine in agents.mines:
        dig(mine, p)
    sell_at_home(agents, p)


def sell_at_home(agents: Agents, p: Any) -> None:
    others = agents.others
    asked = sum(mine.now.asked_home for mine in agents.mines)
    share = min(p.market_spend * others.market / max(asked, TINY), 1.0)
    for mine in agents.mines:
        m = mine.now
        m.home_usd = m.asked_home * share
        m.pit_usd = sum(lane.now.pit_usd for lane in mine.lanes)
        received = m.pit_usd + m.home_usd
        m.wages = p.wage_share * received
        m.supplies = min(p.supplies_share, 1 - p.wage_share) * received
    _post_produce(agents)


def _post_produce(agents: Agents) -> None:
    others = agents.others
    for lane in agents.lanes:
        o, company = lane.now, lane.company
        lane.trader.money -= o.prepaid
        company.deposit += o.prepaid - o.pit_usd
        others.banks[company.bank] += o.prepaid - o.pit_usd
        lane.advance += o.prepaid
        lane.mine.money += o.pit_usd
    for company in agents.companies:
        c = company.now
        company.off_book -= c.paid_in
        change = c.paid_in - c.haul_usd - c.port_usd
        company.deposit += change
        others.banks[company.bank] += change
        others.market += c.haul_usd
        others.authorities[company.sponsor] += c.port_usd
    for mine in agents.mines:
        m = mine.now
        mine.money += m.home_usd - m.wages - m.supplies
        others.market += m.supplies - m.home_usd
        others.households += m.wages


def ship(agents: Agents, p: Any, f: Any) -> None:
    """Send what is at the ports, by the law or around it, in aggregate classes: 7."""
    for g in GOODS:
        lanes = agents.lanes_of(g)
        for lane in lanes:
            lane.now.going = min(lane.port, lane.now.lawful_t)
        all_going = sum(lane.now.going for lane in lanes)
        for lane in lanes:
            o = lane.now
            o.shipped_lawful = o.going * min(p.ceiling[g] / max(all_going, TINY), 1.0)
            o.ready = min(lane.port - o.shipped_lawful, o.unlawful_t)
    f.belief = sum(trader.belief * trader.size for trader in agents.traders)
    fine_t = p.fine_cny / f.fx / p.voyage_t
    mix = [_mix(p, f, max(f.P[g], TINY), fine_t) for g in GOODS]
    ready = [sum(lane.now.ready for lane in agents.lanes_of(g)) for g in GOODS]
    asked = [sum(ready[g] * mix[g][r] for g in GOODS) for r in UNLAWFUL]
    open_part = 1 - p.closure_effect * (1 - f.border)
    fits = [min(p.room[r] * open_part / max(asked[r], TINY), 1.0) for r in UNLAWFUL]
    seize = [min(f.e[r] * p.enforcement_scale, 1.0) for r in UNLAWFUL]
    kept = [sum(mix[g][r] * fits[r] for r in UNLAWFUL) for g in GOODS]
    f.stopped, f.route_usd = [], []
    for g in GOODS:
        total = max(kept[g], TINY)
        weights = [mix[g][r] * fits[r] for r in UNLAWFUL]
        f.stopped.append(sum(w * e for w, e in zip(weights, seize, strict=True)) / total)
        f.route_usd.append(sum(w * c for w, c in zip(weights, p.route_cost, strict=True)) / total)
    f.by_route = [asked[r] * fits[r] for r in UNLAWFUL]
    for lane in agents.lanes:
        _load(lane, kept[lane.good], p)


def _mix(p: Any, f: Any, price: float, fine_t: float) -> list[float]:
    drawn = []
    for r in UNLAWFUL:
        risk = min(f.belief * f.rel[r], 1.0)
        burden = p.route_cost[r] / price + risk * (1 + fine_t / price)
        drawn.append(p.room[r] * math.exp(-min(p.route_choice * burden, 50.0)))
    return [d / max(sum(drawn), 1e-18) for d in drawn]


def _load(lane: Lane, kept: float, p: Any) -> None:
    o = lane.now
    o.shipped_unlawful = o.ready * kept
    rest = max(lane.port - o.shipped_lawful - o.shipped_unlawful, 0.0)
    o.lost = p.port_loss * rest
    o.port_next = rest - o.lost + o.bought


def interdict(agents: Agents, p: Any, f: Any, chances: list[float]) -> None:
    for lane in agents.lanes:
        o = lane.now
        voyages = max(math.ceil(o.shipped_unlawful / p.voyage_t), 1)
        taken = math.floor(voyages * f.stopped[lane.good] + chances[lane.place])
        o.seized = min(taken / voyages, 1.0) * o.shipped_unlawful
        o.arrived_u = o.shipped_unlawful - o.seized
        o.fine_usd = o.seized * o.q.fine_t
        o.older = max(lane.advance - o.prepaid, 0.0)
        shipped = max(o.shipped_lawful + o.shipped_unlawful, TINY)
        o.lost_adv = o.older * p.dispute_share * o.seized / shipped
