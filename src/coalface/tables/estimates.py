"""Table `estimates`: one row is one published estimate outside the statistics."""

from coalface.tables.schema import CITED, HS_PATTERN, Column, Table, checker

__all__ = ["ESTIMATES", "check_estimates"]

ESTIMATES = Table(
    name="estimates",
    columns=(
        Column("row_id", required=True),
        Column("dataset", required=True, choices=frozenset({"channels", "outside_statistics"})),
        Column("channel", required=True),
        Column("item", required=True),
        Column("hs_code", pattern=HS_PATTERN),
        Column("period_start", "date"),
        Column("period_end", "date"),
        Column("value_low_usd", "number"),
        Column("value_high_usd", "number"),
        Column("quantity_low", "number"),
        Column("quantity_high", "number"),
        Column("unit"),
        Column("who", required=True),
        *CITED,
        Column("note"),
    ),
    periods=(("period_start", "period_end"),),
    bounds=(("value_low_usd", "value_high_usd"), ("quantity_low", "quantity_high")),
)
check_estimates = checker(ESTIMATES)
