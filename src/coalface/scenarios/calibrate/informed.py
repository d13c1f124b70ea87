"""Whether figures said anything of a parameter: a posterior like its prior is "not informed"."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kstwo, norm

__all__ = ["Informed", "find_informed"]

Floats = NDArray[np.float64]
#: A spread less than a tenth smaller, and a shift that chance would give, is no information.
LEAST_CONTRACTION = 0.10
KS_LEVEL = 0.01
LEAST_KS = 0.10  # a shift of that size matters, however many members make it certain


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
        is_informed: Whether contraction or distance is beyond the stated measures.
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


def find_informed(names: Sequence[str], scores: Floats) -> tuple[Informed, ...]:
    """Compare posterior scores with the prior's, which are standard normal.

    Informed is a parameter whose spread fell by 10 % or more, or whose distribution lies further
    from the prior's than both 0.10 and what chance gives once in a hundred (Kolmogorov-Smirnov).
    A parameter that moves only together with others may be informed jointly and not alone.

    Args:
        names: Parameters, in the order of the columns.
        scores: Posterior, `(member, parameter)`.
    """
    n = len(scores)
    limit = max(LEAST_KS, float(kstwo.ppf(1 - KS_LEVEL, n)))
    found = []
    for i, name in enumerate(names):
        ordered = np.sort(scores[:, i])
        below = norm.cdf(ordered)
        ranks = np.arange(n + 1) / n
        ks = float(max((ranks[1:] - below).max(), (below - ranks[:-1]).max()))
        contraction = 1.0 - float(ordered.std(ddof=1))
        low, median, high = (float(q) for q in np.quantile(ordered, (0.05, 0.5, 0.95)))
        informs = contraction >= LEAST_CONTRACTION or ks > limit
        found.append(Informed(name, contraction, ks, median, low, high, informs))
    return tuple(found)
