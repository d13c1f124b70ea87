"""What analysts do with claims: confirm, edit, grade, judge, reject, merge, each with who and when.

A claim is never changed: an act adds a version of it. The last version counts, the earlier ones
stay. Only a claim whose last version is confirmed enters an account or a brief.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl

from coalface.claims.grades import read_grade
from coalface.claims.scales import likelihood_word
from coalface.claims.sensitivity import is_wider
from coalface.errors import InputError, TableError
from coalface.tables.claims import CLAIMS, SENSITIVITIES, check_claims
from coalface.tables.reviews import REVIEWS
from coalface.tables.schema import Column, dtypes_of

__all__ = ["OPEN", "Act", "apply_act", "confirmed_claims", "latest_claims", "read_texts"]

CONFIRMED = "confirmed"
#: States in which a claim waits for an analyst.
OPEN = ("proposed", "edited")
_TO = {"confirm": CONFIRMED, "edit": "edited", "reject": "rejected", "merge": "merged"}
_FROM = {
    "confirm": {*OPEN, "rejected"},
    "edit": {*OPEN, CONFIRMED, "rejected"},
    "reject": {*OPEN, CONFIRMED},
    "merge": {*OPEN, CONFIRMED},
    "grade": {*OPEN, CONFIRMED},
    "judge": {*OPEN, CONFIRMED},
}
#: What a claim is, and what only acts may set: never edited.
_FIXED = frozenset(
    {"claim_id", "document_id", "published", "start", "end", "locator", "extractor", "rule_id",
     "score", "review_state", "grade_source", "grade_info", "reviewed_by", "reviewed_at",
     "recorded_at"}
)  # fmt: skip
_SCALED = {"value_low": "value_std_low", "value_high": "value_std_high"}
_RESCALED = frozenset({"unit", "currency", "per"})


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one analyst on one claim.

    Attributes:
        action: `confirm`, `edit`, `grade`, `judge`, `reject` or `merge`.
        claim_id: The claim.
        by: Who, as they want to be named.
        at: When, in UTC.
        changes: For `edit` the new value of each field, as text.
        value: For `grade` two marks, for `judge` a share, for `merge` the claim that stays.
        reason: Why, or nothing.
    """

    action: str
    claim_id: str
    by: str
    at: datetime
    changes: Mapping[str, str] = field(default_factory=dict)
    value: str = ""
    reason: str = ""


def latest_claims(versions: pl.DataFrame, known_at: datetime | None = None) -> pl.DataFrame:
    """Keep the last version of each claim.

    Args:
        versions: Table `claims` with all versions, in the order in which they were stored.
        known_at: Only what was recorded until then; everything where None.

    Returns:
        One row a claim, in the order in which they came first.
    """
    if known_at is not None:
        versions = versions.filter(pl.col("recorded_at") <= known_at)
    return versions.unique("claim_id", keep="last", maintain_order=True).join(
        versions.select("claim_id").unique(maintain_order=True),
        on="claim_id",
        maintain_order="right",
    )


def confirmed_claims(versions: pl.DataFrame, known_at: datetime | None = None) -> pl.DataFrame:
    """Keep the last version of each claim that an analyst has confirmed: nothing else is used."""
    return latest_claims(versions, known_at).filter(pl.col("review_state") == CONFIRMED)


def apply_act(claim: Mapping[str, Any], act: Act) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Apply an act to the last version of a claim.

    Args:
        claim: Its row.
        act: What is done.

    Returns:
        Table `claims` with the new version (no row for `judge`, which changes nothing), and table
        `reviews` with one row for each field that changed.

    Raises:
        InputError: If nobody is named, or the claim is in a state in which this cannot be done, or
            a field or value is none of its kind's.
    """
    _check(claim, act)
    changes = _CHANGES[act.action](claim, act)
    new = dict(claim) | changes
    if act.action != "judge":
        new |= {
            "review_state": _TO.get(act.action, claim["review_state"]),
            "reviewed_by": act.by,
            "reviewed_at": act.at,
            "recorded_at": act.at,
        }
    rows = [new] if act.action != "judge" else []
    frame = pl.DataFrame(rows, schema=dtypes_of(CLAIMS), orient="row")
    try:
        check_claims(frame)
    except TableError as error:
        raise InputError(f"claim {act.claim_id}: {_untold(claim, error)}") from None
    return frame, _reviews(claim, new, act, changes)


def read_texts(words: str) -> list[str]:
    """Read several texts that are parted by bars."""
    return [part.strip() for part in words.split("|") if part.strip()]


def _check(claim: Mapping[str, Any], act: Act) -> None:
    if not act.by.strip():
        raise InputError(f"{act.action} {act.claim_id}: by whom? Name the analyst with --by.")
    state = claim["review_state"]
    if state not in _FROM[act.action]:
        raise InputError(
            f"{act.action} {act.claim_id}: found it {state}, expected "
            f"{' or '.join(sorted(_FROM[act.action]))}. "
            f"{'Act on the claim it was merged into.' if state == 'merged' else 'Nothing to do.'}"
        )


def _untold(claim: Mapping[str, Any], error: Exception) -> str:
    """Give an error's words, unless they could hold words of a protected text."""
    if claim["sensitivity"] == "protected":
        return "the change breaks a rule of table claims; the claim is protected, so no more here."
    return str(error)


