"""Small questions that several frames ask of a figure and the words beside it."""

from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Amount, Mention

__all__ = ["amount_of", "draft_of", "is_twin", "last_draft", "span_of"]

MOST_CHARACTERS, MOST_WORDS = 40, 4  # between a figure and the same in another unit
_JOINS = word_list("looks", "joins")


def amount_of(mention: Mention) -> Amount:
    """Give the figure of a mention that is known to hold one."""
    assert isinstance(mention.value, Amount)
    return mention.value


def span_of(mention: Mention) -> tuple[int, int]:
    """Give where a mention stands."""
    return mention.start, mention.end


def draft_of(mention: Mention, kind: str, rule_id: str, metric: str, score: float) -> Draft:
    """Put a claim on the words of a figure."""
    amount = amount_of(mention)
    span = span_of(mention)
    return Draft(
        *span,
        kind,
        rule_id,
        metric,
        score,
        amount,
        at=span,
        currency=amount.currency,
        per=amount.per,
    )


def is_twin(reading: Reading, mention: Mention, draft: Draft) -> bool:
    """Tell whether a figure restates the one before it: in brackets, or after "or"."""
    if mention.start < draft.end or mention.start - draft.end > MOST_CHARACTERS:
        return False
    between = reading.words(draft.end, mention.start)
    return (
        len(between) <= MOST_WORDS
        and bool({"(", "or", "="} & set(between))
        and set(between) <= _JOINS
    )


def last_draft(drafts: Sequence[Draft], *kinds: str) -> Draft | None:
    """Give the last claim of some kinds, None without one."""
    return next((draft for draft in reversed(drafts) if draft.kind in kinds), None)
