"""What a block of draws holds fixed over all months: capacities, unit costs, splits."""

from dataclasses import dataclass

import numpy as np

from coalface.scenarios.fixed import load_fixed
from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats, columns
from coalface.scenarios.world import AUTHORITIES, GOODS, World

__all__ = ["MT", "YEAR", "Standing", "find_standing"]

MT = 1e6  # tonnes
YEAR = 12.0  # months
DAYS_A_MONTH = 365.0 / 12.0
KG_A_TONNE = 1000.0


@dataclass(frozen=True, eq=False)
class Standing:
    """Constants of a block; axes `(draw, mine)`, `(draw, lane)` and so on.

    Attributes:
        capacity_t: Output of each mine in a month with everything in order, `(draw, mine)`.
        export_part: Part of its output that a mine may offer for export, `(draw, mine)`.
        home_room_t: Most of coal or ore not exported that is used at home in a month, tonnes,
            `(draw, mine)`.
        pit_price: Most that is paid at the pit, USD/t, `(draw, lane)`.
        pit_floor: Least that is paid there, USD/t, `(draw, lane)`.
        least_cost: Least that a tonne costs at the port, USD/t, `(draw, quote)`.
        haul: Haul to the port, USD/t, `(draw, lane)`.
        port: Port, loading, inspection and papers, USD/t, `(draw, lane)`.
        discount: Price cut in lawful times, `(draw, quote)`.
        discount_unlawful: What is cut beside it on unlawful routes, `(draw, quote)`.
        barter_normal: Part paid in goods with an open border, `(draw, lane)`.
        barter_closed: Part paid in goods with a closed border, `(draw, lane)`.
        ceiling_t: Most that ports can load in a month, `(draw, good)`; no limit for ore.
        room_t: Room on each unlawful class of routes, `(draw, good x route)`, the same for each
            good, since they share it.
        route_cost: Cost of each of them, USD/t, `(draw, good x route)`.
        mean_route_cost: The same, weighted by room, `(draw, 1)`.
        levy_split: Part of a levy for each authority, `(draw, company x authority)`.
        food_t: Food that the miners of each mine need in a month, `(draw, mine)`.
        worn: Part of wear that the state does not make good, `(draw, mine)`.
        flood: Part of the dry mine that floods in a month without pumps, `(draw, mine)`.
        drain: Part of the water that full pumping drains in a month, `(draw, 1)`.
        collect: Part of receivables that falls due in a month, `(draw, 1)`.
        prepay_scale: Factor by which the fall of prepayment is scaled, so that it is whole at no
            risk, `(draw, 1)`.
    """

    capacity_t: Floats
    export_part: Floats
    home_room_t: Floats
    pit_price: Floats
    pit_floor: Floats
    least_cost: Floats
    haul: Floats
    port: Floats
    discount: Floats
    discount_unlawful: Floats
    barter_normal: Floats
    barter_closed: Floats
    ceiling_t: Floats
    room_t: Floats
    route_cost: Floats
    mean_route_cost: Floats
    levy_split: Floats
    food_t: Floats
    worn: Floats
    flood: Floats
    drain: Floats
    collect: Floats
    prepay_scale: Floats


