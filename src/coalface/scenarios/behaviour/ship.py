"""Step 7, second half: what leaves the ports, lawfully first, then by unlawful routes."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import excess, part_of
from coalface.scenarios.world import World

__all__ = ["Shipped", "ship_lawful", "ship_unlawful", "store"]


class Shipped(NamedTuple):
    """The port stock at the month's end, tonnes, `(draw, lane)`."""

    port: Floats
    lost: Floats


def ship_lawful(world: World, stock: Floats, ordered: Floats, ceiling: Floats) -> Floats:
    """Ship what is ordered and there, as far as berths allow (7.1 and 7.2).

    Args:
        world: Who deals with whom.
        stock: At ports at the start of the month, `(draw, lane)`.
        ordered: Lawful orders after caps, `(draw, lane)`.
        ceiling: Most that ports can load, `(draw, good)`.

    Returns:
        Shipped under its own name, tonnes, `(draw, lane)`.
    """
    going = np.minimum(stock, ordered)
    part = part_of(ceiling, world.lane_good.sum(going))
    return going * world.lane_good.spread(part)


def ship_unlawful(world: World, ready: Floats, kept: Floats) -> Floats:
    """Ship what of the unlawful cargo finds room (7.9).

    Args:
        world: Who deals with whom.
        ready: Unlawful cargo ready to go, `(draw, lane)`.
        kept: Part that finds room, `(draw, good)`.
    """
    return ready * world.lane_good.spread(kept)


def store(rates: Rates, stock: Floats, shipped: Floats, bought: Floats) -> Shipped:
    """Keep the rest at port, less what is lost, with what came in for next month (7.10)."""
    left = excess(stock, shipped)
    lost = rates.port_loss * left
    return Shipped(left - lost + bought, lost)
