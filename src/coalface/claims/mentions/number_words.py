"""Figures in English words: "two and a half million", "three-tenths", "dozens"."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from coalface.claims.mentions.figures import SCALES, Figure
from coalface.claims.mentions.number_lists import load_number_words
from coalface.claims.mentions.units import load_units
from coalface.claims.mentions.words import Words

__all__ = ["find_word_figures"]

_LARGE = {word: SCALES[word] for word in ("thousand", "million", "billion", "trillion")}
_OF_SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "dozen": 12.0}
_HALF_OF = {**_LARGE, "dozen": 12.0, "hundred": 100.0}
#: "twenty" goes on with "five"; smaller words with none.
_FIRST_TENS, _FIRST_TEN = 20, 10
_TIMES = frozenset(
    {"year", "month", "week", "day", "winter", "summer", "spring", "autumn", "decade", "night"}
    | {"time", "period", "season", "january", "february", "march", "april", "june", "july"}
    | {"august", "september", "october", "november", "december"}
)
_TEN = 10  # "three in ten" is a part, "three in five months" is none
_JOINS = frozenset({" ", "-"})


class _Read(NamedTuple):
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
    free, readers = 0, _readers()
    for index in words.places_of(readers.keys()):
        if index < free:
            continue
        found = readers[words.lowers[index]](words, index)
        if found is not None:
            yield found[0]
            free = found[1] + 1


_Found = tuple[Figure, int] | None


def _cardinal(words: Words, index: int) -> _Found:
    parts, start = load_number_words().parts, words.starts[index]
    if _next(words, index) not in _after_cardinals():
        value = load_number_words().cardinals[words.lowers[index]]
        return Figure(start, words.ends[index], value), index
    number = _read_number(words, index)
    part = _next(words, number.last)
    if part in parts and part != "half" and (part.endswith("s") or number.value == 1.0):
        whole = number.last + 1
        if (one := _of_one(words, whole)) is not None:
            value = number.value / parts[part] * one[0]
            return Figure(start, words.ends[one[1]], value), one[1]
        return Figure(start, words.ends[whole], number.value / parts[part], "", "fraction"), whole
    if out_of := _out_of(words, number):
        return Figure(start, words.ends[out_of.last], out_of.value, "", "fraction"), out_of.last
    return Figure(start, words.ends[number.last], number.value, number.scale), number.last


@cache
def _after_cardinals() -> frozenset[str]:
    """Give the words by which a cardinal goes on, or becomes a part of a whole."""
    lists = load_number_words()
    return frozenset({*lists.cardinals, *lists.parts, *_HALF_OF, "and", "in", "out"})


def _out_of(words: Words, number: _Read) -> _Read | None:
    """Read "seven out of ten" and "one in five" as a part of the whole."""
    following = _next(words, number.last)
    skip = 1 if following == "in" else 2 if following == "out" else 0
    if skip and _next(words, number.last + skip) == "every":
        skip += 1
    index = number.last + 1 + skip
    whole = load_number_words().cardinals.get(_next(words, index - 1), 0.0) if skip else 0.0
    is_plain = (following == "in" and (number.value == 1.0 or whole == _TEN)) or (
        following == "out" and _next(words, number.last + 1) == "of"
    )
    if not is_plain or whole <= number.value:
        return None
    return _Read(number.value / whole, "", index)


def _read_number(words: Words, index: int) -> _Read:
    """Read cardinals on from a word: "two hundred and five", "two and a half million"."""
    cardinals = load_number_words().cardinals
    total, current, scale, last = 0.0, 0.0, "", index
    position: int | None = index
    while position is not None:
        word = words.lowers[position]
        if word in cardinals:
            current += cardinals[word]
        elif word in _LARGE:
            total, current, scale = total + (current or 1.0) * _LARGE[word], 0.0, word
        elif word == "half":  # after "and a"
            current += 0.5
        else:
            current = (current or 1.0) * _OF_SCALE[word]
        last = position
        position = _continues(words, position)
    value = total + current
    if scale and current == 0.0:
        return _Read(value / SCALES[scale], scale, last)
    return _Read(value, "", last)


def _continues(words: Words, index: int) -> int | None:
    """Give the word by which a number goes on after `index`, or None."""
    cardinals = load_number_words().cardinals
    following, word = _next(words, index), words.lowers[index]
    value = cardinals.get(word, 0.0)
    is_big = word in _LARGE or word == "hundred"
    joins_ones = value >= _FIRST_TENS and 0 < cardinals.get(following, 0.0) < _FIRST_TEN
    if following in _LARGE or following in ("hundred", "dozen") or joins_ones:
        return index + 1
    if is_big and following in cardinals:
        return index + 1
    if following != "and":
        return None
    after = _next(words, index + 1)
    if is_big and after in cardinals:
        return index + 2
    return index + 3 if after == "a" and _next(words, index + 2) == "half" else None


def _of_one(words: Words, last: int) -> tuple[float, int] | None:
    """Read "of a million" and "of a tonne" after a part: what one is, and the last word of it.

    The word of a unit is left to be read as the unit.
    """
    if _next(words, last) != "of" or _next(words, last + 1) not in ("a", "an"):
        return None
    one = _next(words, last + 2)
    if one in _HALF_OF:
        return _HALF_OF[one], last + 3
    return (1.0, last + 2) if one in load_units().units else None


def _half(words: Words, index: int) -> _Found:
    before, after = _previous(words, index), _next(words, index)
    if after in ("a", "an") and _next(words, index + 1) in load_units().units:
        return Figure(words.starts[index], words.ends[index + 1], 0.5), index + 1
    if before == "a" and index > 1 and _previous(words, index - 1) == "and":
        return None  # "a year and a half"
    if before in ("first", "second", "latter", "other"):
        return None
    start = words.starts[index]
    scale_at = index + 2 if after in ("a", "an") else index + 1
    scale = words.lowers[scale_at] if scale_at < len(words.lowers) else ""
    if after and scale in _HALF_OF:
        return Figure(start, words.ends[scale_at], 0.5 * _HALF_OF[scale]), scale_at
    if after and after not in load_number_words().after_parts:
        return None
    return Figure(start, words.ends[index], 0.5, "", "fraction"), index


def _part(words: Words, index: int) -> _Found:
    lists = load_number_words()
    word, before, after = words.lowers[index], _previous(words, index), _next(words, index)
    is_part = not after or after in lists.after_parts
    if before in ("a", "an") and (one := _of_one(words, index)) is not None:
        start = words.starts[index - 1]
        return Figure(start, words.ends[one[1]], one[0] / lists.parts[word]), one[1]
    if before in ("a", "an") and is_part and not word.endswith("s"):
        if _is_next_person(words, index):
            return None
        start = words.starts[index - 1]
        return Figure(start, words.ends[index], 1 / lists.parts[word], "", "fraction"), index
    if before == "remaining" and is_part and not word.endswith("s"):
        start = words.starts[index]
        return Figure(start, words.ends[index], 1 / lists.parts[word], "", "fraction"), index
    return _ordinal(words, index)


def _is_next_person(words: Words, index: int) -> bool:
    """Tell "three place it in March and a fourth in April", which is no quarter."""
    lists = load_number_words()
    count = lists.parts[words.lowers[index]] - 1
    if _next(words, index) not in ("in", "at", "on", "said", "was", "had", "is", "has", "spoke"):
        return False
    stop = words.text.rfind(". ", 0, words.starts[index]) + 1
    for position in range(index - 1, -1, -1):
        if words.starts[position] < stop:
            return False
        if lists.cardinals.get(words.lowers[position]) == count:
            return True
    return False


def _ordinal(words: Words, index: int) -> _Found:
    lists = load_number_words()
    value = lists.ordinals.get(words.lowers[index])
    if value is None or _next(words, index) not in lists.ranked:
        return None
    end = words.ends[index + 1]
    return Figure(words.starts[index], end, float(value), "", "ordinal"), index + 1


def _multiple(words: Words, index: int) -> _Found:
    lists = load_number_words()
    word = words.lowers[index]
    if word in ("double", "triple") and _next(words, index) in lists.not_double:
        return None
    start, end = words.starts[index], words.ends[index]
    return Figure(start, end, lists.multiples[word], "", "multiple"), index


def _several(words: Words, index: int) -> _Found:
    factor = _OF_SCALE.get(_next(words, index), 1.0)
    last = index + 1 if factor > 1 else index
    return Figure(words.starts[index], words.ends[last], 2 * factor, "", "vague", "gt"), last


def _few(words: Words, index: int) -> _Found:
    if _previous(words, index) != "a":
        return None
    factor = _OF_SCALE.get(_next(words, index), 1.0)
    last = index + 1 if factor > 1 else index
    return Figure(words.starts[index - 1], words.ends[last], 2 * factor, "", "vague", "ge"), last


def _couple(words: Words, index: int) -> _Found:
    if _previous(words, index) != "a" or _next(words, index) != "of":
        return None
    start, end = words.starts[index - 1], words.ends[index + 1]
    return Figure(start, end, 2.0, "", "vague", "approx"), index + 1


def _vague_scale(words: Words, index: int) -> _Found:
    """Read "thousands" as at least 2,000, and "tens of thousands" as at least 20,000."""
    scales = load_number_words().vague_scales
    value, last = 2.0 * scales[words.lowers[index]], index
    while _next(words, last) == "of" and _next(words, last + 1) in scales:
        value *= scales[_next(words, last + 1)]
        last += 2
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
        return None if _is_time(words, index + 2) else _over_half(words, index, index + 1)
    is_first = words.text[words.starts[index]] == "M"
    if (
        is_first
        and after
        and after not in load_number_words().no_majority
        and _names_a_whole(words, index + 1)
    ):
        return _over_half(words, index, index)
    return None


def _is_time(words: Words, index: int) -> bool:
    """Tell "most of last year" and "most of 2019", which are stretches of time."""
    following = words.lowers[index : index + 2]
    return bool(_TIMES & set(following)) or words.text[words.ends[index - 1] :][:3] in (
        " 19",
        " 20",
    )


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


_Reader = Callable[[Words, int], _Found]


@cache
def _readers() -> dict[str, _Reader]:
    lists = load_number_words()
    return {
        **dict.fromkeys(lists.cardinals, _cardinal),
        **dict.fromkeys([*_LARGE, "hundred", "dozen"], _scale),
        **dict.fromkeys(lists.ordinals, _ordinal),
        **dict.fromkeys(lists.parts, _part),
        **dict.fromkeys(lists.multiples, _multiple),
        **dict.fromkeys(lists.vague_scales, _vague_scale),
        "half": _half,
        "several": _several,
        "few": _few,
        "couple": _couple,
        "majority": _majority,
        "most": _most,
    }
