"""Table `prices`: one row is one price of a benchmark or of a report."""

from coalface.tables.schema import CITED, PERIOD, Column, Table, checker

__all__ = ["PRICES", "check_prices"]

DATASETS = frozenset({"benchmark_annual", "benchmark_monthly", "field"})

PRICES = Table(
    name="prices",
    columns=(
        Column("row_id", required=True),
        Column("dataset", required=True, choices=DATASETS),
        Column("series", required=True),
        Column("item"),
        *PERIOD,
        Column("price_low", "number", low=0),
        Column("price_high", "number", low=0),
        Column("currency", required=True, pattern=r"^[A-Z]{3}$"),
        Column("unit", required=True, choices=frozenset({"t", "dmt", "bbl", "troy_oz"})),
        Column("place"),
        *CITED,
        Column("note"),
    ),
    periods=(("period_start", "period_end"),),
    bounds=(("price_low", "price_high"),),
)
check_prices = checker(PRICES)
