"""A judgement as plain keys and values, for JSON and for tables."""

from datetime import date
from typing import Any

from coalface.law.judgement import Deciding, Judgement, NationalVerdict
from coalface.law.outcomes import LEDGERS, Condition

__all__ = ["national_text", "record_of"]


def record_of(
    judgement: Judgement,
    case_id: str = "",
    *,
    value_usd: float | None = None,
    period_start: date | None = None,
    ledgers: tuple[str, str] = ("", ""),
) -> dict[str, Any]:
    """Give a judgement as a dictionary that JSON can hold.

    Args:
        judgement: The answer of the law.
        case_id: The row that it answers.
        value_usd: The row's value, which bounds then split; None where unknown.
        period_start: First day of the row's time, named in the first part of a split answer.
        ledgers: Names of the row's ledgers, put in place of "first ledger" and "second ledger".
    """
    record = _record(judgement, case_id, value_usd, period_start)
    return _with_names(record, ledgers) if any(ledgers) else record


def _with_names(value: Any, ledgers: tuple[str, str]) -> Any:
    """Put the ledgers' names into every text of a record."""
    if isinstance(value, dict):
        return {key: _with_names(item, ledgers) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_names(item, ledgers) for item in value]
    if isinstance(value, str):
        for place, name in zip(LEDGERS, ledgers, strict=True):
            value = value.replace(place, f"ledger {name!r}") if name else value
    return value


def _record(
    judgement: Judgement, case_id: str, value_usd: float | None, period_start: date | None
) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "verdict": judgement.verdict,
        "why": judgement.why,
        "deciding": [_deciding(d) for d in judgement.deciding],
        "readings": [
            {"reading": r, "verdict": v, "source_id": s} for r, v, s in judgement.readings
        ],
        "conditions": [_condition(c) for c in judgement.conditions],
        "national": {s: _national(n) for s, n in judgement.national.items()},
        "next_checks": list(judgement.next_checks),
        "needs_review": judgement.needs_review,
        "review_reasons": list(judgement.review_reasons),
        "bounds": _bounds(judgement, value_usd, period_start),
    }


def national_text(judgement: Judgement) -> str:
    """Give each State's verdict in one line, e.g. "CHN: prohibited (CN-2017-12-coal)"."""
    return "; ".join(
        f"{state}: {n.verdict} ({n.rules[0].measure_id})" for state, n in judgement.national.items()
    )


def _deciding(d: Deciding) -> dict[str, str]:
    return {
        "measure_id": d.measure_id,
        "paragraph": d.paragraph,
        "reading": d.reading,
        "grade": d.grade,
        "verdict": d.verdict,
    }


def _condition(c: Condition) -> dict[str, Any]:
    return {
        "measure_id": c.measure_id,
        "condition": c.condition,
        "state": c.state,
        "facts": dict(c.facts),
    }


def _national(n: NationalVerdict) -> dict[str, Any]:
    return {
        "verdict": n.verdict,
        "rules": [_deciding(d) for d in n.rules],
        "conditions": [_condition(c) for c in n.conditions],
    }


def _bounds(
    judgement: Judgement, value_usd: float | None, period_start: date | None
) -> dict[str, Any] | None:
    bounds = judgement.bounds
    if bounds is None:
        return None
    return {
        "least": bounds.least,
        "most": bounds.most,
        "parts": [
            {"starts_on": str(start or period_start or "") or None, "verdict": verdict}
            for start, verdict in bounds.parts
        ],
        "value_under_most_usd": None if value_usd is None else [0.0, value_usd],
    }
