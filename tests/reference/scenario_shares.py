"""The second half of a month: settling, levies, imports, mines, steel, adapting (pages 9 to 14)."""

from typing import Any

from tests.reference.scenario_agents import (
    AUTHORITIES,
    GOODS,
    TINY,
    Agents,
    Company,
    Lane,
    Mine,
    Trader,
)


def settle(agents: Agents, p: Any, f: Any) -> None:
    for trader in agents.traders:
        _settle_one(trader, p, f)
    others = agents.others
    for lane in agents.lanes:
        o, company = lane.now, lane.company
        lane.trader.money -= o.cash + o.final + o.beside
        company.deposit += o.cash + o.final
        others.banks[company.bank] += o.cash + o.final
        company.off_book += o.beside
        lane.advance -= o.used + o.lost_adv
        lane.receivable += o.credit - o.final - o.claim
    for trader in agents.traders:
        n = trader.now
        trader.money += n.resale - n.carriage - n.barter_purchase - n.middlemen - n.fines
        others.world += n.carriage + n.barter_purchase + n.middlemen - n.resale
        others.chinese_state += n.fines


def _settle_one(trader: Trader, p: Any, f: Any) -> None:
    n = trader.now
    for lane in trader.lanes:
        _agree_one(lane, p, f)
    n.resale = sum(lane.now.resale for lane in trader.lanes)
    owed = sum(
        o.at_delivery + o.collected + p.k * o.value + o.carriage + o.fine_usd + p.k_mid * o.value
        for o in (lane.now for lane in trader.lanes)
    )
    able = min((trader.money + n.resale) / max(owed, TINY), 1.0)
    for lane in trader.lanes:
        o = lane.now
        o.delivered = o.at_delivery * able
        o.goods = o.delivered * f.barter[lane.good]
        o.cash = o.delivered - o.goods
        o.credit = o.later + o.at_delivery - o.delivered
        o.final = o.collected * able
        o.beside = p.k * o.value * able
    n.barter_purchase = sum(lane.now.goods for lane in trader.lanes)
    n.middlemen = able * sum(p.k_mid * lane.now.value for lane in trader.lanes)
    n.carriage = able * sum(lane.now.carriage for lane in trader.lanes)
    n.fines = able * sum(lane.now.fine_usd for lane in trader.lanes)


def _agree_one(lane: Lane, p: Any, f: Any) -> None:
    """Work out what a cargo is worth and when it is to be paid: 9.1 to 9.6."""
    o, q, g = lane.now, lane.now.q, lane.good
    o.value_u = o.arrived_u * q.fob_u
    o.value = o.shipped_lawful * q.fob + o.value_u
    o.resale = o.shipped_lawful * f.P[g] + o.arrived_u * q.resale_u
    shipped = o.shipped_lawful + o.shipped_unlawful
    o.carriage = shipped * f.F[g] + o.shipped_unlawful * f.route_usd[g]
    if p.is_a:
        o.used = min(o.older - o.lost_adv, o.value)
        o.at_delivery = p.on_delivery_share * (o.value - o.used)
        o.later = o.value - o.used - o.at_delivery
    else:
        o.used = min(o.older - o.lost_adv, p.on_delivery_share * o.value)
        o.at_delivery = p.on_delivery_share * o.value - o.used
        o.later = o.value - p.on_delivery_share * o.value
    falling = p.collect * lane.receivable
    o.claim = p.quality_claim * falling
    o.collected = falling - o.claim


def levy(company: Company, p: Any) -> None:
    c = company.now
    c.value = sum(lane.now.value for lane in company.lanes)
    free = max(company.deposit - p.protected_share * c.cost, 0.0)
    due = p.levy_share * c.value
    c.paid = min(due, free)
    fees = max((p.authority_share - p.levy_share) * c.value - c.port_usd, 0.0)
    c.fees = min(fees, free - c.paid)
    c.levies_paid = [c.paid * s for s in p.split]
    c.levies_unpaid = [(due - c.paid) * s for s in p.split]
    catch = p.arrears_catchup * (free - c.paid - c.fees)
    part = min(catch / max(sum(company.arrears), TINY), 1.0)
    c.arrears_paid = [owed * part for owed in company.arrears]
    c.rest = max(company.deposit - c.paid - c.fees - sum(c.arrears_paid), 0.0)


def spend(company: Company, p: Any) -> None:
    c = company.now
    c.food_wanted = sum(lane.weight * lane.mine.now.extra for lane in company.lanes)
    c.food = min(c.food_wanted, p.food_budget * c.value, c.rest)
    reserve = max(p.reserve_months * c.cost, company.founded)
    spare = max(c.rest - c.food - reserve, 0.0)
    profit = c.value * (1 - p.authority_share) - c.cost
    c.staff = min(p.management_share * max(profit, 0.0), spare)
    ore = sum(max(o.now.value - o.now.goods, 0.0) for o in company.lanes if o.good == 1)
    c.coke = min(p.coke_share * ore, spare - c.staff)
    c.imports = p.company_spend * (spare - c.staff - c.coke)
    c.off_book_imports = p.offbook_spend * company.off_book


