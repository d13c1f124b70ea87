"""Table `mirror_quality`: one row is one known gap between two books of the same trade."""

from coalface.tables.schema import CITED, PERIOD, Column, Table, checker

__all__ = ["MIRROR_QUALITY", "check_mirror_quality"]

MIRROR_QUALITY = Table(
    name="mirror_quality",
    columns=(
        Column("row_id", required=True),
        Column("reporter", required=True),
        Column("partner", required=True),
        Column("flow", required=True, choices=frozenset({"import", "export"})),
        *PERIOD,
        Column("hs_code", required=True),
        Column("description"),
        Column("quantity", "number", low=0),
        Column("unit", required=True),
        Column("compared_source"),
        Column("compared_quantity", "number", low=0),
        *CITED,
        Column("note"),
    ),
    periods=(("period_start", "period_end"),),
)
check_mirror_quality = checker(MIRROR_QUALITY)
