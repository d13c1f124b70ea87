"""Figures in English words: "two and a half million", "three-tenths", "dozens", "more than half"."""

from collections.abc import Iterator
from dataclasses import dataclass

from coalface.claims.mentions.figures import SCALES, Figure
from coalface.claims.mentions.words import Words

__all__ = ["find_word_figures"]

_SMALL = {
    word: float(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10.0 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_LARGE = {word: SCALES[word] for word in ("thousand", "million", "billion", "trillion")}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8,
    "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10, "twentieth": 20, "hundredth": 100,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
_RANKED = frozenset(
    [
        "place",
        "largest",
        "biggest",
        "major",
        "highest",
        "rank",
        "position",
        "spot",
        "most",
        "smallest",
    ]
)
_MULTIPLES = {
    "twice": 2, "thrice": 3, "double": 2, "doubled": 2, "doubling": 2, "doubles": 2, "triple": 3, "tripled": 3,
    "tripling": 3, "trebled": 3, "quadrupled": 4, "quadruple": 4, "halved": 0.5, "halving": 0.5, "twofold": 2,
    "threefold": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6, "sevenfold": 7, "eightfold": 8, "tenfold": 10,
    "hundredfold": 100,
}  # fmt: skip
_VAGUE_SCALES = {
    "dozens": 12.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9, "tens": 10.0,
}  # fmt: skip
#: A part of a whole is followed by one of these, or by no word at all; else it is an ordinal.
_AFTER_PARTS = frozenset(
    [
        "of",
        "the",
        "that",
        "its",
        "their",
        "his",
        "her",
        "our",
        "in",
        "on",
        "to",
        "from",
        "since",
        "by",
        "at",
        "as",
        "per",
        "more",
        "less",
        "over",
        "under",
        "lower",
        "higher",
        "cheaper",
        "dearer",
        "compared",
        "below",
        "above",
        "and",
        "or",
        "but",
        "when",
        "while",
        "after",
        "before",
        "this",
        "last",
        "a",
        "what",
        "was",
        "were",
        "is",
        "are",
        "has",
        "have",
        "had",
        "went",
        "goes",
        "comes",
        "came",
        "for",
        "each",
        "every",
        "year",
        "yearly",
    ]
)
#: Adjectives and adverbs that make "most" a superlative.
_NO_MAJORITY = frozenset(
    [
        "likely",
        "recently",
        "recent",
        "important",
        "importantly",
        "notably",
        "notable",
        "powerful",
        "common",
        "commonly",
        "probably",
        "significant",
        "expensive",
        "often",
        "famous",
        "severe",
        "serious",
        "part",
    ]
)
_NOT_DOUBLE = frozenset(
    ["check", "checked", "standard", "standards", "agent", "click", "dual", "sided", "edged"]
)
_JOINS = frozenset({" ", "-"})


@dataclass(frozen=True, slots=True)
class _Read:
    """A number read from word `first` to word `last`, both included."""

    value: float
    scale: str
    last: int


def find_word_figures(words: Words) -> Iterator[Figure]:
    """Find figures written in English words.

    "one" and "a second person" are words like others: a bare "one" comes back as a figure, and the
    caller keeps it only before a unit.

    Args:
        words: The words of a text.

    Returns:
        Figures in order, none overlapping.
    """
    free = 0
    for index, word in enumerate(words.lowers):
        reader = _READERS.get(word)
        if reader is None or index < free:
            continue
        found = reader(words, index)
        if found is not None:
            yield found[0]
            free = found[1] + 1


_Found = tuple[Figure, int] | None


def _cardinal(words: Words, index: int) -> _Found:
    number = _read_number(words, index)
    part = _next(words, number.last)
    if part in _PARTS and part not in ("half", "second"):
        whole = number.last + 1
        if part.endswith("s") or number.value == 1.0:
            value = number.value / _PARTS[part]
            return Figure(words.starts[index], words.ends[whole], value, "", "fraction"), whole
    start, end = words.starts[index], words.ends[number.last]
    return Figure(start, end, number.value, number.scale), number.last


def _read_number(words: Words, index: int) -> _Read:
    """Read cardinals on from a word: "two hundred and five", "two and a half million"."""
    total, current, scale, last = 0.0, 0.0, "", index
    position: int | None = index
    while position is not None:
        word = words.lowers[position]
        if word in _SMALL or word in _TENS:
            current += _SMALL.get(word, 0.0) + _TENS.get(word, 0.0)
        elif word == "hundred":
            current = (current or 1.0) * 100
        elif word == "dozen":
            current = (current or 1.0) * 12
        elif word in _LARGE:
            total, current, scale = total + (current or 1.0) * _LARGE[word], 0.0, word
        elif word == "half":  # after "and a"
            current += 0.5
        last = position
        position = _continues(words, position)
    value = total + current
    if scale and current == 0.0:
        return _Read(value / SCALES[scale], scale, last)
    return _Read(value, "", last)


def _continues(words: Words, index: int) -> int | None:
    """Give the word by which a number goes on after `index`, or None."""
    following = _next(words, index)
    word = words.lowers[index]
    if following in _LARGE or following in ("hundred", "dozen"):
        return index + 1
    if word in _TENS and 0 < _SMALL.get(following, 0) < 10:
        return index + 1
    is_big = word in _LARGE or word == "hundred"
    if is_big and (following in _SMALL or following in _TENS):
        return index + 1
    if following != "and":
        return None
    after = _next(words, index + 1)
    if is_big and (after in _SMALL or after in _TENS):
        return index + 2
    if after == "a" and _next(words, index + 2) == "half":
        return index + 3
    return None


def _half(words: Words, index: int) -> _Found:
    before, after = _previous(words, index), _next(words, index)
    if before in ("first", "second", "latter", "other"):
        return None
    start = words.starts[index]
    scale_at = index + 2 if after in ("a", "an") else index + 1
    scale = words.lowers[scale_at] if scale_at < len(words.lowers) else ""
    if after and (scale in _LARGE or scale in ("dozen", "hundred")):
        value = 0.5 * (_LARGE.get(scale) or {"dozen": 12.0, "hundred": 100.0}[scale])
        return Figure(start, words.ends[scale_at], value), scale_at
    if after and after not in _AFTER_PARTS:
        return None
    return Figure(start, words.ends[index], 0.5, "", "fraction"), index


def _part(words: Words, index: int) -> _Found:
    word, before, after = words.lowers[index], _previous(words, index), _next(words, index)
    if before in ("a", "an") and (not after or after in _AFTER_PARTS) and not word.endswith("s"):
        start = words.starts[index - 1]
        return Figure(start, words.ends[index], 1 / _PARTS[word], "", "fraction"), index
    return _ordinal(words, index)


def _ordinal(words: Words, index: int) -> _Found:
    value = _ORDINALS.get(words.lowers[index])
    after = _next(words, index)
    if value is None or after not in _RANKED:
        return None
    end = words.ends[index + 1]
    return Figure(words.starts[index], end, float(value), "", "ordinal"), index + 1


def _multiple(words: Words, index: int) -> _Found:
    word, after = words.lowers[index], _next(words, index)
    if word in ("double", "triple") and after in _NOT_DOUBLE:
        return None
    value = float(_MULTIPLES[word])
    return Figure(words.starts[index], words.ends[index], value, "", "multiple"), index


def _several(words: Words, index: int) -> _Found:
    scale = _next(words, index)
    factor = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "dozen": 12.0}.get(scale, 1.0)
    last = index + 1 if factor > 1 else index
    return Figure(words.starts[index], words.ends[last], 2.0 * factor, "", "vague", "gt"), last


def _few(words: Words, index: int) -> _Found:
    if _previous(words, index) != "a" or words.text[words.ends[index - 1]] != " ":
        return None
    scale = _next(words, index)
    factor = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "dozen": 12.0}.get(scale, 1.0)
    last = index + 1 if factor > 1 else index
    return Figure(words.starts[index - 1], words.ends[last], 2.0 * factor, "", "vague", "ge"), last


