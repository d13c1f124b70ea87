"""Table `hs_nomenclature`: one row is one chapter, heading or subheading of one HS edition."""

import polars as pl

from coalface.tables.schema import Column, Table, check_table

__all__ = ["HS_NOMENCLATURE", "check_hs_nomenclature"]

HS_NOMENCLATURE = Table(
    name="hs_nomenclature",
    columns=(
        Column("hs_revision", required=True, pattern=r"^HS[0-9]{4}$"),
        Column("hs_code", required=True, pattern=r"^[0-9]{2,6}$"),
        Column("description", required=True),
    ),
    key=("hs_revision", "hs_code"),
)


def check_hs_nomenclature(hs_nomenclature: pl.DataFrame) -> None:
    """Check the table `hs_nomenclature`.

    Args:
        hs_nomenclature: Rows to check.

    Raises:
        TableError: Naming table, row, column, found and expected.
    """
    check_table(hs_nomenclature, HS_NOMENCLATURE)
