"""Step 5: prepayments, never more than the traders' cash."""

import numpy as np

from coalface.scenarios.relations import Floats
from coalface.scenarios.world import World

__all__ = ["prepay"]

TINY = 1e-9


def prepay(world: World, asked: Floats, outstanding: Floats, cash: Floats) -> Floats:
    """Pay what terms ask beyond what is outstanding, all lanes of a trader cut alike (5.1 to 5.3).

    Args:
        world: Who deals with whom.
        asked: Prepayment that the terms ask for the month's orders, USD, `(draw, lane)`.
        outstanding: Prepaid and not delivered, USD, `(draw, lane)`.
        cash: Of each trader, USD, `(draw, trader)`.

    Returns:
        Prepaid in the month, USD, `(draw, lane)`.
    """
    wanted = np.maximum(asked - outstanding, 0.0)
    total = world.lane_trader.sum(wanted)
    part = np.minimum(cash / np.maximum(total, TINY), 1.0)
    return wanted * world.lane_trader.spread(part)
