"""Step 5: prepayments, never more than the traders' cash."""

import numpy as np

from coalface.scenarios.kernels import Floats, Indices, formula, kernel
from coalface.scenarios.shares import part_of
from coalface.scenarios.world import World

__all__ = ["prepay"]


def prepay(
    world: World, asked: Floats, ordered: Floats, outstanding: Floats, cash: Floats
) -> Floats:
    """Pay what terms ask for the next cargo, all lanes of a trader cut alike (5.1 to 5.3).

    Older prepayments are first used up by this month's orders; what is left of them then counts.

    Args:
        world: Who deals with whom.
        asked: Prepayment that the terms ask for orders like this month's, USD, `(draw, lane)`.
        ordered: Contract value of this month's orders, USD, `(draw, lane)`.
        outstanding: Prepaid and not delivered, USD, `(draw, lane)`.
        cash: Of each trader, USD, `(draw, trader)`.

    Returns:
        Prepaid in the month, USD, `(draw, lane)`.
    """
    lanes = (asked.T, outstanding.T, ordered.T)
    return _advances(lanes, cash.T, world.lane_trader.parent).T


@kernel
def _advances(lanes: tuple[Floats, Floats, Floats], cash: Floats, trader: Indices) -> Floats:
    asked, outstanding, ordered = lanes
    wanted, total = np.empty(asked.shape), np.zeros(cash.shape)
    for i in range(asked.shape[0]):
        for d in range(asked.shape[1]):
            wanted[i, d] = _wanted(asked[i, d], outstanding[i, d], ordered[i, d])
            total[trader[i], d] += wanted[i, d]
    for i in range(asked.shape[0]):
        for d in range(asked.shape[1]):
            wanted[i, d] *= part_of(cash[trader[i], d], total[trader[i], d])
    return wanted


@formula
def _wanted(asked: float, outstanding: float, ordered: float) -> float:
    return max(asked - max(outstanding - ordered, 0.0), 0.0)
