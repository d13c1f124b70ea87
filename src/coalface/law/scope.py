"""Which measures reach a good or a service, by the words of the paragraph and by code.

This part knows no day: a code's reach changes only with the definitions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from coalface.law.definitions import Code, Contested, GoodsGroup, Measure, NationalMeasure
from coalface.vocabulary.goods import names_any

if TYPE_CHECKING:
    from coalface.law.rulebook import Rulebook

__all__ = [
    "Match",
    "NationalMatch",
    "Reach",
    "Scope",
    "match_goods",
    "name_matters",
    "revision_matters",
    "scope_of",
]

Reach = Literal["full", "review", "contested", "name_needed", "too_short"]
GRADES = "ABCD"
HS6_DIGITS, NATIONAL_DIGITS = 6, 10
PARTIES = "parties:"  # the check that comes before all others, whatever the good
ANALYST_LAYERS = ("analyst", "analyst_open")


@dataclass(frozen=True, slots=True)
class Match:
    """One UN measure and how it reaches the good.

    Attributes:
        measure: The measure.
        reach: `full` decides; `review` decides, but the code also holds other goods; `contested`
            authoritative readings differ; `name_needed` our own mapping, which decides only where
            the good is named; `too_short` the code is wider than the measure's.
        reading: Which layer put the code under the paragraph's words.
        grade: The worse of the measure's and the code's grade.
        groups: The groups of goods through which it was reached.
        contested: The readings, where contested.
        fits: Ids of exemptions whose words the good's name fits.
        reason: Why a person should look again, or "".
    """

    measure: Measure
    reach: Reach
    reading: str
    grade: str
    groups: tuple[str, ...] = ()
    contested: Contested | None = None
    fits: tuple[str, ...] = ()
    reason: str = ""

    @property
    def decides(self) -> bool:
        """Say whether the measure may decide the verdict."""
        return self.reach in ("full", "review", "contested")


@dataclass(frozen=True, slots=True)
class NationalMatch:
    """A State's rule that reaches the good, with the UN matches that it implements."""

    rule: NationalMeasure
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """All that reaches one good or service in one direction."""

    matches: tuple[Match, ...]
    national: tuple[NationalMatch, ...]
    for_any_good: tuple[Match, ...]
    checks: tuple[Measure, ...]
    pointers: tuple[str, ...]
    route: str = ""
    notes: tuple[str, ...] = ()


def match_goods(
    book: Rulebook, hs_code: str, direction: str, text: str, revision: str
) -> tuple[Match, ...]:
    """Give the UN measures whose goods hold the code, one match a measure, in rulebook order.

    Args:
        book: The rulebook.
        hs_code: 2 to 10 digits; "" matches nothing.
        direction: `from_dprk` or `to_dprk`.
        text: What the good is called, as normal words, or "".
        revision: Edition of the code, or "" for any.
    """
    if not hs_code:
        return ()
    found = []
    for measure in book.measures:
        if direction not in measure.direction:
            continue
        groups = [book.groups[g] for g in measure.groups]
        matches = [m for g in groups if (m := _match_group(measure, g, hs_code, text, revision))]
        if matches:
            found.append(min(matches, key=_order_of_reach))
    return tuple(found)


def name_matters(book: Rulebook, hs_code: str, direction: str) -> bool:
    """Say whether what a good is called can change which measures reach its code."""
    return any(
        _name_matters(measure, book.groups[g], hs_code)
        for measure in book.measures
        for g in measure.groups
        if direction in measure.direction
    )


def revision_matters(book: Rulebook, hs_code: str) -> bool:
    """Say whether the edition of a code can change which measures reach it."""
    codes = [c for g in book.groups.values() for c in g.codes if c.revisions]
    return any(c.code.startswith(hs_code) or hs_code.startswith(c.code) for c in codes)