def share_out(agents: Agents, p: Any, f: Any) -> None:
    find_food_need(agents, p)
    for company in agents.companies:
        levy(company, p)
        spend(company, p)
    spend_elsewhere(agents, p, f)


def find_food_need(agents: Agents, p: Any) -> None:
    for mine in agents.mines:
        need = mine.now.food_need * (1 - p.home_food_share)
        mine.now.extra = need * p.food_price_usd_per_t


def spend_elsewhere(agents: Agents, p: Any, f: Any) -> None:
    for trader in agents.traders:
        working = max(sum(lane.now.value for lane in trader.lanes), trader.trading)
        trader.now.withdrawals = p.trader_withdrawal * max(trader.money - working, 0.0)
    o = agents.others
    o_now = f.others = type("Spent", (), {})()
    o_now.authority_imports = [p.authority_spend * money for money in o.authorities]
    o_now.household_purchases = p.household_market_spend * o.households
    o_now.household_imports = p.household_import_spend * o.households
    o_now.market_imports = p.market_spend * o.market
    for mine in agents.mines:
        met = sum(
            lane.weight * lane.company.now.food / max(lane.company.now.food_wanted, TINY)
            for lane in mine.lanes
        )
        mine.now.fed = p.home_food_share + (1 - p.home_food_share) * min(met, 1.0)
    goods = sum(lane.now.goods for lane in agents.lanes_of(1))
    cokes = sum(company.now.coke for company in agents.companies)
    f.coke_in = (cokes + goods) / (p.coke_price_multiple * max(f.P[0], TINY))
    foods = sum(company.now.food for company in agents.companies)
    f.food_bought_t = (foods + o_now.household_imports) / p.food_price_usd_per_t


def invest(agents: Agents, p: Any) -> None:
    """Returns to investors, investment, reopening and upkeep: 12.5 to 12.7."""
    for mine in agents.mines:
        asked = sum(p.investor_return * lane.invested for lane in mine.lanes)
        part = min(mine.money / max(asked, TINY), 1.0)
        for lane in mine.lanes:
            lane.now.returns = p.investor_return * lane.invested * part
    for trader in agents.traders:
        for lane in trader.lanes:
            o = lane.now
            gain = max(o.resale - o.value - o.carriage, 0.0)
            o.invest = p.investment_share * gain * (1 - lane.mine.equipment)
        asked = sum(lane.now.invest for lane in trader.lanes)
        part = min((trader.money - trader.now.withdrawals) / max(asked, TINY), 1.0)
        for lane in trader.lanes:
            lane.now.invest *= part
    for mine in agents.mines:
        m = mine.now
        till = max(mine.money - sum(lane.now.returns for lane in mine.lanes), 0.0)
        m.whole_usd = p.reopen_usd_per_t * 12 * m.capacity
        wanted = min(1 - mine.faces, 1 / p.recovery_months) * m.whole_usd
        m.reopen = min(wanted if mine.water < p.flood_threshold else 0.0, till)
        m.upkeep = p.mine_upkeep * (till - m.reopen)


def age(mine: Mine, p: Any) -> None:
    m = mine.now
    worked = min(m.produced / max(m.possible, TINY), 1.0)
    pump = max(min(worked / p.pump_share, 1.0), m.pump_power)
    water = mine.water + m.flood * (1 - pump) * (1 - mine.water) - p.drain * pump * mine.water
    lost = p.face_loss * max(mine.water - p.flood_threshold, 0.0)
    mine.faces = min(mine.faces * (1 - lost) + m.reopen / m.whole_usd, 1.0)
    added = sum(lane.now.invest for lane in mine.lanes) + m.upkeep
    grown = added / (p.equipment_usd_per_t * 12 * m.capacity)
    mine.equipment = min(mine.equipment * (1 - p.equipment_wear * m.worn) + grown, 1.0)
    aim = p.strength_floor + (1 - p.strength_floor) * m.fed
    mine.strength = mine.strength + p.strength_speed * (aim - mine.strength)
    mine.water = min(max(water, 0.0), 0.98)
    mine.pit = m.pit_next


def make_steel(agents: Agents, p: Any, f: Any, memory: Any) -> None:
    ore = sum(mine.now.home for mine in agents.mines if mine.good == 1)
    could = ore / p.ore_per_steel
    held = memory.coke + f.coke_in
    by_coke = min(could * p.coke_dependence, held / p.coke_per_steel)
    f.steel = by_coke + could * (1 - p.coke_dependence)
    memory.coke = max(held - by_coke * p.coke_per_steel, 0.0)


