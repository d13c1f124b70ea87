"""Cues: words that tell what a figure or a clause is about, and where a text holds them.

The words are definitions in `data/claims/cues/`; this module only looks them up. Latin words are
matched whole, in small letters, up to eight in a row; Korean and Chinese ones by how they begin.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["Cue", "Lexicon", "Side", "Tokens", "load_lexicon", "split_tokens"]

Side = Literal["before", "after", "any"]
MAX_STEM = 6  # signs of the longest Korean or Chinese cue
_TOKEN = re.compile(
    r"[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*|\d+(?:[.,]\d+)*|[가-힣]+|[一-鿿]|[^\w\s]|\n"
)
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


@dataclass(frozen=True, slots=True)
class Cue:
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


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words, figures and signs of a text in order, and how far each is along it.

    Attributes:
        starts: First character of each.
        ends: One past the last.
        words: Each in small letters.
        costs: Distance from the start of the text to each, by `_COSTS`.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    costs: tuple[float, ...]


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


_Entry = tuple[tuple[str, ...], str, str, Side]


class Lexicon:
    """All cues, by their first word, longest first."""

    def __init__(self, families: Sequence[CueFamily]) -> None:
        by_word: dict[str, list[_Entry]] = {}
        by_stem: dict[str, list[_Entry]] = {}
        for family in families:
            for entry in family.cues:
                for phrase in entry.words:
                    words = split_tokens(phrase).words
                    is_stem = not phrase.isascii() and phrase[0] > "\u3000"
                    its = (words, family.family, entry.value, entry.side)
                    (by_stem if is_stem else by_word).setdefault(
                        phrase if is_stem else words[0], []
                    ).append(its)
        self._by_word: Mapping[str, list[_Entry]] = {
            word: sorted(its, key=lambda entry: -len(entry[0])) for word, its in by_word.items()
        }
        self._by_stem: Mapping[str, list[_Entry]] = by_stem

    def find(self, tokens: Tokens, text: str) -> Iterator[Cue]:
        """Give the cues of a text, the longest of each family at each place."""
        words = tokens.words
        for index, word in enumerate(words):
            if entries := self._by_word.get(word):
                yield from self._match(tokens, index, entries)
            elif word[0] > "\u3000" and self._by_stem:
                yield from self._match_stem(tokens.starts[index], text)

    @staticmethod
    def _match(tokens: Tokens, index: int, entries: Sequence[_Entry]) -> Iterator[Cue]:
        done: set[str] = set()
        for phrase, family, value, side in entries:
            size = len(phrase)
            if family in done or (size > 1 and tokens.words[index : index + size] != phrase):
                continue
            done.add(family)
            end = tokens.ends[index + size - 1]
            yield Cue(tokens.starts[index], end, family, value, side)

    def _match_stem(self, start: int, text: str) -> Iterator[Cue]:
        """Look at the first signs of a word and, in Korean, at those after each of them."""
        position, stop = start, start + MAX_STEM
        while position < min(len(text), stop) and text[position] > "\u3000":
            for size in range(MAX_STEM, 0, -1):
                entries = self._by_stem.get(text[position : position + size], ())
                for _, family, value, side in entries:
                    yield Cue(position, position + size, family, value, side)
                if entries:
                    return
            if text[position] < "가":  # Chinese signs are words of their own
                return
            position += 1


def split_tokens(text: str, sentence_starts: frozenset[int] = frozenset()) -> Tokens:
    """Part a text into words, figures and signs.

    Args:
        text: The clean string.
        sentence_starts: Where sentences start; each adds to the distance.

    Returns:
        The tokens.
    """
    starts, ends, words, costs = [], [], [], []
    along = 0.0
    for match in _TOKEN.finditer(text):
        word = (
            match.group().lower().replace("’", "'")
            if match.end() > match.start() + 1
            else (match.group().lower())
        )
        along += _COSTS.get(word, 1.0)
        if match.start() in sentence_starts:
            along += SENTENCE_COST
        starts.append(match.start())
        ends.append(match.end())
        words.append(word)
        costs.append(along)
    return Tokens(tuple(starts), tuple(ends), tuple(words), tuple(costs))


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
