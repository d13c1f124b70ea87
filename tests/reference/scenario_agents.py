"""Plain objects of the mechanism, one draw at a time, from docs/scenarios-model.md alone."""

import math
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from coalface.scenarios.branches import Branches
from coalface.scenarios.world import World

TINY = 1e-9
GOODS, UNLAWFUL, AUTHORITIES = (0, 1), (0, 1, 2), (0, 1, 2, 3)


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-min(max(x, -50.0), 50.0)))


@dataclass
class Mine:
    good: int
    kind: int
    size: float
    equipment: float
    strategic: float
    depth: float
    power_dependence: float
    money: float = 0.0
    water: float = 0.0
    faces: float = 1.0
    strength: float = 1.0
    pit: float = 0.0
    lanes: list["Lane"] = field(default_factory=list)
    now: Any = field(default_factory=SimpleNamespace)  # what is worked out in a month


@dataclass
class Company:
    sponsor: int
    bank: int
    size: float
    reach: float
    approval: float
    deposit: float
    founded: float
    off_book: float = 0.0
    arrears: list[float] = field(default_factory=lambda: [0.0] * 4)
    joined: float = 0.0
    effort: float = 0.0
    skill: float = 0.05
    short: float = 0.0
    closed: float = 0.0
    lanes: list["Lane"] = field(default_factory=list)
    now: Any = field(default_factory=SimpleNamespace)


@dataclass
class Trader:
    size: float
    money: float
    trading: float
    belief: float = 0.0
    seen: float = 0.0
    lanes: list["Lane"] = field(default_factory=list)
    now: Any = field(default_factory=SimpleNamespace)


@dataclass
class Lane:
    place: int
    mine: Mine
    company: Company
    trader: Trader
    base: float
    weight: float
    port: float = 0.0
    advance: float = 0.0
    receivable: float = 0.0
    invested: float = 0.0
    now: Any = field(default_factory=SimpleNamespace)

    @property
    def good(self) -> int:
        return self.mine.good


@dataclass
class Others:
    banks: list[float]
    authorities: list[float]
    households: float
    market: float
    world: float = 0.0
    chinese_state: float = 0.0


@dataclass
class Agents:
    """All who take part in one draw."""

    mines: list[Mine]
    companies: list[Company]
    traders: list[Trader]
    lanes: list[Lane]
    others: Others

    def lanes_of(self, good: int) -> list[Lane]:
        return [lane for lane in self.lanes if lane.good == good]


def make_agents(world: World) -> Agents:
    opening = world.opening
    m, c, n = world.mines, world.companies, world.traders
    mines = [
        Mine(int(m.good[i]), int(m.kind[i]), float(m.size[i]), float(m.equipment[i]),
             float(m.strategic[i]), float(m.depth[i]), float(m.power_dependence[i]))
        for i in range(world.n_mines)
    ]  # fmt: skip
    whole = sum(mine.size for mine in mines)
    for mine in mines:
        mine.money = opening.mines_usd * mine.size / whole
    companies = []
    for i in range(world.n_companies):
        founded = opening.companies_usd * float(c.size[i])
        companies.append(
            Company(int(c.sponsor[i]), int(c.bank[i]), float(c.size[i]), float(c.reach[i]),
                    float(c.approval[i]), founded, founded)
        )  # fmt: skip
    traders = []
    for i in range(world.n_traders):
        cash = opening.traders_usd * float(n.size[i])
        traders.append(Trader(float(n.size[i]), cash, cash))
    banks = [sum(o.deposit for o in companies if o.bank == b) for b in range(3)]
    others = Others(
        banks, [opening.authorities_usd / 4] * 4, opening.households_usd, opening.market_usd
    )
    return Agents(mines, companies, traders, _lanes(world, mines, companies, traders), others)


