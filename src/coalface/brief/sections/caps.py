"""Block 3: how much of each cap was used, ledger by ledger and limb by limb."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from coalface.brief.evidence import Evidence, sources_of, strength_of
from coalface.brief.figures.cap_bars import CapGroup, CapPicture, CapRow, render_cap_bars
from coalface.brief.figures.style import NARROW, WIDE
from coalface.brief.model import Block, Cell, Cite, Column, Figure, Table, Text
from coalface.brief.numerals import format_number
from coalface.brief.sentences import say_caps
from coalface.trade.caps import CapUse
from coalface.vocabulary.numbers import Number, inputs_of

__all__ = ["build_caps"]

LIMB_WORDS = {
    "value_usd": "by value",
    "quantity_t": "by mass",
    "quantity_bbl": "in barrels",
    "quantity_t_national": "in tonnes, national limit",
}
LEDGER_WORDS = {
    "committee_reported": "Reported to the Committee",
    "customs_china": "China customs",
    "customs_russia": "Russian customs",
    "customs_mirror": "Customs, from the press",
    "alleged_us": "Alleged",
    "alleged_others": "Alleged",
    "estimate_kotra": "Estimate",
}
DAY = timedelta(days=1)
DRAWN_LIMBS = ("value_usd", "quantity_t", "quantity_bbl")
NOTES: tuple[Text, ...] = (
    (
        "Ledgers are rivals and are never added. What was reported to the Committee is late and "
        "has holes, so a bar under the cap may be a bar with months missing; an allegation counts "
        "full loads unless its source says otherwise.",
    ),
    (
        "Tonnes become barrels by published factors; where several exist, the bar stands at the "
        "first and its tail spans them all. A cap with two limbs is reached by the first.",
    ),
)


def build_caps(uses: Sequence[CapUse], evidence: Evidence) -> Block | None:
    """Build block 3, or nothing where no cap has a count."""
    main = [use for use in uses if use.is_main and use.limb in DRAWN_LIMBS]
    groups = tuple(_groups(main))
    if not groups:
        return None
    picture = CapPicture(
        groups=groups,
        heading="Use of each cap by period and ledger",
        description="A bar for each ledger and limb, with the cap as an upright line. "
        f"{len(groups)} cap periods with at least one published count.",
    )
    passed = [[row for row in group.rows if _share(row) > 1] for group in groups]
    over = [[row for row in rows if not row.is_past_life] for rows in passed]
    n_alleged = sum(bool(rows) and all(_is_alleged(row) for row in rows) for rows in over)
    n_past = sum(bool(rows) and not alive for rows, alive in zip(passed, over, strict=True))
    shown = [use.used for use in main]
    counted = {use.measure_id for use in main if use.used.value is not None}
    return Block(
        id="caps",
        number="3",
        heading=say_caps(sum(map(bool, over)), len(groups), n_alleged, n_past, n_caps=len(counted)),
        subtitle="Per cent of each cap used in its period, by whose count, value and quantity "
        "apart; one scale for all, bars that leave it are broken and carry their number",
        strength=strength_of((used for used in shown if used.value is not None), evidence),
        figures=(
            Figure(
                id="caps",
                title=picture.heading,
                description=picture.description,
                wide=render_cap_bars(picture, WIDE),
                narrow=render_cap_bars(picture, NARROW),
                table=_table(groups, evidence),
            ),
        ),
        notes=(*_ended(main), *NOTES, *_silent(main)),
        sources=sources_of(shown, evidence),
    )


def _groups(uses: Iterable[CapUse]) -> Iterator[CapGroup]:
    ordered = sorted(uses, key=lambda use: (use.measure_id, use.cap_starts_on))
    for _, of_period in groupby(ordered, key=lambda use: (use.measure_id, use.cap_starts_on)):
        period = tuple(of_period)
        rows = tuple(_rows(period))
        if any(row.used.value is not None for row in rows):
            yield CapGroup(_name(period), rows)


def _name(uses: Sequence[CapUse]) -> str:
    one = uses[0]
    limits = dict.fromkeys(format_number(use.limit) for use in uses)
    product = one.product.replace("_", " ").capitalize()
    window = _window(one.cap_starts_on, one.cap_ends_on)
    return f"{product}, {window}: cap of {' and '.join(limits)} ({one.paragraph})"


def _rows(uses: Sequence[CapUse]) -> Iterator[CapRow]:
    def key(use: CapUse) -> tuple[int, str, date, date, int, tuple[str, ...]]:
        rows = tuple(row for row in use.used.inputs if not row.startswith("law/conversions/"))
        ledger, limb = list(LEDGER_WORDS).index(use.ledger), DRAWN_LIMBS.index(use.limb)
        return (ledger, use.reporters, use.starts_on, use.ends_on, limb, rows)

    for _, same in groupby(sorted(uses, key=key), key=key):
        yield _row(tuple(same))


def _row(uses: Sequence[CapUse]) -> CapRow:
    one = uses[0]
    ledger = LEDGER_WORDS.get(one.ledger, one.ledger.replace("_", " "))
    if one.ledger.startswith(("alleged", "estimate")):
        ledger = f"{ledger}: {one.reporters}"
    if (one.starts_on, one.ends_on) != (one.cap_starts_on, one.cap_ends_on):
        ledger = f"{ledger}, {_window(one.starts_on, one.ends_on)}"
    if one.is_past_life and one.measure_ends_on is not None:
        ledger = f"{ledger}, {one.cap_starts_on.year} whole; cap ended {one.measure_ends_on - DAY}"
    if one.unreported and one.used.value is not None:
        ledger = f"{ledger}, months missing"
    return CapRow(
        ledger=ledger,
        limb=LIMB_WORDS[one.limb],
        used=_fold([use.used for use in uses]),
        cap=one.limit,
        share=_fold([use.share for use in uses]),
        is_past_life=one.is_past_life,
    )


def _fold(numbers: Sequence[Number]) -> Number:
    """Give one number for the same count under several factors: the first, with their range."""
    ends = [v for n in numbers for v in (n.value, n.low, n.high) if v is not None]
    if len(numbers) == 1 or not ends:
        return numbers[0]
    how = f"{numbers[0].how}; range over {len(numbers)} published factors"
    return replace(
        numbers[0],
        id=f"{numbers[0].id}/over_factors",
        low=min(ends),
        high=max(ends),
        how=how,
        inputs=inputs_of(numbers),
    )


def _window(starts_on: date, ends_on: date) -> str:
    last = ends_on - DAY
    if (starts_on.month, starts_on.day, last.month, last.day) == (1, 1, 12, 31):
        return str(starts_on.year) if starts_on.year == last.year else f"{starts_on} to {last}"
    if starts_on.day == 1 and ends_on.day == 1:
        first, end = starts_on.isoformat()[:7], last.isoformat()[:7]
        return first if first == end else f"{first} to {end}"
    return f"{starts_on} to {last}"


def _share(row: CapRow) -> float:
    return row.share.value if row.share.value is not None else 0.0


def _is_alleged(row: CapRow) -> bool:
    return row.ledger.startswith(LEDGER_WORDS["alleged_us"])


def _ended(uses: Sequence[CapUse]) -> Iterator[Text]:
    """Say of a cap that ended inside its period what its counts hold from after its end."""
    ordered = sorted(uses, key=lambda use: use.measure_id)
    for _, of_measure in groupby(ordered, key=lambda use: use.measure_id):
        period = [use for use in of_measure if use.later is not None]
        past = next((u for u in period if u.is_past_life and u.limb == "value_usd"), None)
        alive = next((u for u in period if not u.is_past_life and u.limb == "value_usd"), None)
        if past is None or past.later is None or past.measure_ends_on is None:
            continue
        product = past.product.replace("_", " ")
        last = past.measure_ends_on - DAY
        said: Text = (
            f"The {product} cap of {past.cap_starts_on.year} ended on {last}. A count of the whole "
            "year is not use of the cap alone: customs print ",
            past.later,
            f" for {past.later_words.replace(', ', ' and ')}, when it had ended or in its last "
            "days. ",
        )
        if alive is not None:
            window = _window(alive.starts_on, alive.ends_on)
            words = (
                f"Reported month by month for {window}: ",
                *_bare(alive.used, ", ", alive.share),
            )
            said += (*words, " of the cap; later months within its life were not found.")
        yield said


def _bare(*parts: Number | str) -> tuple[Number | str, ...]:
    """Give numbers without the note that the sentence around them says anyway."""
    return tuple(part if isinstance(part, str) else replace(part, note="") for part in parts)


def _silent(uses: Iterable[CapUse]) -> tuple[Text, ...]:
    ordered = sorted(uses, key=lambda use: (use.measure_id, use.cap_starts_on))
    silent: dict[str, list[str]] = {}
    for _, of_period in groupby(ordered, key=lambda use: (use.measure_id, use.cap_starts_on)):
        period = tuple(of_period)
        if all(use.used.value is None for use in period):
            window = _window(period[0].cap_starts_on, period[0].cap_ends_on)
            product = period[0].product.replace("_", " ")
            silent.setdefault(product, []).append(window)
    return tuple(
        (f"No count of {product} was found for: {'; '.join(windows)}. Missing, not zero.",)
        for product, windows in silent.items()
    )


def _table(groups: Sequence[CapGroup], evidence: Evidence) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            group.name.split(": cap")[0],
            f"{row.ledger}, {row.limb}",
            row.used,
            row.cap,
            row.share,
            Cite(sources_of((row.used,), evidence)),
        )
        for group in groups
        for row in group.rows
    ]
    return Table(
        id="caps",
        caption="Use of each cap by period, ledger and limb",
        columns=(
            Column("Cap"),
            Column("Ledger and limb"),
            Column("Used", "right"),
            Column("Cap", "right"),
            Column("Share", "right"),
            Column("Source"),
        ),
        rows=tuple(rows),
    )
