"""Companies and banks that no list holds, by the words their names end in."""

import re
from collections.abc import Iterator

from coalface.claims.mentions.types import Actor, Mention

__all__ = ["find_companies"]

_LATIN = re.compile(
    r"\b(?P<name>(?:[A-Z][\w'’-]{0,40}(?: & | (?=[A-Z]))){1,5})"
    r"(?P<end>Trading(?: (?:Company|Corporation|Co\.))?|Compan(?:y|ies)|Corporation"
    r"|Corp\.?|Co\.,? Ltd\.?|Co\.|Ltd\.?|Limited|Group|Shipping"
    r"|Banks?|Bureau|Mines?|Complex)(?![\w])"
)
#: First letters of the words that a name ends in; a class comes first, to be sought quickly.
_END = re.compile(
    r"[TCLGSBM](?:(?<=T)rading|(?<=C)o(?:mp|rp|\.)|(?<=L)(?:td|imited)|(?<=G)roup"
    r"|(?<=S)hipping|(?<=B)(?:ank|ureau)|(?<=M)ine)"
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


def find_companies(text: str) -> Iterator[Mention]:
    """Find names that end in a word like "Trading", "Bank" or 무역회사.

    That a name stands in a report says nothing against who bears it.

    Args:
        text: The clean string.

    Yields:
        Mentions of type `actor` by start.
    """
    for match in _latin(text):
        name = match["name"].strip()
        if name not in _NO_COMPANY and name.split()[0] not in ("The", "This", "That"):
            yield Mention(
                match.start(), match.end(), "actor", Actor(match.group(), _kind(match["end"]))
            )
    if _HANGUL.search(text):
        for match in _KOREAN.finditer(text):
            yield Mention(
                match.start(), match.end(), "actor", Actor(match.group(), _kind(match["end"]))
            )


def _latin(text: str) -> Iterator[re.Match[str]]:
    """Look around the words that names end in; only there the pattern of whole names runs."""
    low, high = 0, 0
    for end in _END.finditer(text):
        if end.start() - _LONGEST > high:
            yield from _LATIN.finditer(text, low, high)
            low = end.start() - _LONGEST
        high = min(end.start() + _LONGEST, len(text))
    yield from _LATIN.finditer(text, low, high)


_HANGUL = re.compile(r"[가-힣]")


def _kind(end: str) -> str:
    if end in _BANKS:
        return "bank"
    return "producer" if end in _MINES else "company"
