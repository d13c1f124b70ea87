"""Table `shares`: one row is one published share, from 0 to 1."""

import polars as pl

from coalface.tables.schema import CONFIDENCE, HS_PATTERN, Column, Table, check_table

__all__ = ["SHARES", "check_shares"]

SHARES = Table(
    name="shares",
    columns=(
        Column("row_id", required=True),
        Column("indicator", required=True),
        Column("period_start", "date", required=True),
        Column("period_end", "date", required=True),
        Column("hs_code", required=True, pattern=HS_PATTERN),
        Column("partner", required=True),
        Column("share", "number", required=True, low=0, high=1),
        Column("source_id", required=True),
        Column("vintage"),
        Column("locator", required=True),
        Column("confidence", required=True, choices=CONFIDENCE),
        Column("note"),
    ),
    periods=(("period_start", "period_end"),),
)


def check_shares(shares: pl.DataFrame) -> None:
    """Check the table `shares`.

    Args:
        shares: Rows to check.

    Raises:
        TableError: Naming table, row, column, found and expected.
    """
    check_table(shares, SHARES)
