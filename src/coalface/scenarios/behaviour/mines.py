"""Step 12: mines age: water, faces, equipment, hands, and money put into them."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.drivers import Month
from coalface.scenarios.kernels import Floats, Indices, Path, formula, kernel
from coalface.scenarios.rates import Rates
from coalface.scenarios.shares import part_of
from coalface.scenarios.standing import YEAR, Standing
from coalface.scenarios.state import State
from coalface.scenarios.world import World

__all__ = ["Aged", "age_mines", "invest", "reopen", "repay_investors"]

MOST_WATER = 0.98


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
    parents = (world.lane_mine.parent, world.lane_trader.parent)
    return _put_in((gain.T, equipment.T, cash.T), rates.investment_share.T, parents).T


def repay_investors(world: World, rates: Rates, owed: Floats, cash: Floats) -> Floats:
    """Pay investors back out of the mines' cash, `(draw, lane)` (12.7)."""
    return _returned(owed.T, cash.T, rates.investor_return.T, world.lane_mine.parent).T


def reopen(standing: Standing, rates: Rates, state: State, cash: Floats) -> Floats:
    """Pay for new faces where the water stands low enough, USD, `(draw, mine)` (12.5).

    Args:
        standing: Constants of the block.
        rates: The unknowns.
        state: State at the start of the month.
        cash: Of each mine after investors are paid, `(draw, mine)`.
    """
    mines = (state.faces.T, state.water.T, standing.capacity_t.T, cash.T)
    told = (rates.recovery_months.T, rates.reopen_usd_per_t.T, rates.flood_threshold.T)
    return _new_faces(mines, told).T


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
    water, faces = _under_water(
        (state.water.T, state.faces.T, worked.T, reopened_usd.T),
        (standing.flood.T, standing.drain.T, standing.capacity_t.T),
        (rates.pump_share.T, rates.flood_threshold.T, rates.face_loss.T, rates.reopen_usd_per_t.T),
        month.pump_power,
    )
    equipment, strength = _worn_and_fed(
        (state.equipment.T, state.strength.T, invested_usd.T, fed.T),
        (standing.worn.T, standing.capacity_t.T),
        (rates.equipment_wear.T, rates.equipment_usd_per_t.T),
        (rates.strength_speed.T, rates.strength_floor.T),
    )
    return Aged(water.T, faces.T, equipment.T, strength.T)


@kernel
def _put_in(
    held: tuple[Floats, Floats, Floats], share: Floats, parents: tuple[Indices, Indices]
) -> Floats:
    gain, equipment, cash = held
    mine, trader = parents
    wanted, total = np.empty(gain.shape), np.zeros(cash.shape)
    for i in range(gain.shape[0]):
        for d in range(gain.shape[1]):
            wanted[i, d] = _wanted(share[0, d], gain[i, d], 1.0 - equipment[mine[i], d])
            total[trader[i], d] += wanted[i, d]
    for i in range(gain.shape[0]):
        for d in range(gain.shape[1]):
            wanted[i, d] *= part_of(cash[trader[i], d], total[trader[i], d])
    return wanted


@kernel
def _returned(owed: Floats, cash: Floats, share: Floats, mine: Indices) -> Floats:
    wanted, total = np.empty(owed.shape), np.zeros(cash.shape)
    for i in range(owed.shape[0]):
        for d in range(owed.shape[1]):
            wanted[i, d] = share[0, d] * owed[i, d]
            total[mine[i], d] += wanted[i, d]
    for i in range(owed.shape[0]):
        for d in range(owed.shape[1]):
            wanted[i, d] *= part_of(cash[mine[i], d], total[mine[i], d])
    return wanted


@kernel
def _new_faces(
    mines: tuple[Floats, Floats, Floats, Floats], rates: tuple[Floats, Floats, Floats]
) -> Floats:
    faces, water, capacity, cash = mines
    months, usd_per_t, threshold = rates
    found = np.empty(faces.shape)
    for m in range(faces.shape[0]):
        for d in range(faces.shape[1]):
            found[m, d] = _reopened(
                faces[m, d], months[0, d], usd_per_t[0, d], capacity[m, d], water[m, d],
                threshold[0, d], cash[m, d],
            )  # fmt: skip
    return found


@kernel
def _under_water(
    mines: tuple[Floats, Floats, Floats, Floats],
    standing: tuple[Floats, Floats, Floats],
    rates: tuple[Floats, Floats, Floats, Floats],
    power: Path,
) -> tuple[Floats, Floats]:
    water, faces, worked, reopened = mines
    flood, drain, capacity = standing
    share, threshold, loss, usd_per_t = rates
    wet, left = np.empty(water.shape), np.empty(water.shape)
    for m in range(water.shape[0]):
        for d in range(water.shape[1]):
            pump = _pump(worked[m, d], share[0, d], power[m])
            wet[m, d] = _water(water[m, d], flood[m, d], drain[0, d], pump)
            left[m, d] = _faces(
                faces[m, d], water[m, d], threshold[0, d], loss[0, d], reopened[m, d],
                usd_per_t[0, d], capacity[m, d],
            )  # fmt: skip
    return wet, left


@kernel
def _worn_and_fed(
    mines: tuple[Floats, Floats, Floats, Floats],
    standing: tuple[Floats, Floats],
    rates: tuple[Floats, Floats],
    hands: tuple[Floats, Floats],
) -> tuple[Floats, Floats]:
    equipment, strength, invested, fed = mines
    worn, capacity = standing
    wear, usd_per_t = rates
    speed, floor = hands
    kept, strong = np.empty(fed.shape), np.empty(fed.shape)
    for m in range(fed.shape[0]):
        for d in range(fed.shape[1]):
            kept[m, d] = _equipment(
                equipment[m, d], wear[0, d], worn[m, d], invested[m, d], usd_per_t[0, d],
                capacity[m, d],
            )  # fmt: skip
            strong[m, d] = _strength(strength[m, d], speed[0, d], floor[0, d], fed[m, d])
    return kept, strong


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
