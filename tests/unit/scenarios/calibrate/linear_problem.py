"""A linear-Gaussian problem: the posterior is known to the last digit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LinearProblem:
    """Scores ~ N(0, I); figures = scores @ effects + noise."""

    effects: Floats
    noise_sd: Floats

    def predict(self, scores: Floats, _: int) -> Floats:
        return scores @ self.effects

    def posterior(self, figures: Floats) -> tuple[Floats, Floats]:
        weighted = self.effects / self.noise_sd**2
        precision = np.eye(len(self.effects)) + weighted @ self.effects.T
        covariance = np.asarray(np.linalg.inv(precision), dtype=np.float64)
        return covariance @ weighted @ figures, covariance

    def make_figures(self, truth: Floats, rng: np.random.Generator) -> Floats:
        return truth @ self.effects + self.noise_sd * rng.standard_normal(len(self.noise_sd))


def make_problem(n_parameters: int = 8, n_figures: int = 12, *, seed: int = 0) -> LinearProblem:
    """The last two parameters have no effect on any figure."""
    rng = np.random.default_rng(seed)
    effects = rng.standard_normal((n_parameters, n_figures)) * 0.7
    effects[-2:] = 0.0
    return LinearProblem(effects, np.full(n_figures, 0.8))
