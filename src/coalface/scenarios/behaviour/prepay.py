"""Step 5: prepayments, never more than the traders' cash."""

from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import formula, part_of
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
    wanted = _wanted(asked, outstanding, ordered)
    total = world.lane_trader.sum(wanted)
    part = part_of(cash, total)
    return wanted * world.lane_trader.spread(part)


@formula
def _wanted(asked: float, outstanding: float, ordered: float) -> float:
    return max(asked - max(outstanding - ordered, 0.0), 0.0)
