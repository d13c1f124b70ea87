"""Table `hs_concordance`: which subheadings of one HS edition correspond to the one before.

Many to many, without weights: a split code gives a set, never a guess.
"""

from coalface.tables.schema import Column, Table, checker

__all__ = ["HS_CONCORDANCE", "check_hs_concordance"]

HS_CONCORDANCE = Table(
    name="hs_concordance",
    columns=(
        Column("hs_revision", required=True, pattern=r"^HS[0-9]{4}$"),
        Column("hs_code", required=True, pattern=r"^[0-9]{6}$"),
        Column("older_revision", required=True, pattern=r"^HS[0-9]{4}$"),
        Column("older_code", required=True, pattern=r"^[0-9]{6}$"),
    ),
    key=("hs_revision", "hs_code", "older_revision", "older_code"),
)
check_hs_concordance = checker(HS_CONCORDANCE)
