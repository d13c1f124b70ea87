"""Step 2: the risk that Chinese traders believe in."""

import numpy as np

from coalface.scenarios.kernels import Floats, formula, kernel
from coalface.scenarios.rates import Rates

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
    return _beliefs((belief.T, seen.T), (rates.news_weight.T, rates.belief_gain.T), news).T


@kernel
def _beliefs(held: tuple[Floats, Floats], rates: tuple[Floats, Floats], news: float) -> Floats:
    belief, seen = held
    weight, gain = rates
    found = np.empty(belief.shape)
    for i in range(belief.shape[0]):
        for d in range(belief.shape[1]):
            found[i, d] = _belief(belief[i, d], seen[i, d], weight[0, d], news, gain[0, d])
    return found


@formula
def _belief(belief: float, seen: float, weight: float, news: float, gain: float) -> float:
    heard = min(seen + weight * news, 1.0)
    return belief + gain * (heard - belief)