def find_standing(world: World, rates: Rates) -> Standing:
    """Work out what stays as it is over all months of a block (docs, step 0).

    Args:
        world: Who takes part.
        rates: The unknowns.
    """
    lane_good, quote_good = world.lane_good.parent, world.quotes[1]
    route_cost = _route_costs(rates)
    ceiling = np.hstack([rates.port_ceiling_mt * MT, np.full_like(rates.port_ceiling_mt, np.inf)])
    room = world.route_capacity_share * rates.port_ceiling_mt * MT
    weight = world.route_capacity_share / max(world.route_capacity_share.sum(), 1e-12)
    pit_price = np.hstack([rates.pit_price_coal_usd_per_t, rates.pit_price_ore_usd_per_t])
    haul = np.hstack([rates.haul_usd_per_t, rates.haul_ore_usd_per_t])
    discount = np.hstack([rates.discount_coal, rates.discount_ore])
    barter = np.hstack([1.0 - rates.cash_share_coal, rates.barter_share_ore])
    barter_closed = np.maximum(barter, rates.barter_share_closed)
    capacity = _capacity(world, rates)
    export_part = _export_part(world, rates)
    port = rates.port_usd_per_t + rates.inspection_usd_per_t
    months_to_pay = rates.months_to_inspection + rates.payment_delay_days / DAYS_A_MONTH
    found = Standing(
        capacity_t=capacity,
        export_part=export_part,
        home_room_t=rates.absorption * export_part * capacity / rates.headroom,
        pit_price=pit_price[:, lane_good],
        pit_floor=(rates.pit_floor * pit_price)[:, lane_good],
        least_cost=(rates.pit_floor * pit_price + haul + port)[:, quote_good],
        haul=haul[:, lane_good],
        port=port * np.ones(world.n_lanes),
        discount=discount[:, quote_good],
        discount_unlawful=np.maximum(rates.discount_unlawful - discount, 0.0)[:, quote_good],
        barter_normal=barter[:, lane_good],
        barter_closed=barter_closed[:, lane_good],
        ceiling_t=ceiling,
        room_t=np.tile(room, (1, len(GOODS))),
        route_cost=np.tile(route_cost, (1, len(GOODS))),
        mean_route_cost=(route_cost * weight).sum(axis=1, keepdims=True),
        levy_split=_levy_split(world, rates),
        food_t=capacity * rates.workers_per_t * rates.food_kg / KG_A_TONNE,
        worn=np.broadcast_to(1.0 - world.mines.strategic, capacity.shape),
        flood=np.minimum(
            (1.0 - np.exp(-1.0 / rates.months_to_flood)) * world.mines.depth,
            load_fixed()["most_flooded_a_month"].value,
        ),
        drain=np.minimum(1.0 / (rates.drain_part * rates.recovery_months), 1.0),
        collect=np.minimum(1.0 / np.maximum(months_to_pay, 1.0), 1.0),
        prepay_scale=1.0 + np.exp(-rates.prepay_steepness * rates.prepay_midpoint),
    )
    return Standing(**{name: columns(value) for name, value in vars(found).items()})


def _capacity(world: World, rates: Rates) -> Floats:
    least = load_fixed()["least_basic_share"].value
    basic = np.maximum(1.0 - rates.share_self - rates.share_private, least)
    kinds = np.hstack([basic, rates.share_self, rates.share_private])
    totals = np.hstack([rates.coal_total_mt, rates.ore_total_mt]) * rates.headroom * MT / YEAR
    mines, capacity = world.mines, np.zeros((len(basic), world.n_mines))
    for good in range(len(GOODS)):
        here = mines.good == good
        present = np.unique(mines.kind[here])
        whole = kinds[:, present].sum(axis=1, keepdims=True)
        for kind in present:
            chosen = here & (mines.kind == kind)
            part = mines.size[chosen] / mines.size[chosen].sum()
            total = totals[:, good : good + 1] * kinds[:, kind : kind + 1] / whole
            capacity[:, chosen] = total * part
    return capacity


def _export_part(world: World, rates: Rates) -> Floats:
    """Give what each mine may offer: ore by its own share, coal by the kind of mine."""
    basic = rates.export_quota + rates.quota_leakage * (1.0 - rates.export_quota)
    by_kind = np.hstack([basic, rates.other_export_share, rates.other_export_share])
    coal = by_kind[:, world.mines.kind]
    return np.where(world.mines.good == 0, coal, rates.ore_export_share)


def _route_costs(rates: Rates) -> Floats:
    relabelled = rates.relabel_fee_usd_per_t + rates.relabel_detour_usd_per_t
    return np.hstack([rates.ship_to_ship_usd_per_t, rates.direct_dark_usd_per_t, relabelled])


def _levy_split(world: World, rates: Rates) -> Floats:
    weights = np.hstack([getattr(rates, f"levy_{name}") for name in AUTHORITIES])
    return np.tile(weights / weights.sum(axis=1, keepdims=True), (1, world.n_companies))
