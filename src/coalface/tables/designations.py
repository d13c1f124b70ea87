"""Table `designations`: one row is one dated listing of one ship."""

import polars as pl

from coalface.tables.schema import CONFIDENCE, Column, Table, check_table

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
        Column("source_id", required=True),
        Column("vintage"),
        Column("locator", required=True),
        Column("confidence", required=True, choices=CONFIDENCE),
        Column("note"),
    ),
    periods=(("listed_on", "delisted_on"),),
)


def check_designations(designations: pl.DataFrame) -> None:
    """Check the table `designations`.

    Args:
        designations: Rows to check.

    Raises:
        TableError: Naming table, row, column, found and expected.
    """
    check_table(designations, DESIGNATIONS)
