"""Which parameters drive an answer, from the draws at hand, and which of them are assumptions.

Draws are put in bins by one parameter: what the bins' means differ by is that parameter's part.
What parameters do together, and chance, is the rest. Chance alone makes bins differ: it is taken
off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata, t

from coalface.scenarios.priors import PriorDefinition

__all__ = [
    "FEWEST_TOLD",
    "MATTERS",
    "WEAK",
    "DriverShare",
    "assumed_among",
    "find_drivers",
    "main_drivers",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
WEAK = frozenset({"assumption", "not_found", "direction_only"})
MATTERS = 0.05
#: With fewer draws nearly every interval reaches that, and what "may matter" is noise.
FEWEST_TOLD = 500
N_GROUPS = 20  # of the jackknife
DRAWS_A_BIN = 40
FEWEST_BINS, MOST_BINS = 4, 16


@dataclass(frozen=True, slots=True)
class DriverShare:
    """One parameter's part in how an answer varies over the draws.

    Attributes:
        parameter: Its id.
        meaning: In words.
        basis: How far a source states it.
        share: Part of the variance of the answer's ranks that it explains alone, 0 to 1.
        low: Lower end of the 90 % interval of that part, by leaving out draws in turn.
        high: Upper end.
        sign: 1 where the answer rises with it, -1 where it falls, by rank correlation.
    """

    parameter: str
    meaning: str
    basis: str
    share: float
    low: float
    high: float
    sign: int

    @property
    def is_assumed(self) -> bool:
        """Say whether its range is ours, or nothing was found."""
        return self.basis in WEAK

    @property
    def may_matter(self) -> bool:
        """Say whether a twentieth of the variance cannot be ruled out."""
        return self.high >= MATTERS


def find_drivers(
    result: Floats, theta: Mapping[str, Floats], definitions: Mapping[str, PriorDefinition]
) -> tuple[DriverShare, ...]:
    """Find each parameter's own part of an answer's variance, largest first.

    Ranks of the answer are used, so that a few extreme draws don't decide. The parts need not sum
    to one. After calibration parameters go together, and a part may then be another's.

    Args:
        result: The answer, one number a draw, `(draw,)`.
        theta: Parameters of the same draws.
        definitions: Their priors, for meaning and basis.

    Returns:
        One entry a parameter that varies; none at all where the answer does not vary.

    Source:
        Variance of conditional means from given data: Plischke, Borgonovo and Smith (2013),
        "Global sensitivity measures from given data", European Journal of Operational Research
        226; chance taken off after Kelley's epsilon squared (1935); delete-a-group jackknife.
    """
    if np.ptp(result) == 0 or len(result) < 2 * DRAWS_A_BIN:
        return ()
    ranks = rankdata(result)
    found = []
    for name, values in theta.items():
        if np.ptp(values) == 0:
            continue
        share, low, high = _share_with_interval(ranks, _bins(values))
        sign = int(np.sign(np.corrcoef(ranks, rankdata(values))[0, 1]))
        prior = definitions.get(name)
        meaning, basis = (prior.meaning, prior.basis) if prior else (name, "not_found")
        found.append(DriverShare(name, meaning, basis, share, low, high, sign))
    return tuple(sorted(found, key=lambda d: (-d.share, d.parameter)))


def main_drivers(drivers: Sequence[DriverShare], n: int = 3) -> tuple[DriverShare, ...]:
    """Give the largest drivers that are surely none of chance's making."""
    return tuple(d for d in drivers if _surely_matters(d))[:n]


def assumed_among(drivers: Sequence[DriverShare], n_draws: int) -> tuple[DriverShare, ...]:
    """Give the assumptions that drive an answer, or can't be said not to.

    Args:
        drivers: Of the answer.
        n_draws: Draws they were found from. Below `FEWEST_TOLD` only those are given that surely
            drive it: of the others nothing can be said, and whoever prints this must say so.
    """
    if n_draws < FEWEST_TOLD:
        return tuple(d for d in drivers if d.is_assumed and _surely_matters(d))
    return tuple(d for d in drivers if d.is_assumed and d.may_matter)


def _surely_matters(driver: DriverShare) -> bool:
    return driver.low > 0 and driver.share >= MATTERS


def _bins(values: Floats) -> Ints:
    """Give the number of each draw's bin: bins of equal number, or one a value where few differ."""
    n_bins = int(np.clip(len(values) // DRAWS_A_BIN, FEWEST_BINS, MOST_BINS))
    different, places = np.unique(values, return_inverse=True)
    if len(different) <= n_bins:
        return np.asarray(places)
    order = np.argsort(values, kind="stable")
    bins = np.empty(len(values), dtype=np.intp)
    bins[order] = np.arange(len(values)) * n_bins // len(values)
    return bins


def _share_with_interval(ranks: Floats, bins: Ints) -> tuple[float, float, float]:
    """Give the part and its interval; sums by bin and group make leaving out a group cheap."""
    groups = np.arange(len(ranks)) % N_GROUPS
    n_bins = int(bins.max()) + 1
    cell = bins * N_GROUPS + groups
    size = n_bins * N_GROUPS
    count, total, square = (
        np.bincount(cell, weights, size).reshape(n_bins, N_GROUPS)
        for weights in (np.ones(len(ranks)), ranks, ranks**2)
    )
    whole = _part(count.sum(axis=1), total.sum(axis=1), square.sum())
    left_out = np.array(
        [
            _part(
                count.sum(axis=1) - count[:, g],
                total.sum(axis=1) - total[:, g],
                square.sum() - square[:, g].sum(),
            )
            for g in range(N_GROUPS)
        ]
    )
    variance = (N_GROUPS - 1) / N_GROUPS * np.sum((left_out - left_out.mean()) ** 2)
    reach = float(t.ppf(0.95, N_GROUPS - 1) * np.sqrt(variance))
    low, high = np.clip((whole - reach, whole + reach), 0.0, 1.0)
    return float(np.clip(whole, 0.0, 1.0)), float(low), float(high)


def _part(count: Floats, total: Floats, square: float) -> float:
    """Give between-bin over whole variance, less what chance gives bins of that number."""
    filled = count > 0
    n, k = count.sum(), int(filled.sum())
    mean = total.sum() / n
    whole = square - n * mean**2
    between = float(np.sum(total[filled] ** 2 / count[filled]) - n * mean**2)
    if whole <= 0:  # a group was left out, and what is left does not vary
        return 0.0
    within = whole - between
    return float(1.0 - (within / (n - k)) / (whole / (n - 1)))
