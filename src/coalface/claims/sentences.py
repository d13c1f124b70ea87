"""Sentences and clauses of a report's clean string."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from string import ascii_uppercase
from typing import NamedTuple

from coalface.claims.flat import FlatText

__all__ = ["Sentence", "find_sentences"]

MAX_HEADING_CHARACTERS = 120
#: A longer stretch without a full stop is a table or a list; it is read in parts of this size.
MAX_SENTENCE_CHARACTERS = 4000
_PARAGRAPH = re.compile(r"[^\n]+")
_STOP = r"[\"'”’)\]]*(?= +[\"'“‘(\[]?[A-Z0-9\uac00-\ud7a3\u4e00-\u9fff①-⑳])"
#: A class of the signs that end a sentence comes first, so that all others are passed over.
_END = re.compile(rf"[.!?。！？](?:(?<=[.!?]){_STOP}|(?<=[。！？])[」』”’）]*)")
#: Where no sign but a full stop ends one, it comes first as it stands, which is quicker.
_FULL_STOP = re.compile(rf"\.{_STOP}")
_OTHER_ENDS = "!?。！？"
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
#: Letters at the end of a word, so many that it is none of these but for a few.
_N_LETTERS = 5
_LONG = frozenset(word[-_N_LETTERS:] for word in _LAST)
_MAY_END = frozenset({"etc", "Co", "Corp", "Inc", "Ltd", "a.m", "p.m"})


class Sentence(NamedTuple):
    """One sentence: where it stands in the clean string, and in which paragraph."""

    start: int
    end: int
    paragraph: int
    is_heading: bool = False


#: Makes a sentence of all its values, in half the time that the class takes.
_sentence: Callable[[tuple[int, int, int, bool]], Sentence] = partial(tuple.__new__, Sentence)


def find_sentences(flat: FlatText) -> tuple[Sentence, ...]:
    """Find the sentences of a text.

    Args:
        flat: The clean string of a document.

    Returns:
        Sentences in order, offsets in `flat.text`; together they hold all of it but the blanks
        between them. A short paragraph without a full stop is a heading; what goes on for more
        than `MAX_SENTENCE_CHARACTERS` is parted at a blank.
    """
    text = flat.text
    ends = _END if any(sign in text for sign in _OTHER_ENDS) else _FULL_STOP
    found: list[Sentence] = []
    for number, match in enumerate(_PARAGRAPH.finditer(text)):
        found += _sentences(text, match.span(), number, ends)
    return tuple(found)


def _sentences(
    text: str, span: tuple[int, int], paragraph: int, ends: re.Pattern[str]
) -> list[Sentence]:
    found: list[Sentence] = []
    position, end = span
    for match in ends.finditer(text, position, end):
        stop = match.end()
        if not _is_end(text, match.start()):
            continue
        if stop - position > MAX_SENTENCE_CHARACTERS:
            found += _parted(text, position, stop, paragraph)
        else:
            found.append(_sentence((position, stop, paragraph, False)))
        position = stop
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
    letters = text[stop - _N_LETTERS : stop]
    if text[stop] != "." or (letters.isalpha() and letters not in _LONG):
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
