"""Cues: words that tell what a figure or a clause is about, and where a text holds them.

The words are definitions in `data/claims/cues/`; this module only looks them up. Latin words are
matched whole, in small letters, up to eight in a row; Korean and Chinese ones by how they begin.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from importlib import resources
from itertools import accumulate
from operator import itemgetter
from typing import Literal, NamedTuple

from coalface.claims.mentions.tokens import Tokens, split_tokens
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = [
    "EAST_ASIAN",
    "HARD_WORDS",
    "Cue",
    "Lexicon",
    "Side",
    "find_costs",
    "load_lexicon",
]

Side = Literal["before", "after", "any"]
EAST_ASIAN = "\u3000"  # signs above are Korean or Chinese, or their punctuation
MAX_STEM = 6  # signs of the longest Korean or Chinese cue
#: How far apart words are for a reader: a comma counts for two words, a semicolon for twelve.
_COSTS = {
    ",": 2.0,
    ";": 12.0,
    ":": 8.0,
    "—": 8.0,
    "–": 4.0,
    "、": 2.0,
    "，": 3.0,
    "；": 12.0,
    "。": 40.0,
    "\n": 60.0,
    "and": 2.0,
    "or": 2.0,
    "but": 6.0,
    "while": 6.0,
    "whereas": 6.0,
    "although": 6.0,
    "though": 6.0,
    "because": 6.0,
    '"': 0.0,
    "“": 0.0,
    "”": 0.0,
    "'": 0.0,
    "’": 0.0,
}
SENTENCE_COST = 40.0
#: Words and signs that part clauses.
HARD_WORDS = frozenset(word for word, cost in _COSTS.items() if cost >= 6)  # noqa: PLR2004


class Cue(NamedTuple):
    """Words that mean something to a frame.

    Attributes:
        start: First character in the clean string.
        end: One past the last character.
        family: What kind of hint: `trend`, `cap`, `pay` ...
        value: What it hints at within the family: `up`, `export` ...
        side: Where it stands as seen from the figure that it is about.
    """

    start: int
    end: int
    family: str
    value: str
    side: Side = "any"


class CueEntry(Definition):
    """One meaning and the words for it."""

    value: str
    side: Side = "any"
    words: tuple[str, ...]


class CueFamily(Definition):
    """One file: a family of cues and where its words come from."""

    family: str
    source: str
    cues: tuple[CueEntry, ...]


#: Words of a phrase after its second one, number of all its words, family, value and side.
_Entry = tuple[tuple[str, ...], int, str, str, Side]
_Entries = Mapping[str, list[_Entry]]
#: Of two words: the phrases that they are, with the first word alone; by a third word, those too
#: that go on with it. Most pairs begin many phrases, few of which go on as a text does.
_Pair = tuple[list[_Entry], _Entries]
#: What a cue holds; it becomes one when all are found: there are hundreds in a text, and the class
#: itself takes twice as long.
_Found = tuple[int, int, str, str, Side]
_cue: Callable[[_Found], Cue] = partial(tuple.__new__, Cue)


class Lexicon:
    """All cues: single words by themselves, phrases by their first two words, longest first."""

    def __init__(self, families: Sequence[CueFamily]) -> None:
        single: dict[str, list[_Entry]] = {}
        phrases: dict[str, dict[str, list[_Entry]]] = {}
        stems: dict[str, list[_Entry]] = {}
        for family, entry, text in _each(families):
            words = split_tokens(text).words
            its = (words[2:], len(words), family, entry.value, entry.side)
            if not text.isascii() and text[0] > EAST_ASIAN:
                stems.setdefault(text, []).append(its)
            elif len(words) == 1:
                single.setdefault(words[0], []).append(its)
            else:
                phrases.setdefault(words[0], {}).setdefault(words[1], []).append(its)
        self._by_word: Mapping[str, tuple[list[_Entry], Mapping[str, _Pair]]] = {
            word: (
                single.get(word, []),
                {
                    second: _pair([*sorted(its, key=_size, reverse=True), *single.get(word, ())])
                    for second, its in phrases.get(word, {}).items()
                },
            )
            for word in {*single, *phrases}
        }
        self._stems: _Entries = stems
        sizes: dict[str, set[int]] = {}
        for stem in stems:
            sizes.setdefault(stem[0], set()).add(min(len(stem), MAX_STEM))
        #: How long the stems are that begin with a sign, the longest first.
        self._sizes = {sign: sorted(its, reverse=True) for sign, its in sizes.items()}

    def find(self, tokens: Tokens, text: str) -> list[Cue]:
        """Give the cues of a text, the longest of each family at each place.

        They are looked up by word, as words come again and most open no cue, and put in order.
        """
        found: list[_Found] = []
        starts, ends, words = tokens.starts, tokens.ends, tokens.words
        following, third = (*words[1:], ""), (*words[2:], "", "")
        for word in tokens.places.keys() & self._by_word.keys():
            single, phrases = self._by_word[word]
            for index in tokens.places[word]:
                if following[index] in phrases:
                    its, by_third = phrases[following[index]]
                    if its := by_third.get(third[index], its):
                        _match(found, tokens, index, its)
                    continue
                for _, _, family, value, side in single:
                    found.append((starts[index], ends[index], family, value, side))
        if not text.isascii():
            for index in self._east_asian(tokens):
                found += self._match_stem(starts[index], text)
        found.sort(key=itemgetter(0))
        return [*map(_cue, found)]

    def _east_asian(self, tokens: Tokens) -> Iterator[int]:
        """Give where Korean and Chinese words stand: any of them may open a cue."""
        for word, places in tokens.places.items():
            if word > EAST_ASIAN and word not in self._by_word:
                yield from places

    def _match_stem(self, start: int, text: str) -> Iterator[_Found]:
        """Look at the first signs of a word and, in Korean, at those after each of them."""
        position, stop = start, start + MAX_STEM
        while position < min(len(text), stop) and text[position] > EAST_ASIAN:
            for size in self._sizes.get(text[position], ()):
                stem = text[position : position + size]
                entries = self._stems.get(stem, ())
                for _, _, family, value, side in entries:
                    yield position, position + len(stem), family, value, side
                if entries:
                    return
            if text[position] < "가":  # Chinese signs are words of their own
                return
            position += 1


def _match(found: list[_Found], tokens: Tokens, index: int, entries: Sequence[_Entry]) -> None:
    """Add the cues of phrases of which two words stand at a place, and of the first alone."""
    done: list[str] = []
    start, words, ends = tokens.starts[index], tokens.words, tokens.ends
    for rest, size, family, value, side in entries:
        if family in done or (rest and words[index + 2 : index + size] != rest):
            continue
        done.append(family)
        found.append((start, ends[index + size - 1], family, value, side))


_size = itemgetter(1)


def _pair(entries: Sequence[_Entry]) -> _Pair:
    """Give what two words open, the longest first, by the third word."""
    whole = [its for its in entries if not its[0]]
    thirds = {its[0][0] for its in entries if its[0]}
    return whole, {
        third: [its for its in entries if not its[0] or its[0][0] == third] for third in thirds
    }


def _each(families: Sequence[CueFamily]) -> Iterator[tuple[str, CueEntry, str]]:
    for family in families:
        for entry in family.cues:
            for text in entry.words:
                yield family.family, entry, text


def find_costs(tokens: Tokens, sentence_starts: Iterable[int]) -> tuple[float, ...]:
    """Give how far each token is from the start of the text for a reader.

    Args:
        tokens: The tokens of a text.
        sentence_starts: Where sentences start; each adds to the distance.

    Returns:
        One number a token, ascending.
    """
    places, starts = tokens.places, tokens.starts
    steps = [1.0] * len(starts)
    for word in places.keys() & _COSTS.keys():
        for index in places[word]:
            steps[index] = _COSTS[word]
    for start in sentence_starts:
        if (index := bisect_left(starts, start)) < len(steps):
            steps[index] += SENTENCE_COST
    return tuple(accumulate(steps))


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read the packaged cues once.

    Returns:
        The lexicon.

    Raises:
        DefinitionError: If a file of cues does not fit its form.
    """
    folder = resources.files("coalface") / "data" / "claims" / "cues"
    files = sorted(
        (item for item in folder.iterdir() if item.name.endswith(".yml")), key=lambda f: f.name
    )
    return Lexicon(
        [read_definition(f.read_text(encoding="utf-8"), f.name, CueFamily) for f in files]
    )
