"""Table `reforms`: one row is one dated DPRK trade rule or reform."""

import polars as pl

from coalface.tables.schema import CONFIDENCE, Column, Table, check_table

__all__ = ["REFORMS", "check_reforms"]

REFORMS = Table(
    name="reforms",
    columns=(
        Column("row_id", required=True),
        Column("on", "date"),
        Column("precision", required=True, choices=frozenset({"day", "month", "year", "undated"})),
        Column("what", required=True),
        Column("source_id", required=True),
        Column("vintage"),
        Column("locator", required=True),
        Column("confidence", required=True, choices=CONFIDENCE),
    ),
)


def check_reforms(reforms: pl.DataFrame) -> None:
    """Check the table `reforms`.

    Args:
        reforms: Rows to check.

    Raises:
        TableError: Naming table, row, column, found and expected.
    """
    check_table(reforms, REFORMS)
