"""Table `sources`: one row is one publication that figures were read in."""

from coalface.tables.schema import Column, Table, checker

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
check_sources = checker(SOURCES)
