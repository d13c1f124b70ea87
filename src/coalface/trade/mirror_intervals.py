"""What two books, or one, say of the value behind them: a middle and an interval."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coalface.trade.mirror_reliability import N_PARTS, Care, Spreads

__all__ = ["Estimate", "estimate_from_both", "estimate_from_one"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
HALVINGS = 20
REACH = 9.0  # standard deviations of the widest part within which every quantile lies
GRID = np.concatenate([[0.0], np.geomspace(0.01, 14.0, 31)])  # sizes of a residual, log units
PAIRS_AT_ONCE = 250
THREADS = 2


@dataclass(frozen=True, slots=True)
class Estimate:
    """Middle and ends of an interval around a record's own log value, and the weight of a side.

    Attributes:
        low: Lower end less the exporter's corrected record, log (one-sided: less that record).
        mid: Median of what is believed, on the same scale.
        high: Upper end.
    """

    low: Floats
    mid: Floats
    high: Floats


def estimate_from_both(
    residual: Floats, importer: Ints, exporter: Ints, care: Care, share: float
) -> Estimate:
    """Give what is believed of the value when both sides printed it.

    Where the books agree the interval is narrow; where they are further apart than their usual
    errors allow, one of them is grossly wrong, nobody can say which for sure, and the interval
    spans both.

    Args:
        residual: Importer's record over the exporter's, log, less the expected level.
        importer: Index of the importing State.
        exporter: Index of the exporting State.
        care: How far both stray.
        share: Probability that the interval holds.

    Returns:
        Log distances from the exporter's record (its lean taken off).
    """
    n_states = len(care.importer.scale)
    pair, row = np.unique(exporter * n_states + importer, return_inverse=True)
    table = _table(pair % n_states, pair // n_states, care, share)
    size = np.minimum(np.abs(residual), GRID[-1])
    step = np.clip(np.searchsorted(GRID, size, side="right") - 1, 0, len(GRID) - 2)
    part = (size - GRID[step]) / (GRID[step + 1] - GRID[step])
    flat = table.reshape(-1, 3)
    at = row * len(GRID) + step
    low, mid, high = (flat[at, k] * (1 - part) + flat[at + 1, k] * part for k in range(3))
    beyond = np.abs(residual) - size
    is_below = residual < 0
    return Estimate(
        low=np.where(is_below, -high - beyond, low),
        mid=np.where(is_below, -mid, mid),
        high=np.where(is_below, -low, high + beyond),
    )


def estimate_from_one(state: Ints, spreads: Spreads, share: float) -> Estimate:
    """Give what is believed of the value when one side alone printed it.

    Args:
        state: Index of the State that did.
        spreads: How far it strays in that flow.
        share: Probability that the interval holds, if there was such trade at all.
    """
    n = len(spreads.scale)
    half = _quantiles(np.zeros((n, N_PARTS)), spreads.sds, spreads.share, (0.5 + share / 2,))[:, 0]
    return Estimate(low=-half[state], mid=np.zeros(len(state)), high=half[state])


def _table(importer: Ints, exporter: Ints, care: Care, share: float) -> Floats:
    """Give quantiles for each pair of States and size of residual, `(pair, size, quantile)`."""
    levels = ((1 - share) / 2, 0.5, (1 + share) / 2)
    found = np.empty((len(importer), len(GRID), len(levels)))

    def fill(start: int) -> None:
        chosen = slice(start, start + PAIRS_AT_ONCE)
        found[chosen] = _of_pairs(importer[chosen], exporter[chosen], care, levels)

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(fill, range(0, len(importer), PAIRS_AT_ONCE)))
    return found


def _of_pairs(importer: Ints, exporter: Ints, care: Care, levels: tuple[float, ...]) -> Floats:
    of_importer = care.importer.sds[importer][:, :, None] ** 2
    of_exporter = care.exporter.sds[exporter][:, None, :] ** 2
    total = of_importer + of_exporter
    weight = care.importer.share[importer][:, :, None] * care.exporter.share[exporter][:, None, :]
    n = len(importer)
    total, weight = total.reshape(n, 1, N_PARTS**2), weight.reshape(n, 1, -1)
    toward = (of_exporter / (of_importer + of_exporter)).reshape(n, 1, N_PARTS**2)
    sd = np.sqrt(of_importer * of_exporter / (of_importer + of_exporter)).reshape(n, 1, N_PARTS**2)
    size = GRID[None, :, None]
    log_belief = np.log(weight) - 0.5 * size**2 / total - 0.5 * np.log(total)
    belief = np.exp(log_belief - log_belief.max(axis=2, keepdims=True))
    belief = belief / belief.sum(axis=2, keepdims=True)
    shape = (n * len(GRID), N_PARTS**2)
    mean = (toward * size).reshape(shape)
    sds = np.broadcast_to(sd, belief.shape).reshape(shape)
    return _quantiles(mean, sds, belief.reshape(shape), levels).reshape(n, len(GRID), len(levels))


def _quantiles(mean: Floats, sd: Floats, weight: Floats, levels: tuple[float, ...]) -> Floats:
    """Give quantiles of normal mixtures, one a row, by halving."""
    means, scales, weights = (x.astype(np.float32) for x in (mean, 1 / sd, weight))
    reach = np.float32(REACH) / scales.min(axis=1)
    found = np.empty((len(mean), len(levels)))
    for k, level in enumerate(levels):
        below, above = means.min(axis=1) - reach, means.max(axis=1) + reach
        for _ in range(HALVINGS):
            middle = (below + above) / 2
            mass = np.einsum("rk,rk->r", weights, _normal_share((middle[:, None] - means) * scales))
            is_low = mass < level
            below, above = np.where(is_low, middle, below), np.where(is_low, above, middle)
        found[:, k] = (below + above) / 2
    return found


def _normal_share(z: Singles) -> Singles:
    """Give the share of a normal distribution below `z`, to 0.00014, ten times as fast as exactly.

    Source:
        Bowling, Khasawneh, Kaewkuekool and Cho (2009), "A logistic approximation to the cumulative
        normal distribution", Journal of Industrial Engineering and Management 2(1).
    """
    exponent = np.clip(z * (np.float32(1.5976) + np.float32(0.07056) * z * z), -80, 80)
    share: Singles = 1 / (1 + np.exp(-exponent))
    return share
