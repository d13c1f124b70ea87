"""The questions that a measure puts to a case, and the few answers that each can have.

A verdict depends on a case only through these answers, so that a table of millions of cases has no
more kinds of verdict than it has sets of answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from coalface.law.caps import LEDGER_STATES, Limb, state_of_ledger
from coalface.vocabulary.goods import normal_words

if TYPE_CHECKING:
    from coalface.law.case import Case

__all__ = [
    "NO",
    "RUSSIA",
    "SANCTIONED",
    "UNKNOWN",
    "YES",
    "Answers",
    "Question",
    "answers_of",
    "ask",
    "is_rajin",
]

UNKNOWN, YES, NO = 0, 1, 2
# 2270 para 29(a): "the Port of Rajin (Rason)"; spellings as in the gazetteer of ports.
RAJIN_NAMES = frozenset({"rajin", "najin", "rason"})
WORDS_BESIDE = frozenset(
    {*RAJIN_NAMES, "khasan", "hasan", "sonbong", "port", "of", "the", "kp"}
) | {*("harbour", "harbor", "terminal", "rail", "railway", "dprk", "prk", "north", "korea")}
SANCTIONED, RUSSIA = "PRK", "RUS"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its kind, and a State, a day or the limbs of a cap where the kind needs it."""

    kind: str
    state: str = ""
    day: date | None = None
    limbs: tuple[Limb, ...] = ()


Answers = Mapping[Question, int]


def answers_of(case: Case, questions: tuple[Question, ...]) -> dict[Question, int]:
    """Put some questions to a case."""
    return {q: ask(q, case) for q in questions}


def ask(question: Question, case: Case) -> int:
    """Put one question to a case: 0 unknown, 1 yes, 2 no; for a ledger its state's place.

    Raises:
        KeyError: If the kind of question is none of ours.
    """
    kind = question.kind
    if kind in ("ledger", "ledger_2"):
        state = state_of_ledger(case, question.limbs, is_second=kind == "ledger_2")
        return LEDGER_STATES.index(state)
    return ternary(_fact(question, case))


def ternary(fact: bool | None) -> int:  # noqa: FBT001
    """Give 0 for unknown, 1 for yes, 2 for no."""
    return UNKNOWN if fact is None else YES if fact else NO


def _fact(question: Question, case: Case) -> bool | None:
    facts = {
        "livelihood": case.livelihood_evidence,
        "notified": case.committee_notified,
        "approved": case.committee_approved,
        "origin_outside": (case.origin != SANCTIONED) if case.origin else None,
        "origin_russian": (case.origin == RUSSIA) if case.origin else None,
        "via_rajin": is_rajin(case.via) if case.via else None,
        "importer": (case.importer == question.state) if case.importer else None,
        "contract_before": _is_before(case.contract_on, question.day),
        "shipped_before": _is_before(case.shipped_on, question.day),
        "arrived_before": _can_be_before(case.shipped_on, question.day),
    }
    return facts[question.kind]


def is_rajin(place: str) -> bool | None:
    """Say whether a place is the port of Rajin and nothing else; None where other words stand by.

    "Nampo, not Rajin" names the port and may mean another: a person must read it.
    """
    words = set(normal_words(place).split())
    if not words & RAJIN_NAMES:
        return False
    return True if words <= WORDS_BESIDE else None


def _is_before(day: date | None, limit: date | None) -> bool | None:
    return None if day is None or limit is None else day < limit


def _can_be_before(shipped_on: date | None, limit: date | None) -> bool | None:
    """Say no where goods shipped too late to have arrived before a day; else nobody knows."""
    is_late = shipped_on is not None and limit is not None and shipped_on >= limit
    return False if is_late else None
