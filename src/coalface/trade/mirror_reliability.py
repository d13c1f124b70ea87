"""How far each reporter's books stray: from all its pairs at once, as importer and as exporter."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coalface.trade.mirror_parameters import ReliabilityPrior

__all__ = ["N_PARTS", "Care", "Spreads", "first_care", "fit_spreads"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
N_PARTS = 3  # of each side's error: ordinary, wide, gross
TOLERANCE = 3e-3
#: Sizes of residuals by which they are counted, log units; the last holds all above.
STEPS = np.concatenate([[0.0], np.geomspace(0.005, 10.0, 31)])
LEAST_SCALE = 0.005
LEAST_EXPONENT = -80.0  # below it a single is 0
PAIRS_AT_ONCE = 500
THREADS = 2
SQUARES = np.append(
    (STEPS[:-1] ** 2 + STEPS[:-1] * STEPS[1:] + STEPS[1:] ** 2) / 3, STEPS[-1] ** 2
).astype(np.float32)  # mean square in each


@dataclass(frozen=True, slots=True)
class Spreads:
    """The error of one side's records, by State: three normal parts around its lean.

    Attributes:
        scale: Standard deviation of the ordinary part, log units.
        share: Weight of each part, `(state, part)`, adding to one.
        gross: Standard deviation of the gross part, the same for all States.
        wide_factor: Standard deviation of the wide part over the ordinary one.
        n_pairs: Pairs that it rests on.
    """

    scale: Floats
    share: Floats
    gross: float
    wide_factor: float
    n_pairs: Ints

    @property
    def sds(self) -> Floats:
        """Give the standard deviation of each part, `(state, part)`."""
        gross = np.maximum(self.gross, self.wide_factor * self.scale)
        return np.stack([self.scale, self.wide_factor * self.scale, gross], axis=1)

    @property
    def typical(self) -> Floats:
        """Give the scale of the two lesser parts together: what most records stray."""
        low = self.share[:, :2] / self.share[:, :2].sum(axis=1, keepdims=True)
        typical: Floats = self.scale * np.sqrt(low[:, 0] + low[:, 1] * self.wide_factor**2)
        return typical


@dataclass(frozen=True, slots=True)
class Care:
    """How far both sides stray."""

    importer: Spreads
    exporter: Spreads


def first_care(prior: ReliabilityPrior, wide_factor: float, n_states: int) -> Care:
    """Give what all States are taken for before any pair is seen."""
    scale, n_pairs = np.full(n_states, prior.scale), np.zeros(n_states, dtype=np.int64)
    share = np.tile(_start_shares(prior), (n_states, 1))
    spreads = Spreads(scale, share, prior.gross_scale, wide_factor, n_pairs)
    return Care(importer=spreads, exporter=spreads)


def fit_spreads(
    residual: Floats,
    importer: Ints,
    exporter: Ints,
    prior: ReliabilityPrior,
    start: Care,
    *,
    rounds: int,
) -> Care:
    """Split the disagreement of pairs between the two sides that print them.

    A State that disagrees with all its partners strays itself; one that disagrees only with a
    partner who disagrees with everybody does not. What two sides share (a false paper shown at
    both borders) cannot be seen: agreement is not proof.

    Args:
        residual: Log ratio less its expected level, one a pair.
        importer: Index of the importing State.
        exporter: Index of the exporting State.
        prior: What a State of whom little is known is taken for.
        start: Where the fit starts: `first_care`, or an earlier fit.
        rounds: Steps at most.

    Source:
        Variance analysis of mirror ratios by reporter after Gaulier and Zignago (2010), CEPII WP
        2010-23; here as a normal mixture fitted by expectation and maximisation (Dempster, Laird
        and Rubin 1977) on counts of residuals, so that neither order nor number of rows matters.
    """
    counts = _counted(residual, importer, exporter, len(start.importer.scale))
    spreads = (start.importer, start.exporter)
    for _ in range(rounds):
        before = [s.scale for s in spreads]
        spreads = _improved(spreads, counts, prior)
        moved = max(
            np.abs(np.log(new.scale / old)).max() for new, old in zip(spreads, before, strict=True)
        )
        if moved < TOLERANCE:
            break
    return Care(importer=spreads[0], exporter=spreads[1])


@dataclass(frozen=True, slots=True)
class _Counts:
    """Residuals counted by pair of States and size, `(pair, size)`: whole numbers in any order."""

    importer: Ints
    exporter: Ints
    n: Singles


def _counted(residual: Floats, importer: Ints, exporter: Ints, n_states: int) -> _Counts:
    step = np.searchsorted(STEPS, np.abs(residual), side="right") - 1
    pair = exporter * n_states + importer
    counts = np.bincount(pair * len(STEPS) + step, minlength=n_states**2 * len(STEPS))
    table = counts.reshape(-1, len(STEPS))
    met = np.flatnonzero(table.any(axis=1))
    return _Counts(met % n_states, met // n_states, table[met].astype(np.float32))


def _start_shares(prior: ReliabilityPrior) -> Floats:
    usual = 1 - prior.wide_share - prior.gross_share
    return np.array([usual, prior.wide_share, prior.gross_share])


def _improved(
    spreads: tuple[Spreads, Spreads], counts: _Counts, prior: ReliabilityPrior
) -> tuple[Spreads, Spreads]:
    """Take one step of expectation and maximisation."""
    sides = (counts.importer, counts.exporter)
    own = [s.sds[side] ** 2 for s, side in zip(spreads, sides, strict=True)]
    weights = [s.share[side] for s, side in zip(spreads, sides, strict=True)]
    total = own[0][:, :, None] + own[1][:, None, :]
    height = weights[0][:, :, None] * weights[1][:, None, :] / np.sqrt(total)
    belief, squares = _beliefs(height, total, counts.n)
    both = belief * own[0][:, :, None] * own[1][:, None, :] / total
    of_importer = squares * (own[0][:, :, None] / total) ** 2 + both
    of_exporter = squares * (own[1][:, None, :] / total) ** 2 + both
    return (
        _of_side(spreads[0], sides[0], belief.sum(axis=2), of_importer.sum(axis=2), prior),
        _of_side(spreads[1], sides[1], belief.sum(axis=1), of_exporter.sum(axis=1), prior),
    )


def _beliefs(height: Floats, total: Floats, counts: Singles) -> tuple[Floats, Floats]:
    """Give how many pairs fall to each couple of parts, and the sum of their squares."""
    n = len(height)
    factor = (-0.5 / total).reshape(n, N_PARTS**2, 1).astype(np.float32)
    height = height.reshape(n, N_PARTS**2, 1).astype(np.float32)
    belief = np.empty((n, height.shape[1]))
    squares = np.empty_like(belief)

    def fill(start: int) -> None:
        at = slice(start, start + PAIRS_AT_ONCE)
        density = height[at] * np.exp(np.maximum(factor[at] * SQUARES, LEAST_EXPONENT))
        density *= (counts[at] / density.sum(axis=1))[:, None, :]
        belief[at], squares[at] = density.sum(axis=2), density @ SQUARES

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(fill, range(0, n, PAIRS_AT_ONCE)))
    return belief.reshape(total.shape), squares.reshape(total.shape)


def _of_side(
    spread: Spreads, side: Ints, belief: Floats, square: Floats, prior: ReliabilityPrior
) -> Spreads:
    """Refit one side from how much each part is believed, and the squares that fall to it."""
    n = len(spread.scale)

    def by_state(values: Floats) -> Floats:
        return np.stack([np.bincount(side, v, minlength=n) for v in values.T], axis=1)

    weight, squares = by_state(belief), by_state(square)
    usual = squares[:, 0] + squares[:, 1] / spread.wide_factor**2
    n_usual = weight[:, 0] + weight[:, 1]
    pooled = _pooled_scale(usual, n_usual, prior)
    scale = np.sqrt((usual + prior.pairs * pooled**2) / (n_usual + prior.pairs))
    start = weight.sum(axis=0) + prior.pairs * _start_shares(prior)
    share = weight + prior.pairs * start / start.sum()
    gross = np.sqrt(
        (squares[:, 2].sum() + prior.pairs * prior.gross_scale**2)
        / (weight[:, 2].sum() + prior.pairs)
    )
    return Spreads(
        scale=np.maximum(scale, LEAST_SCALE),
        share=share / share.sum(axis=1, keepdims=True),
        gross=float(gross),
        wide_factor=spread.wide_factor,
        n_pairs=np.rint(weight.sum(axis=1)).astype(np.int64),
    )


def _pooled_scale(usual: Floats, n_usual: Floats, prior: ReliabilityPrior) -> float:
    """Give the scale of a middling State, where one with few pairs stands."""
    is_known = n_usual > prior.pairs
    if not is_known.any():
        return prior.scale
    known = 0.5 * np.log(usual[is_known] / n_usual[is_known])
    weight = is_known.sum()
    return float(np.exp((known.sum() + np.log(prior.scale)) / (weight + 1)))
