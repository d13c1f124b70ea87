"""Judgements laid out as the columns of table `verdicts`."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.law.judgement import Judgement
from coalface.law.records import national_text
from coalface.tables.verdicts import VERDICT_COLUMNS

__all__ = ["columns_of", "verdict_columns"]

OF_A_ROW = ("case_id", "bound_low_usd", "bound_high_usd")
OF_A_JUDGEMENT = {n: t for n, t in VERDICT_COLUMNS.items() if n not in OF_A_ROW}


def columns_of(judgements: Sequence[Judgement]) -> pl.DataFrame:
    """Give the columns that depend on the judgement alone, one row a judgement."""
    return pl.DataFrame([_row(j) for j in judgements], schema=dict(OF_A_JUDGEMENT), orient="row")


def verdict_columns(
    cases: pl.DataFrame,
    rows: NDArray[np.int32],
    columns: pl.DataFrame,
    names: Sequence[str] = tuple(VERDICT_COLUMNS),
) -> pl.DataFrame:
    """Give table `verdicts`, or some of its columns, for some cases.

    Args:
        cases: Table `cases`.
        rows: For each case, the row of `columns` that answers it.
        columns: As `columns_of` gives them.
        names: The columns wanted; laying out fewer is faster.
    """
    wanted = [n for n in OF_A_JUDGEMENT if n in names or n == "bound_least"]
    has_bounds = pl.col("bound_least").is_not_null()
    value = pl.col("value_usd")
    of_a_row = {
        "bound_low_usd": pl.when(has_bounds & value.is_not_null()).then(0.0),
        "bound_high_usd": pl.when(has_bounds).then(value),
    }
    both = [cases.select("case_id", "value_usd"), columns.select(wanted)[rows]]
    return pl.concat(both, how="horizontal").select(
        *(of_a_row[n].alias(n) if n in of_a_row else pl.col(n) for n in names)
    )


def _row(j: Judgement) -> tuple[object, ...]:
    return (
        j.verdict,
        j.why,
        "; ".join(d.measure_id for d in j.deciding),
        "; ".join(d.paragraph for d in j.deciding),
        "; ".join(d.reading for d in j.deciding),
        "; ".join(d.grade for d in j.deciding),
        "; ".join(f"{c.condition}: {c.state}" for c in j.conditions),
        national_text(j),
        "; ".join(j.next_checks),
        j.needs_review,
        "; ".join(j.review_reasons),
        j.bounds.least if j.bounds else None,
        j.bounds.most if j.bounds else None,
    )
