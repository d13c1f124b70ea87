"""Companies and banks that no list holds, by the words their names end in."""

import re
from collections.abc import Iterator

from coalface.claims.mentions.types import Actor, Mention
from coalface.claims.mentions.words import Words

__all__ = ["find_companies"]

_LATIN = re.compile(
    r"\b(?P<name>(?:[A-Z][\w'’-]{0,40}(?: & | (?=[A-Z]))){1,5})"
    r"(?P<end>Trading(?: (?:Company|Corporation|Co\.))?|Compan(?:y|ies)|Corporation"
    r"|Corp\.?|Co\.,? Ltd\.?|Co\.|Ltd\.?|Limited|Group|Shipping"
    r"|Banks?|Bureau|Mines?|Complex)(?![\w])"
)
#: The words that a name ends in.
_ENDS = frozenset(
    {"trading", "company", "companies", "corporation", "corp", "co", "ltd", "limited", "group"}
    | {"shipping", "bank", "banks", "bureau", "mine", "mines", "complex"}
)
#: A name takes five words of forty signs at most.
_LONGEST = 240
_KOREAN = re.compile(
    r"(?P<name>[가-힣](?<![가-힣].)[가-힣]{1,9}?)(?P<end>무역총회사|무역회사|무역공사"
    r"|총회사|회사|상사|은행|광업소|탄광|광산)(?![가-힣]{3})"
)
_BANKS = frozenset({"Bank", "Banks", "은행"})
_MINES = frozenset({"Mine", "Mines", "Complex", "광업소", "탄광", "광산"})
_NO_COMPANY = frozenset(
    {
        "The",
        "This",
        "That",
        "Each",
        "Every",
        "A",
        "An",
        "In",
        "World",
        "North",
        "South",
        "Chinese",
        "North Korean",
    }
)


def find_companies(words: Words) -> Iterator[Mention]:
    """Find names that end in a word like "Trading", "Bank" or 무역회사.

    That a name stands in a report says nothing against who bears it.

    Args:
        words: The words of the clean string.

    Yields:
        Mentions of type `actor` by start.
    """
    for match in _latin(words):
        name = match["name"].strip()
        if name not in _NO_COMPANY and name.split()[0] not in ("The", "This", "That"):
            yield Mention(
                match.start(), match.end(), "actor", Actor(match.group(), _kind(match["end"]))
            )
    text = words.text
    if not text.isascii() and _HANGUL.search(text, *words.east):
        for match in _KOREAN.finditer(text, *words.east):
            yield Mention(
                match.start(), match.end(), "actor", Actor(match.group(), _kind(match["end"]))
            )


def _latin(words: Words) -> Iterator[re.Match[str]]:
    """Look around the words that names end in; only there the pattern of whole names runs."""
    text = words.text
    low, high = 0, 0
    for index in words.places_of(_ENDS):
        start = words.starts[index]
        if not text[start].isupper():
            continue
        if start - _LONGEST > high:
            yield from _LATIN.finditer(text, low, high)
            low = start - _LONGEST
        high = min(start + _LONGEST, len(text))
    yield from _LATIN.finditer(text, low, high)


_HANGUL = re.compile(r"[가-힣]")


def _kind(end: str) -> str:
    if end in _BANKS:
        return "bank"
    return "producer" if end in _MINES else "company"
