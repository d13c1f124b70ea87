"""Practices: how things are usually done, and who does them."""

from collections.abc import Iterator, Sequence

from coalface.claims.frames.clauses import claims_in, clause_draft, free_clauses
from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading, Span
from coalface.claims.frames.word_lists import word_list

__all__ = ["find_practices"]

_ABOUT = ("commodity", "place", "actor", "vessel")
_WAS = frozenset({"was", "were"})
_FIELD = word_list("practice", "field")
_OPINION = frozenset(["should", "must", "need", "needs", "desirable", "dubious", "necessary"])


def find_practices(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find how things are usually done, one claim a clause.

    Args:
        reading: The document.
        taken: Claims found before, whose clauses are left alone.

    Returns:
        Drafts of clauses that speak of goods, places or bodies; opinions of what ought to be are
        left out.
    """
    for span, cues in free_clauses(reading, "practice", taken):
        if _is_once(reading, span, cues[0]):
            continue
        if _is_about_trade(reading, span) and not _OPINION & set(reading.words(*span)):
            yield clause_draft(reading, span, cues[0], "practice", 0.45)
            if now := _now(reading, span, taken):
                yield now


def _now(reading: Reading, span: Span, taken: Sequence[Draft]) -> Draft | None:
    """Read "in the past ..., but recently ...": the second clause is the practice now."""
    former = [c for c in reading.within("status", *span) if c.value == "past"]
    sentence = reading.sentence(span[0])
    after = [c for c in reading.within("status", span[1], sentence.end) if c.value == "now"]
    if not former or not after:
        return None
    clause = reading.clause(after[0].start)
    if claims_in(taken, *clause) or reading.within("practice", *clause):
        return None
    return clause_draft(reading, clause, after[0], "practice", 0.45)


def _is_once(reading: Reading, span: Span, cue: Cue) -> bool:
    """Tell "the ship was sold in May", which happened once, from "quotas were sold"."""
    is_passive = bool(_WAS & set(reading.words(cue.start, cue.end)[:1]))
    return is_passive and bool(reading.mentions_in("date", *span))


def _is_about_trade(reading: Reading, span: Span) -> bool:
    return (
        any(reading.mentions_in(kind, *span) for kind in _ABOUT)
        or bool(reading.within("measure", *span))
        or bool(_FIELD & set(reading.words(*span)))
    )
