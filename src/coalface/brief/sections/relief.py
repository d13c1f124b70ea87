"""Block 3b: what each measure covers, in the dollars and tonnes of the year before it."""

from collections.abc import Sequence

from coalface.brief.evidence import Evidence, sources_of, strength_of
from coalface.brief.model import Block, Cell, Cite, Column, Table, Text
from coalface.brief.sentences import say_relief, say_strict_relief
from coalface.trade.goods import load_trade_goods
from coalface.trade.relief import Relief, find_relief_total
from coalface.trade.relief import numbers as relief_numbers

__all__ = ["build_relief"]

NOTES: tuple[Text, ...] = (
    (
        "This is declared trade before each measure, not what its end would bring: prices, buyers "
        "and mines have changed. Measures overlap, so the column of values must not be added up; "
        "the total counts each good once, under the first measure that covered it. Goods without a "
        "figure near the first measure are counted with the year nearest to the next one on them.",
    ),
)


def build_relief(rows: Sequence[Relief], evidence: Evidence) -> Block | None:
    """Build block 3b from the measures with at least one figure."""
    known = [row for row in rows if row.value.value is not None or row.nearest.value is not None]
    if not known:
        return None
    exports = [row for row in rows if row.direction == "from_dprk"]
    n_known = sum(row.direction == "from_dprk" for row in known)
    strict, total = find_relief_total(rows)
    goods = "; ".join(row.counted.how for row in exports if row.counted.value is not None)
    years = tuple(sorted({year for row in exports for year in row.counted_years}))
    return Block(
        id="relief",
        number="3b",
        heading=say_relief(total, years, n_known, len(exports)),
        subtitle="China's declared trade in the goods that each measure covers, in the year before "
        "it or the nearest published one, US$ and tonnes: its imports, and where a row says so its "
        "supplies to the DPRK; no figure is not zero",
        strength=strength_of((total,), evidence),
        tables=(_table(known, evidence),),
        notes=(say_strict_relief(strict, goods), *NOTES),
        sources=sources_of((n for n in relief_numbers(rows) if n.value is not None), evidence),
    )


def _still_of(row: Relief) -> str:
    """Name the goods and the time of what is still declared, as `figure_of` does of the value."""
    if not row.still_goods:
        return row.still_period
    goods = load_trade_goods()
    names = (goods.good(code).name for code in row.still_goods)
    return f"{', '.join(names)} {row.still_period}"


def _table(rows: Sequence[Relief], evidence: Evidence) -> Table:
    cells: list[tuple[Cell, ...]] = [
        (
            row.paragraph,
            row.title if row.direction == "from_dprk" else f"{row.title} (supplies to the DPRK)",
            str(row.base_year),
            row.nearest,
            row.figure_of,
            row.mass,
            row.still,
            _still_of(row),
            Cite(sources_of((row.value, row.nearest, row.still), evidence)),
        )
        for row in rows
    ]
    return Table(
        id="relief",
        caption="What each measure covers: declared trade near its first day",
        columns=(
            Column("Paragraph"),
            Column("Orders"),
            Column("Year before"),
            Column("Value", "right"),
            Column("Value is of"),
            Column("Mass, year before", "right"),
            Column("Still declared", "right"),
            Column("Still declared is of"),
            Column("Source"),
        ),
        rows=tuple(cells),
        note="Value: of the year before the measure, else of the nearest published one. Measures "
        "on goods without any published figure are in the bundle's table.",
    )
