"""Words of a text with where they stand: read once, used by every finder of names and figures."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import accumulate, chain

__all__ = ["Places", "Where", "Words", "find_places", "find_words"]

#: Where each word stands among all words: what few words tell is found without a look at all.
Places = Mapping[str, Sequence[int]]

#: In a group, so that `split` gives what stands between words, and the words, by turns.
_WORD = re.compile(r"([A-Za-zÀ-ÖØ-öø-ɏḀ-ỿЀ-ӿ]++)")


@dataclass(frozen=True, slots=True)
class Where:
    """Where each word stands among all words, as told by a list of more than words.

    Few words of a text are ever looked for, so their indexes are counted when that is done.

    Attributes:
        whole: The words that stand alone in the list.
        listed: Their indexes in the list, by word.
        order: How many words stand before each thing in the list.
        parts: Indexes of the words that are parts of a thing in the list: "four" of "four-year".
    """

    whole: Set[str]
    listed: Places
    order: Sequence[int]
    parts: Places

    def find(self, chosen: Set[str]) -> Iterator[tuple[str, list[int]]]:
        """Give each of some words that the text holds, with its indexes; their order is open."""
        order = self.order
        for word in self.whole & chosen:
            yield word, [order[index] for index in self.listed[word]]
        for word in self.parts.keys() & chosen:
            yield word, list(self.parts[word])


@dataclass(frozen=True, slots=True)
class Words:
    """Words in Latin and Cyrillic letters, in order.

    Attributes:
        text: The string that they stand in.
        starts: First character of each.
        ends: One past the last character of each.
        lowers: Each in small letters.
        where: Indexes of each word, by its small letters.
        east: Start and end of the lines outside of which no Korean or Chinese stands; all of the
            text where nobody has looked, so it does not tell texts apart.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lowers: tuple[str, ...]
    where: Where = field(compare=False)
    east: tuple[int, int] = field(compare=False)

    def places_of(self, chosen: Set[str]) -> list[int]:
        """Give the indexes of the words that are one of some words."""
        return sorted(chain.from_iterable(its for _, its in self.where.find(chosen)))

    def gap(self, index: int) -> str:
        """Give what stands between a word and the next; empty after the last one."""
        if index + 1 >= len(self.starts):
            return ""
        return self.text[self.ends[index] : self.starts[index + 1]]


def find_words(text: str) -> Words:
    """Find the words of a text; an apostrophe, a hyphen and a digit part words.

    Args:
        text: Any text.

    Returns:
        Its words.
    """
    parts = _WORD.split(text)
    edges = tuple(accumulate(map(len, parts)))
    lowers = tuple(map(str.lower, parts[1::2]))
    places = find_places(lowers)
    where = Where(places.keys(), places, range(len(lowers)), {})
    return Words(text, edges[:-1:2], edges[1::2], lowers, where, (0, len(text)))


def find_places(words: Iterable[str]) -> Places:
    """Find where each word stands.

    Args:
        words: Words in order.

    Returns:
        Indexes by word, ascending.
    """
    places: dict[str, list[int]] = {}
    for index, word in enumerate(words):
        if word in places:
            places[word].append(index)
        else:
            places[word] = [index]
    return places
