"""What figures can tell apart, and what only together: ridges of the fit, named in words.

Slopes of each figure on each parameter come from one regression over draws of the prior, in units
of the figure's noise and the prior's spread, so that kinks of the model are smoothed over. Idle
parameters without effect are carried along: what they seem to do is chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

__all__ = ["Identified", "Ridge", "find_identified", "n_draws_needed"]

Floats = NDArray[np.float64]
N_IDLE = 100
CHANCE = 0.99  # an effect must be beyond all but one in a hundred of the idle parameters'
CLEAR = 2.0  # times the yardstick: below it the direction of an effect is not known well
ALIKE = 0.9  # cosine between effects above which figures cannot tell two parameters apart
SEEN = 1.0  # a direction with more signal than noise
DRAWS_A_PARAMETER = 3


@dataclass(frozen=True, slots=True)
class Ridge:
    """Parameters that figures see together and not apart.

    Attributes:
        parameters: Ids, the strongest first.
        weights: Effect of each over that of the strongest, with its sign.
        strength: Joint effect in standard deviations of noise, for one spread of the prior.
    """

    parameters: tuple[str, ...]
    weights: tuple[float, ...]
    strength: float

    @property
    def words(self) -> str:
        """Say it in words."""
        terms = [
            f"{'-' if w < 0 else '+'} {abs(w):.1f} x {name}"
            for name, w in zip(self.parameters, self.weights, strict=True)
        ]
        told = " ".join(terms).removeprefix("+ ")
        return f"only {told} is seen, in spreads of their priors; how it splits is not"


@dataclass(frozen=True)
class Identified:
    """What figures tell of parameters, at best and on average over the prior.

    Attributes:
        names: Parameters.
        effects: Slopes, `(target, parameter)`: standard deviations of noise for one spread of the
            prior.
        strengths: Length of each parameter's column, `(parameter,)`.
        yardstick: Length that chance gives to one in a hundred parameters without effect.
        directions: Singular values of the slopes beyond chance, largest first.
        directions_by_chance: Largest singular value of as many idle parameters.
        ridges: Groups that cannot be told apart, the strongest first.
    """

    names: tuple[str, ...]
    effects: Floats
    strengths: Floats
    yardstick: float
    directions: Floats
    directions_by_chance: float
    ridges: tuple[Ridge, ...]

    @property
    def unseen(self) -> tuple[str, ...]:
        """Give the parameters of which the figures show nothing beyond chance."""
        weak = self.strengths <= self.yardstick
        return tuple(n for n, is_weak in zip(self.names, weak, strict=True) if is_weak)

    @property
    def alone(self) -> tuple[str, ...]:
        """Give the parameters that are clearly seen and share no ridge."""
        shared = {name for ridge in self.ridges for name in ridge.parameters}
        clear = self.strengths > CLEAR * self.yardstick
        return tuple(
            n for n, is_clear in zip(self.names, clear, strict=True) if is_clear and n not in shared
        )

    @property
    def faint(self) -> tuple[str, ...]:
        """Give the parameters whose effect is beyond chance, but not clear enough to compare."""
        is_faint = (self.strengths > self.yardstick) & (self.strengths <= CLEAR * self.yardstick)
        return tuple(n for n, faint in zip(self.names, is_faint, strict=True) if faint)

    @property
    def n_seen(self) -> int:
        """Give how many independent combinations the figures see above noise and chance."""
        return int((self.directions > max(SEEN, self.directions_by_chance)).sum())


def n_draws_needed(n_parameters: int) -> int:
    """Give the fewest draws that `find_identified` takes for so many parameters."""
    return DRAWS_A_PARAMETER * (n_parameters + N_IDLE)


def find_identified(
    names: Sequence[str], scores: Floats, predicted: Floats, *, rng: np.random.Generator
) -> Identified:
    """Find what figures can tell of parameters, and which ridges they leave.

    It says what could be learnt from these figures by this model, not whether the model is right.
    Effects that only show for a few values of another parameter are averaged away.

    Args:
        names: Parameters, in the order of the columns.
        scores: Draws of the prior as standard normal scores, `(draw, parameter)`.
        predicted: What they give for the figures over the noise of each, `(draw, target)`.
        rng: Source of the idle parameters.

    Raises:
        ValueError: If there are too few draws to tell so many slopes.
    """
    n, p = scores.shape
    if n < n_draws_needed(p):
        raise ValueError(f"{n} draws are too few for {p} parameters: give {n_draws_needed(p)}")
    idle = rng.standard_normal((n, N_IDLE))
    slopes = _slopes(np.concatenate((scores, idle), axis=1), predicted)
    effects, chance = slopes[:, :p], slopes[:, p:]
    strengths = np.linalg.norm(effects, axis=0)
    yardstick = float(np.quantile(np.linalg.norm(chance, axis=0), CHANCE))
    by_chance = np.linalg.svd(chance, compute_uv=False)[0] * max(1.0, np.sqrt(p / N_IDLE))
    return Identified(
        tuple(names),
        effects,
        strengths,
        yardstick,
        np.asarray(np.linalg.svd(effects, compute_uv=False), dtype=np.float64),
        float(by_chance),
        _find_ridges(names, effects, strengths > CLEAR * yardstick),
    )


def _slopes(scores: Floats, predicted: Floats) -> Floats:
    """Give the slopes of a regression of all figures on all parameters, `(target, parameter)`."""
    centred = scores - scores.mean(axis=0)
    found, *_ = np.linalg.lstsq(centred, predicted - predicted.mean(axis=0), rcond=None)
    return np.asarray(found.T)


def _find_ridges(
    names: Sequence[str], effects: Floats, is_clear: NDArray[np.bool_]
) -> tuple[Ridge, ...]:
    places = np.flatnonzero(is_clear)
    if len(places) < 2:  # noqa: PLR2004 - a ridge needs two
        return ()
    columns = effects[:, places]
    lengths = np.linalg.norm(columns, axis=0)
    alike = np.abs((columns / lengths).T @ (columns / lengths))
    apart = np.clip(1.0 - alike, 0.0, None)[np.triu_indices(len(places), k=1)]
    groups = fcluster(linkage(apart, method="complete"), 1.0 - ALIKE, criterion="distance")
    ridges = [
        _ridge(names, effects, places[groups == group])
        for group in np.unique(groups)
        if (groups == group).sum() > 1
    ]
    return tuple(sorted(ridges, key=lambda r: (-r.strength, r.parameters)))


def _ridge(names: Sequence[str], effects: Floats, places: NDArray[np.intp]) -> Ridge:
    lengths = np.linalg.norm(effects[:, places], axis=0)
    ordered = places[np.argsort(-lengths, kind="stable")]
    first = effects[:, ordered[0]]
    signs = np.sign(first @ effects[:, ordered])
    weights = signs * np.linalg.norm(effects[:, ordered], axis=0) / np.linalg.norm(first)
    strength = float(np.linalg.norm(effects[:, ordered] @ signs)) / np.sqrt(len(ordered))
    return Ridge(tuple(names[i] for i in ordered), tuple(float(w) for w in weights), strength)
