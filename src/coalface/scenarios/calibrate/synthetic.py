"""Figures made by the model itself from known parameters, and fits to them: to test coverage."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coalface.scenarios.calibrate.es_mda import EsMdaSettings, smooth
from coalface.scenarios.calibrate.fit import CalibrationTask
from coalface.scenarios.calibrate.targets import noise_of, to_scale, totals_of

__all__ = ["SyntheticFigures", "fit_synthetic", "make_synthetic_figures"]

Floats = NDArray[np.float64]
TRUTHS_FROM = 1_000_000  # numbers of draws that no fit uses


@dataclass(frozen=True)
class SyntheticFigures:
    """Truths and the figures that they lead to.

    Attributes:
        truths: Scores, `(truth, parameter)`.
        figures: With chance and noise, on the scale of the targets, `(truth, target)`.
    """

    truths: Floats
    figures: Floats


def make_synthetic_figures(
    task: CalibrationTask, n_truths: int, *, rng: np.random.Generator
) -> SyntheticFigures:
    """Draw truths from the prior and make the figures that would have been printed.

    Args:
        task: Model and targets; of the targets only periods and noise count.
        n_truths: How many.
        rng: Source of chance.
    """
    truths = rng.standard_normal((n_truths, len(task.scores.names)))
    draws = range(TRUTHS_FROM, TRUTHS_FROM + n_truths)
    recorded = task.recorded(task.scores.to_parameters(truths), draws)
    exact = to_scale(totals_of(recorded, task.months, task.fitted), task.fitted)
    noise = noise_of(task.fitted) * rng.standard_normal(exact.shape)
    return SyntheticFigures(truths, exact + noise)


def fit_synthetic(
    task: CalibrationTask, figures: Floats, number: int, settings: EsMdaSettings
) -> Floats:
    """Fit the model to the figures of one truth, from a prior of its own.

    Args:
        task: Model and targets.
        figures: Of the truth, `(target,)`.
        number: Of the truth: names the chance.
        settings: How members are pulled.

    Returns:
        Scores of the posterior, `(member, parameter)`.
    """
    rng = np.random.default_rng((task.seed, number))
    own = replace(task, first_draw=number * (settings.n_steps + 1) * task.n_members)
    return smooth(
        rng.standard_normal((task.n_members, len(task.scores.names))),
        own.predict,
        figures,
        noise_of(task.fitted),
        rng=rng,
        settings=settings,
    ).members
