"""How a claim is meant: how sure its source is, whether it denies, and whether it still holds."""

from collections.abc import Sequence
from datetime import timedelta

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list

__all__ = ["bind_hedge", "bind_polarity", "bind_status"]

HEDGE_REACH = 14.0
NEGATION_REACH = 7.0
BEFORE_REACH = 4.0
LONG_AGO_Y = 5
OLD = timedelta(days=75)  # a price further back is a former level
_STATED = frozenset({"event.statement"})
_NUMERIC = word_list("stances", "numeric")
_NOT_ONLY = frozenset({"only", "just", "merely", "."})


def bind_hedge(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Set the hedge from words beside the claim; without any, it stays as its source makes it.

    Args:
        reading: The document.
        drafts: With attribution bound; changed.
    """
    for draft in drafts:
        if draft.rule_id in _STATED:
            draft.hedge = "asserted"
            continue
        clause = reading.clause(draft.at[0])
        values = {
            cue.value
            for cue in reading.within("hedge", *clause)
            if reading.distance((cue.start, cue.end), draft.at) <= HEDGE_REACH
            and (draft.kind != "rule" or cue.value != "estimated")
        }
        for value in ("forecast", "estimated", "hearsay"):
            if value in values:
                draft.hedge = value
                break
        if draft.rule_id == "cause.condition":
            draft.hedge = "forecast"


def bind_polarity(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Set whether a claim denies, or says that something is not known.

    Args:
        reading: The document.
        drafts: Changed.
    """
    for draft in drafts:
        clause = reading.clause(draft.at[0])
        cues = reading.within("negation", *clause)
        if any(cue.value == "unknown" for cue in cues):
            draft.polarity = "unknown"
        elif (draft.amount is not None and (draft.amount.is_negated or _is_zero(draft))) or any(
            _denies(reading, draft, cue.start, cue.end) for cue in cues
        ):
            draft.polarity = "negated"


def bind_status(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Set whether a claim holds now, held once, was taken back, is planned or depends.

    Args:
        reading: The document.
        drafts: With periods bound; changed.
    """
    for draft in drafts:
        clause = reading.clause(draft.at[0])
        values = [cue.value for cue in reading.within("status", *clause)]
        if draft.rule_id == "cause.condition" or _depends(reading, draft):
            draft.status = "conditional"
        elif any(c.value == "old" for c in reading.within("correction", *clause)):
            draft.status = "ended"
        elif draft.kind != "rule" and ("planned" in values or _is_ahead(reading, draft)):
            draft.status = "planned"
        elif _is_former(reading, draft, values):
            draft.status = "past"


def _is_zero(draft: Draft) -> bool:
    amount = draft.amount
    return amount is not None and amount.op == "eq" and amount.std_high == 0 and amount.std_low == 0


def _denies(reading: Reading, draft: Draft, start: int, end: int) -> bool:
    """Tell whether a negation is of this claim: before it and near, and not "not only"."""
    if set(reading.words_after(end, 1)) & _NOT_ONLY:  # and "No. 2270" denies nothing
        return False
    if draft.kind == "rule" and draft.at[0] <= start < draft.at[1]:
        return False  # part of the deciding word itself: "not covered by"
    if draft.kind in _NUMERIC or draft.amount is not None:
        if start >= draft.start:
            return start < draft.at[0]
        return reading.distance((start, end), draft.at) <= NEGATION_REACH
    return draft.start <= start < draft.end or (
        start < draft.start and reading.distance((start, end), draft.at) <= BEFORE_REACH
    )


def _depends(reading: Reading, draft: Draft) -> bool:
    if draft.kind == "rule":
        return False
    clause = reading.clause(draft.at[0])
    if any(cue.value == "conditional" for cue in reading.within("status", *clause)):
        return True
    return draft.rule_id == "growth.direction" and "will" in reading.words(*clause)


def _is_former(reading: Reading, draft: Draft, values: Sequence[str]) -> bool:
    if "past" in values and "now" not in values:
        return True
    before = reading.words_before(draft.start, 3)
    if draft.kind in {"price", "quantity", "value"} and before[-1:] == ("from",):
        trend = reading.nearest("trend", (draft.start, draft.end), 5.0, "up", "down")
        return trend is not None
    is_old = (
        draft.valid_to is not None
        and draft.dated_at >= 0
        and reading.published is not None
        and draft.valid_to < reading.published - OLD
    )
    return is_old and (draft.kind == "price" or _is_long_ago(reading, draft))


def _is_ahead(reading: Reading, draft: Draft) -> bool:
    """Tell whether the time of a claim comes after the report."""
    first, published = draft.valid_from, reading.published
    return first is not None and published is not None and first > published


def _is_long_ago(reading: Reading, draft: Draft) -> bool:
    if draft.valid_to is None or reading.published is None or draft.kind not in _NUMERIC:
        return False
    return reading.published.year - draft.valid_to.year > LONG_AGO_Y
