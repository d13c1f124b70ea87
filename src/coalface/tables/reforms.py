"""Table `reforms`: one row is one dated DPRK trade rule or reform."""

from coalface.tables.schema import CITED, Column, Table, checker

__all__ = ["REFORMS", "check_reforms"]

REFORMS = Table(
    name="reforms",
    columns=(
        Column("row_id", required=True),
        Column("on", "date"),
        Column("precision", required=True, choices=frozenset({"day", "month", "year", "undated"})),
        Column("what", required=True),
        *CITED,
    ),
)
check_reforms = checker(REFORMS)
