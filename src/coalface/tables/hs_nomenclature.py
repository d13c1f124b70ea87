"""Table `hs_nomenclature`: one row is one chapter, heading or subheading of one HS edition."""

from coalface.tables.schema import Column, Table, checker

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
check_hs_nomenclature = checker(HS_NOMENCLATURE)
