"""What frames of whole clauses share: which clauses are free, and the words of a claim."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading, Span
from coalface.claims.frames.word_lists import word_list

__all__ = ["FIGURES", "claims_in", "clause_draft", "free_clauses", "is_told"]

FIGURES = word_list("clauses", "figures")
_BESIDE = frozenset({"quantity", "ratio", "share", "growth_rate"})
LONGEST = 160  # characters
_at = attrgetter("at")
_SIGNS = " -–—:;,•*"  # what no claim starts with


def free_clauses(
    reading: Reading, family: str, taken: Sequence[Draft], *, beside_counts: bool = False
) -> Iterator[tuple[Span, list[Cue]]]:
    """Give the clauses that hold cues of a family and that no claim has taken.

    Args:
        reading: The document.
        family: Family of cues.
        taken: Claims found before.
        beside_counts: Whether clauses in which only amounts are claimed count as free.

    Returns:
        Span of each clause, and its cues.
    """
    by_clause: dict[Span, list[Cue]] = {}
    for cue in reading.cues.get(family, ()):
        by_clause.setdefault(reading.clause(cue.start), []).append(cue)
    if not by_clause:
        return
    held = sorted([d.at[0] for d in taken if not (beside_counts and d.kind in _BESIDE)])
    for span, cues in by_clause.items():
        first = bisect_left(held, span[0])
        is_free = first == len(held) or held[first] >= span[1]
        if is_free and is_told(reading, span[0]):
            yield span, cues


def is_told(reading: Reading, position: int) -> bool:
    """Tell sentences that tell something from headings and questions.

    Args:
        reading: The document.
        position: A character of the sentence.
    """
    sentence = reading.sentence(position)
    return not sentence.is_heading and reading.flat.text[sentence.end - 1] not in "?？"


def claims_in(taken: Sequence[Draft], start: int, end: int) -> Sequence[Draft]:
    """Give the claims that stand in a span.

    Args:
        taken: In order of where their deciding words stand.
        start: First character.
        end: One past the last.

    Returns:
        Those whose deciding words start in it.
    """
    first = last = bisect_left(taken, (start,), key=_at)
    while last < len(taken) and taken[last].at[0] < end:
        last += 1
    return taken[first:last]


def clause_draft(reading: Reading, span: Span, cue: Cue, kind: str, score: float) -> Draft:
    """Put a claim on a clause, or on the part of a long one around the word that decides."""
    start, end = span
    text = reading.flat.text
    if end - start > LONGEST:
        start, end = max(start, cue.start - LONGEST // 2), min(end, cue.end + LONGEST // 2)
        while start > span[0] and not text[start - 1].isspace():
            start -= 1
        while end < span[1] and not text[end].isspace():
            end += 1
    while start < cue.start and text[start] in _SIGNS:
        start += 1
    draft = Draft(start, end, kind, f"{kind}.{cue.value}", cue.value, score)
    draft.at = (cue.start, cue.end)
    return draft
