"""Sentences and clauses of a report's clean string."""

import re
from collections.abc import Iterator
from string import ascii_uppercase
from typing import NamedTuple

from coalface.claims.flat import FlatText

__all__ = ["Sentence", "find_sentences"]

MAX_HEADING_CHARACTERS = 120
#: A longer stretch without a full stop is a table or a list; it is read in parts of this size.
MAX_SENTENCE_CHARACTERS = 4000
_PARAGRAPH = re.compile(r"[^\n]+")
#: A class of the signs that end a sentence comes first, so that all others are passed over.
_END = re.compile(
    r"[.!?。！？](?:"
    r"(?<=[.!?])[\"'”’)\]]*(?= +[\"'“‘(\[]?[A-Z0-9\uac00-\ud7a3\u4e00-\u9fff①-⑳])"
    r"|(?<=[。！？])[」』”’）]*)"
)
#: What an item of a list starts with: it is told, and no heading.
_ITEMS = ("- ", "* ", "• ", "· ", "▪ ", "● ", "◦ ", "– ", "Q: ", "A: ")
#: Words after which a full stop ends no sentence.
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Capt|Sen|Rep|Gov|St|vs|etc|e\.g"
    r"|i\.e|cf|ca|No|Nos|para|paras|pp?"
    r"|Fig|Art|Co|Corp|Inc|Ltd|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx"
    r"|est|U\.S|U\.N|U\.K|D\.C"
    r"|[ap]\.m))\.$"
)
#: The last letters of all of these: after any other ones, none need be looked for.
_LAST = frozenset(ascii_uppercase) | {
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Col", "Lt", "Capt", "Sen", "Rep", "Gov", "St", "vs",
    "etc", "g", "e", "cf", "ca", "No", "Nos", "para", "paras", "p", "pp", "Fig", "Art", "Co",
    "Corp", "Inc", "Ltd", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct",
    "Nov", "Dec", "approx", "est", "m",
}  # fmt: skip
_MAY_END = frozenset({"etc", "Co", "Corp", "Inc", "Ltd", "a.m", "p.m"})


class Sentence(NamedTuple):
    """One sentence: where it stands in the clean string, and in which paragraph."""

    start: int
    end: int
    paragraph: int
    is_heading: bool = False


def find_sentences(flat: FlatText) -> tuple[Sentence, ...]:
    """Find the sentences of a text.

    Args:
        flat: The clean string of a document.

    Returns:
        Sentences in order, offsets in `flat.text`; together they hold all of it but the blanks
        between them. A short paragraph without a full stop is a heading; what goes on for more
        than `MAX_SENTENCE_CHARACTERS` is parted at a blank.
    """
    found: list[Sentence] = []
    for number, match in enumerate(_PARAGRAPH.finditer(flat.text)):
        found.extend(_sentences(flat.text, match.start(), match.end(), number))
    return tuple(found)


def _sentences(text: str, start: int, end: int, paragraph: int) -> list[Sentence]:
    found: list[Sentence] = []
    position = start
    for match in _END.finditer(text, start, end):
        if not _is_end(text, match.start()):
            continue
        found.extend(_parted(text, position, match.end(), paragraph))
        position = match.end()
        while position < end and text[position] == " ":
            position += 1
    while position < end and text[position] == " ":
        position += 1
    if position < end:
        if not found and _is_heading(text, position, end):
            return [Sentence(position, end, paragraph, is_heading=True)]
        found.extend(_parted(text, position, end, paragraph))
    return found


def _parted(text: str, start: int, end: int, paragraph: int) -> Iterator[Sentence]:
    """Give a sentence whole, or in parts if it is too long to be one."""
    while end - start > MAX_SENTENCE_CHARACTERS:
        blank = text.rfind(" ", start + 1, start + MAX_SENTENCE_CHARACTERS)
        stop = blank if blank > 0 else start + MAX_SENTENCE_CHARACTERS
        yield Sentence(start, stop, paragraph)
        start = stop + (blank > 0)
    yield Sentence(start, end, paragraph)


def _is_end(text: str, stop: int) -> bool:
    if text[stop] != ".":
        return True
    before = text[max(0, stop - 8) : stop + 1]
    last = before[:-1].replace(".", " ").rpartition(" ")[2]
    if last.isalpha() and last not in _LAST:
        return True
    match = _ABBREVIATED.search(before)
    if match is None:
        return True
    return match.group(0)[:-1] in _MAY_END and text[stop + 1 : stop + 3].strip()[:1].isupper()


def _is_heading(text: str, start: int, end: int) -> bool:
    if text.startswith(_ITEMS, start):
        return False
    is_short = end - start <= MAX_HEADING_CHARACTERS
    return is_short and text[end - 1] not in '.!?。！？"”;,:'
