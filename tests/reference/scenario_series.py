"""The series of a month, summed over plain objects (page 16)."""

from typing import Any

from tests.reference.scenario_agents import AUTHORITIES, GOODS, TINY, Agents

from coalface.scenarios.world import World

KINDS = (0, 1, 2)


def _over(part: float, whole: float) -> float:
    return part / whole if abs(whole) > TINY else 0.0


def find_series(
    agents: Agents, p: Any, f: Any, memory: Any, before: list[Any], world: World
) -> dict[str, Any]:
    found: dict[str, Any] = _by_good(agents, f, memory)
    found |= _by_kind(agents, before)
    land = [float(s) for s in world.land_share]
    by_land = sum(d * s for d, s in zip(found["declared_t"], land, strict=True))
    found["shipped_by_route_t"] = [sum(found["declared_t"]) - by_land, by_land, *f.by_route]
    for name, key in (
        ("unlawful_by_sponsor_t", "shipped_unlawful"),
        ("contract_value_by_sponsor_usd", "value"),
    ):
        found[name] = [
            sum(getattr(o.now, key) for o in agents.lanes if o.company.sponsor == s)
            for s in AUTHORITIES
        ]
    return found | _whole(agents, f) | _receipts(agents) | _held(agents)


def _by_good(agents: Agents, f: Any, memory: Any) -> dict[str, Any]:
    def mines(key: str) -> list[float]:
        return [sum(getattr(m.now, key) for m in agents.mines if m.good == g) for g in GOODS]

    def lanes(key: str) -> list[float]:
        return [sum(getattr(o.now, key) for o in agents.lanes_of(g)) for g in GOODS]

    found = {
        "capacity_t": mines("possible"),
        "produced_t": mines("produced"),
        "home_t": mines("home"),
        "pit_stock_t": mines("pit_next"),
        "declared_t": lanes("shipped_lawful"),
        "unrecorded_t": lanes("shipped_unlawful"),
        "seized_t": lanes("seized"),
        "lost_t": lanes("lost"),
        "port_stock_t": lanes("port_next"),
        "unrecorded_value_usd": lanes("value_u"),
        "contract_value_usd": lanes("value"),
        "cap_used_t": list(memory.used_t),
        "cap_used_usd": list(memory.used_usd),
    }
    found["declared_value_cif_usd"] = [
        sum(o.now.shipped_lawful * o.now.q.cif for o in agents.lanes_of(g)) for g in GOODS
    ]
    exported = [
        found["declared_t"][g] + found["unrecorded_t"][g] - found["seized_t"][g] for g in GOODS
    ]
    found["exported_t"] = exported
    found["export_share"] = [_over(exported[g], found["produced_t"][g]) for g in GOODS]
    found["discount"] = [
        1 - _over(found["contract_value_usd"][g] + exported[g] * f.F[g], exported[g] * f.P[g])
        if exported[g] > TINY
        else 0.0
        for g in GOODS
    ]
    return found


def _by_kind(agents: Agents, before: list[Any]) -> dict[str, Any]:
    coal = [(m, b) for m, b in zip(agents.mines, before, strict=True) if m.good == 0]
    found: dict[str, Any] = {}
    for name, key in (
        ("capacity_by_kind_t", "possible"),
        ("produced_by_kind_t", "produced"),
        ("home_by_kind_t", "home"),
    ):
        found[name] = [sum(getattr(m.now, key) for m, _ in coal if m.kind == k) for k in KINDS]
    for i, name in enumerate(("flooded_share", "open_share", "equipment", "strength")):
        found[name] = [
            _over(
                sum(b[i] * m.now.capacity for m, b in coal if m.kind == k),
                sum(m.now.capacity for m, _ in coal if m.kind == k),
            )
            for k in KINDS
        ]
    return found


def _whole(agents: Agents, f: Any) -> dict[str, Any]:
    lanes = [lane.now for lane in agents.lanes]
    need = [(m.now.fed, m.now.capacity) for m in agents.mines]
    return {
        "prepayment_share": _over(sum(o.prepaid for o in lanes), sum(o.ordered_usd for o in lanes)),
        "barter_share": _over(sum(o.goods for o in lanes), sum(o.delivered for o in lanes)),
        "belief": f.belief,
        "companies_open": float(sum(c.closed == 0 for c in agents.companies)),
        "food_t": f.food_bought_t,
        "food_met_share": _over(sum(fed * c for fed, c in need), sum(c for _, c in need)),
        "steel_t": f.steel,
        "coke_t": f.coke_in,
        "substitutes_usd": sum(c.now.sold for c in agents.companies),
    }


def _receipts(agents: Agents) -> dict[str, Any]:
    lanes = [lane.now for lane in agents.lanes]
    companies = [(c.now, c.sponsor) for c in agents.companies]
    mines = [mine.now for mine in agents.mines]
    traders = [trader.now for trader in agents.traders]
    by_authority = [
        sum(c.levies_paid[a] + c.arrears_paid[a] for c, _ in companies)
        + sum(c.fees + c.port_usd for c, s in companies if s == a)
        for a in AUTHORITIES
    ]
    pit, home = sum(m.pit_usd for m in mines), sum(m.home_usd for m in mines)
    spent = sum(m.wages + m.supplies for m in mines)
    haul, food = sum(c.haul_usd for c, _ in companies), sum(c.food for c, _ in companies)
    staff = sum(c.staff for c, _ in companies)
    prepaid, final = sum(o.prepaid for o in lanes), sum(o.final for o in lanes)
    cash, goods = sum(o.cash for o in lanes), sum(o.goods for o in lanes)
    beside = sum(o.beside for o in lanes)
    fines = sum(t.fines for t in traders)
    came = prepaid + cash + goods + final
    went = sum(t.carriage + t.barter_purchase + t.middlemen for t in traders)
    resale = sum(t.resale for t in traders)
    return {
        "receipts_authorities_usd": sum(by_authority),
        "receipts_by_authority_usd": by_authority,
        "receipts_market_usd": haul + sum(m.supplies for m in mines) + food,
        "receipts_households_usd": sum(m.wages for m in mines) + staff,
        "receipts_mines_usd": pit - spent * _over(pit, pit + home),
        "receipts_companies_usd": came - sum(by_authority) - (pit + haul + food + staff),
        "receipts_off_book_usd": beside,
        "receipts_chinese_traders_usd": resale - (went + cash + final + prepaid + beside + fines),
        "receipts_chinese_state_usd": fines,
        "currency_earned_usd": came + beside,
    }


def _held(agents: Agents) -> dict[str, Any]:
    lanes, companies = agents.lanes, agents.companies
    return {
        "prepayments_outstanding_usd": sum(lane.advance for lane in lanes),
        "receivables_usd": sum(lane.receivable for lane in lanes),
        "arrears_usd": sum(sum(c.arrears) for c in companies),
        "authorities_cash_usd": sum(agents.others.authorities),
        "households_cash_usd": agents.others.households,
        "companies_cash_usd": sum(c.deposit + c.off_book for c in companies),
    }
