"""Whether figures said anything of a parameter: a posterior like its prior is "not informed".

The yardstick is carried along: parameters without any effect go through the same fit, and what
happens to them is chance's making.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

__all__ = ["N_IDLE", "Informed", "Yardstick", "find_informed", "find_yardstick"]

Floats = NDArray[np.float64]
N_IDLE = 100  # parameters without effect that are carried along
#: A spread less than a tenth smaller, or a shift of less than a tenth, is no information.
LEAST = 0.10
CHANCE = 0.99  # a parameter must go beyond all but one in a hundred of the idle ones


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a parameter must exceed to count as informed.

    Attributes:
        contraction: Part by which the spread falls.
        ks: Distance between the distribution functions of posterior and prior.
    """

    contraction: float
    ks: float


@dataclass(frozen=True, slots=True)
class Informed:
    """What figures said of one parameter.

    Attributes:
        parameter: Its id.
        contraction: 1 less posterior over prior standard deviation, both of normal scores.
        ks: Largest distance between the two distribution functions.
        median_score: Where the posterior's median lies in the prior: 0 at its median.
        low_score: 5 % point of the posterior's scores.
        high_score: 95 % point.
        is_informed: Whether contraction or distance is beyond the yardstick.
    """

    parameter: str
    contraction: float
    ks: float
    median_score: float
    low_score: float
    high_score: float
    is_informed: bool

    @property
    def words(self) -> str:
        """Say it in words."""
        return "informed" if self.is_informed else "not informed"


def find_yardstick(idle: Floats) -> Yardstick:
    """Give what chance does to parameters without effect, and a tenth at least.

    Args:
        idle: Posterior scores of parameters without effect, `(member, parameter)`.
    """
    ks = np.quantile([_ks(column) for column in idle.T], CHANCE)
    contraction = np.quantile(1.0 - idle.std(axis=0, ddof=1), CHANCE)
    return Yardstick(max(LEAST, float(contraction)), max(LEAST, float(ks)))


def find_informed(
    names: Sequence[str], scores: Floats, yardstick: Yardstick
) -> tuple[Informed, ...]:
    """Compare posterior scores with the prior's, which are standard normal.

    Informed is a parameter whose spread fell by more than a tenth and more than 99 in 100 idle
    parameters' did, or whose distribution moved by more than that. Parameters may be informed
    jointly, as a sum or ratio, and each alone not.

    Args:
        names: Parameters, in the order of the columns.
        scores: Posterior, `(member, parameter)`.
        yardstick: From idle parameters of the same fit.
    """
    found = []
    for i, name in enumerate(names):
        column = scores[:, i]
        ks, contraction = _ks(column), 1.0 - float(column.std(ddof=1))
        low, median, high = (float(q) for q in np.quantile(column, (0.05, 0.5, 0.95)))
        is_informed = contraction > yardstick.contraction or ks > yardstick.ks
        found.append(Informed(name, contraction, ks, median, low, high, is_informed))
    return tuple(found)


def _ks(scores: Floats) -> float:
    """Give the largest distance to the standard normal distribution function."""
    below = norm.cdf(np.sort(scores))
    ranks = np.arange(len(scores) + 1) / len(scores)
    return float(max((ranks[1:] - below).max(), (below - ranks[:-1]).max()))
