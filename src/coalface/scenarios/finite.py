"""Whether what a model gave are numbers at all: a run with one that is none is no run."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from coalface.errors import InputError
from coalface.scenarios.months import month_name

__all__ = ["check_finite"]

LARGEST = float(np.finfo(np.float32).max)  # what the file of a block can hold


def check_finite(
    columns: Mapping[str, NDArray[np.float64]],
    draws: range,
    months: Sequence[date],
    *,
    of: str = "",
) -> None:
    """Refuse values that are no numbers, or too large to be written.

    Args:
        columns: Name to `(draw, month)`.
        draws: Numbers of the draws.
        months: First days of the months.
        of: Whose they are, where that is not plain.

    Raises:
        InputError: Names the first of them.
    """
    for name, values in columns.items():
        if abs(float(values.sum())) <= LARGEST:  # one that is no number makes the sum none
            continue
        bad = np.argwhere(~(np.abs(values) <= LARGEST))
        if len(bad):
            draw, month = bad[0]
            raise InputError(
                f"{of}{': ' if of else ''}{name} of draw {draws[draw]} in "
                f"{month_name(months[month])} is {values[draw, month]:g}, where a number is "
                "expected. What the scenario supposes is too large for the model; make its steps "
                "smaller."
            )
