"""Apply a scenario's steps to paths by month: levels, factors, steady paths, campaigns."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from coalface.errors import InputError
from coalface.scenarios.forcing import ROUTES
from coalface.scenarios.scenario_models import DriverStep, EnforcementStep, Pulse, TermsStep

__all__ = ["apply_driver", "apply_enforcement", "apply_terms", "months_of"]

Floats = NDArray[np.float64]


def months_of(first: date, last: date | None, months: Sequence[date]) -> slice:
    """Give the places of the months from one to another, the last included."""
    inside = [i for i, m in enumerate(months) if m >= first and (last is None or m <= last)]
    return slice(inside[0], inside[-1] + 1) if inside else slice(0, 0)


def apply_enforcement(paths: Floats, step: EnforcementStep, months: Sequence[date]) -> None:
    """Change the chance of being stopped in the paths of its routes, in place; never above 1.

    Args:
        paths: `(month, route)`.
        step: What to change.
        months: First days of the months.

    Raises:
        InputError: If campaigns would stop more than all cargoes.
    """
    where = months_of(step.first, step.last, months)
    for route in step.routes:
        path = paths[where, ROUTES.index(route)]
        if step.level is not None:
            path[:] = step.level
        elif step.rate is not None:
            path[:] = np.minimum(1.0, path * step.rate)
        elif step.pulse is not None:
            path[:] = _pulsed(path, step.pulse, route)
        else:
            path[:] = path.mean() if len(path) else path


def apply_driver(path: Floats, step: DriverStep, months: Sequence[date]) -> Floats:
    """Give a path with a step's level or factor in its months.

    Args:
        path: `(month,)`.
        step: What to change.
        months: First days of the months.
    """
    where = months_of(step.first, step.last, months)
    changed = path.copy()
    changed[where] = step.level if step.level is not None else path[where] * (step.rate or 0.0)
    return changed


def apply_terms(path: Floats, step: TermsStep, months: Sequence[date]) -> None:
    """Lower the most that terms may ask as prepayment, in place."""
    where = months_of(step.first, step.last, months)
    path[where] = np.minimum(path[where], step.limit)


def _pulsed(path: Floats, pulse: Pulse, route: str) -> Floats:
    found = path * _campaigns(pulse, len(path))
    if found.size and found.max() > 1.0:
        raise InputError(
            f"enforcement on {route}: campaigns would stop {found.max():.2f} of all cargoes, above "
            "1, and their mean would not be kept. Let them last longer, or quiet months be less so."
        )
    return found


def _campaigns(pulse: Pulse, n: int) -> Floats:
    """Give the factor of each month: bursts first in each round, quiet after."""
    is_burst = np.arange(n) % pulse.every < pulse.lasts
    return np.where(is_burst, pulse.burst, pulse.quiet)
