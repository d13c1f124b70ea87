"""Step 8: which part of unlawful cargo is seized, and what it costs."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.kernels import Floats, formula, kernel
from coalface.scenarios.rates import Rates
from coalface.scenarios.shares import TINY

__all__ = ["Seized", "seize"]


class Seized(NamedTuple):
    """What is seized, `(draw, lane)`.

    Attributes:
        part: Part of the lane's unlawful cargo.
        tonnes: Tonnes.
        fine_usd: Fines that follow.
        disputed: Part of the lane's prepayments that is lost to the buyer.
    """

    part: Floats
    tonnes: Floats
    fine_usd: Floats
    disputed: Floats


def seize(
    rates: Rates, cargo: tuple[Floats, Floats], stopped: Floats, cny_per_usd: float, chance: Floats
) -> Seized:
    """Decide how many cargoes are seized (8.1 to 8.6).

    A lane's cargo makes N voyages of one size, at least one. Whole cargoes are taken, and on
    average the chance of being stopped times N: fewer extremes than if each had its own luck.

    Args:
        rates: The unknowns.
        cargo: Shipped by unlawful routes, and by all, tonnes, `(draw, lane)` each.
        stopped: Chance that a cargo is stopped, `(draw, lane)`.
        cny_per_usd: Rate of exchange.
        chance: Evenly spread numbers, one a lane, `(draw, lane)`.
    """
    shipped, whole = cargo
    told = (rates.voyage_t.T, rates.fine_cny.T, rates.dispute_share.T)
    lanes = (shipped.T, whole.T, stopped.T, chance.T)
    return Seized(*(rows.T for rows in _seizures(lanes, told, cny_per_usd)))


@kernel
def _seizures(
    lanes: tuple[Floats, Floats, Floats, Floats],
    rates: tuple[Floats, Floats, Floats],
    cny_per_usd: float,
) -> tuple[Floats, Floats, Floats, Floats]:
    shipped, whole, stopped, chance = lanes
    voyage_t, fine_cny, share = rates
    part, tonnes = np.empty(shipped.shape), np.empty(shipped.shape)
    fine, disputed = np.empty(shipped.shape), np.empty(shipped.shape)
    for i in range(shipped.shape[0]):
        for d in range(shipped.shape[1]):
            voyages = _voyages(shipped[i, d], voyage_t[0, d])
            part[i, d] = _part(voyages, stopped[i, d], chance[i, d])
            tonnes[i, d] = part[i, d] * shipped[i, d]
            fine[i, d] = tonnes[i, d] * (fine_cny[0, d] / cny_per_usd / voyage_t[0, d])
            disputed[i, d] = _disputed(share[0, d], tonnes[i, d], whole[i, d])
    return part, tonnes, fine, disputed


@formula
def _voyages(shipped: float, voyage_t: float) -> float:
    return max(float(np.ceil(shipped / voyage_t)), 1.0)


@formula
def _part(voyages: float, stopped: float, chance: float) -> float:
    return min(float(np.floor(voyages * stopped + chance)) / voyages, 1.0)


@formula
def _disputed(share: float, tonnes: float, whole: float) -> float:
    return share * tonnes / max(whole, TINY)
