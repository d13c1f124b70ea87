"""What anyone outside can see: trade as customs record it, with noise and unpublished months.

The likelihood sees this layer and nothing else of a run.
"""

from collections.abc import Collection, Mapping
from datetime import date

import numpy as np
from scipy.special import ndtri

from coalface.scenarios.forcing import ROUTES, Forcing
from coalface.scenarios.outcomes import Outcomes
from coalface.scenarios.relations import Floats
from coalface.scenarios.shares import TINY
from coalface.scenarios.theta import Theta
from coalface.scenarios.uniforms import uniforms
from coalface.scenarios.world import GOODS

__all__ = ["OBSERVATION", "RECORDED", "observe"]

OBSERVATION = "observation"  # purpose of the random numbers, one a good and month
RECORDED = ("recorded_t", "recorded_value_cif_usd")
NOISE, MISCLASSIFIED = "model.reporting_noise", "model.misclassified_share"
RELABELLED = ROUTES.index("relabelled")


def observe(
    outcomes: Outcomes,
    theta: Theta,
    forcing: Forcing,
    *,
    seed: int,
    unpublished: Collection[date] = (),
) -> Mapping[str, Floats]:
    """Give what the customs of China would record of a run.

    It is no account of what moved: cargo by unlawful routes is not in it, but for that part of
    relabelled cargo that is recorded under its true origin.

    Args:
        outcomes: A simulated block.
        theta: Its unknowns; `model.reporting_noise` and `model.misclassified_share` count here.
        forcing: What drove it.
        seed: Of the run.
        unpublished: First days of months that were never published: NaN, not zero.

    Returns:
        `recorded_t` and `recorded_value_cif_usd`, `(draw, month, good)`.
    """
    series = outcomes.series
    misclassified = _misclassified(outcomes, theta)
    price = forcing.world_price_usd_per_t * (1.0 - series["discount"])
    factor = _noise(outcomes, theta, seed)
    found = {
        "recorded_t": (series["declared_t"] + misclassified) * factor,
        "recorded_value_cif_usd": (series["declared_value_cif_usd"] + misclassified * price)
        * factor,
    }
    hidden = np.array([month in unpublished for month in outcomes.months])
    return {name: np.where(hidden[:, None], np.nan, values) for name, values in found.items()}


def _misclassified(outcomes: Outcomes, theta: Theta) -> Floats:
    """Give relabelled cargo recorded under its true origin, by good as all unlawful cargo."""
    unrecorded = outcomes.series["unrecorded_t"]
    relabelled = outcomes.series["shipped_by_route_t"][..., RELABELLED]
    total = np.maximum(unrecorded.sum(axis=2), TINY)
    tonnes = theta[MISCLASSIFIED][:, None] * relabelled / total
    found: Floats = tonnes[..., None] * unrecorded
    return found


def _noise(outcomes: Outcomes, theta: Theta, seed: int) -> Floats:
    """Give a factor for each good and month, 1 in the mean."""
    spread = theta[NOISE][:, None, None]
    drawn = uniforms(seed, OBSERVATION, outcomes.draws, len(outcomes.months), len(GOODS))
    factor: Floats = np.exp(spread * ndtri(drawn) - spread**2 / 2.0)
    return factor
