"""Block 4: do the books agree? The same trade as China, Russia and KOTRA print it."""

from collections.abc import Sequence

from coalface.brief.evidence import Evidence, sources_of, strength_of
from coalface.brief.model import Block, Cell, Cite, Column, Table, Text
from coalface.brief.sentences import say_mirror
from coalface.trade.balance import BalanceRow
from coalface.trade.balance import numbers as balance_numbers
from coalface.vocabulary.numbers import Number, inputs_of

__all__ = ["build_mirror"]

CUSTOMS, MIRROR = "china_customs", "kotra_china"
NOTES: tuple[Text, ...] = (
    (
        "China's books and KOTRA's mirror of them are not two witnesses: KOTRA starts from China's "
        "figures. It adds an estimate of crude oil, of which customs print nothing: part of the "
        "gap on the imports' side. The two are never added.",
    ),
    (
        "The DPRK's exports are CIF at China's border, its imports FOB; KOTRA mixes both. KOTRA "
        "leaves out trade between the two Koreas and drops partners that look like mix-ups with "
        "the Republic of Korea. UN Comtrade and BACI are not among the packaged tables.",
    ),
)


def build_mirror(rows: Sequence[BalanceRow], evidence: Evidence) -> Block:
    """Build block 4 from the balance by book."""
    heading, strength_numbers = _heading(rows)
    return Block(
        id="mirror",
        number="4",
        heading=heading,
        subtitle=f"Exports, imports and deficit of the DPRK by whose books, US$, "
        f"{rows[0].year} to {rows[-1].year}; valuation beside each",
        strength=strength_of(strength_numbers, evidence) if strength_numbers else None,
        tables=(_table(rows, evidence),),
        notes=NOTES,
        sources=sources_of(balance_numbers(rows), evidence),
    )


def _heading(rows: Sequence[BalanceRow]) -> tuple[Text, tuple[Number, ...]]:
    imports = {(r.year, r.book): r.imports_usd for r in rows if r.imports_usd.value}
    years = [y for y, book in imports if book == CUSTOMS and (y, MIRROR) in imports]
    ratios = sorted((_ratio(imports[y, MIRROR], imports[y, CUSTOMS], y) for y in years), key=_value)
    if not ratios:
        return ("No year stands in two books",), ()
    return say_mirror(ratios[0], ratios[-1], len(ratios)), tuple(ratios)


def _ratio(mirror: Number, customs: Number, year: int) -> Number:
    assert mirror.value is not None
    assert customs.value is not None
    return Number(
        id=f"mirror/{year}/imports_ratio",
        label=f"Imports of the DPRK from China, {year}: KOTRA over China customs",
        value=mirror.value / customs.value,
        unit="ratio",
        how="KOTRA's mirror over China's customs",
        inputs=inputs_of((mirror, customs)),
    )


def _value(number: Number) -> float:
    return number.value or 0.0


def _table(rows: Sequence[BalanceRow], evidence: Evidence) -> Table:
    cells: list[tuple[Cell, ...]] = [
        (
            str(row.year),
            row.book_name,
            row.exports_usd,
            row.exports_valuation,
            row.imports_usd,
            row.imports_valuation,
            row.deficit_usd,
            Cite(sources_of((row.exports_usd, row.imports_usd, row.total_usd), evidence)),
        )
        for row in rows
        if row.exports_usd.value is not None or row.imports_usd.value is not None
    ]
    return Table(
        id="mirror",
        caption="Trade of the DPRK by book",
        columns=(
            Column("Year"),
            Column("Books"),
            Column("Exports", "right"),
            Column("at"),
            Column("Imports", "right"),
            Column("at"),
            Column("Deficit", "right"),
            Column("Source"),
        ),
        rows=tuple(cells),
        note="Years of which only both directions together were published are left out here; the "
        "balance table of the bundle has them.",
    )
