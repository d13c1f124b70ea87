"""Step 6: what mines can give, what companies can pay for, and what is mined."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.drivers import Month
from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import TINY, excess, formula, part_of
from coalface.scenarios.standing import Standing
from coalface.scenarios.state import State
from coalface.scenarios.world import World

__all__ = ["Bought", "Mined", "buy", "haulage_room", "mine", "pit_price", "possible_output"]


class Bought(NamedTuple):
    """What companies buy at the pit for export.

    Attributes:
        tonnes: Of each lane, `(draw, lane)`.
        pit_usd: Paid to mines, `(draw, lane)`.
        haul_usd: Paid to carriers, `(draw, company)`.
        port_usd: Paid for port, inspection and papers, `(draw, company)`.
        paid_in_usd: Off-book cash put in, `(draw, company)`.
    """

    tonnes: Floats
    pit_usd: Floats
    haul_usd: Floats
    port_usd: Floats
    paid_in_usd: Floats


class Mined(NamedTuple):
    """What mines mine and where it goes, tonnes, `(draw, mine)`.

    Attributes:
        produced: All that is mined.
        home: Used at home.
        turned_home: Part of it that was meant for export.
        pit: Stock at the pit at the month's end.
    """

    produced: Floats
    home: Floats
    turned_home: Floats
    pit: Floats


def haulage_room(month: Month, rates: Rates) -> Floats:
    """Give the part of work that fuel allows, `(draw, 1)` (6.1)."""
    return 1.0 - rates.fuel_bite * (1.0 - month.fuel)


def possible_output(month: Month, standing: Standing, state: State, fuelled: Floats) -> Floats:
    """Give each mine's possible output, tonnes, `(draw, mine)` (6.2)."""
    return _possible(
        standing.capacity_t, state.equipment, state.water, state.faces, state.strength,
        month.power, fuelled,
    )  # fmt: skip


def pit_price(standing: Standing, rates: Rates, wanted_t: Floats, wanted_usd: Floats) -> Floats:
    """Give the price at the pit, USD/t, `(draw, lane)` (6.6).

    It is what the price abroad leaves after what authorities want of it (port and papers are part
    of that) and the haul, within a floor and a ceiling.

    Args:
        standing: Constants of the block.
        rates: The unknowns.
        wanted_t: Orders, `(draw, lane)`.
        wanted_usd: Their contract value.
    """
    return _pit_price(
        wanted_t, wanted_usd, rates.authority_share, standing.haul, standing.pit_floor,
        standing.pit_price,
    )  # fmt: skip


def buy(
    world: World, standing: Standing, price: Floats, wanted_t: Floats, money: tuple[Floats, Floats]
) -> Bought:
    """Buy at the pit what is wanted, as far as working capital goes (6.7 to 6.10).

    Args:
        world: Who deals with whom.
        standing: Constants of the block.
        price: At the pit, `(draw, lane)`.
        wanted_t: To be bought, within what is offered, `(draw, lane)`.
        money: What each company's bank releases with this month's prepayments, and its off-book
            cash, `(draw, company)` each.
    """
    released, off_book = money
    by_company = world.lane_company
    cost = by_company.sum(_bill(wanted_t, price, standing.haul, standing.port))
    paid_in = np.minimum(excess(cost, released), off_book)
    part = part_of(released + paid_in, cost)
    tonnes = wanted_t * by_company.spread(part)
    haul = by_company.sum(tonnes * standing.haul)
    port = by_company.sum(tonnes * standing.port)
    return Bought(tonnes, tonnes * price, haul, port, paid_in)


def mine(standing: Standing, rates: Rates, state: State, possible: Floats, taken: Floats) -> Mined:
    """Mine for export what is taken, and for home the plan and part of the rest (6.11 to 6.14).

    Args:
        standing: Constants of the block.
        rates: The unknowns.
        state: State at the start of the month.
        possible: Possible output, `(draw, mine)`.
        taken: Bought for export, `(draw, mine)`.
    """
    for_export = standing.export_part * possible
    from_pit = np.minimum(state.pit_t, taken)
    left = _left(for_export, taken, from_pit)
    turned_home = np.minimum(left, standing.home_room_t)
    stocked = _stocked(left, turned_home, rates.pit_stock_months, for_export, state.pit_t, from_pit)
    home = _home(possible, for_export, turned_home)
    produced = _produced(home, taken, from_pit, stocked)
    return Mined(produced, home, turned_home, _pit(state.pit_t, from_pit, stocked))


@formula
def _possible(
    capacity: float,
    equipment: float,
    water: float,
    faces: float,
    strength: float,
    power: float,
    fuelled: float,
) -> float:
    return capacity * equipment * ((1.0 - water) * faces) * strength * power * fuelled


@formula
def _pit_price(
    tonnes: float, usd: float, authority_share: float, haul: float, floor: float, most: float
) -> float:
    left = (1.0 - authority_share) * (usd / max(tonnes, TINY)) - haul
    return min(max(left, floor), most)


@formula
def _bill(tonnes: float, price: float, haul: float, port: float) -> float:
    return tonnes * (price + haul + port)


@formula
def _left(for_export: float, taken: float, from_pit: float) -> float:
    return max(for_export - (taken - from_pit), 0.0)


@formula
def _stocked(
    left: float, turned_home: float, months: float, for_export: float, pit: float, from_pit: float
) -> float:
    room = max(months * for_export - (pit - from_pit), 0.0)
    return min(left - turned_home, room)


@formula
def _home(possible: float, for_export: float, turned_home: float) -> float:
    return (possible - for_export) + turned_home


@formula
def _produced(home: float, taken: float, from_pit: float, stocked: float) -> float:
    return home + (taken - from_pit) + stocked


@formula
def _pit(pit: float, from_pit: float, stocked: float) -> float:
    return pit - from_pit + stocked
