"""Simulation-based calibration: does a posterior hold the truth as often as it says?

Truths are drawn from the prior, figures are made from them, and the method is run on the figures.
If method and ranges are right, the truth's rank among the members is uniform.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

__all__ = ["Calibration", "calibrate_by_simulation", "rank_uniformity"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Takes the number of the truth and its own chance; gives truth (parameter,) and members
#: (member, parameter).
Trial = Callable[[int, np.random.Generator], tuple[Floats, Floats]]
N_BINS = 20


@dataclass(frozen=True, slots=True)
class Calibration:
    """What many synthetic truths showed.

    Attributes:
        names: The parameters.
        ranks: Members below the truth, `(truth, parameter)`.
        n_members: Of how many.
        level: Of the central range, e.g. 0.9.
        coverage: Share of truths inside it, `(parameter,)`.
        p_uniform: Chance of ranks at least so uneven if they were uniform, `(parameter,)`.
    """

    names: tuple[str, ...]
    ranks: Ints
    n_members: int
    level: float
    coverage: Floats
    p_uniform: Floats

    @property
    def mean_coverage(self) -> float:
        """Give the coverage over all parameters and truths."""
        return float(self.coverage.mean())


def calibrate_by_simulation(
    names: Sequence[str],
    trial: Trial,
    n_truths: int,
    *,
    rng: np.random.Generator,
    level: float = 0.9,
) -> Calibration:
    """Run a method on many synthetic truths and count how often its ranges hold them.

    Args:
        names: Parameters, in the order of the trial's columns.
        trial: Draws a truth, makes figures and runs the method on them; its number of members and
            one should be a multiple of 20, such as 199.
        n_truths: How many; 200 or more for a statement on 90 % ranges to a few per cent.
        rng: Source of chance; each truth has a stream of its own.
        level: Of the central range.

    Source:
        Talts et al. (2018), "Validating Bayesian inference algorithms with simulation-based
        calibration".
    """
    ranks, n_members = [], 0
    for number, own in enumerate(rng.spawn(n_truths)):
        truth, members = trial(number, own)
        n_members = len(members)
        ranks.append((members < truth).sum(axis=0))
    all_ranks = np.array(ranks, dtype=np.int64)
    # The range between two members: with 199 of them, 10 ranks of 200 lie beyond either end, so a
    # right method covers 90 % exactly. Quantiles between members would cover less by 1 %.
    beyond = round((1 - level) / 2 * (n_members + 1))
    inside = (all_ranks >= beyond) & (all_ranks <= n_members - beyond)
    return Calibration(
        tuple(names),
        all_ranks,
        n_members,
        level,
        inside.mean(axis=0),
        rank_uniformity(all_ranks, n_members),
    )


def rank_uniformity(ranks: Ints, n_members: int) -> Floats:
    """Give the chance of ranks at least so uneven, were they uniform (chi-squared in 20 bins).

    Args:
        ranks: `(truth, parameter)`, each from 0 to `n_members`.
        n_members: Of how many members.
    """
    places = np.minimum(ranks * N_BINS // (n_members + 1), N_BINS - 1)
    expected = len(ranks) / N_BINS
    counts = np.stack([(places == k).sum(axis=0) for k in range(N_BINS)])
    statistic = ((counts - expected) ** 2 / expected).sum(axis=0)
    return np.asarray(chi2.sf(statistic, N_BINS - 1))
