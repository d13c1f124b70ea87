"""Table `mirror_quality`: one row is one known gap between two books of the same trade."""

import polars as pl

from coalface.tables.schema import CONFIDENCE, Column, Table, check_table

__all__ = ["MIRROR_QUALITY", "check_mirror_quality"]

MIRROR_QUALITY = Table(
    name="mirror_quality",
    columns=(
        Column("row_id", required=True),
        Column("reporter", required=True),
        Column("partner", required=True),
        Column("flow", required=True, choices=frozenset({"import", "export"})),
        Column("period_start", "date", required=True),
        Column("period_end", "date", required=True),
        Column("hs_code", required=True),
        Column("description"),
        Column("quantity", "number", low=0),
        Column("unit", required=True),
        Column("compared_source"),
        Column("compared_quantity", "number", low=0),
        Column("source_id", required=True),
        Column("vintage"),
        Column("locator", required=True),
        Column("confidence", required=True, choices=CONFIDENCE),
        Column("note"),
    ),
    periods=(("period_start", "period_end"),),
)


def check_mirror_quality(mirror_quality: pl.DataFrame) -> None:
    """Check the table `mirror_quality`.

    Args:
        mirror_quality: Rows to check.

    Raises:
        TableError: Naming table, row, column, found and expected.
    """
    check_table(mirror_quality, MIRROR_QUALITY)
