"""Table `vessels`: one row is one listed ship, with the rows that list it."""

import polars as pl

from coalface.tables.schema import Column, Table, check_table

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


def check_vessels(vessels: pl.DataFrame) -> None:
    """Check the table `vessels`.

    Args:
        vessels: Rows to check.

    Raises:
        TableError: Naming table, row, column, found and expected.
    """
    check_table(vessels, VESSELS)
