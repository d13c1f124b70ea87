"""Penalties: fines, what is taken, and sentences."""

from collections.abc import Sequence
from dataclasses import replace

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import amount_of, draft_of, span_of
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Mention

__all__ = ["read_penalty"]

REACH = 9.0
_TIMES = frozenset({"day", "month", "year", "week"})


def read_penalty(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read a figure as the size of a penalty, None if it is none."""
    if mention.type not in {"money", "multiple", "quantity", "share"}:
        return None
    amount = amount_of(mention)
    values = ("fine", "punishment", "confiscation")
    if mention.type == "quantity" and amount.unit_std in _TIMES:
        values = ("punishment",)
    cue = reading.nearest("penalty", span_of(mention), REACH, *values)
    if cue is None and not _goes_on(reading, mention, drafts):
        return None
    metric = "fine" if cue is None else cue.value
    draft = draft_of(mention, "penalty", "penalty.figure", metric, 0.8)
    if mention.type == "multiple":
        draft.amount = replace(amount, unit="times base", unit_std="times base")
    return draft


def _goes_on(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> bool:
    if not drafts or drafts[-1].kind != "penalty" or mention.type != "money":
        return False
    return reading.distance(span_of(mention), (drafts[-1].start, drafts[-1].end)) <= 8