def scope_of(
    book: Rulebook, hs_code: str, direction: str, text: str, activity: str, revision: str
) -> Scope:
    """Give everything that reaches a good or service. See `Rulebook.scope`."""
    goods = match_goods(book, hs_code, direction, text, revision)
    services = _match_services(book, direction, activity)
    matches = goods + tuple(s for s in services if s.measure not in [m.measure for m in goods])
    national = tuple(
        n for rule in book.national if (n := _match_national(rule, matches, hs_code)) is not None
    )
    checks = [m for m in book.measures if m.next_check and direction in m.direction]
    checks.sort(key=lambda m: not m.next_check.startswith(PARTIES))
    any_good = tuple(
        Match(m, "full", "text", m.grade)
        for m in book.measures
        if m.is_for_any_good and direction in m.direction
    )
    return Scope(
        matches=matches,
        national=national,
        for_any_good=any_good,
        checks=tuple(checks),
        pointers=_pointers(book, hs_code),
        route=_humanitarian_route(book, hs_code, direction),
        notes=tuple(_notes(book, hs_code, direction, activity, has_service=bool(services))),
    )


def _notes(
    book: Rulebook, hs_code: str, direction: str, activity: str, *, has_service: bool
) -> Iterator[str]:
    """Say why a person should look again whatever the verdict."""
    if activity and not has_service:
        yield f"the activity is none that a measure names: {_activities(book)}"
    if direction == "other":
        yield (
            "direction 'other': measures speak of trade from and to the DPRK; goods from "
            "the DPRK, or carried through it, are screened as from_dprk"
        )
    for code in book.groups["unspecified"].codes:
        if hs_code and hs_code.startswith(code.code):
            yield f"{code.code}: {code.note}"
    for moved in book.moved:
        if hs_code and hs_code.startswith(moved.code) and direction == moved.direction:
            yield (
                f"{moved.code} of {moved.revision} was, in part, {moved.older_code} of "
                f"{moved.older_revision}, which {', '.join(moved.older_measures) or 'nothing'} "
                "covers: settle it by the good"
            )


def _name_matters(measure: Measure, group: GoodsGroup, hs_code: str) -> bool:
    entry = _entry(group, hs_code, "")
    if any(c.code.startswith(hs_code) and c.code != hs_code for c in group.codes):
        return True
    if entry is None:
        return False
    has_words = any(e.words for e in measure.exemptions)
    return has_words or entry.is_wide or entry.is_named_by_code or _rests_on_name(entry)


def _match_group(
    measure: Measure, group: GoodsGroup, hs_code: str, text: str, revision: str
) -> Match | None:
    entry = _entry(group, hs_code, revision)
    if entry is None:
        return _match_wider(measure, group, hs_code, text)
    is_named = names_any(text, group.words) and not names_any(text, group.other_words)
    is_other = names_any(text, group.other_words) and not is_named
    if is_other and entry.layer == "analyst":
        return None
    reach, reason = _reach(entry, group, hs_code, text, is_named=is_named, is_other=is_other)
    is_by_name = is_named and _rests_on_name(entry)
    own_grade = measure.grade if is_by_name else max(measure.grade, entry.grade, key=GRADES.index)
    fits = tuple(e.id for e in measure.exemptions if e.words and names_any(text, e.words))
    return Match(measure, reach, entry.layer, own_grade, (group.id,), entry.contested, fits, reason)


def _match_wider(measure: Measure, group: GoodsGroup, hs_code: str, text: str) -> Match | None:
    """Match a code that is shorter than the group's: part of it is covered."""
    inside = [c for c in group.codes if c.code.startswith(hs_code)]
    if not inside or names_any(text, group.other_words):
        return None
    if names_any(text, group.words):
        return Match(measure, "full", inside[0].layer, measure.grade, (group.id,))
    codes = ", ".join(c.code for c in inside[:4])
    reason = f"{hs_code} is shorter than {codes} of {measure.short}: give the longer code"
    return Match(measure, "too_short", inside[0].layer, measure.grade, (group.id,), reason=reason)


