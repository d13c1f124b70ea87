"""Table `prices`: one row is one price of a benchmark or of a report."""

import polars as pl

from coalface.tables.schema import CONFIDENCE, Column, Table, check_table

__all__ = ["PRICES", "check_prices"]

DATASETS = frozenset({"benchmark_annual", "benchmark_monthly", "field"})

PRICES = Table(
    name="prices",
    columns=(
        Column("row_id", required=True),
        Column("dataset", required=True, choices=DATASETS),
        Column("series", required=True),
        Column("item"),
        Column("period_start", "date", required=True),
        Column("period_end", "date", required=True),
        Column("price_low", "number", low=0),
        Column("price_high", "number", low=0),
        Column("currency", required=True, pattern=r"^[A-Z]{3}$"),
        Column("unit", required=True, choices=frozenset({"t", "dmt", "bbl", "troy_oz"})),
        Column("place"),
        Column("source_id", required=True),
        Column("vintage"),
        Column("locator", required=True),
        Column("confidence", required=True, choices=CONFIDENCE),
        Column("note"),
    ),
    periods=(("period_start", "period_end"),),
    bounds=(("price_low", "price_high"),),
)


def check_prices(prices: pl.DataFrame) -> None:
    """Check the table `prices`.

    Args:
        prices: Rows to check.

    Raises:
        TableError: Naming table, row, column, found and expected.
    """
    check_table(prices, PRICES)
