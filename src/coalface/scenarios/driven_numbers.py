"""A number of a run with the parameters that drive it and the assumptions that may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coalface.scenarios.priors import PriorDefinition, load_priors
from coalface.scenarios.sensitivity import (
    FEWEST_TOLD,
    DriverShare,
    assumed_among,
    find_drivers,
    main_drivers,
)
from coalface.scenarios.summaries import Spread
from coalface.vocabulary.numbers import Number

__all__ = ["Driven", "find_driven"]


@dataclass(frozen=True, slots=True)
class Driven:
    """What drives an answer.

    Attributes:
        main: Parameters that surely do, the largest.
        assumed: Those that are assumptions and do, or can't be said not to.
        is_told: Whether there are draws enough to say so; else `assumed` has only the sure ones.
        how: How its numbers are made, in words.
    """

    main: tuple[DriverShare, ...]
    assumed: tuple[DriverShare, ...]
    is_told: bool
    how: str

    def number(self, number_id: str, label: str, unit: str, found: Spread) -> Number:
        """Give one of its numbers, with what it rests on.

        Args:
            number_id: Its id.
            label: What it is.
            unit: Of the spread.
            found: Middle and range over draws.
        """
        return Number(
            id=number_id,
            label=label,
            value=found.mid,
            low=found.low,
            high=found.high,
            unit=unit,
            mark="derived" if self.is_told and not self.assumed else "assumed",
            how=self.how,
            inputs=_inputs([*self.main, *self.assumed], load_priors()),
            note=_mark_note(self.assumed, is_told=self.is_told),
        )


def find_driven(
    values: NDArray[np.float64],
    theta: Mapping[str, NDArray[np.float64]],
    *,
    how: str,
    is_same: bool = False,
) -> Driven:
    """Find what drives an answer, and whether the draws are enough to tell.

    Args:
        values: The answer, `(draw,)`.
        theta: Parameters of the same draws that can have an effect.
        how: How its numbers are made, in words.
        is_same: Whether it is nil in every draw, so that nothing needs telling.
    """
    drivers = find_drivers(values, theta, load_priors())
    is_told = is_same or len(values) >= FEWEST_TOLD
    return Driven(main_drivers(drivers), assumed_among(drivers, len(values)), is_told, how)


def _inputs(
    drivers: Sequence[DriverShare], priors: Mapping[str, PriorDefinition]
) -> tuple[str, ...]:
    names = dict.fromkeys(d.parameter for d in drivers if d.parameter in priors)
    return tuple(f"parameters/{name}" for name in names)


def _mark_note(assumed: Sequence[DriverShare], *, is_told: bool) -> str:
    names = ", ".join(d.parameter for d in assumed)
    notes = [f"rests on assumptions: {names}"] if assumed else []
    if not is_told:
        more = "other " if assumed else ""
        notes.append(f"too few draws to tell which {more}assumptions drive this")
    return "; ".join(notes)
