"""Sobol indices of an answer, with the interplay of parameters: from a design of their own.

The given draws tell what a parameter explains alone (`sensitivity`); what it explains with others
needs draws that differ in it alone. Needs the extra `sensitivity`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coalface.errors import MissingExtraError
from coalface.scenarios.priors import PriorDefinition
from coalface.scenarios.sensitivity import MATTERS, WEAK
from coalface.scenarios.theta import Theta, quantile

__all__ = ["SobolShare", "find_sobol_shares"]

Floats = NDArray[np.float64]
MIDDLE = 0.5


@dataclass(frozen=True, slots=True)
class SobolShare:
    """One parameter's parts in the variance of an answer.

    Attributes:
        parameter: Its id.
        basis: How far a source states it.
        alone: Part that it explains alone.
        alone_reach: Half width of the 95 % interval of that, by bootstrap.
        total: Part that it explains alone or with others.
        total_reach: Half width of the interval of that.
    """

    parameter: str
    basis: str
    alone: float
    alone_reach: float
    total: float
    total_reach: float

    @property
    def must_be_marked(self) -> bool:
        """Say whether it is an assumption that matters."""
        return self.basis in WEAK and self.total > MATTERS


def find_sobol_shares(
    answer: Callable[[Theta, range], Floats],
    names: Sequence[str],
    definitions: Mapping[str, PriorDefinition],
    n: int,
    *,
    seed: int,
) -> tuple[SobolShare, ...]:
    """Find Sobol indices over the priors, largest total first.

    Each point of the design has chance of its own, so that chance counts in every total, as part
    of interplay: totals of parameters without effect lie a little above nought.

    Args:
        answer: From parameters and numbers of the draws to one number a draw.
        names: Parameters that vary; the others stand at the middle of their priors.
        definitions: All priors, by id.
        n: Base samples, a power of two; the model runs on `n` times (parameters + 2) draws.
        seed: Of the design.

    Raises:
        MissingExtraError: If SALib is not installed.

    Source:
        Saltelli et al. (2010), "Variance based sensitivity analysis of model output", Computer
        Physics Communications 181; SALib (Iwanaga et al. 2022).
    """
    try:
        from SALib.analyze import sobol as analyse  # noqa: PLC0415 - an extra
        from SALib.sample import sobol as sample  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError("sensitivity") from error
    varying = [name for name in names if definitions[name].is_free]
    problem = {"num_vars": len(varying), "names": varying, "bounds": [[0.0, 1.0]] * len(varying)}
    points = sample.sample(problem, n, calc_second_order=False, seed=seed)
    middle = np.full(len(points), MIDDLE)
    theta = {name: quantile(prior, middle) for name, prior in definitions.items()}
    theta |= {name: quantile(definitions[name], points[:, i]) for i, name in enumerate(varying)}
    result = answer(theta, range(len(points)))
    if np.ptp(result) == 0:
        return ()
    found = analyse.analyze(problem, result, calc_second_order=False, seed=seed)
    shares = [
        SobolShare(
            name,
            definitions[name].basis,
            *(float(found[key][i]) for key in ("S1", "S1_conf", "ST", "ST_conf")),
        )
        for i, name in enumerate(varying)
    ]
    return tuple(sorted(shares, key=lambda s: (-s.total, s.parameter)))
