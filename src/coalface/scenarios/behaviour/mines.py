"""Step 12: mines age: water, faces, equipment, hands, and money put into them."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.drivers import Month
from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import excess, part_of
from coalface.scenarios.standing import YEAR, Standing
from coalface.scenarios.state import State
from coalface.scenarios.world import World

__all__ = ["Aged", "Invested", "age_mines", "invest", "reopen", "repay_investors"]

MOST_WATER = 0.98


class Invested(NamedTuple):
    """What is put into mines, USD, `(draw, lane)`, and paid back, USD, `(draw, lane)`."""

    paid: Floats
    returned: Floats


class Aged(NamedTuple):
    """Condition of mines at the month's end, `(draw, mine)` each."""

    water: Floats
    faces: Floats
    equipment: Floats
    strength: Floats


def invest(world: World, rates: Rates, gain: Floats, equipment: Floats, cash: Floats) -> Floats:
    """Put part of a lane's gain into its mine, where equipment lacks (12.6).

    Args:
        world: Who deals with whom.
        rates: The unknowns.
        gain: Resale less price and carriage, USD, `(draw, lane)`.
        equipment: Of each mine, 0 to 1, `(draw, mine)`.
        cash: Of each trader, less what is taken out, `(draw, trader)`.
    """
    lacking = world.lane_mine.spread(1.0 - equipment)
    wanted = rates.investment_share * np.maximum(gain, 0.0) * lacking
    part = part_of(cash, world.lane_trader.sum(wanted))
    return wanted * world.lane_trader.spread(part)


def repay_investors(world: World, rates: Rates, owed: Floats, cash: Floats) -> Floats:
    """Pay investors back out of the mines' cash, `(draw, lane)` (12.7)."""
    wanted = rates.investor_return * owed
    part = part_of(cash, world.lane_mine.sum(wanted))
    return wanted * world.lane_mine.spread(part)


def reopen(standing: Standing, rates: Rates, state: State, cash: Floats) -> Floats:
    """Pay for new faces where the water stands low enough, USD, `(draw, mine)` (12.5).

    Args:
        standing: Constants of the block.
        rates: The unknowns.
        state: State at the start of the month.
        cash: Of each mine after investors are paid, `(draw, mine)`.
    """
    step = np.minimum(1.0 - state.faces, 1.0 / rates.recovery_months)
    cost = rates.reopen_usd_per_t * YEAR * standing.capacity_t
    return np.minimum(step * cost * (state.water < rates.flood_threshold), cash)


def age_mines(
    month: Month, standing: Standing, rates: Rates, state: State, work: tuple[Floats, ...]
) -> Aged:
    """Age the mines by a month (12.1 to 12.4 and 12.8).

    Args:
        month: What the month brings.
        standing: Constants of the block.
        rates: The unknowns.
        state: State at the start of the month.
        work: Part of possible output that was mined, part of the need for food met, USD paid for
            reopening, and USD put into equipment, `(draw, mine)`
            each.
    """
    worked, fed, reopened_usd, invested_usd = work
    pump = np.maximum(np.minimum(worked / rates.pump_share, 1.0), month.pump_power)
    flooding = standing.flood * (1.0 - pump) * (1.0 - state.water)
    water = state.water + flooding - standing.drain * pump * state.water
    above = excess(state.water, rates.flood_threshold)
    yearly = YEAR * standing.capacity_t
    gained = reopened_usd / (rates.reopen_usd_per_t * yearly)
    faces = state.faces * (1.0 - rates.face_loss * above) + gained
    kept = state.equipment * (1.0 - rates.equipment_wear * standing.worn)
    equipment = kept + invested_usd / (rates.equipment_usd_per_t * yearly)
    goal = rates.strength_floor + (1.0 - rates.strength_floor) * fed
    return Aged(
        np.minimum(np.maximum(water, 0.0), MOST_WATER),
        np.minimum(faces, 1.0),
        np.minimum(equipment, 1.0),
        state.strength + rates.strength_speed * (goal - state.strength),
    )