def _lanes(
    world: World, mines: list[Mine], companies: list[Company], traders: list[Trader]
) -> list[Lane]:
    found = []
    table = world.lanes
    for i in range(world.n_lanes):
        mine, company = mines[int(table.mine[i])], companies[int(table.company[i])]
        trader, weight = traders[int(table.trader[i])], float(table.weight[i])
        lane = Lane(i, mine, company, trader, weight, weight)
        for holder in (mine, company, trader):
            holder.lanes.append(lane)
        found.append(lane)
    return found


def fix_constants(agents: Agents, p: Any, branches: Branches, world: World) -> None:
    """Work out section 0; `p` has the parameters under the page's names, and gets the constants."""
    shares = [max(1 - p.share_self - p.share_private, 0.01), p.share_self, p.share_private]
    p.total = [
        p.coal_total_mt * p.headroom * 1e6 / 12,
        p.ore_total_mt * p.headroom * 1e6 / 12,
    ]
    for mine in agents.mines:
        same = [o for o in agents.mines if o.good == mine.good]
        kinds = {o.kind for o in same}
        kin = sum(o.size for o in same if o.kind == mine.kind)
        part = shares[mine.kind] / sum(shares[k] for k in kinds)
        _fix_mine(mine, p, p.total[mine.good] * part * mine.size / kin)
    p.pit_high = [p.pit_price_coal_usd_per_t, p.pit_price_ore_usd_per_t]
    p.pit_low = [p.pit_floor * price for price in p.pit_high]
    p.haul = [p.haul_usd_per_t, p.haul_ore_usd_per_t]
    p.port_fee = p.port_usd_per_t + p.inspection_usd_per_t
    p.least = [p.pit_low[g] + p.haul[g] + p.port_fee for g in GOODS]
    p.d0 = [p.discount_coal, p.discount_ore]
    p.d2 = [max(p.discount_unlawful - d, 0.0) for d in p.d0]
    p.barter_open = [1 - p.cash_share_coal, p.barter_share_ore]
    p.barter_shut = [max(b, p.barter_share_closed) for b in p.barter_open]
    p.ceiling = [p.port_ceiling_mt * 1e6, math.inf]
    _fix_routes(p, [float(s) for s in world.route_capacity_share])
    weights = [p.levy_party, p.levy_military, p.levy_cabinet, p.levy_provincial]
    p.split = [w / sum(weights) for w in weights]
    p.drain = min(1 / (p.drain_part * p.recovery_months), 1.0)
    p.collect = min(1 / max(p.months_to_inspection + p.payment_delay_days / (365 / 12), 1.0), 1.0)
    p.prepay_scale = 1 + math.exp(-p.prepay_steepness * p.prepay_midpoint)
    p.is_a = branches.settlement == "A"
    p.k, p.k_mid = p.kickback_kiep, 0.0
    if branches.kickback == "kdi":
        p.k_mid = p.middleman_share * p.kickback_kdi
        p.k = p.kickback_kdi - p.k_mid


def _fix_mine(mine: Mine, p: Any, capacity: float) -> None:
    c = SimpleNamespace(capacity=capacity)
    if mine.good == 1:
        c.export_part = p.ore_export_share
    elif mine.kind == 0:
        c.export_part = p.export_quota + p.quota_leakage * (1 - p.export_quota)
    else:
        c.export_part = p.other_export_share
    c.home_room = p.absorption * c.export_part * capacity / p.headroom
    c.food_need = capacity * p.workers_per_t * p.food_kg / 1000
    c.flood = min((1 - math.exp(-1 / p.months_to_flood)) * mine.depth, 0.95)
    c.worn = 1 - mine.strategic
    mine.now = c


def _fix_routes(p: Any, shares: list[float]) -> None:
    p.room = [share * p.port_ceiling_mt * 1e6 for share in shares]
    p.route_cost = [
        p.ship_to_ship_usd_per_t,
        p.direct_dark_usd_per_t,
        p.relabel_fee_usd_per_t + p.relabel_detour_usd_per_t,
    ]
    costs = zip(p.route_cost, shares, strict=True)
    p.mean_cost = sum(cost * share for cost, share in costs) / max(sum(shares), 1e-12)
