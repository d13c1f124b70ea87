"""Table `fx`: one row is one mean exchange rate, in units of the pair."""

from coalface.tables.schema import CITED, PERIOD, Column, Table, checker

__all__ = ["FX", "check_fx"]

FX = Table(
    name="fx",
    columns=(
        Column("row_id", required=True),
        Column("frequency", required=True, choices=frozenset({"annual", "monthly"})),
        Column("pair", required=True),
        *PERIOD,
        Column("rate", "number", required=True, low=0),
        *CITED,
    ),
    periods=(("period_start", "period_end"),),
)
check_fx = checker(FX)
