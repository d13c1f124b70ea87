"""What one measure says of a case, given the answers to its questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coalface.law.caps import LEDGER_STATES
from coalface.law.cells import Active, NationalActive
from coalface.law.definitions import Contested, Exemption
from coalface.law.questions import NO, UNKNOWN, YES, Answers, Question
from coalface.law.verdicts import deciding_rank

__all__ = ["LEDGERS", "Condition", "Outcome", "national_outcome", "outcome_of"]

STATES = ("unknown", "met", "unmet")
LEDGERS = ("first ledger", "second ledger")
VERDICT_OF = {
    "exceeded": "cap_exceeded",
    "within": "allowed_within_cap",
    "depends": "conditional",
    "unknown": "conditional",
}
APPROVED = "approved by the Committee in advance"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a measure and whether the case shows it: met, unmet or unknown."""

    measure_id: str
    condition: str
    state: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one measure, or one State's rule, says of the case.

    `possible` are the verdicts that what the case leaves open could make of it; `review` says what
    a person must settle.
    """

    verdict: str
    rule_id: str
    paragraph: str
    reading: str
    grade: str
    why: str | None = None
    readings: tuple[tuple[str, str, str], ...] = ()
    conditions: tuple[Condition, ...] = field(default=())
    possible: tuple[str, ...] = ()
    review: str = ""


def outcome_of(active: Active, answers: Answers) -> Outcome:
    """Say what one UN measure in force says of a case.

    In order: an exemption that is shown, or the Committee's approval; a disagreement of readings; a
    spell of its own (`phase`); an exemption in view whose facts are not all known; the contract
    window; the plain words.
    """
    tried = [t for e in active.exemptions if (t := _try_exemption(e, active, answers)) is not None]
    window = _window_conditions(active, answers)
    unmet = [c for o in tried for c in o.conditions if c.state == "unmet"]
    unmet += [c for c in window if c.state == "unmet"]
    open_ones = [o for o in tried if o.conditions[0].state != "unmet"]
    outcome = _first_that_holds(active, answers, open_ones, window)
    return replace(outcome, conditions=tuple(dict.fromkeys((*outcome.conditions, *unmet))))


def _first_that_holds(
    active: Active, answers: Answers, exemptions: list[Outcome], window: tuple[Condition, ...]
) -> Outcome:
    exempt = next((o for o in exemptions if o.verdict == "exempt"), None)
    approved = exempt or _approval(active, answers)
    if approved is not None:
        return approved
    in_view = next(iter(exemptions), None)
    phase = _phase(active, answers)
    covered = in_view or _wind_down(active, window) or _plain_words(active, answers)
    if active.match.contested is not None:
        return _contested(active, active.match.contested, "", covered)
    return phase or covered


def national_outcome(
    national: NationalActive, answers: Answers, *, is_un_approved: bool = False
) -> Outcome:
    """Say what one State's rule says of a case.

    Args:
        national: The rule as it stands in the cell.
        answers: To its questions.
        is_un_approved: The Committee has exempted the case; whether the State follows is its own.
    """
    rule = national.rule
    said = _national_words(national, answers)
    if is_un_approved and said.verdict.startswith("prohibited"):
        text = (
            "the Committee has exempted the case; the State's own exemption rule is not retrieved"
        )
        said = replace(
            said, verdict="conditional", conditions=(Condition(rule.id, text, "unknown"),)
        )
    return replace(said, rule_id=rule.id, paragraph=rule.title, grade=rule.grade)


def _national_words(national: NationalActive, answers: Answers) -> Outcome:
    rule, phase = national.rule, national.phase
    plain = Outcome("prohibited", rule.id, rule.title, rule.note, rule.grade)
    if phase is not None and phase.contested is not None:
        readings = tuple((r.reading, r.verdict, r.source) for r in phase.contested.readings)
        why = phase.contested.why
        return replace(plain, verdict="contested", reading=phase.short, why=why, readings=readings)
    if phase is not None:
        condition = Condition(rule.id, phase.condition, "unknown")
        return replace(plain, verdict=phase.verdict, conditions=(condition,))
    release = rule.release if national.is_released else None
    if release is not None:
        answer = answers[Question(f"{release.fact}_before", day=release.before)]
        condition = Condition(rule.id, release.words, STATES[answer])
        plain = replace(plain, conditions=(condition,))
        if answer != NO:
            verdict = "allowed_wind_down" if answer == YES else "conditional"
            return replace(plain, verdict=verdict)
    outcomes = [outcome_of(a, answers) for a in national.actives]
    first = min(outcomes, key=lambda o: deciding_rank(o.verdict))
    if rule.effect == "suspension" and first.verdict != "exempt":
        return plain  # goods outside the UN measure by its own words are outside what it suspends
    return replace(first, reading=rule.note, conditions=(*plain.conditions, *first.conditions))


def _say(active: Active, verdict: str, *conditions: Condition, paragraph: str = "") -> Outcome:
    m = active.match.measure
    short = m.short.replace(f"para {m.paragraph}", f"para {paragraph or m.paragraph}")
    return Outcome(
        verdict, m.id, short, active.match.reading, active.match.grade, conditions=conditions
    )


def _try_exemption(e: Exemption, active: Active, answers: Answers) -> Outcome | None:
    """Give what an exemption gives and its condition; None where it is not in view at all.

    One that a known fact shuts out comes back with its condition unmet, to be shown, not used.
    """
    facts: dict[str, int] = {f: answers[Question(f)] for f in e.needs}
    if e.signs and YES not in [answers[Question(f)] for f in e.signs]:
        return None
    if e.contracts_before is not None:
        older = answers[Question("contract_before", day=e.contracts_before)]
        if older != YES:
            return None
        facts |= {f"contract before {e.contracts_before}": older}
    is_shown = bool(facts) and all(a == YES for a in facts.values())
    state = "unmet" if NO in facts.values() else "met" if is_shown else "unknown"
    told = tuple((f, STATES[a]) for f, a in facts.items())
    text = f"para {e.paragraph}: {e.conditions}"
    measure_id = active.match.measure.id
    conditions = [Condition(measure_id, text, state, told)]
    conditions += [Condition(measure_id, unasked, "unknown") for unasked in e.unasked]
    said = _say(active, e.gives if is_shown else "conditional", *conditions, paragraph=e.paragraph)
    return _open(said, e.unasked) if said.verdict == "exempt" else said


def _open(outcome: Outcome, unasked: Sequence[str]) -> Outcome:
    """Give a permission with what no column of a case can show: it may be no more than conditional.

    The verdict stands on what was asked; a person must settle the rest before it is used.
    """
    if not unasked:
        return outcome
    review = f"{outcome.paragraph} allows it only if also: {'; '.join(unasked)}"
    return replace(outcome, possible=("conditional",), review=review)


def _contested(
    active: Active, contested: Contested, short: str, covered: Outcome | None = None
) -> Outcome:
    """Give each reading; under the one that covers the good, what the measure then says."""
    m, match = active.match.measure, active.match
    readings = tuple(
        (
            r.reading,
            covered.verdict if covered and r.verdict == "as_covered" else r.verdict,
            r.source,
        )
        for r in contested.readings
    )
    reading = short or " | ".join(r.reading for r in contested.readings)
    conditions = covered.conditions if covered else ()
    return Outcome(
        "contested", m.id, m.short, reading, match.grade, contested.why, readings, conditions
    )


def _approval(active: Active, answers: Answers) -> Outcome | None:
    """Give `exempt` where the paragraph leaves approval to the Committee and the case shows it."""
    m = active.match.measure
    if m.kind != "ban_unless_committee_approves" or answers[Question("approved")] != YES:
        return None
    return _say(active, "exempt", Condition(m.id, APPROVED, "met"))


def _phase(active: Active, answers: Answers) -> Outcome | None:
    phase = active.phase
    if phase is None:
        return None
    if phase.state and answers[Question("importer", state=phase.state)] == NO:
        return None
    if phase.contested is not None:
        return _contested(active, phase.contested, phase.short)
    condition = Condition(active.match.measure.id, phase.condition, "unknown")
    return _say(active, phase.verdict, condition)


def _window_conditions(active: Active, answers: Answers) -> tuple[Condition, ...]:
    """Give the conditions of the contract window and how they stand; none outside the window."""
    window, m = active.wind_down, active.match.measure
    if window is None:
        return ()
    contract = answers[Question("contract_before", day=window.contracts_before)]
    notified = answers[Question("notified")]
    return (
        Condition(m.id, f"contract before {window.contracts_before}", STATES[contract]),
        Condition(m.id, f"Committee notified by {window.notify_by}", STATES[notified]),
    )


def _wind_down(active: Active, conditions: tuple[Condition, ...]) -> Outcome | None:
    """Give the window's answer: an older contract, notified; None where the window is not open."""
    window, m = active.wind_down, active.match.measure
    states = [c.state for c in conditions]
    if window is None or "unmet" in states:
        return None
    verdict = "conditional" if "unknown" in states else "allowed_wind_down"
    grade = max(active.match.grade, window.grade)
    return Outcome(verdict, m.id, m.short, active.match.reading, grade, conditions=conditions)