def _no_change(claim: Mapping[str, Any], act: Act) -> dict[str, Any]:
    del claim, act
    return {}


def _edit(claim: Mapping[str, Any], act: Act) -> dict[str, Any]:
    columns = {c.name: c for c in CLAIMS.columns if c.name not in _FIXED}
    unknown = [name for name in act.changes if name not in columns]
    if unknown or not act.changes:
        raise InputError(
            f"edit {act.claim_id}: found {unknown or 'no field'}, expected FIELD=VALUE with one of "
            f"{', '.join(columns)}. If the span is wrong, reject the claim."
        )
    changes = {n: _read(act.claim_id, columns[n], t) for n, t in act.changes.items()}
    level = changes.get("sensitivity")
    if level in SENSITIVITIES and is_wider(level, claim["sensitivity"]) and not act.reason.strip():
        raise InputError(
            f"edit {act.claim_id}: from {claim['sensitivity']} to {level} lets more people learn "
            "of it. Say with --reason who agreed to that."
        )
    return _rescaled(claim, changes)


def _rescaled(claim: Mapping[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Let the scaled figure follow the stated one, where the unit stays."""
    new = dict(changes)
    for name, scaled in _SCALED.items():
        if name not in changes or scaled in changes or claim[scaled] is None:
            continue
        if changes[name] is None or not claim[name]:
            new[scaled] = None
        else:
            new[scaled] = changes[name] * claim[scaled] / claim[name]
    has_figure = claim["value_std_low"] is not None or claim["value_std_high"] is not None
    if has_figure and _RESCALED & set(changes) and not set(_SCALED.values()) & set(changes):
        raise InputError(
            f"edit {claim['claim_id']}: another {', '.join(sorted(_RESCALED & set(changes)))} "
            "changes the scaled figure too. Give value_std_low, value_std_high and unit_std."
        )
    return new


def _read(claim_id: str, column: Column, text: str) -> Any:
    words = text.strip()
    if not words:
        return None
    readers: dict[str, Callable[[str], Any]] = {
        "date": date.fromisoformat,
        "number": float,
        "integer": int,
        "texts": read_texts,
    }
    try:
        return readers.get(column.kind, str)(words)
    except ValueError:
        raise InputError(
            f"edit {claim_id}: {column.name}: found {words!r}, expected a {column.kind}. Days are "
            "written YYYY-MM-DD; several texts are parted by |."
        ) from None


def _grade(claim: Mapping[str, Any], act: Act) -> dict[str, Any]:
    del claim
    grade = read_grade(act.value)
    return {"grade_source": grade.source, "grade_info": grade.info}


def _judge(claim: Mapping[str, Any], act: Act) -> dict[str, Any]:
    try:
        likelihood_word(float(act.value))
    except ValueError as error:
        raise InputError(f"judge {claim['claim_id']}: {error}") from None
    return {}


def _merge(claim: Mapping[str, Any], act: Act) -> dict[str, Any]:
    if act.value in {"", claim["claim_id"]}:
        raise InputError(
            f"merge {act.claim_id}: into which other claim? Give --merge CLAIM --into OTHER."
        )
    return {}


_CHANGES: dict[str, Callable[[Mapping[str, Any], Act], dict[str, Any]]] = {
    "confirm": _no_change,
    "reject": _no_change,
    "edit": _edit,
    "grade": _grade,
    "judge": _judge,
    "merge": _merge,
}


def _reviews(
    claim: Mapping[str, Any], new: Mapping[str, Any], act: Act, changes: Mapping[str, Any]
) -> pl.DataFrame:
    told: list[tuple[str | None, Any, Any]] = [(n, claim[n], new[n]) for n in changes]
    if act.action not in {"edit", "grade"}:
        told = [(None, claim["review_state"], act.value or new["review_state"])]
    rows = [
        {
            "review_id": f"{act.claim_id}@{act.at:%Y-%m-%dT%H:%M:%S.%fZ}/{act.action}"
            + (f"/{name}" if name else ""),
            "claim_id": act.claim_id,
            "action": act.action,
            "by": act.by,
            "reviewed_at": act.at,
            "field": name,
            "before": _text(before),
            "after": _text(after),
            "reason": act.reason or None,
        }
        for name, before, after in told
    ]
    return pl.DataFrame(rows, schema=dtypes_of(REVIEWS), orient="row")


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return "|".join(map(str, value)) if isinstance(value, list) else str(value)
