"""Step 6: what mines can give, what companies can pay for, and what is mined."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.drivers import Month
from coalface.scenarios.kernels import Floats, Indices, Path, formula, kernel
from coalface.scenarios.rates import Rates
from coalface.scenarios.shares import TINY, part_of
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
    condition = (state.equipment.T, state.water.T, state.faces.T, state.strength.T)
    return _outputs(standing.capacity_t.T, condition, month.power, fuelled.T).T


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
    limits = (standing.haul.T, standing.pit_floor.T, standing.pit_price.T)
    return _pit_prices((wanted_t.T, wanted_usd.T), rates.authority_share.T, limits).T


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
    lanes = (wanted_t.T, price.T, standing.haul.T, standing.port.T)
    bought = _purchases(lanes, (released.T, off_book.T), world.lane_company.parent)
    return Bought(*(rows.T for rows in bought))


def mine(standing: Standing, rates: Rates, state: State, possible: Floats, taken: Floats) -> Mined:
    """Mine for export what is taken, and for home the plan and part of the rest (6.11 to 6.14).

    Args:
        standing: Constants of the block.
        rates: The unknowns.
        state: State at the start of the month.
        possible: Possible output, `(draw, mine)`.
        taken: Bought for export, `(draw, mine)`.
    """
    mines = (possible.T, taken.T, state.pit_t.T)
    fixed = (standing.export_part.T, standing.home_room_t.T, rates.pit_stock_months.T)
    return Mined(*(rows.T for rows in _mined(mines, fixed)))


@kernel
def _outputs(
    capacity: Floats,
    condition: tuple[Floats, Floats, Floats, Floats],
    power: Path,
    fuelled: Floats,
) -> Floats:
    equipment, water, faces, strength = condition
    found = np.empty(water.shape)
    for m in range(water.shape[0]):
        for d in range(water.shape[1]):
            found[m, d] = _possible(
                capacity[m, d], equipment[m, d], water[m, d], faces[m, d], strength[m, d],
                power[m], fuelled[0, d],
            )  # fmt: skip
    return found


@kernel
def _pit_prices(
    wanted: tuple[Floats, Floats], authority_share: Floats, limits: tuple[Floats, Floats, Floats]
) -> Floats:
    tonnes, usd = wanted
    haul, floor, most = limits
    found = np.empty(tonnes.shape)
    for i in range(tonnes.shape[0]):
        for d in range(tonnes.shape[1]):
            found[i, d] = _pit_price(
                tonnes[i, d], usd[i, d], authority_share[0, d], haul[i, d], floor[i, d], most[i, d]
            )
    return found


@kernel
def _purchases(
    lanes: tuple[Floats, Floats, Floats, Floats], money: tuple[Floats, Floats], company: Indices
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    wanted, price, haul, port = lanes
    released, off_book = money
    cost, paid_in = np.zeros(released.shape), np.empty(released.shape)
    part, hauled, shipped = np.empty(cost.shape), np.zeros(cost.shape), np.zeros(cost.shape)
    tonnes, pit_usd = np.empty(wanted.shape), np.empty(wanted.shape)
    n_lanes, n_draws = wanted.shape
    for i in range(n_lanes):
        for d in range(n_draws):
            cost[company[i], d] += _bill(wanted[i, d], price[i, d], haul[i, d], port[i, d])
    for c in range(released.shape[0]):
        for d in range(n_draws):
            paid_in[c, d] = min(max(cost[c, d] - released[c, d], 0.0), off_book[c, d])
            part[c, d] = part_of(released[c, d] + paid_in[c, d], cost[c, d])
    for i in range(n_lanes):
        c = company[i]
        for d in range(n_draws):
            tonnes[i, d] = wanted[i, d] * part[c, d]
            pit_usd[i, d] = tonnes[i, d] * price[i, d]
            hauled[c, d] += tonnes[i, d] * haul[i, d]
            shipped[c, d] += tonnes[i, d] * port[i, d]
    return tonnes, pit_usd, hauled, shipped, paid_in


@kernel
def _mined(
    mines: tuple[Floats, Floats, Floats], fixed: tuple[Floats, Floats, Floats]
) -> tuple[Floats, Floats, Floats, Floats]:
    possible, taken, pit = mines
    export_part, home_room, months = fixed
    produced, home = np.empty(pit.shape), np.empty(pit.shape)
    turned, stock = np.empty(pit.shape), np.empty(pit.shape)
    for m in range(pit.shape[0]):
        for d in range(pit.shape[1]):
            for_export = export_part[m, d] * possible[m, d]
            from_pit = min(pit[m, d], taken[m, d])
            left = _left(for_export, taken[m, d], from_pit)
            turned[m, d] = min(left, home_room[m, d])
            stocked = _stocked(left, turned[m, d], months[0, d], for_export, pit[m, d], from_pit)
            home[m, d] = _home(possible[m, d], for_export, turned[m, d])
            produced[m, d] = _produced(home[m, d], taken[m, d], from_pit, stocked)
            stock[m, d] = _pit(pit[m, d], from_pit, stocked)
    return produced, home, turned, stock


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