def _plain_words(active: Active, answers: Answers) -> Outcome:
    m = active.match.measure
    if m.cap is not None:
        return _cap(active, answers)
    if m.effect is not None:
        return _say(active, m.effect, *_conditions_for_use(active, answers))
    if m.kind == "exemption":
        return _say(active, "not_listed")
    if m.kind == "ban_unless_committee_approves":
        condition = Condition(m.id, APPROVED, STATES[answers[Question("approved")]])
        return _say(active, "prohibited_unless_approved", condition)
    return _say(active, "prohibited")


def _cap(active: Active, answers: Answers) -> Outcome:
    m = active.match.measure
    assert m.cap is not None
    conditions = _conditions_for_use(active, answers)
    if "unmet" in [c.state for c in conditions]:
        return _say(active, "prohibited", *conditions)
    unasked = [c.condition for c in m.conditions_for_use if not c.fact]
    is_livelihood_known = [c.state for c in conditions].count("unknown") == len(unasked)
    first, second = _ledger_states(active, answers)
    state = first if first != "unknown" else second
    is_disputed = second != "unknown" and first not in ("unknown", second)
    under = f"under the cap by the named ledger ({m.cap.scope})"
    if m.cap.stop_share is not None:
        under += f", which stood below the stop at {m.cap.stop_share:.0%} of it"
    conditions.append(Condition(m.id, under, "unknown" if is_disputed else _state_of(state)))
    if is_disputed:
        return _disputed(active, first, second, tuple(conditions))
    verdict = VERDICT_OF[state]
    if verdict == "allowed_within_cap" and not is_livelihood_known:
        verdict = "conditional"
    said = _say(active, verdict, *conditions)
    if verdict == "allowed_within_cap":
        return _open(said, unasked)
    possible = ("allowed_within_cap", "cap_exceeded") if state == "depends" else ()
    return replace(said, possible=possible)


