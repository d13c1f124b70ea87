"""Table `hs_concordance`: which subheadings of one HS edition correspond to the one before.

Many to many, without weights: a split code gives a set, never a guess.
"""

import polars as pl

from coalface.tables.schema import Column, Table, check_table

__all__ = ["HS_CONCORDANCE", "check_hs_concordance"]

HS_CONCORDANCE = Table(
    name="hs_concordance",
    columns=(
        Column("hs_revision", required=True, pattern=r"^HS[0-9]{4}$"),
        Column("hs_code", required=True, pattern=r"^[0-9]{6}$"),
        Column("older_revision", required=True, pattern=r"^HS[0-9]{4}$"),
        Column("older_code", required=True, pattern=r"^[0-9]{6}$"),
    ),
    key=("hs_revision", "hs_code", "older_revision", "older_code"),
)


def check_hs_concordance(hs_concordance: pl.DataFrame) -> None:
    """Check the table `hs_concordance`.

    Args:
        hs_concordance: Rows to check.

    Raises:
        TableError: Naming table, row, column, found and expected.
    """
    check_table(hs_concordance, HS_CONCORDANCE)
