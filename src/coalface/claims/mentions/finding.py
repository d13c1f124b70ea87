"""Find all mentions of a text in one order: what is surest takes its words first."""

from collections.abc import Sequence
from datetime import date
from operator import itemgetter

from coalface.claims.documents import Document
from coalface.claims.flat import FlatText, flatten
from coalface.claims.mentions.amounts import Spans, find_amounts
from coalface.claims.mentions.companies import find_companies
from coalface.claims.mentions.names import find_names
from coalface.claims.mentions.periods import find_periods
from coalface.claims.mentions.resolutions import find_resolutions
from coalface.claims.mentions.tokens import Tokens, find_words_of, split_tokens
from coalface.claims.mentions.types import Actor, Mention
from coalface.claims.mentions.vessels import find_vessels
from coalface.claims.mentions.words import Words

__all__ = ["find_flat_mentions", "find_mentions"]


#: People are no proper names, and a mine is where its name says.
_PLACED = frozenset({"people", "producer"})


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


def find_flat_mentions(
    flat: FlatText, published: date | None, tokens: Tokens | None = None
) -> tuple[Mention, ...]:
    """Find what a text mentions, with spans in the clean string.

    A mention says what words stand there; which of them belong together is for claims.

    Args:
        flat: The clean string of a document.
        published: Day from which relative dates count; None leaves them open.
        tokens: Those of the string, where it is parted into them already.

    Returns:
        Mentions by start, longer ones first. Amounts and dates never overlap one another.
    """
    text = flat.text
    tokens = tokens or split_tokens(text)
    words = find_words_of(text, tokens)
    names = find_names(words)
    vessels = find_vessels(words, [name for name in names if name.type == "vessel"])
    resolutions = find_resolutions(text, tokens)
    named = _spans([*vessels, *resolutions])
    periods = [one for one in find_periods(words, published) if not named.cover(one.start, one.end)]
    amounts = find_amounts(text, words, _spans([*vessels, *resolutions, *periods]))
    ships, money = _spans(vessels), _spans(amounts)
    other = [
        name
        for name in names
        if not (vessels and ships.cover(name.start, name.end))
        and not (name.type == "place" and money.cover(name.start, name.end))  # "US$370"
    ]
    found = [*vessels, *resolutions, *periods, *amounts, *_actors(words, other)]
    return tuple(sorted(found, key=_by_place))


def _by_place(mention: Mention) -> tuple[int, int, str]:
    start, end, kind, _ = mention
    return start, -end, kind


def _actors(words: Words, names: Sequence[Mention]) -> list[Mention]:
    """Add companies that no list holds; a listed name inside one of them gives way."""
    listed = {(one.start, one.end) for one in names if one.type == "actor"}
    companies = [one for one in find_companies(words) if (one.start, one.end) not in listed]
    spans = _spans(companies)
    kept = [one for one in names if one.type != "actor" or not spans.cover(one.start, one.end)]
    bodies = _spans([one for one in [*kept, *companies] if _names_a_body(one)])
    places = [one for one in kept if one.type != "place" or not bodies.cover(one.start, one.end)]
    return [*places, *companies]


def _names_a_body(mention: Mention) -> bool:
    """Say whether a place inside these words is part of a name: "Daily NK", "China customs"."""
    return isinstance(mention.value, Actor) and mention.value.kind not in _PLACED


def _spans(mentions: Sequence[Mention]) -> Spans:
    """Give the stretches of mentions, joined where they overlap."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end, _, _ in sorted(mentions, key=itemgetter(0)):
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
            continue
        starts.append(start)
        ends.append(end)
    return Spans(tuple(starts), tuple(ends))
