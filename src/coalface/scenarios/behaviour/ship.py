"""Step 7, second half: what leaves the ports, lawfully first, then by unlawful routes."""

from typing import NamedTuple

import numpy as np

from coalface.scenarios.kernels import Floats, Indices, kernel
from coalface.scenarios.rates import Rates
from coalface.scenarios.shares import part_of
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
    return _loaded((stock.T, ordered.T), ceiling.T, world.lane_good.parent).T


def ship_unlawful(world: World, ready: Floats, kept: Floats) -> Floats:
    """Ship what of the unlawful cargo finds room (7.9).

    Args:
        world: Who deals with whom.
        ready: Unlawful cargo ready to go, `(draw, lane)`.
        kept: Part that finds room, `(draw, good)`.
    """
    return _fitting(ready.T, kept.T, world.lane_good.parent).T


def store(rates: Rates, stock: Floats, shipped: Floats, bought: Floats) -> Shipped:
    """Keep the rest at port, less what is lost, with what came in for next month (7.10)."""
    port, lost = _stored((stock.T, shipped.T, bought.T), rates.port_loss.T)
    return Shipped(port.T, lost.T)


@kernel
def _loaded(lanes: tuple[Floats, Floats], ceiling: Floats, good: Indices) -> Floats:
    stock, ordered = lanes
    going, total = np.empty(stock.shape), np.zeros(ceiling.shape)
    for i in range(stock.shape[0]):
        for d in range(stock.shape[1]):
            going[i, d] = min(stock[i, d], ordered[i, d])
            total[good[i], d] += going[i, d]
    for i in range(stock.shape[0]):
        for d in range(stock.shape[1]):
            going[i, d] *= part_of(ceiling[good[i], d], total[good[i], d])
    return going


@kernel
def _fitting(ready: Floats, kept: Floats, good: Indices) -> Floats:
    found = np.empty(ready.shape)
    for i in range(ready.shape[0]):
        for d in range(ready.shape[1]):
            found[i, d] = ready[i, d] * kept[good[i], d]
    return found


@kernel
def _stored(lanes: tuple[Floats, Floats, Floats], loss: Floats) -> tuple[Floats, Floats]:
    stock, shipped, bought = lanes
    port, lost = np.empty(stock.shape), np.empty(stock.shape)
    for i in range(stock.shape[0]):
        for d in range(stock.shape[1]):
            left = max(stock[i, d] - shipped[i, d], 0.0)
            lost[i, d] = loss[0, d] * left
            port[i, d] = left - lost[i, d] + bought[i, d]
    return port, lost
