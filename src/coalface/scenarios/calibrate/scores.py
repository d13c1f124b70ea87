"""Parameters as standard normal scores of their own priors, and back.

A score of 0 is the prior's median, 1.64 its 95 % point. Ranges are kept: no score leads outside
what the prior holds possible.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from coalface.scenarios.priors import PriorDefinition
from coalface.scenarios.theta import quantile
from coalface.scenarios.uniforms import uniforms

__all__ = ["PriorScores"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PriorScores:
    """The way from scores to parameters.

    Attributes:
        names: The parameters that vary in the prior, in order.
        definitions: All priors, by id.
    """

    names: tuple[str, ...]
    definitions: Mapping[str, PriorDefinition]

    @classmethod
    def of(cls, definitions: Mapping[str, PriorDefinition]) -> "PriorScores":
        """Make it for some priors."""
        return cls(tuple(n for n, prior in definitions.items() if prior.is_free), definitions)

    def draw(self, draws: range, seed: int) -> Floats:
        """Give the scores `(draw, parameter)` of the very draws that `draw_prior` gives."""
        columns = [uniforms(seed, f"theta/{name}", draws, 1, 1)[:, 0, 0] for name in self.names]
        return np.asarray(ndtri(np.stack(columns, axis=1)))

    def to_parameters(self, scores: Floats) -> dict[str, Floats]:
        """Give parameters `(draw,)` of scores `(draw, parameter)`, those that are fixed too."""
        shares = ndtr(scores)
        found = {n: quantile(self.definitions[n], shares[:, i]) for i, n in enumerate(self.names)}
        fixed = {n: p for n, p in self.definitions.items() if n not in found}
        return found | {n: quantile(p, np.full(len(scores), 0.5)) for n, p in fixed.items()}
