"""Table `designations`: one row is one dated listing of one ship."""

from coalface.tables.schema import CITED, Column, Table, checker

__all__ = ["DESIGNATIONS", "check_designations"]

DESIGNATIONS = Table(
    name="designations",
    columns=(
        Column("row_id", required=True),
        Column("imo", pattern=r"^[0-9]{7}$"),
        Column("name", required=True),
        Column("list", required=True),
        Column("measure", required=True),
        Column("listed_on", "date"),
        Column("delisted_on", "date"),
        Column("date_basis", required=True),
        Column("legal_basis"),
        Column("programme"),
        Column("flag_at_listing"),
        Column("vessel_type"),
        Column("owner_or_linked_to"),
        Column("imo_check_digit_ok", "boolean"),
        *CITED,
        Column("note"),
    ),
    periods=(("listed_on", "delisted_on"),),
)
check_designations = checker(DESIGNATIONS)
