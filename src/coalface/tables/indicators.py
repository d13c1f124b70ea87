"""Table `indicators`: one row is one sign of how the economy fares."""

from coalface.tables.schema import CITED, PERIOD, Column, Table, checker

__all__ = ["INDICATORS", "check_indicators"]

INDICATORS = Table(
    name="indicators",
    columns=(
        Column("row_id", required=True),
        Column("indicator", required=True),
        *PERIOD,
        Column("value_low", "number"),
        Column("value_high", "number"),
        Column("unit", required=True),
        Column("who", required=True),
        *CITED,
        Column("note"),
    ),
    periods=(("period_start", "period_end"),),
    bounds=(("value_low", "value_high"),),
)
check_indicators = checker(INDICATORS)
