"""How much a series usually moves: its own spread, shrunk to that of its good and size."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, polygamma

from coalface.trade.yearly_records import Record

__all__ = ["Scales", "estimate_scales", "pooled_mean"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
N_SIZES = 20  # our choice: classes of size with their own usual spread; small trade is lumpy
MIN_SERIES = 40  # our choice: below this the classes and goods are not told apart
MIN_TRADED = 3  # a spread of fewer years says little of how spreads differ
GOOD_WEIGHT = 20.0  # our choice: series that a good needs before its own mean counts half
LEAST_SPREAD = 0.02  # values that never move were copied or rounded
DEFAULT_SPREAD = 1.0  # our choice, of a natural logarithm: where no series has a spread
DEFAULT_WEIGHT = 4.0
WEIGHTS = (2.0, 100.0)  # a prior weaker or stronger than this is not told apart from its bound


@dataclass(frozen=True, slots=True)
class Scales:
    """The spread to expect of each series, and how much it is worth.

    Attributes:
        scale: Of a natural logarithm, one a series.
        weight: Degrees of freedom, one a series: its own and those of the prior.
        prior_weight: Degrees of freedom of the prior.
    """

    scale: Floats
    weight: Floats
    prior_weight: float


def estimate_scales(record: Record) -> Scales:
    """Estimate how much each series moves from year to year, by empirical Bayes.

    The prior of a series is the usual spread of series of its size, times what its good does to
    spreads. A series seen once rests on the prior alone.

    Args:
        record: Series with their robust spreads.

    Source:
        Smyth (2004), Statistical Applications in Genetics and Molecular Biology 3(1), with a trend
        in size; own form, on robust spreads.
    """
    own_weight = record.own_weight
    variance = np.maximum(record.spread, LEAST_SPREAD) ** 2
    rows = np.flatnonzero((record.n_traded >= MIN_TRADED) & np.isfinite(variance))
    prior = np.full(len(record), np.log(DEFAULT_SPREAD**2))
    prior_weight = DEFAULT_WEIGHT
    if len(rows) >= MIN_SERIES:
        half = own_weight[rows] / 2
        logs = np.log(variance[rows]) - digamma(half) + np.log(half)
        trend = _trend(record.location, rows, logs)
        rest = logs - trend[rows]
        of_good = pooled_mean(record.good, rows, rest)
        prior = trend + of_good[record.good]
        left = _robust_variance(logs - prior[rows]) - float(np.mean(polygamma(1, half)))
        prior_weight = _weight_of(left)
    shrunk = np.exp(prior) * prior_weight
    own = np.where(own_weight > 0, np.nan_to_num(variance) * own_weight, 0.0)
    weight = prior_weight + own_weight
    return Scales(np.sqrt((shrunk + own) / weight), weight, prior_weight)


def pooled_mean(group: Ints, rows: Ints, values: Floats, *, half_at: float = GOOD_WEIGHT) -> Floats:
    """Give the mean of each group, drawn to zero where it has few rows; one a group.

    Values far out count as if they lay three robust spreads out.

    Args:
        group: Group of every series.
        rows: Series that have a value.
        values: Their values, which are about zero over all.
        half_at: Rows at which a group's own mean counts half.
    """
    n_groups = int(group.max()) + 1 if len(group) else 0
    bound = 3 * np.sqrt(_robust_variance(values)) if len(values) else 0.0
    clipped = np.clip(values, -bound, bound)
    total = np.bincount(group[rows], weights=clipped, minlength=n_groups)
    n = np.bincount(group[rows], minlength=n_groups)
    return np.asarray(total / (n + half_at))


def _trend(size: Floats, rows: Ints, logs: Floats) -> Floats:
    """Give each series the mean of its class of size, between classes by a straight line."""
    known = size[rows]
    n_classes = max(1, min(N_SIZES, len(rows) // MIN_SERIES))
    edges = np.quantile(known, np.linspace(0, 1, n_classes + 1))
    of_row = np.clip(np.searchsorted(edges, known, side="right") - 1, 0, n_classes - 1)
    n = np.maximum(np.bincount(of_row, minlength=n_classes), 1)
    means = np.bincount(of_row, weights=logs, minlength=n_classes) / n
    middles = np.bincount(of_row, weights=known, minlength=n_classes) / n
    filled = np.where(np.isfinite(size), size, np.median(known))
    return np.interp(filled, middles, means)


def _robust_variance(values: Floats) -> float:
    low, high = np.quantile(values, (0.1, 0.9))
    return float(((high - low) / 2.563) ** 2)  # between those quantiles of a normal law


def _weight_of(left: float) -> float:
    """Give the degrees of freedom whose trigamma function is what is left of the variance."""
    low, high = WEIGHTS
    if left <= float(polygamma(1, high / 2)):
        return high
    grid = np.geomspace(low, high, 400)
    return float(grid[np.argmin(np.abs(polygamma(1, grid / 2) - left))])
