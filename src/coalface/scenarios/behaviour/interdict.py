"""Step 8: which part of unlawful cargo is seized, and what it costs."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import TINY, formula

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
    part = _part(_voyages(shipped, rates.voyage_t), stopped, chance)
    tonnes = part * shipped
    fine = tonnes * (rates.fine_cny / cny_per_usd / rates.voyage_t)
    return Seized(part, tonnes, fine, _disputed(rates.dispute_share, tonnes, whole))


@formula
def _voyages(shipped: float, voyage_t: float) -> float:
    return max(float(np.ceil(shipped / voyage_t)), 1.0)


@formula
def _part(voyages: float, stopped: float, chance: float) -> float:
    return min(float(np.floor(voyages * stopped + chance)) / voyages, 1.0)


@formula
def _disputed(share: float, tonnes: float, whole: float) -> float:
    return share * tonnes / max(whole, TINY)
