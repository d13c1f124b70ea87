"""Table `sources`: one row is one publication that figures were read in."""

import polars as pl

from coalface.tables.schema import Column, Table, check_table

__all__ = ["SOURCES", "check_sources"]

KINDS = frozenset({"article", "dataset", "estimate", "news", "official", "research"})

SOURCES = Table(
    name="sources",
    columns=(
        Column("row_id", required=True),
        Column("source_id", required=True),
        Column("title", required=True),
        Column("publisher", required=True),
        Column("year", pattern=r"^[12][0-9]{3}$"),
        Column("url"),
        Column("kind", required=True, choices=KINDS),
        Column("language"),
        Column("access"),
    ),
)


def check_sources(sources: pl.DataFrame) -> None:
    """Check the table `sources`.

    Args:
        sources: Rows to check.

    Raises:
        TableError: Naming table, row, column, found and expected.
    """
    check_table(sources, SOURCES)
