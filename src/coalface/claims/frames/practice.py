"""Practices: how things are usually done, and who does them."""

from collections.abc import Iterator, Sequence

from coalface.claims.frames.clauses import clause_draft, free_clauses
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading, Span

__all__ = ["find_practices"]

_ABOUT = ("commodity", "place", "actor", "vessel")
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
        if _is_about_trade(reading, span) and not _OPINION & set(reading.words(*span)):
            yield clause_draft(reading, span, cues[0], "practice", 0.45)


def _is_about_trade(reading: Reading, span: Span) -> bool:
    return any(reading.mentions_in(kind, *span) for kind in _ABOUT) or bool(
        reading.within("measure", *span)
    )
