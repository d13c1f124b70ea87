"""The rulebook as a list for readers: which rule is in force on a day, and how it is read."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

import polars as pl

from coalface.cli.printing import View, counted
from coalface.errors import InputError
from coalface.law import Match, Measure, NationalMeasure, Rulebook, load_rulebook
from coalface.law.verdicts import NOT_CLEARANCE
from coalface.sources.hs_codes import read_hs_code

__all__ = ["RuleRow", "compare_rules", "find_rules", "rules_table", "rules_view"]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One measure or national rule as it is listed."""

    rule_id: str
    order: str
    paragraph: str
    title: str
    direction: str
    starts_on: date | None
    ends_on: date | None
    kind: str
    reach: str
    readings: str
    grade: str
    sources: str
    change: str = ""


def find_rules(day: date, hs_code: str | None = None) -> list[RuleRow]:
    """Find the rules in force on a day, those that reach a code if one is given.

    Args:
        day: The day.
        hs_code: 2 to 10 digits, or None for all rules.

    Raises:
        InputError: If no edition has the code.
    """
    book = load_rulebook()
    if hs_code is None:
        rows = [_row(m, None, book) for m in book.measures if m.is_in_force(day)]
        return rows + [_national(n) for n in book.national if n.is_in_force(day)]
    read = read_hs_code(hs_code)
    if read.value is None:
        raise InputError(f"--hs {hs_code!r}: {read.problem or 'empty'}.")
    found = [m for m in _matches(book, read.value) if m.measure.is_in_force(day)]
    reached = {m.measure.id for m in found}
    return [_row(m.measure, m, book) for m in found] + [
        _national(n) for n in book.national if n.is_in_force(day) and reached & set(n.implements)
    ]


def compare_rules(day: date, other: date, hs_code: str | None = None) -> list[RuleRow]:
    """Find the rules in force on only one of two days, with what became of them."""
    first, second = sorted((day, other))
    before = {r.rule_id: r for r in find_rules(first, hs_code)}
    after = {r.rule_id: r for r in find_rules(second, hs_code)}
    ended = [replace(r, change="ended") for i, r in before.items() if i not in after]
    begun = [replace(r, change="began") for i, r in after.items() if i not in before]
    return sorted(ended + begun, key=_change_day)


def rules_table(rows: Sequence[RuleRow]) -> pl.DataFrame:
    """Give the rules as a flat table."""
    names = RuleRow.__dataclass_fields__
    days = ("starts_on", "ends_on")
    schema = {name: pl.Date if name in days else pl.String for name in names}
    return pl.DataFrame([asdict(row) for row in rows], schema=schema)


def rules_view(rows: Sequence[RuleRow], day: date, other: date | None, hs_code: str | None) -> View:
    """Give what is printed of some rules."""
    goods = f" that reach HS {hs_code}" if hs_code else ""
    if other is None:
        title = f"Rules in force on {day}{goods}"
    else:
        first, second = sorted((day, other))
        title = f"Rules{goods} in force on only one of {first} and {second}"
    return View(
        title,
        ("!Rule", "~Paragraph", "!From", "Until (excl.)", "What", "~Readings", "Grade"),
        [
            (
                f"{row.change}: {row.rule_id}" if row.change else row.rule_id,
                row.paragraph,
                str(row.starts_on or "not known"),
                str(row.ends_on or "open"),
                f"{row.title} ({row.direction})" if row.direction else row.title,
                f"{row.reach}: {row.readings}" if row.reach else row.readings,
                row.grade,
            )
            for row in rows
        ],
        (f"{counted(len(rows), 'rule')}. A good that no rule reaches: {NOT_CLEARANCE}.",),
    )


def _matches(book: Rulebook, code: str) -> Iterator[Match]:
    seen = set()
    for direction in ("from_dprk", "to_dprk"):
        for match in book.matching(code, direction):
            if match.measure.id not in seen:
                seen.add(match.measure.id)
                yield match


def _row(measure: Measure, match: Match | None, book: Rulebook) -> RuleRow:
    return RuleRow(
        rule_id=measure.id,
        order="UN",
        paragraph=measure.short,
        title=measure.title,
        direction=", ".join(sorted(measure.direction)).replace("_dprk", " the DPRK"),
        starts_on=measure.starts_on,
        ends_on=measure.ends_on,
        kind=measure.kind,
        reach=match.reach if match else "",
        readings=_readings(measure, match, book),
        grade=match.grade if match else measure.grade,
        sources="; ".join(measure.sources),
    )


def _readings(measure: Measure, match: Match | None, book: Rulebook) -> str:
    """Say who read the goods into the words, and in which spells the words are read otherwise."""
    spells = [f"{p.verdict} from {p.starts_on} to before {p.ends_on}" for p in measure.phases]
    return "; ".join(part for part in (_layers(measure, match, book), *spells) if part)


def _layers(measure: Measure, match: Match | None, book: Rulebook) -> str:
    if match is not None:
        contested = match.contested.readings if match.contested else ()
        return "; ".join([match.reading, *(f"{r.reading}: {r.verdict}" for r in contested)])
    codes = [code for group in measure.groups for code in book.groups[group].codes]
    layers = dict.fromkeys(code.layer for code in codes)
    n_contested = sum(code.contested is not None for code in codes)
    note = f" ({n_contested} codes contested)" if n_contested else ""
    return ", ".join(layers) + note


def _national(rule: NationalMeasure) -> RuleRow:
    return RuleRow(
        rule_id=rule.id,
        order=rule.state,
        paragraph=f"{rule.state} national rule",
        title=rule.title,
        direction="",
        starts_on=rule.starts_on,
        ends_on=rule.ends_on,
        kind=rule.effect,
        reach="",
        readings="implements " + ", ".join(rule.implements) if rule.implements else "own",
        grade=rule.grade,
        sources=rule.source,
    )


def _change_day(row: RuleRow) -> tuple[date, str]:
    day = row.ends_on if row.change == "ended" else row.starts_on
    return day or date.min, row.rule_id
