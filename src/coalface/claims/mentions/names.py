"""Find names of the gazetteer in text: Latin ones by their words, Hangul and Han ones by signs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from coalface.claims.mentions.gazetteer import Name, load_gazetteer
from coalface.claims.mentions.tries import one_of
from coalface.claims.mentions.types import Mention, Place, mention_of, place_of
from coalface.claims.mentions.words import Words, find_words

__all__ = ["find_names"]

#: What may stand between the words of one name.
_JOINTS = frozenset({" ", "-", "'", "' ", "’ ", "’", "‘", "`", ".", ". ", "", " & "})
#: A bracket after a name explains it, as it would not an everyday word.
_GLOSS = (" (", "(")
_HAN = re.compile(r"[가-힣一-鿿]")
_DIGITS_AFTER = re.compile(r"[ .-]{0,2}\d{1,3}(?!\d)")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name as words: those after the first, the figure at its end, and the name itself."""

    rest: tuple[str, ...]
    figure: str
    name: Name


def find_names(words: Words) -> list[Mention]:
    """Find places, ships, goods and bodies by name.

    A name found says that its letters stand there; two ships, or two towns, may share one.

    Args:
        words: The words of a text.

    Returns:
        Mentions by start; of one type, none overlapping: the longest name wins.
    """
    found = [*_latin(words)]
    if _HAN.search(words.text, *words.east):
        found.extend(_han(words.text))
    return _longest(found)


def _longest(found: Sequence[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    free: dict[str, int] = {}
    for mention in sorted(found, key=lambda one: (one.start, -one.end)):
        if mention.start >= free.get(mention.type, 0):
            kept.append(mention)
            free[mention.type] = mention.end
    return kept


def _latin(words: Words) -> Iterator[Mention]:
    book = _latin_book()
    following = (*words.lowers[1:], "")
    for word, places in words.where.find(book.keys()):
        single, by_second = book[word]
        for index in places:
            for entry in by_second.get(following[index], single):
                is_one = not (entry.rest or entry.figure)  # as most are
                end = words.ends[index] if is_one else _match(words, index, entry)
                if end and _fits(words, index, entry):
                    yield _mention(words.text, words.starts[index], end, entry.name)


def _match(words: Words, index: int, entry: _Entry) -> int:
    """Give the end of a name whose words start at a word, or 0."""
    last = index
    if entry.rest:
        last += len(entry.rest)
        if words.lowers[index + 1 : last + 1] != entry.rest:
            return 0
        text, starts, ends = words.text, words.starts, words.ends
        for place in range(index, last):
            if text[ends[place] : starts[place + 1]] not in _JOINTS:
                return 0
    end = words.ends[last]
    if entry.figure:
        figure = _DIGITS_AFTER.match(words.text, end)
        return figure.end() if figure and figure.group().strip(" .-") == entry.figure else 0
    return end


def _fits(words: Words, index: int, entry: _Entry) -> bool:
    name, start, last = entry.name, words.starts[index], index + len(entry.rest)
    if name.case != "any":
        stop = words.ends[last] if name.case == "exact" else start + 1
        if not words.text[start:stop].isupper():
            return False
    if name.not_after and index and words.lowers[index - 1] in name.not_after:
        return False
    return not name.not_before or name.not_before.isdisjoint(words.lowers[last + 1 : last + 2])


def _mention(text: str, start: int, end: int, name: Name) -> Mention:
    value = name.value
    if isinstance(value, Place):
        value = place_of((value.id, text[start:end], value.kind))
    return mention_of((start, end, name.type, value))


_Entries = tuple[_Entry, ...]


@cache
def _latin_book() -> dict[str, tuple[_Entries, dict[str, _Entries]]]:
    """Give by first word the names of that word alone, and those that a second word leaves open.

    Many names begin with "the" or "north"; few of them go on as a text does.
    """
    book: dict[str, list[_Entry]] = {}
    for name in load_gazetteer().latin:
        parts = find_words(name.spelling).lowers
        if not parts:
            continue
        figure = re.search(r"(\d+)$", name.spelling)
        entry = _Entry(parts[1:], figure[1] if figure else "", name)
        book.setdefault(parts[0], []).append(entry)
    return {word: (_going_on(its, ""), _by_second(its)) for word, its in book.items()}


def _by_second(entries: Sequence[_Entry]) -> dict[str, _Entries]:
    return {its.rest[0]: _going_on(entries, its.rest[0]) for its in entries if its.rest}


def _going_on(entries: Sequence[_Entry], second: str) -> _Entries:
    """Give the names that may stand before a second word: those of one word always."""
    return tuple(its for its in entries if not its.rest or its.rest[0] == second)


def _han(text: str) -> Iterator[Mention]:
    book, firsts, by_first = _han_book()
    free = 0
    for first in firsts.finditer(text):
        start = first.start()
        match = by_first[first.group()].match(text, start) if start >= free else None
        if match is None:
            continue
        free = match.end()
        for name in book[match.group()]:
            if not name.suffixes or text.startswith((*name.suffixes, *_GLOSS), free):
                yield _mention(text, start, free, name)


@cache
def _han_book() -> tuple[dict[str, list[Name]], re.Pattern[str], dict[str, re.Pattern[str]]]:
    """Give names by spelling, the signs that they begin with, and a pattern for each of these."""
    book: dict[str, list[Name]] = {}
    by_first: dict[str, list[str]] = {}
    for name in load_gazetteer().han:
        if name.spelling not in book:
            by_first.setdefault(name.spelling[0], []).append(name.spelling)
        book.setdefault(name.spelling, []).append(name)
    firsts = re.compile("[" + "".join(map(re.escape, sorted(by_first))) + "]")
    patterns = {sign: re.compile(one_of(its)) for sign, its in by_first.items()}
    return book, firsts, patterns
