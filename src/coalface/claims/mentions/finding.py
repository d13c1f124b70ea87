"""Find all mentions of a text in one order: what is surest takes its words first."""

from datetime import date

from coalface.claims.documents import Document
from coalface.claims.flat import FlatText, flatten
from coalface.claims.mentions.amounts import Spans, find_amounts
from coalface.claims.mentions.periods import find_periods
from coalface.claims.mentions.types import Mention
from coalface.claims.mentions.words import find_words

__all__ = ["find_flat_mentions", "find_mentions"]


def find_mentions(document: Document) -> tuple[Mention, ...]:
    """Find what a document mentions, with spans in its own text.

    Args:
        document: A report as read.

    Returns:
        Mentions by start, longer ones first; `text[start:end]` holds the words of each.
    """
    flat = flatten(document)
    return tuple(
        Mention(*flat.source_span(mention.start, mention.end), mention.type, mention.value)
        for mention in find_flat_mentions(flat, document.published)
    )


def find_flat_mentions(flat: FlatText, published: date | None) -> tuple[Mention, ...]:
    """Find what a text mentions, with spans in the clean string.

    A mention says what words stand there; which of them belong together is for claims.

    Args:
        flat: The clean string of a document.
        published: Day from which relative dates count; None leaves them open.

    Returns:
        Mentions by start, longer ones first. Amounts and dates never overlap one another.
    """
    text, words = flat.text, find_words(flat.text)
    found = find_periods(words, published)
    taken = Spans(tuple(m.start for m in found), tuple(m.end for m in found))
    found += find_amounts(text, words, taken)
    return tuple(sorted(found, key=lambda mention: (mention.start, -mention.end)))
