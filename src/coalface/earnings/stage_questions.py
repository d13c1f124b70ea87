"""What a reader asks of the stages: where 100 dollars went in one year, under one reading."""

from collections.abc import Iterable

import numpy as np
import polars as pl

from coalface.earnings.branches import all_branches, find_branch
from coalface.earnings.breakeven import find_unit_values
from coalface.earnings.model import load_model
from coalface.earnings.sankey import Sankey, find_sankey, numbers
from coalface.errors import InputError
from coalface.vocabulary.numbers import Number

__all__ = ["SHOWN_YEAR", "find_stages", "numbers_of_stages"]

SHOWN_YEAR = 2016  # the last whole year before the cap and the ban
N_DRAWS = 10_000
SEED = 20_180_502


def find_stages(
    flows: pl.DataFrame, *, year: int = SHOWN_YEAR, branch: str | None = None
) -> tuple[Sankey, ...]:
    """Follow 100 dollars of anthracite in one year, under one branch or each of them.

    Args:
        flows: Table `flows`, for the year's unit value.
        year: The year.
        branch: Name of a branch of the stages; all of them if None.

    Raises:
        InputError: If there is no such branch, or no unit value was published for the year.
    """
    chosen = all_branches() if branch is None else (find_branch(branch),)
    values = {value.year: value for value in find_unit_values(flows, load_model().goods[0])}
    if year not in values:
        known = ", ".join(str(known) for known in sorted(values))
        raise InputError(f"no unit value of anthracite in {year}. Years with one: {known}.")
    return tuple(
        find_sankey(values[year], each, N_DRAWS, rng=np.random.default_rng(SEED)) for each in chosen
    )


def numbers_of_stages(found: Iterable[Sankey]) -> tuple[Number, ...]:
    """Give every number, each once, in order."""
    return tuple({n.id: n for sankey in found for n in numbers(sankey)}.values())