def adapt(agents: Agents, p: Any, f: Any) -> None:
    """Substitutes, and who closes: 14.2 to 14.6; uses balances after settling."""
    barred = max(f.barred)
    for company in agents.companies:
        c = company.now
        made = company.size * company.effort * company.skill
        c.sold = p.substitute_scale_usd * made * f.border
        c.sold_cost = c.sold * (1 - p.substitute_margin)
        margin = (c.value * (1 - p.authority_share) - c.cost) / max(c.value, 1.0)
        goal = barred if p.substitute_margin > margin else 0.0
        c.effort_next = company.effort + p.substitute_speed * (goal - company.effort)
        gap = company.effort * (1 - company.skill)
        c.skill_next = company.skill + p.substitute_learning * gap
        step = min(company.reach / p.join_months, 1.0)
        c.joined_next = company.joined + step * (barred - company.joined)
        owed = sum(lane.receivable - lane.advance for lane in company.lanes)
        worth = company.deposit + company.off_book + owed - sum(company.arrears)
        is_open = company.closed == 0
        short = company.short + 1 if worth < 0 and is_open else 0.0
        c.closing = short >= p.closing_months
        since = 0.0 if is_open else company.closed + 1
        since = 0.0 if since > p.refound_months else since
        c.closed_next = 1.0 if c.closing else since
        c.short_next = 0.0 if c.closing else short


def post_shares(agents: Agents, f: Any) -> None:
    others, spent = agents.others, f.others
    for company in agents.companies:
        _post_company(company, agents)
    for a in AUTHORITIES:
        others.authorities[a] -= spent.authority_imports[a]
    others.households -= spent.household_purchases + spent.household_imports
    others.market += spent.household_purchases - spent.market_imports
    gone = sum(spent.authority_imports) + spent.household_imports + spent.market_imports
    others.world += gone
    for trader in agents.traders:
        trader.money -= trader.now.withdrawals
        others.world += trader.now.withdrawals
    for lane in agents.lanes:
        o = lane.now
        lane.trader.money += o.returns - o.invest
        lane.mine.money += o.invest - o.returns
        lane.invested += o.invest - o.returns
        if lane.company.now.closing:
            lane.advance = 0.0
    for mine in agents.mines:
        mine.money -= mine.now.reopen + mine.now.upkeep
        others.market += mine.now.reopen + mine.now.upkeep


def _post_company(company: Company, agents: Agents) -> None:
    c, others = company.now, agents.others
    for a in AUTHORITIES:
        others.authorities[a] += c.levies_paid[a] + c.arrears_paid[a]
        company.arrears[a] += c.levies_unpaid[a] - c.arrears_paid[a]
        if c.closing:
            company.arrears[a] = c.levies_unpaid[a]
    others.authorities[company.sponsor] += c.fees
    out = c.paid + sum(c.arrears_paid) + c.fees + c.food + c.staff + c.coke + c.imports
    company.deposit += c.sold - c.sold_cost - out
    others.banks[company.bank] += c.sold - c.sold_cost - out
    company.off_book -= c.off_book_imports
    others.market += c.food + c.sold_cost
    others.households += c.staff
    others.world += c.coke + c.imports + c.off_book_imports - c.sold


def turn_the_month(agents: Agents, p: Any, f: Any, memory: Any) -> None:
    """Set what the next month starts from."""
    remember(agents, f, memory)
    for mine in agents.mines:
        age(mine, p)
    carry_over(agents)


def remember(agents: Agents, f: Any, memory: Any) -> None:
    for g in GOODS:
        lanes = agents.lanes_of(g)
        memory.used_t[g] += f.counted[g] * sum(lane.now.shipped_lawful for lane in lanes)
        memory.used_usd[g] += f.counted[g] * sum(
            lane.now.shipped_lawful * lane.now.q.cif for lane in lanes
        )


def carry_over(agents: Agents) -> None:
    for trader in agents.traders:
        seized = sum(lane.now.seized for lane in trader.lanes)
        tried = sum(lane.now.shipped_unlawful for lane in trader.lanes)
        trader.seen = seized / max(tried, TINY)
    for company in agents.companies:
        c = company.now
        company.joined, company.effort = c.joined_next, c.effort_next
        company.skill, company.short = c.skill_next, c.short_next
        company.closed = c.closed_next
    for mine in agents.mines:
        kept = [lane.base if lane.company.closed == 0 else 0.0 for lane in mine.lanes]
        for lane, weight in zip(mine.lanes, kept, strict=True):
            lane.weight = weight / max(sum(kept), TINY)
    for lane in agents.lanes:
        lane.port = lane.now.port_next
