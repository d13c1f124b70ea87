"""Whose report a whole document is: an office that announces, who was interviewed, who signed.

What no nearer source says comes from there, and sources in it are sources of the source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.sentences import Sentence

__all__ = ["Principal", "find_principal"]

OPENING = 3  # sentences in which a document tells whose it is
LAST = 400  # characters at the end of a letter that hold its closing words
MOST_SIGNED = 60  # characters of a name under a letter
_ANNOUNCES = word_list("principals", "announces")
_TALK_WORDS = tuple(sorted(word_list("principals", "talks"), key=len, reverse=True))
_TALKS = "|".join(_TALK_WORDS)
_CLOSINGS = "|".join(sorted(word_list("principals", "closings"), key=len, reverse=True))
_NAME = r"[A-Z][\w'&.-]*(?: (?:of|for|and|the|[A-Z][\w'&.-]*))*"
#: "The Customs Office announced today that", "Today the Office is designating".
_OFFICE = re.compile(
    rf"(?:^|[\s,])(?:[Tt]he|[Tt]his|[Oo]ur) (?P<name>{_NAME}) (?:today |has |is |have |are |was )*"
    r"(?P<verb>[a-z]+)(?P<colon>:?)"
)
_TALK = re.compile(
    rf"\b(?:{_TALKS}) (?:a |an |the |some |over |about |more than |nearly )*"
    r"(?P<name>(?:\d+|[a-z-]+)(?: [a-z-]+){0,4}|[A-Z][\w-]+(?: [A-Z][\w-]+)+)",
    re.IGNORECASE,
)
_CLOSING = re.compile(rf"(?:^|\n)\s*(?:{_CLOSINGS}),?\s+(?P<name>[A-Z][^\n]{{2,{MOST_SIGNED}}})")
_CUT = re.compile(r" (?:who|whom|that|in|from|about|on|at|and|of|by|with|to)\b.*")


@dataclass(frozen=True, slots=True)
class Principal:
    """Whose report a document is.

    Attributes:
        name: Without article.
        kind: `person` or `official`.
        start: Where in the clean string it begins to speak.
    """

    name: str
    kind: str
    start: int


def find_principal(reading: Reading) -> Principal | None:
    """Find whose report a document is, None if it is its author's own or many people's.

    Args:
        reading: The document.

    Returns:
        The office that announces or answers, the person who was interviewed, or who signed.
    """
    opening = [*_opening(reading)]
    return _signed(reading) or _interviewed(reading, opening) or _announcing(reading, opening)


def _opening(reading: Reading) -> Iterator[Sentence]:
    n = 0
    for sentence in reading.sentences:
        yield sentence
        n += not sentence.is_heading
        if n == OPENING:
            return


def _signed(reading: Reading) -> Principal | None:
    text = reading.flat.text
    match = _CLOSING.search(text, max(0, len(text) - LAST))
    if match is None:
        return None
    return Principal(match["name"].strip(' .,"“”'), "official", 0)


def _interviewed(reading: Reading, opening: list[Sentence]) -> Principal | None:
    text = reading.flat.text
    for sentence in opening:
        small = text[sentence.start : sentence.end].lower()
        is_led = any(map(small.__contains__, _TALK_WORDS))  # most sentences tell of no talk
        match = _TALK.search(text, sentence.start, sentence.end) if is_led else None
        if match is None:
            continue
        name = _CUT.sub("", match["name"])
        nouns = reading.within("speaker", match.start("name"), match.start("name") + len(name))
        if match["name"][0].isupper() or any(noun.value != "record" for noun in nouns):
            return Principal(name, "person", match.end())
    return None


def _announcing(reading: Reading, opening: list[Sentence]) -> Principal | None:
    for sentence in opening:
        if sentence.is_heading:
            continue
        for match in _OFFICE.finditer(reading.flat.text[sentence.start : sentence.end]):
            start = sentence.start + match.start("name")
            nouns = reading.within("speaker", start, start + len(match["name"]))
            bodies = reading.mentions_in("actor", start, start + len(match["name"]))
            if (nouns or bodies) and match["verb"] in _ANNOUNCES:
                return Principal(match["name"], "official", start)
    return None
