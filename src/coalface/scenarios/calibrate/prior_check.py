"""Whether the model could have given the figures at all, before it is fitted to them.

A figure outside what every draw of the prior gives cannot be met by any fit within the ranges; then
the model or a range is wrong, and a fit that comes near does so by bending other parameters.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coalface.scenarios.calibrate.targets import Target, figures_of, noise_of

__all__ = ["PriorCheck", "check_prior", "share_within"]

Floats = NDArray[np.float64]
INSIDE = (0.05, 0.95)
REACH = (0.005, 0.995)


@dataclass(frozen=True, slots=True)
class PriorCheck:
    """One figure beside what the prior gives for it.

    Attributes:
        target: The figure.
        low: 5 % point of what the prior gives, noise included, in USD or t.
        mid: Its middle.
        high: 95 % point.
        share_below: Share of draws below the figure.
    """

    target: Target
    low: float
    mid: float
    high: float
    share_below: float

    @property
    def verdict(self) -> str:
        """Say where the figure lies: `within` the 90 % range, `at the edge`, or `out of reach`."""
        if INSIDE[0] <= self.share_below <= INSIDE[1]:
            return "within"
        is_in_reach = REACH[0] <= self.share_below <= REACH[1]
        return "at the edge" if is_in_reach else "out of reach"

    @property
    def side(self) -> str:
        """Say on which side of the figure most of the prior lies."""
        return "prior too high" if self.share_below < 1 / 2 else "prior too low"


def check_prior(
    targets: Sequence[Target], predicted: Floats, *, rng: np.random.Generator
) -> tuple[PriorCheck, ...]:
    """Set each figure beside what draws of the prior give for it.

    That a figure lies within says little of the model: a wide prior holds everything.

    Args:
        targets: The figures.
        predicted: What draws of the prior give for them, on the scale of `to_scale`, without
            noise, `(draw, target)`.
        rng: Source of the noise of figures and of the model's own miss.

    Returns:
        In the order of the targets.
    """
    noisy = predicted + noise_of(targets) * rng.standard_normal(predicted.shape)
    share = (noisy < figures_of(targets)).mean(axis=0)
    edges = np.quantile(noisy, (*INSIDE, 0.5), axis=0)
    found = []
    for i, target in enumerate(targets):
        low, high, mid = (float(np.sinh(edge[i]) * target.zero_below) for edge in edges)
        found.append(PriorCheck(target, max(0.0, low), max(0.0, mid), high, float(share[i])))
    return tuple(found)


def share_within(checks: Sequence[PriorCheck]) -> float:
    """Give the share of figures within the prior's 90 % range; far above 0.9 it is too wide."""
    return float(np.mean([check.verdict == "within" for check in checks]))
