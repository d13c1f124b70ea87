"""The verdict on a case: all that apply are listed, the first in the deciding order decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from coalface.law.cells import Cell, Timeline
from coalface.law.outcomes import Condition, Outcome, national_outcome, outcome_of
from coalface.law.questions import NO, YES, Answers, Question, answers_of
from coalface.law.scope import Scope
from coalface.law.verdicts import NOT_CLEARANCE, SEVERITY, deciding_rank, gravest

if TYPE_CHECKING:
    from coalface.law.case import Case
    from coalface.law.rulebook import Rulebook

__all__ = [
    "Bounds",
    "Condition",
    "Deciding",
    "Judgement",
    "NationalVerdict",
    "decide",
    "judge",
    "timeline_for",
]


@dataclass(frozen=True, slots=True)
class Deciding:
    """One measure that speaks to the case, and what it alone says."""

    measure_id: str
    paragraph: str
    reading: str
    grade: str
    verdict: str


@dataclass(frozen=True, slots=True)
class NationalVerdict:
    """What one State's own rules say, on their own clock."""

    verdict: str
    rules: tuple[Deciding, ...]
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most grave verdict where one alone would be a guess.

    `parts` gives each spell's first day (None: from the start of the case's time) and its verdict.
    """

    least: str
    most: str
    parts: tuple[tuple[date | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The whole answer. `not_listed` never means legal."""

    verdict: str
    why: str | None
    deciding: tuple[Deciding, ...]
    conditions: tuple[Condition, ...]
    national: Mapping[str, NationalVerdict]
    next_checks: tuple[str, ...]
    needs_review: bool
    review_reasons: tuple[str, ...] = ()
    readings: tuple[tuple[str, str, str], ...] = ()
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """The answer of one cell; `possible` are the verdicts that a missing fact could make of it."""

    outcomes: tuple[Outcome, ...]
    possible: tuple[str, ...]
    reasons: tuple[str, ...]
    national: dict[str, NationalVerdict] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        return self.outcomes[0].verdict if self.outcomes else "not_listed"


def judge(case: Case, book: Rulebook) -> Judgement:
    """Say what the law says of one case.

    It does not clear anyone: parties, end use, transport and national law stay unchecked.

    Args:
        case: The good or service, its direction, time and known facts.
        book: The rulebook.

    Returns:
        One UN verdict with its reasons, one verdict a State, and what to check next. A time that
        straddles a change of law gets the gravest part's verdict, `why` "split", and bounds.
    """
    scope, timeline = timeline_for(case, book)
    first, last = timeline.span(case.first_day, case.end)
    cells = timeline.cells[first : last + 1]
    questions = tuple(dict.fromkeys(q for c in cells for q in c.questions()))
    starts = (None, *timeline.starts[first + 1 : last + 1])
    return decide(scope, tuple(zip(starts, cells, strict=True)), answers_of(case, questions))


def timeline_for(case: Case, book: Rulebook) -> tuple[Scope, Timeline]:
    """Give the scope of a case and the spells of its law; kept by the rulebook."""
    return book.timeline(
        case.hs_code,
        case.direction,
        text=case.text,
        activity=case.activity,
        revision=case.hs_revision,
    )


def decide(
    scope: Scope, spells: tuple[tuple[date | None, Cell], ...], answers: Answers
) -> Judgement:
    """Give the verdict from what applies and the answers alone; knows nothing else of the case."""
    parts = [_decide_cell(cell, answers) for _, cell in spells]
    verdict = gravest([p.verdict for p in parts])
    is_split = len({p.verdict for p in parts}) > 1
    outcomes = _unique_outcomes(parts, verdict)
    decided = [o for o in outcomes if o.verdict == verdict]
    reasons = tuple(dict.fromkeys(r for p in parts for r in p.reasons))
    reasons += scope.notes
    return Judgement(
        verdict=verdict,
        why="split" if is_split else next((o.why for o in decided if o.why), None),
        deciding=tuple(_deciding(o) for o in outcomes),
        conditions=tuple(dict.fromkeys(c for o in outcomes for c in o.conditions)),
        national=_national(parts),
        next_checks=_next_checks(scope, spells, verdict),
        needs_review=bool(reasons),
        review_reasons=reasons,
        readings=next((o.readings for o in decided if o.readings), ()),
        bounds=_bounds(spells, parts),
    )


