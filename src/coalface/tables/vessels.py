"""Table `vessels`: one row is one listed ship, with the rows that list it."""

from coalface.tables.schema import Column, Table, checker

__all__ = ["VESSELS", "check_vessels"]

VESSELS = Table(
    name="vessels",
    columns=(
        Column("row_id", required=True),
        Column("imo", pattern=r"^[0-9]{7}$"),
        Column("name", required=True),
        Column("aliases"),
        Column("flag_ofac"),
        Column("vessel_type"),
        Column("un_listed_on", "date"),
        Column("un_measures"),
        Column("is_ofac_sdn", "boolean", required=True),
        Column("is_eu_autonomous", "boolean", required=True),
        Column("is_us_advisory_2018", "boolean", required=True),
        Column("designations", required=True),
    ),
)
check_vessels = checker(VESSELS)
