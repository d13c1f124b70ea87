"""Causes: why something is so, and what would follow if."""

from collections.abc import Iterator, Sequence

from coalface.claims.frames.clauses import clause_draft, free_clauses
from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading, Span

__all__ = ["find_causes"]

_RESULT = frozenset(["will", "would", "become", "may", "might", "require"])
_OPINION = frozenset({"should", "must", "desirable", "dubious", "necessary", "study"})
_WEAK = frozenset({"purpose"})
_ABOUT = ("commodity", "place")


def find_causes(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find reasons, one claim a clause.

    Args:
        reading: The document.
        taken: Claims found before, whose clauses are left alone.

    Returns:
        Drafts; that a source gives a reason does not make it one.
    """
    for span, cues in free_clauses(reading, "cause", taken):
        strong = [cue for cue in cues if cue.value in {"because", "effect"}]
        if _is_opinion(reading, span) or _is_dated_event(reading, span):
            continue
        if strong:
            yield clause_draft(reading, span, strong[0], "cause", 0.5)
        elif result := _consequence(reading, span, cues):
            yield result
        elif reading.within("practice", *span):
            continue
        elif any(cue.value in _WEAK for cue in cues) and _is_about_trade(reading, span):
            yield clause_draft(reading, span, cues[0], "cause", 0.4)


def _consequence(reading: Reading, span: Span, cues: Sequence[Cue]) -> Draft | None:
    """Read "if funds are cut off, it may become impossible": the claim is what follows."""
    condition = next((cue for cue in cues if cue.value == "condition"), None)
    if condition is None:
        return None
    sentence = reading.sentence(span[0])
    words = reading.words(condition.end, sentence.end)
    if not set(words) & _RESULT or "whether" in words[:2]:
        return None
    text = reading.flat.text
    comma = text.find(",", condition.end, sentence.end)
    start = comma + 2 if comma > 0 else span[0]
    draft = clause_draft(reading, (start, sentence.end), condition, "cause", 0.5)
    draft.start, draft.end = start, min(sentence.end, start + 120)
    draft.at = (start, draft.end)
    draft.rule_id, draft.metric = "cause.condition", "condition"
    return draft


def _is_opinion(reading: Reading, span: Span) -> bool:
    words = reading.words(*span)
    return words[:1] != ("should",) and bool(_OPINION & set(words))


def _is_dated_event(reading: Reading, span: Span) -> bool:
    """Leave "because barges stopped coming in July" to the frame of events."""
    return bool(reading.mentions_in("date", *span) and reading.within("event", *span))


def _is_about_trade(reading: Reading, span: Span) -> bool:
    return any(reading.mentions_in(kind, *span) for kind in _ABOUT) or bool(
        reading.within("measure", *span)
    )
