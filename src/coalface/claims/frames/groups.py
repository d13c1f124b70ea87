"""Corrections: which claim of a document takes the place of which."""

from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading

__all__ = ["link_corrections"]

REACH = 160.0


def link_corrections(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Link a claim that puts another right to the one that it puts right.

    Args:
        reading: The document.
        drafts: With status bound; changed: the old one is `ended`, the new one names it.
    """
    if not reading.cues.get("correction"):
        return
    figures = [draft for draft in drafts if draft.amount is not None]
    corrections = reading.by_clause("correction")
    for new in figures:
        cues = [c.value for c in corrections.get(new.clause, ())]
        if "new" in cues and new.status != "ended":
            old = _old(reading, new, [d for d in figures if d.start < new.start])
            if old is not None:
                old.status, new.supersedes = "ended", old
    for old in figures:
        if old.status == "ended" and not any(d.supersedes is old for d in figures):
            _link_new(reading, old, figures)


def _link_new(reading: Reading, old: Draft, figures: Sequence[Draft]) -> None:
    """Link a figure taken back to the one that stands now."""
    new = _old(reading, old, [d for d in figures if d is not old and d.status != "ended"])
    if new is not None:
        new.supersedes = old
    elif _is_of_another_time(old, figures):
        old.status = "past"  # "a year earlier the office had put it at": nothing withdrawn


def _old(reading: Reading, draft: Draft, others: Sequence[Draft]) -> Draft | None:
    """Give the nearest other claim of the same kind and unit but another figure."""
    best, least = None, REACH
    for other in others:
        if _is_rival(draft, other):
            distance = reading.distance(draft.at, other.at)
            if distance < least:
                best, least = other, distance
    return best


def _is_of_another_time(draft: Draft, figures: Sequence[Draft]) -> bool:
    """Tell a figure of an earlier time from one taken back: the only like it is of a later one."""
    first = draft.valid_from
    return first is not None and any(
        other.metric == draft.metric
        and other.status != "ended"
        and other.valid_from is not None
        and other.valid_from > first
        for other in figures
    )


def _is_rival(draft: Draft, other: Draft) -> bool:
    left, right = draft.amount, other.amount
    if left is None or right is None or draft.kind != other.kind or draft.metric != other.metric:
        return False
    if None not in {draft.valid_from, other.valid_from} and draft.valid_from != other.valid_from:
        return False
    same = (left.std_low, left.std_high) == (right.std_low, right.std_high)
    return left.unit_std == right.unit_std and not same
