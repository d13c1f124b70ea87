"""Block 3b: what each measure covers, in the dollars and tonnes of the year before it."""

from collections.abc import Sequence

from coalface.brief.evidence import Evidence, sources_of
from coalface.brief.model import Block, Cell, Cite, Column, Table, Text
from coalface.brief.sentences import say_relief
from coalface.trade.relief import Relief, find_relief_total
from coalface.trade.relief import numbers as relief_numbers

__all__ = ["build_relief"]

NOTES: tuple[Text, ...] = (
    (
        "This is declared trade before each measure, not what its end would bring: prices, buyers "
        "and mines have changed. Measures overlap, so the column of values must not be added up; "
        "the total counts each good once, under the first measure that covered it.",
    ),
)


def build_relief(rows: Sequence[Relief], evidence: Evidence) -> Block | None:
    """Build block 3b from the measures with at least one figure."""
    known = [row for row in rows if row.value.value is not None or row.nearest.value is not None]
    if not known:
        return None
    exports = [row for row in rows if row.direction == "from_dprk"]
    n_known = sum(row.direction == "from_dprk" for row in known)
    total = find_relief_total(rows)[1]
    return Block(
        id="relief",
        number="3b",
        heading=say_relief(total, n_known, len(exports)),
        subtitle="China's declared imports of the goods that each measure covers, in the last full "
        "year before it, US$ and tonnes; no figure is not zero",
        strength=None,
        tables=(_table(known, evidence),),
        notes=NOTES,
        sources=sources_of((n for n in relief_numbers(rows) if n.value is not None), evidence),
    )


def _table(rows: Sequence[Relief], evidence: Evidence) -> Table:
    cells: list[tuple[Cell, ...]] = [
        (
            row.paragraph,
            row.title,
            "exports" if row.direction == "from_dprk" else "imports",
            str(row.base_year),
            row.value,
            row.mass,
            row.nearest,
            row.still,
            Cite(sources_of((row.value, row.nearest, row.still), evidence)),
        )
        for row in rows
    ]
    return Table(
        id="relief",
        caption="What each measure covers: declared trade of the year before it",
        columns=(
            Column("Paragraph"),
            Column("Orders"),
            Column("Side"),
            Column("Year before", "right"),
            Column("Value", "right"),
            Column("Mass", "right"),
            Column("With nearest years", "right"),
            Column("Still declared", "right"),
            Column("Source"),
        ),
        rows=tuple(cells),
        note="Measures on goods without any published figure are in the bundle's table.",
    )
