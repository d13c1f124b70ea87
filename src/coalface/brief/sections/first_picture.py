"""Block 1: what was declared, what is said to have moved besides, and what was bought."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from coalface.brief.evidence import Evidence, sources_of, strength_of
from coalface.brief.figures.first_picture import (
    Estimate,
    Family,
    Picture,
    SpanEstimate,
    Status,
    Tick,
    YearBar,
    render_first_picture,
)
from coalface.brief.figures.style import NARROW, WIDE
from coalface.brief.model import Block, Cell, Cite, Column, Figure, Table, Text
from coalface.brief.sentences import say_balance, say_headline, to_cents
from coalface.trade.first_picture import OutsideEstimate, PictureYear, find_headline_year
from coalface.vocabulary.numbers import Number, no_figure

__all__ = ["build_first_picture", "say_brief_headline"]

FAMILIES: dict[str, Family] = {
    "coal_smuggled": "coal",
    "other_smuggled": "coal",
    "cyber": "cyber",
    "workers": "workers",
    "it_workers": "workers",
}
STATUS_WORDS: dict[str, Status] = {
    "covered": "covered",
    "part_of_year": "part of year",
    "contested": "contested",
    "no_measure": "no measure",
    "not_itemised": "not itemised",
}
FAMILY_WORDS = {
    "coal": "coal outside the statistics",
    "cyber": "stolen cryptocurrency",
    "workers": "workers abroad",
}
#: Channels drawn with a family although they hold more than its name says.
WIDER_WORDS = {"other_smuggled": "coal, iron and other goods outside the statistics"}
NOTES: tuple[Text, ...] = (
    (
        "Rival estimates stand side by side and are never added up, to each other or to declared "
        "trade. Theft is valued when stolen, not as cash received; workers' pay may be gross or "
        "only what the state takes.",
    ),
    (
        "Estimates for a part of a year are drawn only where none covers the whole year; the table "
        "holds them all. A bar with a dashed outline and a ring on the line of imports are totals "
        "of KOTRA's mirror, of all partners where it has none for China; no line joins the two.",
    ),
    ("Declared exports are CIF as China's customs sees them, imports FOB.",),
)


def build_first_picture(
    rows: Sequence[PictureYear],
    outside: Iterable[OutsideEstimate],
    ticks: tuple[Tick, ...],
    evidence: Evidence,
) -> Block:
    """Build block 1."""
    spans = _spans(outside, rows[0].year, rows[-1].year)
    heading = _heading(rows)
    picture = Picture(
        bars=tuple(_bar(row) for row in rows),
        spans=spans,
        ticks=tuple(t for t in ticks if rows[0].year <= t.on.year <= rows[-1].year),
        heading="Declared trade with China and published estimates beside it",
        description=_description(rows, spans),
    )
    table = _table(rows, spans, evidence)
    shown = [cell for row in table.rows for cell in row if isinstance(cell, Number)]
    return Block(
        id="first-picture",
        number="1",
        heading=heading,
        subtitle=f"US$ billion a year, {rows[0].year} to {rows[-1].year}. Declared exports by what "
        "the law said of the goods that year; beside them rival estimates; imports as a line",
        strength=strength_of((n for n in heading if isinstance(n, Number)), evidence),
        figures=(
            Figure(
                id="first-picture",
                title=picture.heading,
                description=picture.description,
                wide=render_first_picture(picture, WIDE),
                narrow=render_first_picture(picture, NARROW),
                table=table,
            ),
        ),
        notes=(*_span_notes(spans, evidence), *NOTES),
        sources=sources_of(shown, evidence),
    )


def say_brief_headline(rows: Sequence[PictureYear], base_year: int) -> tuple[Text, Number]:
    """Give the sentence at the head of the brief and the cents in it."""
    row = find_headline_year(rows)
    if row is None or row.declared is None:
        missing = no_figure("brief/cents", "Cents per dollar of the base year", "cents")
        return say_headline(missing, base_year, base_year, missing), missing
    cents = to_cents(row.declared.per_base_dollar)
    return say_headline(cents, base_year, row.year, row.wigs_share), cents


def _heading(rows: Sequence[PictureYear]) -> Text:
    row = find_headline_year(rows)
    if row is None or row.declared is None:
        return ("No total of declared exports was published",)
    return say_balance(row.imports_usd, row.imports_book, row.declared.declared_usd, row.year)


def _bar(row: PictureYear) -> YearBar:
    declared = row.declared
    by_status = {} if declared is None else {p.status: p.value_usd for p in declared.parts}
    return YearBar(
        year=row.year,
        segments=tuple((w, by_status[s]) for s, w in STATUS_WORDS.items() if s in by_status),
        total=_missing(row.year) if declared is None else declared.declared_usd,
        imports=row.imports_usd,
        estimates=_drawn(row.estimates),
        is_other_book=declared is not None and declared.book != "china_customs",
        is_other_imports_book=row.imports_book != "china_customs",
    )


def _missing(year: int) -> Number:
    label = f"Declared exports, {year}"
    return no_figure(f"first_picture/{year}/declared", label, "USD", "no total was found")


def _drawn(estimates: Sequence[OutsideEstimate]) -> tuple[Estimate, ...]:
    whole = {FAMILIES[e.channel] for e in estimates if e.span == "year"}
    return tuple(
        Estimate(
            FAMILIES[e.channel],
            e.value_usd,
            f"{e.who}, {e.item}",
            is_wider=e.channel in WIDER_WORDS,
        )
        for e in estimates
        if e.span == "year" or FAMILIES[e.channel] not in whole
    )


def _spans(outside: Iterable[OutsideEstimate], first: int, last: int) -> tuple[SpanEstimate, ...]:
    chosen = [
        e
        for e in outside
        if e.span == "several_years"
        and FAMILIES[e.channel] == "coal"
        and first <= e.starts_on.year
        and e.ends_on.year - 1 <= last
    ]
    return tuple(_span(e, "ABCDEFGH"[i]) for i, e in enumerate(chosen[:8]))


def _span(estimate: OutsideEstimate, letter: str) -> SpanEstimate:
    years = (estimate.ends_on - estimate.starts_on).days / 365.25
    total = estimate.value_usd
    yearly = replace(
        total,
        id=f"{total.id}/yearly_mean",
        label=f"{total.label}, mean of a year",
        value=None if total.value is None else total.value / years,
        low=None if total.low is None else total.low / years,
        high=None if total.high is None else total.high / years,
        mark="derived",
        how=f"published total over {years:.1f} years",
    )
    last_year = estimate.ends_on.year - (1 if estimate.ends_on.month == 1 else 0)
    return SpanEstimate(letter, estimate.starts_on.year, last_year, yearly, estimate.who)


def _span_notes(spans: Iterable[SpanEstimate], evidence: Evidence) -> tuple[Text, ...]:
    return tuple(
        (
            f"Dashes {s.letter}: {s.who}, {s.first_year} to {s.last_year}, at the mean of a year: ",
            replace(s.yearly, note=""),
            ". ",
            Cite(sources_of((s.yearly,), evidence)),
        )
        for s in spans
    )


def _table(rows: Sequence[PictureYear], spans: Sequence[SpanEstimate], evidence: Evidence) -> Table:
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        cells += _declared_cells(row, evidence)
        imports = row.imports_usd
        words = f"imports, {row.imports_book.replace('_', ' ') or 'no book'}"
        cells.append((str(row.year), words, imports, Cite(sources_of((imports,), evidence))))
        for e in row.estimates:
            family = WIDER_WORDS.get(e.channel, FAMILY_WORDS[FAMILIES[e.channel]])
            words = f"{family}: {e.who} ({e.item})"
            cite = Cite(sources_of((e.value_usd,), evidence))
            cells.append((str(row.year), words, e.value_usd, cite))
    for span in spans:
        years = f"{span.first_year}-{span.last_year}"
        cite = Cite(sources_of((span.yearly,), evidence))
        cells.append((years, f"coal, mean of a year: {span.who}", span.yearly, cite))
    return Table(
        id="first-picture",
        caption="Declared exports by legal status, imports, and estimates outside the statistics",
        columns=(Column("Year"), Column("What"), Column("Value", "right"), Column("Source")),
        rows=tuple(cells),
    )


def _declared_cells(row: PictureYear, evidence: Evidence) -> list[tuple[Cell, ...]]:
    if row.declared is None:
        return [(str(row.year), "declared exports", _missing(row.year), Cite(()))]
    total, book = row.declared.declared_usd, row.declared.book.replace("_", " ")
    found: list[tuple[Cell, ...]] = [
        (str(row.year), f"declared exports, {book}", total, Cite(sources_of((total,), evidence)))
    ]
    for part in row.declared.parts:
        if part.value_usd.value is not None:
            words = f"of these: {STATUS_WORDS[part.status]}"
            cite = Cite(sources_of((part.value_usd,), evidence))
            found.append((str(row.year), words, part.value_usd, cite))
    return found


def _description(rows: Sequence[PictureYear], spans: Sequence[SpanEstimate]) -> str:
    n = sum(row.declared is not None for row in rows)
    n_estimates = sum(len(row.estimates) for row in rows) + len(spans)
    return (
        f"A bar for each year from {rows[0].year} to {rows[-1].year}; {n} years have a published "
        f"total of declared exports. Bars are split into goods under a UN measure, goods that a "
        f"measure reached within the year, contested goods, goods that no measure covered and what "
        f"is not itemised. {n_estimates} published estimates stand beside the bars. "
        "A line shows declared imports. All values are in the data table."
    )