def _conditions_for_use(active: Active, answers: Answers) -> list[Condition]:
    """Give what a measure asks of whoever uses it; what no column can show stays unknown."""
    m = active.match.measure
    facts = [answers[Question(c.fact)] if c.fact else UNKNOWN for c in m.conditions_for_use]
    pairs = zip(m.conditions_for_use, facts, strict=True)
    return [Condition(m.id, c.condition, STATES[fact]) for c, fact in pairs]


def _disputed(
    active: Active, first: str, second: str, conditions: tuple[Condition, ...]
) -> Outcome:
    """Give both ledgers' answers where they differ: whose count is right is not ours to settle."""
    m = active.match.measure
    readings = tuple(
        (ledger, VERDICT_OF[s], "") for ledger, s in zip(LEDGERS, (first, second), strict=True)
    )
    reading = f"{LEDGERS[0]}: {first}; {LEDGERS[1]}: {second}"
    grade = active.match.grade
    return Outcome("contested", m.id, m.short, reading, grade, "fact", readings, conditions)


def _ledger_states(active: Active, answers: Answers) -> tuple[str, str]:
    if not active.limbs:
        return "unknown", "unknown"
    first = answers[Question("ledger", limbs=active.limbs)]
    second = answers[Question("ledger_2", limbs=active.limbs)]
    return LEDGER_STATES[first], LEDGER_STATES[second]


def _state_of(state: str) -> str:
    return {"exceeded": "unmet", "within": "met"}.get(state, "unknown")