def _decide_cell(cell: Cell, answers: Answers) -> _Part:
    decisive = [outcome_of(a, answers) for a in cell.actives if a.match.decides]
    decisive = [o for o in decisive if o.verdict != "not_listed"]
    possible = [outcome_of(a, answers).verdict for a in cell.actives if not a.match.decides]
    if decisive and cell.for_any_good and answers[Question("approved")] == YES:
        decisive = [
            Outcome("exempt", m.measure.id, m.measure.short, "case by case", m.grade)
            for m in cell.for_any_good
        ] + decisive
    decisive.sort(key=lambda o: deciding_rank(o.verdict))
    possible += _reachable(decisive)
    reasons = tuple(a.match.reason for a in cell.actives if a.match.reason)
    reasons += tuple(o.review for o in decisive if o.review and o.verdict == decisive[0].verdict)
    return _Part(tuple(decisive), tuple(possible), reasons, _national_of(cell, answers))


def _reachable(decisive: list[Outcome]) -> list[str]:
    """List the verdicts that what is left open could make of the first one, or set before it."""
    if not decisive:
        return []
    verdict = decisive[0].verdict
    first = deciding_rank(verdict)
    return [
        v for o in decisive for v in o.possible if o.verdict == verdict or deciding_rank(v) < first
    ]


def _national_of(cell: Cell, answers: Answers) -> dict[str, NationalVerdict]:
    verdicts: dict[str, NationalVerdict] = {}
    for state in dict.fromkeys(n.rule.state for n in cell.national):
        if cell.direction == "from_dprk" and answers[Question("importer", state=state)] == NO:
            continue
        is_approved = bool(cell.for_any_good) and answers.get(Question("approved")) == YES
        outcomes = [
            national_outcome(n, answers, is_un_approved=is_approved)
            for n in cell.national
            if n.rule.state == state
        ]
        outcomes.sort(key=lambda o: deciding_rank(o.verdict))
        conditions = tuple(dict.fromkeys(c for o in outcomes for c in o.conditions))
        rules = tuple(_deciding(o) for o in outcomes)
        verdicts[state] = NationalVerdict(outcomes[0].verdict, rules, conditions)
    return verdicts


def _national(parts: list[_Part]) -> dict[str, NationalVerdict]:
    """Give each State's gravest verdict over the parts."""
    verdicts: dict[str, NationalVerdict] = {}
    for part in parts:
        for state, national in part.national.items():
            known = verdicts.get(state)
            if known is None or SEVERITY.index(national.verdict) < SEVERITY.index(known.verdict):
                verdicts[state] = national
    return verdicts


def _unique_outcomes(parts: list[_Part], verdict: str) -> list[Outcome]:
    """List all that apply, each once, those of the deciding part first."""
    ordered = sorted(parts, key=lambda p: p.verdict != verdict)
    return list(dict.fromkeys(o for p in ordered for o in p.outcomes))


def _deciding(outcome: Outcome) -> Deciding:
    return Deciding(
        outcome.rule_id, outcome.paragraph, outcome.reading, outcome.grade, outcome.verdict
    )


def _bounds(spells: tuple[tuple[date | None, Cell], ...], parts: list[_Part]) -> Bounds | None:
    verdicts = [p.verdict for p in parts]
    reachable = verdicts + [v for p in parts for v in p.possible]
    if len(set(reachable)) == 1:
        return None
    least = max(reachable, key=SEVERITY.index)
    spell_verdicts = [(start, v) for (start, _), v in zip(spells, verdicts, strict=True)]
    changes = [
        s for i, s in enumerate(spell_verdicts) if i == 0 or s[1] != spell_verdicts[i - 1][1]
    ]
    return Bounds(least, gravest(reachable), tuple(changes) if len(changes) > 1 else ())


def _next_checks(
    scope: Scope, spells: tuple[tuple[date | None, Cell], ...], verdict: str
) -> tuple[str, ...]:
    checks = [scope.route] if scope.route else []
    checks += [NOT_CLEARANCE] if verdict == "not_listed" else []
    checks += list(scope.pointers)
    checks += [m.next_check for _, cell in spells for m in cell.checks]
    return tuple(dict.fromkeys(checks))