def _couple(words: Words, index: int) -> _Found:
    if _previous(words, index) != "a" or _next(words, index) != "of":
        return None
    return Figure(
        words.starts[index - 1], words.ends[index + 1], 2.0, "", "vague", "approx"
    ), index + 1


def _vague_scale(words: Words, index: int) -> _Found:
    """Read "thousands" as at least 2,000, and "tens of thousands" as at least 20,000."""
    value, last = 2.0 * _VAGUE_SCALES[words.lowers[index]], index
    while _next(words, last) == "of" and _next(words, last + 1) in _VAGUE_SCALES:
        value *= _VAGUE_SCALES[_next(words, last + 1)]
        last += 2
    if words.lowers[index] == "tens" and last == index:
        value = 20.0
    return Figure(words.starts[index], words.ends[last], value, "", "vague", "ge"), last


def _scale(words: Words, index: int) -> _Found:
    if _previous(words, index) not in ("a", "an"):
        return None
    number = _read_number(words, index)
    start = words.starts[index - 1]
    return Figure(start, words.ends[number.last], number.value, number.scale), number.last


def _majority(words: Words, index: int) -> _Found:
    if _previous(words, index) not in ("the", "vast", "a", "great", "overwhelming", "clear"):
        return None
    return _over_half(words, index, index)


def _most(words: Words, index: int) -> _Found:
    after = _next(words, index)
    if _previous(words, index) in ("the", "at", "its", "their", "second", "third"):
        return None
    if after == "of":
        return _over_half(words, index, index + 1)
    is_first = words.text[words.starts[index]] == "M"
    if is_first and after and after not in _NO_MAJORITY and _names_a_whole(words, index + 1):
        return _over_half(words, index, index)
    return None


def _names_a_whole(words: Words, index: int) -> bool:
    """Say whether a plural, or a good, follows within two words: "Most coal exports"."""
    following = words.lowers[index : index + 2]
    return any(word.endswith("s") and not word.endswith(("ss", "us")) for word in following)


def _over_half(words: Words, index: int, last: int) -> _Found:
    return Figure(words.starts[index], words.ends[last], 0.5, "", "fraction", "gt"), last


def _next(words: Words, index: int) -> str:
    if words.gap(index) not in _JOINS:
        return ""
    return words.lowers[index + 1]


def _previous(words: Words, index: int) -> str:
    if index == 0 or words.gap(index - 1) not in _JOINS:
        return ""
    return words.lowers[index - 1]


_READERS = {
    **dict.fromkeys([*_SMALL, *_TENS], _cardinal),
    **dict.fromkeys([*_LARGE, "hundred", "dozen"], _scale),
    **dict.fromkeys(_ORDINALS, _ordinal),
    **dict.fromkeys(_PARTS, _part),
    **dict.fromkeys(_MULTIPLES, _multiple),
    **dict.fromkeys(_VAGUE_SCALES, _vague_scale),
    "half": _half,
    "several": _several,
    "few": _few,
    "couple": _couple,
    "majority": _majority,
    "most": _most,
}