def _entry(group: GoodsGroup, hs_code: str, revision: str) -> Code | None:
    """Find the longest of the group's codes that the row's code begins with.

    A code of our own mapping that needs a name never hides a wider one that decides without.
    """
    fitting = [
        c
        for c in group.codes
        if (hs_code == c.code if c.is_exact else hs_code.startswith(_stem(c)))
        and (not c.revisions or not revision or revision in c.revisions)
    ]
    return max(fitting, key=lambda c: (not _rests_on_name(c), len(c.code)), default=None)


def _stem(code: Code) -> str:
    """Give the HS6 of a ten-digit code that is its only national line, else the code."""
    is_whole_hs6 = len(code.code) == NATIONAL_DIGITS and code.code.endswith("0000")
    return code.code[:HS6_DIGITS] if is_whole_hs6 and not code.needs_name else code.code


def _reach(
    entry: Code, group: GoodsGroup, hs_code: str, text: str, *, is_named: bool, is_other: bool
) -> tuple[Reach, str]:
    if entry.contested is not None:
        return "contested", ""
    if is_named:
        return "full", ""
    ask = "the name given does not settle it" if text else "name the good"
    if _rests_on_name(entry):
        return "name_needed", f"{entry.code} is our own mapping of {group.title!r}: {ask}"
    if entry.is_wide and is_other:
        return "name_needed", f"{entry.code} also holds other goods, and the name is of another"
    reason = _reason_to_review(entry, group, hs_code, ask)
    return ("review" if reason else "full"), reason


def _reason_to_review(entry: Code, group: GoodsGroup, hs_code: str, ask: str) -> str:
    inside = [c.code for c in group.codes if c.contested and c.code.startswith(hs_code)]
    if inside:
        return (
            f"{hs_code} holds {', '.join(inside)}, on which readings differ: give the longer code"
        )
    if entry.is_wide:
        return f"{entry.code} also holds other goods than {group.title!r}: {ask}"
    return f"{entry.code}: {entry.note}" if entry.is_named_by_code else ""


def _rests_on_name(entry: Code) -> bool:
    is_own_mapping = entry.layer in ANALYST_LAYERS and not entry.is_named_by_code
    return is_own_mapping or entry.needs_name


def _order_of_reach(match: Match) -> int:
    order = ("contested", "full", "review", "name_needed", "too_short")
    return order.index(match.reach)


def _match_services(book: Rulebook, direction: str, activity: str) -> list[Match]:
    if not activity:
        return []
    return [
        Match(
            m,
            "full",
            "text",
            m.grade,
            fits=tuple(e.id for e in m.exemptions if e.words and names_any(activity, e.words)),
        )
        for m in book.measures
        if direction in m.direction and _names_service(activity, m.activities)
    ]


def _names_service(activity: str, terms: tuple[str, ...]) -> bool:
    """Say whether a text names a service: a term of several words inside it, or one word alone."""
    phrases = tuple(t for t in terms if " " in t)
    return names_any(activity, phrases) or activity in {w for t in terms for w in (t, f"{t}s")}


def _match_national(
    rule: NationalMeasure, matches: tuple[Match, ...], hs_code: str
) -> NationalMatch | None:
    if rule.effect == "reference" or (hs_code and hs_code.startswith(rule.except_codes)):
        return None
    followed = tuple(
        m
        for m in matches
        if m.measure.id in rule.implements
        and m.decides
        and (not rule.groups or not m.groups or set(m.groups) & set(rule.groups))
    )
    return NationalMatch(rule, followed) if followed else None


def _pointers(book: Rulebook, hs_code: str) -> tuple[str, ...]:
    controls = book.groups["controls"].codes
    return tuple(f"{c.code}: {c.note}" for c in controls if hs_code and hs_code.startswith(c.code))


def _humanitarian_route(book: Rulebook, hs_code: str, direction: str) -> str:
    aid = book.humanitarian
    is_aid = direction == aid.direction and hs_code.startswith(aid.chapters + aid.codes)
    return aid.route if hs_code and is_aid else ""


def _activities(book: Rulebook) -> str:
    return ", ".join(sorted({a for m in book.measures for a in m.activities}))
