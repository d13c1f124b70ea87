"""Table `indicators`: one row is one sign of how the economy fares."""

import polars as pl

from coalface.tables.schema import CONFIDENCE, Column, Table, check_table

__all__ = ["INDICATORS", "check_indicators"]

INDICATORS = Table(
    name="indicators",
    columns=(
        Column("row_id", required=True),
        Column("indicator", required=True),
        Column("period_start", "date", required=True),
        Column("period_end", "date", required=True),
        Column("value_low", "number"),
        Column("value_high", "number"),
        Column("unit", required=True),
        Column("who", required=True),
        Column("source_id", required=True),
        Column("vintage"),
        Column("locator", required=True),
        Column("confidence", required=True, choices=CONFIDENCE),
        Column("note"),
    ),
    periods=(("period_start", "period_end"),),
    bounds=(("value_low", "value_high"),),
)


def check_indicators(indicators: pl.DataFrame) -> None:
    """Check the table `indicators`.

    Args:
        indicators: Rows to check.

    Raises:
        TableError: Naming table, row, column, found and expected.
    """
    check_table(indicators, INDICATORS)
