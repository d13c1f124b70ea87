"""Step 12: mines age: water, faces, equipment, hands, and money put into them."""

from typing import NamedTuple

from coalface.scenarios.drivers import Month
from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import formula, part_of
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
    wanted = _wanted(rates.investment_share, gain, lacking)
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
    return _reopened(
        state.faces, rates.recovery_months, rates.reopen_usd_per_t, standing.capacity_t,
        state.water, rates.flood_threshold, cash,
    )  # fmt: skip


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
    pump = _pump(worked, rates.pump_share, month.pump_power)
    return Aged(
        _water(state.water, standing.flood, standing.drain, pump),
        _faces(
            state.faces, state.water, rates.flood_threshold, rates.face_loss, reopened_usd,
            rates.reopen_usd_per_t, standing.capacity_t,
        ),
        _equipment(
            state.equipment, rates.equipment_wear, standing.worn, invested_usd,
            rates.equipment_usd_per_t, standing.capacity_t,
        ),
        _strength(state.strength, rates.strength_speed, rates.strength_floor, fed),
    )  # fmt: skip


@formula
def _wanted(share: float, gain: float, lacking: float) -> float:
    return share * max(gain, 0.0) * lacking


@formula
def _reopened(
    faces: float,
    months: float,
    usd_per_t: float,
    capacity: float,
    water: float,
    threshold: float,
    cash: float,
) -> float:
    step = min(1.0 - faces, 1.0 / months)
    is_dry = 1.0 if water < threshold else 0.0
    return min(step * (usd_per_t * YEAR * capacity) * is_dry, cash)


@formula
def _pump(worked: float, share: float, power: float) -> float:
    return max(min(worked / share, 1.0), power)


@formula
def _water(water: float, flood: float, drain: float, pump: float) -> float:
    flooding = flood * (1.0 - pump) * (1.0 - water)
    return min(max(water + flooding - drain * pump * water, 0.0), MOST_WATER)


@formula
def _faces(
    faces: float,
    water: float,
    threshold: float,
    loss: float,
    usd: float,
    usd_per_t: float,
    capacity: float,
) -> float:
    gained = usd / (usd_per_t * (YEAR * capacity))
    return min(faces * (1.0 - loss * max(water - threshold, 0.0)) + gained, 1.0)


@formula
def _equipment(
    equipment: float, wear: float, worn: float, usd: float, usd_per_t: float, capacity: float
) -> float:
    kept = equipment * (1.0 - wear * worn)
    return min(kept + usd / (usd_per_t * (YEAR * capacity)), 1.0)


@formula
def _strength(strength: float, speed: float, floor: float, fed: float) -> float:
    goal = floor + (1.0 - floor) * fed
    return strength + speed * (goal - strength)
