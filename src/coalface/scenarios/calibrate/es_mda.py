"""Ensemble smoother with multiple data assimilation: many members pulled towards figures in steps.

The same figures are used in each step with their variance inflated, so that the steps together use
them once. What a linear model leaves of the figures (bends, steps, the model's own chance) counts
as noise of theirs, else it would be taken for knowledge in each step anew. Parameters are handled
as standard normal scores of their priors, see `scores`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["EsMdaSettings", "Smoothed", "smooth"]

Floats = NDArray[np.float64]
#: Takes parameters (member, parameter) and the number of the step; gives figures (member, datum).
Predict = Callable[[Floats, int], Floats]
FEWEST_MEMBERS = 20


@dataclass(frozen=True, slots=True)
class EsMdaSettings:
    """How the members are pulled.

    Attributes:
        n_steps: Steps; each uses the figures with variance times `n_steps`.
        localise: Damp a pull where the correlation behind it may be chance.
        inflate: Give back the spread that chance correlations took away.
        n_witnesses: Parameters without effect that are carried along to measure that spread.
    """

    n_steps: int = 4
    localise: bool = True
    inflate: bool = True
    n_witnesses: int = 40


@dataclass(frozen=True, slots=True)
class Smoothed:
    """Members after the last step.

    Attributes:
        members: Scores, `(member, parameter)`.
        misfit: Mean squared distance to the figures in standard deviations, before each step
            and, last, after all, `(step,)`. About 1 says that they are met within their noise.
        inflation: Factor by which the spread was given back in each step, `(step,)`.
    """

    members: Floats
    misfit: Floats
    inflation: Floats


def smooth(
    start: Floats,
    predict: Predict,
    figures: Floats,
    noise_sd: Floats,
    *,
    rng: np.random.Generator,
    settings: EsMdaSettings | None = None,
) -> Smoothed:
    """Pull members of a prior towards figures.

    Exact for a linear model with normal scores and many members; an approximation otherwise, and
    too sure of itself with few members. Its ranges are to be trusted only as far as coverage tests
    say so (`sbc`).

    Args:
        start: Scores drawn from the prior, `(member, parameter)`.
        predict: The model.
        figures: What was published, `(datum,)`.
        noise_sd: Its standard deviation, measurement and model together, `(datum,)`.
        rng: Source of chance for the perturbed figures.
        settings: How the members are pulled.

    Raises:
        ValueError: If there are too few members, no figures, or a standard deviation is not above
            zero.

    Source:
        Emerick and Reynolds (2013), "Ensemble smoother with multiple data assimilation", Computers
        & Geosciences 55; damping by significance of correlation after Luo and Bhakta (2020),
        "Automatic and adaptive localization"; spread measured by witnesses after Evensen (2009),
        "The ensemble Kalman filter for combined state and parameter estimation". That what a linear
        model leaves is counted as noise is ours.
    """
    chosen = settings or EsMdaSettings()
    _check(start, figures, noise_sd)
    n_members = len(start)
    members = start.copy()
    misfit, inflation = [], []
    for step in range(chosen.n_steps):
        scaled = (predict(members, step) - figures) / noise_sd
        misfit.append(float(np.mean(scaled**2)))
        witnesses = _unit_spread(rng.standard_normal((n_members, chosen.n_witnesses)))
        added, spread = _added_noise(_unexplained(members, scaled), chosen.n_steps, rng)
        both = np.concatenate((members, witnesses), axis=1)
        pulled = both - _pull(both, scaled, scaled + added, spread, localise=chosen.localise)
        factor = 1.0
        if chosen.inflate:
            factor = _missing_spread(pulled[:, members.shape[1] :])
        inflation.append(factor)
        centre = pulled.mean(axis=0)
        members = (centre + factor * (pulled - centre))[:, : members.shape[1]]
    scaled = (predict(members, chosen.n_steps) - figures) / noise_sd
    misfit.append(float(np.mean(scaled**2)))
    return Smoothed(members, np.array(misfit), np.array(inflation))


def _missing_spread(witnesses: Floats) -> float:
    """Give the factor by which members must spread out again after a step.

    Nothing was learnt of the witnesses, so they should still be centred with spread 1. Chance
    made them narrower and moved their middle: a range must make up for both, else it holds the
    truth too seldom. (With the first alone, ranges of 90 % held it in 89 % of synthetic truths, and
    of two parameters in a hundred in less than 84 %.)
    """
    lost = float(np.mean(witnesses.var(axis=0, ddof=1)))
    moved = float(np.mean(witnesses.mean(axis=0) ** 2))
    return max(1.0, float(np.sqrt((1.0 + moved) / lost)))


def _unexplained(members: Floats, scaled: Floats) -> Floats:
    """Give what a linear model leaves of the figures that members lead to: bends, steps, chance.

    At most half as many directions as members are fitted, so that enough are left to measure the
    rest, which is scaled up for those fitted.

    Returns:
        Rows whose products sum to the covariance, `(member, datum)`.
    """
    n = len(members)
    effects = _centred(scaled)
    u, s, _ = np.linalg.svd(_centred(members), full_matrices=False)
    u = u[:, : min(int(np.sum(s > s[0] * 1e-9)), n // 2)]
    return np.asarray((effects - u @ (u.T @ effects)) / np.sqrt(n - 1 - u.shape[1]))


def _added_noise(rest: Floats, n_steps: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Give noise for the figures of one step, and its covariance.

    In all steps together a figure may count once, with its noise and with what the linear model
    leaves. A step's own figures hold that rest once already, so it is added one time less.
    """
    spread = n_steps * np.eye(rest.shape[1]) + (n_steps - 1) * rest.T @ rest
    noise = rng.standard_normal(rest.shape) @ np.linalg.cholesky(spread).T
    return _centred(noise), spread


def _pull(both: Floats, scaled: Floats, wrong: Floats, spread: Floats, *, localise: bool) -> Floats:
    """Give how far each member moves: gain times what it and the perturbed figures differ by."""
    n = len(both)
    deviations, effects = _centred(both), _centred(scaled)
    cross = deviations.T @ effects / (n - 1)
    if localise:
        cross *= _trust(cross, deviations, effects)
    return np.asarray(np.linalg.solve(effects.T @ effects / (n - 1) + spread, wrong.T).T @ cross.T)


def _trust(cross: Floats, deviations: Floats, effects: Floats) -> Floats:
    """Give 1 to a correlation well beyond chance, 0 to one within it, and between them a slope."""
    n = len(deviations)
    spread = deviations.std(axis=0, ddof=1)[:, None] * effects.std(axis=0, ddof=1)[None, :]
    correlation = np.abs(np.divide(cross, spread, out=np.zeros_like(cross), where=spread > 0))
    chance = 1.0 / np.sqrt(n)
    return np.asarray(np.clip(correlation / chance - 1.0, 0.0, 1.0))


def _centred(values: Floats) -> Floats:
    return np.asarray(values - values.mean(axis=0))


def _unit_spread(values: Floats) -> Floats:
    centred = _centred(values)
    return np.asarray(centred / centred.std(axis=0, ddof=1))


def _check(start: Floats, figures: Floats, noise_sd: Floats) -> None:
    if len(start) < FEWEST_MEMBERS:
        raise ValueError(f"{len(start)} members: give {FEWEST_MEMBERS} or more")
    if not len(figures):
        raise ValueError("no figures: there is nothing to learn from")
    if not (noise_sd > 0).all():
        raise ValueError("noise_sd: a standard deviation is not above zero")
