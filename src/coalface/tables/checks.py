"""Table `checks`: one row is one comparison of claims with one another, or with a fact.

A conflict says that two statements cannot both hold as read; it does not say which one is wrong.
A hint is a reading under which the figures would fit; it is never a correction.
"""

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from coalface.errors import TableError
from coalface.tables.schema import Column, Table, check_table

__all__ = ["CHECKS", "LEVELS", "LEVEL_OF", "VERDICTS", "check_checks"]

#: How loudly each verdict is shown.
LEVEL_OF: Mapping[str, str] = MappingProxyType(
    {
        "agree": "quiet",
        "agree_rounded": "quiet",
        "consistent": "quiet",
        "no_conflict": "quiet",
        "explained_by_date": "quiet",
        "keep_apart": "quiet",
        "superseded": "quiet",
        "warn": "warn",
        "conflict": "high",
        "implausible": "high",
        "breach": "high",
    }
)
VERDICTS = frozenset(LEVEL_OF)
LEVELS = ("quiet", "warn", "high")

CHECKS = Table(
    name="checks",
    columns=(
        Column("check_id", required=True),
        Column("test", required=True),
        Column("claim_ids", "texts", required=True),
        Column("fact_ids", "texts", required=True),  # what outside the claims it was held against
        Column("verdict", required=True, choices=VERDICTS),
        Column("level", required=True, choices=frozenset(LEVELS)),
        Column("size", "number", low=0),  # distance over the larger figure; null where none
        Column("explanation", required=True),
        Column("would_settle", required=True),
        Column("hint"),
    ),
    key=("check_id",),
)


def check_checks(checks: pl.DataFrame) -> None:
    """Check that a frame is a table `checks`, each level the one of its verdict.

    Args:
        checks: The frame to check.

    Raises:
        TableError: At the first fault, naming row, column, found and expected.
    """
    check_table(checks, CHECKS)
    expected = pl.col("verdict").replace_strict(dict(LEVEL_OF), return_dtype=pl.String)
    wrong = checks.filter(pl.col("level") != expected)
    if wrong.height:
        row = wrong.row(0, named=True)
        raise TableError(
            f"checks, row {row['check_id']!r}, column level: found {row['level']!r}, expected "
            f"{LEVEL_OF[row['verdict']]!r}, the level of the verdict {row['verdict']!r}."
        )
