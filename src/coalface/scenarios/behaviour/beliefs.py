"""Step 2: the risk that Chinese traders believe in."""

from coalface.scenarios.rates import Rates
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import formula

__all__ = ["update_belief"]


def update_belief(belief: Floats, seen: Floats, news: float, rates: Rates) -> Floats:
    """Move beliefs part of the way to what was seen and heard (2.1).

    Args:
        belief: Believed risk at the start of the month, `(draw, trader)`.
        seen: Part of last month's unlawful cargo that was seized, `(draw, trader)`.
        news: How loud enforcement is in the news, 0 to 1.
        rates: The unknowns.

    Returns:
        Believed risk, 0 to 1.
    """
    return _belief(belief, seen, rates.news_weight, news, rates.belief_gain)


@formula
def _belief(belief: float, seen: float, weight: float, news: float, gain: float) -> float:
    heard = min(seen + weight * news, 1.0)
    return belief + gain * (heard - belief)
