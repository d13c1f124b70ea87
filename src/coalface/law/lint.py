"""Rules that the definitions must keep among themselves.

After the numbered business rules of tariff systems: an end needs an act that justifies it, and two
measures may speak of one good on one day only where they say that they do.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from coalface.errors import DefinitionError
from coalface.law.definitions import Measure, NationalMeasure

if TYPE_CHECKING:
    from coalface.law.rulebook import Rulebook

__all__ = ["check_rulebook", "find_problems"]


def check_rulebook(book: Rulebook) -> None:
    """Check every definition against the others.

    Raises:
        DefinitionError: With all problems, each naming the file.
    """
    problems = find_problems(book)
    if problems:
        raise DefinitionError("; ".join(problems))


def find_problems(book: Rulebook) -> list[str]:
    """List what is wrong between the definitions of a rulebook, as sentences."""
    measures = {m.id: m for m in book.measures}
    problems = [p for m in book.measures for p in _problems_of_one(m, book, measures)]
    problems += [p for n in book.national for p in _problems_of_national(n, book, measures)]
    problems += [p for a, b in combinations(book.measures, 2) for p in _overlap(a, b, book)]
    problems += [
        f"ledger of {e.measure_id}: unknown {what}"
        for e in book.ledger
        for what in _unknown_of(e.sources, e.measure_id, book, measures)
    ]
    return problems


def _problems_of_one(m: Measure, book: Rulebook, measures: dict[str, Measure]) -> list[str]:
    file = f"{m.id}.yml"
    problems = [f"{file}: no goods group {g!r} in goods/" for g in m.groups if g not in book.groups]
    problems += [
        f"{file}: no source {s!r} in sources.yml" for s in m.sources if s not in book.sources
    ]
    links = (*m.supersedes, *m.superseded_by, *m.applies_beside)
    problems += [f"{file}: no measure {i!r} to link to" for i in links if i not in measures]
    never = m.status == "never_applied"
    if m.ends_on is not None and m.ends_on < m.starts_on and not never:
        problems.append(
            f"{file}: ends_on {m.ends_on} is before starts_on {m.starts_on}. "
            "Ranges exclude their end."
        )
    if m.ends_on is not None and not (m.superseded_by or m.ends_by_own_terms or never):
        problems.append(
            f"{file}: ends_on {m.ends_on} has no cause. Add superseded_by, or ends_by_own_terms."
        )
    if m.superseded_by and m.ends_on is None:
        problems.append(f"{file}: superseded_by {m.superseded_by} but no ends_on.")
    if m.kind == "service_or_financial" and m.effect is None:
        problems.append(f"{file}: a service measure needs `effect`.")
    if m.kind.endswith("_cap") != (m.cap is not None):
        problems.append(f"{file}: kind {m.kind} and `cap` do not go together.")
    if m.cap is not None and m.cap.is_relative == bool(m.cap.periods):
        problems.append(f"{file}: a cap has periods with amounts, or `is_relative`, never both.")
    if m.grade == "D":
        problems.append(f"{file}: grade D cannot decide a verdict; read the text first.")
    return problems


def _problems_of_national(
    n: NationalMeasure, book: Rulebook, measures: dict[str, Measure]
) -> list[str]:
    file = f"{n.id}.yml"
    problems = [f"{file}: no UN measure {i!r}" for i in n.implements if i not in measures]
    problems += [f"{file}: no goods group {g!r}" for g in n.groups if g not in book.groups]
    if n.effect != "reference" and n.starts_on is None:
        problems.append(f"{file}: effect {n.effect} needs starts_on; use `reference` without.")
    if n.ends_on is not None and not (n.superseded_by or n.ends_by_own_terms):
        problems.append(f"{file}: ends_on {n.ends_on} has no cause.")
    if n.source not in book.sources:
        problems.append(f"{file}: no source {n.source!r} in sources.yml")
    return problems


def _unknown_of(
    sources: tuple[str, ...], measure_id: str, book: Rulebook, measures: dict[str, Measure]
) -> list[str]:
    unknown = [f"source {s!r}" for s in sources if s not in book.sources]
    return unknown + ([] if measure_id in measures else [f"measure {measure_id!r}"])


def _overlap(a: Measure, b: Measure, book: Rulebook) -> list[str]:
    """Find one good on one day under two measures that do not know of each other."""
    if not (a.direction & b.direction and _share_days(a, b)):
        return []
    linked = b.id in (*a.applies_beside, *a.supersedes, *a.superseded_by) or (
        a.id in (*b.applies_beside, *b.supersedes, *b.superseded_by)
    )
    shared = [
        x for x in _codes(a, book) for y in _codes(b, book) if x.startswith(y) or y.startswith(x)
    ]
    if linked or not shared:
        return []
    return [
        f"{a.id}.yml and {b.id}.yml both cover {', '.join(shared[:3])} on the same days. "
        "Add supersedes with an end, or applies_beside."
    ]


def _share_days(a: Measure, b: Measure) -> bool:
    first, last = max(a.starts_on, b.starts_on), [m.ends_on for m in (a, b) if m.ends_on]
    return all(first < end for end in last)


def _codes(m: Measure, book: Rulebook) -> list[str]:
    groups = [book.groups[g] for g in m.groups if g in book.groups]
    return [c.code for group in groups for c in group.codes]
