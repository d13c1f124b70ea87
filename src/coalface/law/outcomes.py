"""What one measure says of a case, given the answers to its questions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from coalface.law.caps import LEDGER_STATES
from coalface.law.cells import Active, NationalActive
from coalface.law.definitions import Contested, Exemption
from coalface.law.questions import NO, UNKNOWN, YES, Answers, Question
from coalface.law.verdicts import deciding_rank

__all__ = ["Condition", "Outcome", "national_outcome", "outcome_of"]

STATES = ("unknown", "met", "unmet")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a measure and whether the case shows it: met, unmet or unknown."""

    measure_id: str
    condition: str
    state: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one measure, or one State's rule, says of the case."""

    verdict: str
    rule_id: str
    paragraph: str
    reading: str
    grade: str
    why: str | None = None
    readings: tuple[tuple[str, str, str], ...] = ()
    conditions: tuple[Condition, ...] = field(default=())


def outcome_of(active: Active, answers: Answers) -> Outcome:
    """Say what one UN measure in force says of a case.

    In order: an exemption that is shown; a disagreement of readings; an exemption in view whose
    facts are not all known; a spell of its own (`phase`); the contract window; the plain words.
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
    contested = active.match.contested
    if exempt is not None:
        return exempt
    if contested is not None:
        return _contested(active, contested, "")
    in_view = next(iter(exemptions), None)
    spell = _phase(active, answers) or in_view or _wind_down(active, window)
    return spell or _plain_words(active, answers)


def national_outcome(national: NationalActive, answers: Answers) -> Outcome:
    """Say what one State's rule says of a case."""
    rule = national.rule
    release = rule.release if national.is_released else None
    if release is not None:
        answer = answers[Question(f"{release.fact}_before", day=release.before)]
        condition = Condition(rule.id, release.words, STATES[answer])
        if answer != NO:
            verdict = "allowed_wind_down" if answer == YES else "conditional"
            return Outcome(
                verdict, rule.id, rule.title, rule.note, rule.grade, conditions=(condition,)
            )
    if rule.effect == "suspension":
        return Outcome("prohibited", rule.id, rule.title, rule.note, rule.grade)
    outcomes = [outcome_of(a, answers) for a in national.actives]
    first = min(outcomes, key=lambda o: deciding_rank(o.verdict))
    return Outcome(
        first.verdict,
        rule.id,
        rule.title,
        rule.note,
        rule.grade,
        first.why,
        first.readings,
        first.conditions,
    )


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
    facts = {f: answers[Question(f)] for f in e.needs}
    if e.signs and YES not in [answers[Question(f)] for f in e.signs]:
        return None
    is_shown = all(a == YES for a in facts.values())
    state = "unmet" if NO in facts.values() else "met" if is_shown and e.needs else "unknown"
    told = tuple((f, STATES[a]) for f, a in facts.items())
    text = f"para {e.paragraph}: {e.conditions}"
    condition = Condition(active.match.measure.id, text, state, told)
    return _say(active, e.gives if is_shown else "conditional", condition, paragraph=e.paragraph)


def _contested(active: Active, contested: Contested, short: str) -> Outcome:
    m, match = active.match.measure, active.match
    readings = tuple((r.reading, r.verdict, r.source) for r in contested.readings)
    reading = short or " | ".join(r.reading for r in contested.readings)
    return Outcome("contested", m.id, m.short, reading, match.grade, contested.why, readings)


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
        return _say(active, m.effect)
    if m.kind == "exemption":
        return _say(active, "not_listed")
    if m.kind == "ban_unless_committee_approves":
        approved = answers[Question("approved")]
        condition = Condition(m.id, "approved by the Committee in advance", STATES[approved])
        verdict = "exempt" if approved == YES else "prohibited_unless_approved"
        return _say(active, verdict, condition)
    return _say(active, "prohibited")


def _cap(active: Active, answers: Answers) -> Outcome:
    m = active.match.measure
    livelihood = answers[Question("livelihood")] if m.conditions_for_use else YES
    conditions = [Condition(m.id, c, STATES[livelihood]) for c in m.conditions_for_use]
    if livelihood == NO:
        return _say(active, "prohibited", *conditions)
    first, second = _ledger_states(active, answers)
    under = "under the cap by the named ledger, all States together"
    conditions.append(Condition(m.id, under, _state_of(first)))
    if second != "unknown" and first not in ("unknown", second):
        readings = (
            ("first ledger", _verdict_of(first), ""),
            ("second ledger", _verdict_of(second), ""),
        )
        return Outcome(
            "contested",
            m.id,
            m.short,
            f"first ledger: {first}; second ledger: {second}",
            active.match.grade,
            "fact",
            readings,
            tuple(conditions),
        )
    state = first if first != "unknown" else second
    verdict = _verdict_of(state)
    if verdict == "allowed_within_cap" and livelihood == UNKNOWN:
        verdict = "conditional"
    return _say(active, verdict, *conditions)


def _ledger_states(active: Active, answers: Answers) -> tuple[str, str]:
    if not active.limbs:
        return "unknown", "unknown"
    first = answers[Question("ledger", limbs=active.limbs)]
    second = answers[Question("ledger_2", limbs=active.limbs)]
    return LEDGER_STATES[first], LEDGER_STATES[second]


def _verdict_of(state: str) -> str:
    return {
        "exceeded": "cap_exceeded",
        "within": "allowed_within_cap",
        "depends": "conditional",
        "unknown": "conditional",
    }[state]


def _state_of(state: str) -> str:
    return {"exceeded": "unmet", "within": "met"}.get(state, "unknown")
