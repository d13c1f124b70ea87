"""One outcome of a check, and the table of all of them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

import polars as pl

from coalface.claims.checks.intervals import Interval
from coalface.tables.checks import CHECKS, LEVEL_OF, LEVELS
from coalface.tables.schema import dtypes_of

__all__ = ["Outcome", "said", "table_of"]

BILLION, MILLION = 1e9, 1e6
ID_LENGTH = 12
MANY = 1e15
SHORT, SHOWN_WHOLE = 1e-3, 1e5  # between them six digits are shown


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found on some claims, with the arithmetic in words.

    A conflict says that statements cannot both hold as read, not which one is wrong; a hint is a
    reading under which they would fit, never a correction.
    """

    test: str
    claim_ids: tuple[str, ...]
    verdict: str
    explanation: str
    would_settle: str
    size: float = 0.0
    fact_ids: tuple[str, ...] = ()
    hint: str = ""

    @property
    def id(self) -> str:
        """Give an id that depends only on what was compared with what, not on the verdict."""
        parts = "\x1f".join((self.test, *sorted(self.claim_ids), "", *sorted(self.fact_ids)))
        return f"check/{hashlib.sha256(parts.encode()).hexdigest()[:ID_LENGTH]}"


def table_of(outcomes: Iterable[Outcome]) -> pl.DataFrame:
    """Give outcomes as table `checks`, the gravest first; one comparison stands once.

    Args:
        outcomes: In any order.
    """
    kept: dict[object, Outcome] = {}
    for outcome in outcomes:
        compared = (outcome.test, frozenset(outcome.claim_ids), frozenset(outcome.fact_ids))
        held = kept.get(compared)
        if held is None or _order(outcome) < _order(held):
            kept[compared] = outcome
    rows = sorted(kept.values(), key=_order)
    columns = {
        "check_id": [o.id for o in rows],
        "test": [o.test for o in rows],
        "claim_ids": [_hinted_first(o) for o in rows],
        "fact_ids": [list(o.fact_ids) for o in rows],
        "verdict": [o.verdict for o in rows],
        "level": [LEVEL_OF[o.verdict] for o in rows],
        "size": [o.size if isfinite(o.size) else MANY for o in rows],
        "explanation": [o.explanation for o in rows],
        "would_settle": [o.would_settle for o in rows],
        "hint": [o.hint or None for o in rows],
    }
    return pl.DataFrame(columns, schema=dtypes_of(CHECKS))


def said(interval: Interval, unit: str) -> str:
    """Say a figure in words: "2.55 billion USD", "55 to 62 USD", "more than 1.6 million bbl"."""
    low, high = interval.low, interval.high
    scale, word = _scale(max(abs(end) for end in (low, high) if isfinite(end)))
    if unit == "fraction":
        scale, word, unit = 0.01, "", "%"
    tail = " ".join(part for part in (word, unit) if part)
    if not isfinite(high):
        return f"{_number(low / scale)} {tail} or more".replace(" %", "%")
    if not isfinite(low):
        return f"{_number(high / scale)} {tail} or less".replace(" %", "%")
    shown_low, shown_high = _number(low / scale), _number(high / scale)
    figure = shown_low if shown_low == shown_high else f"{shown_low} to {shown_high}"
    return f"{figure} {tail}".strip().replace(" %", "%")


def _hinted_first(outcome: Outcome) -> list[str]:
    """Put the claim first that a hint begins with: it is the one that may be a slip."""
    named = outcome.hint.split(" ", 1)[0] if outcome.hint else ""
    return sorted(outcome.claim_ids, key=lambda claim_id: claim_id != named)


def _scale(largest: float) -> tuple[float, str]:
    if largest >= BILLION:
        return BILLION, "billion"
    if largest >= MILLION:
        return MILLION, "million"
    return 1.0, ""


def _number(value: float) -> str:
    text = f"{value:,.6g}" if SHOWN_WHOLE > abs(value) >= SHORT else f"{value:,.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _order(outcome: Outcome) -> tuple[int, str, float, tuple[str, ...], str]:
    level = LEVELS.index(LEVEL_OF[outcome.verdict])
    return -level, outcome.test, -outcome.size, outcome.claim_ids, outcome.explanation
