"""Table `fx`: one row is one mean exchange rate, in units of the pair."""

import polars as pl

from coalface.tables.schema import CONFIDENCE, Column, Table, check_table

__all__ = ["FX", "check_fx"]

FX = Table(
    name="fx",
    columns=(
        Column("row_id", required=True),
        Column("frequency", required=True, choices=frozenset({"annual", "monthly"})),
        Column("pair", required=True),
        Column("period_start", "date", required=True),
        Column("period_end", "date", required=True),
        Column("rate", "number", required=True, low=0),
        Column("source_id", required=True),
        Column("vintage"),
        Column("locator", required=True),
        Column("confidence", required=True, choices=CONFIDENCE),
    ),
    periods=(("period_start", "period_end"),),
)


def check_fx(fx: pl.DataFrame) -> None:
    """Check the table `fx`.

    Args:
        fx: Rows to check.

    Raises:
        TableError: Naming table, row, column, found and expected.
    """
    check_table(fx, FX)
