"""History matching: which parameters can't be ruled out, wave by wave, with the model itself.

It asks less than a posterior: a draw is ruled out if it misses a figure by more than noise and the
model's own error allow. What remains is not probable, only not implausible.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Wave", "find_implausibility", "match_history"]

Floats = NDArray[np.float64]
#: Takes scores (member, parameter) and the number of the wave; gives figures (member, datum).
Predict = Callable[[Floats, int], Floats]
#: Any distribution with one peak has 95 % within three standard deviations (Pukelsheim 1994).
THREE_SIGMA = 3.0
#: The largest miss but one decides, so that one odd figure alone rules nothing out.
RANK = 2
KEEP_SHARE = 0.25  # a wave keeps at most its best quarter until the cut-off is reached
FEWEST = 20
OUTSIDE = 6.0  # scores beyond it hold no prior draw


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave of draws.

    Attributes:
        scores: Of the draws tried, `(draw, parameter)`.
        implausibility: Of each draw.
        cut_off: Largest implausibility kept in this wave.
        kept_share: Part of this wave's draws that are kept.
        space_share: Estimate of the part of the prior that this and the waves before leave.
    """

    scores: Floats
    implausibility: Floats
    cut_off: float
    kept_share: float
    space_share: float

    @property
    def kept(self) -> Floats:
        """Give the scores that are not ruled out at this wave's cut-off."""
        return self.scores[self.implausibility <= self.cut_off]

    @property
    def is_final(self) -> bool:
        """Say whether the cut-off is the real one, and not a step on the way."""
        return self.cut_off <= THREE_SIGMA


def find_implausibility(predicted: Floats, figures: Floats, noise_sd: Floats) -> Floats:
    """Give the second-largest miss of each draw, in standard deviations.

    Args:
        predicted: `(draw, datum)`.
        figures: `(datum,)`.
        noise_sd: Of measurement and model together, `(datum,)`.

    Source:
        Craig et al. (1997), "Pressure matching for hydrocarbon reservoirs"; Vernon et al. (2010),
        "Galaxy formation: a Bayesian uncertainty analysis", Bayesian Analysis 5(4).
    """
    misses = np.sort(np.abs(predicted - figures) / noise_sd, axis=1)
    return np.asarray(misses[:, -min(RANK, misses.shape[1])])


def match_history(
    start: Floats,
    predict: Predict,
    figures: Floats,
    noise_sd: Floats,
    *,
    rng: np.random.Generator,
    n_waves: int = 5,
) -> tuple[Wave, ...]:
    """Rule out draws in waves; each wave draws anew from around what the one before left.

    No emulator stands between: each draw is simulated. It ends at the first wave whose cut-off is
    3, or after `n_waves`. That nothing is kept at 3 says that the model with this error can't meet
    the figures, and is a result.

    Args:
        start: Scores drawn from the prior, `(draw, parameter)`.
        predict: The model.
        figures: `(datum,)`.
        noise_sd: `(datum,)`.
        rng: Source of chance for new draws.
        n_waves: At most so many.

    Raises:
        ValueError: If `start` has too few draws.
    """
    if len(start) < FEWEST:
        raise ValueError(f"{len(start)} draws: give {FEWEST} or more")
    waves: list[Wave] = []
    scores = start
    for number in range(n_waves):
        found = find_implausibility(predict(scores, number), figures, noise_sd)
        cut_off = max(THREE_SIGMA, float(np.quantile(found, KEEP_SHARE)))
        share = float(np.mean(found <= cut_off))
        before = waves[-1].space_share if waves else 1.0
        waves.append(Wave(scores, found, cut_off, share, before * share))
        if waves[-1].is_final or number == n_waves - 1:
            break
        scores = _around(waves[-1].kept, len(start), rng)
    return tuple(waves)


def _around(kept: Floats, n: int, rng: np.random.Generator) -> Floats:
    """Draw anew around kept scores: half-way to the prior's spread, so that the edge is seen too.

    A kept score shrunk towards the middle plus noise that makes up for it keeps mean and variance
    of the kept ones (Liu and West 2001), so that waves don't widen the region by themselves.
    """
    spread = 0.5
    shrink = np.sqrt(1.0 - spread**2)
    chosen = kept[rng.integers(len(kept), size=n)]
    centre = kept.mean(axis=0)
    noise = rng.standard_normal(chosen.shape) * kept.std(axis=0) * spread
    return np.asarray(np.clip(centre + shrink * (chosen - centre) + noise, -OUTSIDE, OUTSIDE))
