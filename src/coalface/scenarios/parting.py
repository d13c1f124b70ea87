"""From which month on two paired runs part: in what they suppose, and in what comes of it."""

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from coalface.scenarios.forcing import Forcing

__all__ = ["differing_inputs", "find_first_difference", "find_first_outcome", "words_of_input"]

Floats = NDArray[np.float64]
#: Numbers of a cap's periods are names; the caps themselves are compared.
NAMES_ONLY = frozenset({"cap_period"})
UNITS_OF_INPUTS = re.compile(r"(_usd)?(_per)?_t$")


def find_first_difference(a: Forcing, b: Forcing) -> int | None:
    """Give the number of the first month in which two forcings differ, or None.

    Args:
        a: One forcing.
        b: Another over the same months.
    """
    months = [np.flatnonzero(unlike.any(axis=1)) for unlike in _unlike(a, b).values()]
    return min((int(found[0]) for found in months), default=None)


def find_first_outcome(base: Mapping[str, Floats], other: Mapping[str, Floats], since: int) -> int:
    """Give the first month in which any draw differs in any series; `since` where none does.

    Args:
        base: Series of the first run, `(draw, month)`.
        other: The same of the second.
        since: Month before which nothing can differ: there suppositions part.
    """
    unlike = [(base[name] != other[name])[:, since:].any(axis=0) for name in sorted(base)]
    found = np.flatnonzero(np.any(unlike, axis=0))
    return since + int(found[0]) if found.size else since


def differing_inputs(a: Forcing, b: Forcing, *, until: int | None = None) -> list[str]:
    """Name the inputs that differ, with the classes of routes.

    Args:
        a: One forcing.
        b: Another over the same months.
        until: Only those that differ before this month; in any where None.
    """
    found = []
    for name, everywhere in _unlike(a, b).items():
        unlike = everywhere[:until]
        if not unlike.any():
            continue
        words = words_of_input(name)
        if name == "enforcement":
            found += [f"{words} of {a.routes[i]}" for i in np.flatnonzero(unlike.any(axis=0))]
        else:
            found.append(words)
    return found


def words_of_input(name: str) -> str:
    """Give the name of an input in words, without its unit."""
    return UNITS_OF_INPUTS.sub("", name).replace("_", " ")


def _unlike(a: Forcing, b: Forcing) -> dict[str, NDArray[np.bool_]]:
    """Give the inputs that differ: where, `(month, class)`."""
    found = {}
    for name, values in vars(a).items():
        if not isinstance(values, np.ndarray) or name in NAMES_ONLY:
            continue
        others = getattr(b, name)
        unlike = ~((values == others) | (np.isnan(values) & np.isnan(others)))
        if unlike.any():
            found[name] = unlike.reshape(len(a.months), -1)
    return found
