"""A document as frames see it: sentences, mentions and cues, and how far apart they stand."""

import re
import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import chain, pairwise
from operator import itemgetter

from coalface.claims.documents import Document
from coalface.claims.flat import FlatText, flatten
from coalface.claims.frames.cues import EAST_ASIAN, HARD_WORDS, Cue, find_costs, load_lexicon
from coalface.claims.frames.won import settle_won
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions import find_flat_mentions
from coalface.claims.mentions.tokens import Tokens, split_tokens
from coalface.claims.mentions.types import Amount, Mention
from coalface.claims.sentences import Sentence, find_sentences

__all__ = ["NOWHERE", "Reading", "Span", "read"]

Span = tuple[int, int]
MONTHS = frozenset({"May", "March"})  # not "may", not "march"
MONTH_WORDS = frozenset(map(str.lower, MONTHS))
AFTER = 3.0  # what a word costs that stands after: subjects come first
#: Words and signs that may part clauses; those that are not hard do so after a comma.
_EDGES = HARD_WORDS | word_list("reading", "joins")
NOWHERE = sys.maxsize  # a start after all others, so that one can always be looked at
_start = itemgetter(0)
AMOUNTS = frozenset({"money", "quantity", "share", "multiple", "rank", "number"})


@dataclass(frozen=True, slots=True)
class Starts:
    """Where each thing starts, to find those of a span; and the figure after each figure.

    Of paragraphs there are start and end, by number. The cues of each sentence stand by family, as
    most sentences hold none of what is looked for. After the last start of mentions and cues there
    is `NOWHERE`. Of each Korean and Chinese sign there are all places, so that what such signs
    begin is looked for only there.
    """

    sentences: Sequence[int]
    paragraphs: Mapping[int, Span]
    clauses: Sequence[int]
    amounts: Sequence[int]
    mentions: Mapping[str, tuple[Sequence[int], Sequence[Mention]]]
    cues: Mapping[str, tuple[Sequence[int], Sequence[Cue]]]
    amounts_by_end: Mapping[int, Mention]
    sentence_cues: Sequence[Mapping[str, Sequence[Cue]]]
    signs: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Reading:
    """One document, read.

    Attributes:
        flat: The clean string.
        published: Day of publication.
        publisher: As printed.
        sentences: In order.
        tokens: Words, figures and signs.
        costs: How far each of them is from the start of the text for a reader.
        mentions: By type, in order.
        amounts: All mentions that hold a figure, in order.
        cues: By family, in order.
        clauses: Start and end of each clause, in order.
        starts: Where they start.
    """

    flat: FlatText
    published: date | None
    publisher: str
    sentences: tuple[Sentence, ...]
    tokens: Tokens
    costs: Sequence[float]
    mentions: Mapping[str, Sequence[Mention]]
    amounts: Sequence[Mention]
    cues: Mapping[str, Sequence[Cue]]
    clauses: Sequence[Span]
    starts: Starts

    def words(self, start: int, end: int) -> tuple[str, ...]:
        """Give the tokens that start in a span, in small letters."""
        tokens = self.tokens
        index = tokens.first_from
        return tokens.words[index[start] : index[end]]

    def words_before(self, position: int, n: int) -> tuple[str, ...]:
        """Give the last `n` tokens before a position."""
        tokens = self.tokens
        stop = tokens.first_from[position]
        return tokens.words[stop - n if stop > n else 0 : stop]

    def words_after(self, position: int, n: int) -> tuple[str, ...]:
        """Give the first `n` tokens from a position on."""
        tokens = self.tokens
        first = tokens.first_from[position]
        return tokens.words[first : first + n]

    def distance(self, left: Span, right: Span) -> float:
        """Give how far two spans are apart for a reader; 0 where they overlap."""
        if left[0] > right[0]:
            left, right = right, left
        if left[1] > right[0]:
            return 0.0
        costs, index = self.costs, self.tokens.first_from
        after, other = index[left[1]], index[right[0]]
        return costs[other if other < len(costs) else -1] - costs[after - 1 if after else 0]

    def sentence(self, position: int) -> Sentence:
        """Give the sentence that holds a position."""
        return self.sentences[(bisect_right(self.starts.sentences, position) or 1) - 1]

    def sentences_at(self, positions: Iterable[int]) -> list[int]:
        """Give the numbers of the sentences that hold some positions, in order."""
        starts = self.starts.sentences
        return sorted({(bisect_right(starts, position) or 1) - 1 for position in positions})

    def places_of_stems(self, stems: Sequence[str]) -> Iterator[int]:
        """Give where stems stand that are of no Latin letters."""
        text, has_all = self.flat.text, self.tokens.foreign.issuperset
        for stem in filter(has_all, stems):
            place = text.find(stem)
            while place >= 0:
                yield place
                place = text.find(stem, place + len(stem))

    def clause(self, position: int) -> Span:
        """Give the clause that holds a position."""
        return self.clauses[(bisect_right(self.starts.clauses, position) or 1) - 1]

    def paragraph(self, number: int) -> Span:
        """Give the start and end of a paragraph, both 0 without one of that number."""
        return self.starts.paragraphs.get(number, (0, 0))

    def within(self, family: str, start: int, end: int) -> Sequence[Cue]:
        """Give the cues of a family that start in a span."""
        held = self.starts.cues.get(family)
        if held is None:
            return ()
        starts, cues = held
        first = bisect_left(starts, start)
        return () if starts[first] >= end else cues[first : bisect_left(starts, end, first)]

    def mentions_in(self, kind: str, start: int, end: int) -> Sequence[Mention]:
        """Give the mentions of a type that start in a span."""
        held = self.starts.mentions.get(kind)
        if held is None:
            return ()
        starts, mentions = held
        first = bisect_left(starts, start)
        return () if starts[first] >= end else mentions[first : bisect_left(starts, end, first)]

    def by_clause(self, family: str) -> Mapping[Span, Sequence[Cue]]:
        """Give the cues of a family by the clause that they stand in."""
        found: dict[Span, list[Cue]] = {}
        for cue in self.cues.get(family, ()):
            found.setdefault(self.clause(cue.start), []).append(cue)
        return found

    def amounts_in(self, start: int, end: int) -> Sequence[Mention]:
        """Give the figures that start in a span."""
        starts = self.starts.amounts
        first = bisect_left(starts, start)
        return self.amounts[first : bisect_left(starts, end, first)]

    def at_signs(
        self, form: re.Pattern[str], signs: Set[str], start: int = 0, end: int = NOWHERE
    ) -> Iterator[re.Match[str]]:
        """Give what `finditer` does for a form that begins with one of some East Asian signs."""
        places = self.starts.signs
        text = self.flat.text
        for place in sorted(chain.from_iterable(map(places.__getitem__, places.keys() & signs))):
            if start <= place < end and (match := form.match(text, place, end)) is not None:
                start = match.end()
                yield match

    def nearest(self, family: str, span: Span, reach: float, *values: str) -> Cue | None:
        """Give the nearest cue of a family within reach in the same sentence, None without one.

        A cue that has a side is looked for on that side only. Of two as near, the one before.
        """
        place = span[0]
        sentence = (bisect_right(self.starts.sentences, place) or 1) - 1
        its = self.starts.sentence_cues[sentence].get(family)
        if its is None:  # as in most sentences
            return None
        best, least = None, reach
        for cue in its:
            start, end, _, value, side = cue
            if values and value not in values:
                continue
            is_before = start < place
            if side != "any" and (side == "before") != is_before:
                continue
            distance = self.distance(span, (start, end))
            if not is_before and side == "any" and distance:
                distance += AFTER
            if distance < least or (best is None and distance == least):
                best, least = cue, distance
        return best


def read(document: Document) -> Reading:
    """Read one document for the frames.

    Args:
        document: A report as read.

    Returns:
        Its sentences, mentions and cues.
    """
    flat = flatten(document)
    sentences = find_sentences(flat)
    tokens = split_tokens(flat.text)
    found = find_flat_mentions(flat, document.published, tokens)
    found = tuple(settle_won(flat, document.title, sentences, found))
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for mention in found:
        mentions[mention.type].append(mention)
    sentence_starts = [sentence.start for sentence in sentences]
    cues, sentence_cues = _cues(flat.text, tokens, sentence_starts)
    clauses = tuple(_clauses(tokens, sentences))
    amounts = [m for m in found if m.type in AMOUNTS and isinstance(m.value, Amount)]
    return Reading(
        flat,
        document.published,
        document.publisher,
        sentences,
        tokens,
        find_costs(tokens, sentence_starts),
        mentions,
        amounts,
        cues,
        clauses,
        Starts(
            sentence_starts,
            _paragraphs(sentences),
            [start for start, _ in clauses],
            [amount.start for amount in amounts],
            {kind: ([*map(_start, its), NOWHERE], its) for kind, its in mentions.items()},
            {family: ([*map(_start, its), NOWHERE], its) for family, its in cues.items()},
            {left.end: right for left, right in pairwise(amounts)},
            sentence_cues,
            {} if flat.text.isascii() else _signs(tokens),
        ),
    )


def _signs(tokens: Tokens) -> Mapping[str, Sequence[int]]:
    """Give where each Korean and Chinese sign of a text stands; most texts hold few."""
    signs: dict[str, list[int]] = {}
    for word in filter(EAST_ASIAN.__lt__, tokens.places):
        for index in tokens.places[word]:
            for place, sign in enumerate(word, tokens.starts[index]):
                signs.setdefault(sign, []).append(place)
    return signs


def _paragraphs(sentences: Sequence[Sentence]) -> Mapping[int, Span]:
    spans: dict[int, Span] = {}
    for start, end, number, _ in sentences:
        first, _ = spans.get(number, (start, end))
        spans[number] = first, end
    return spans


def _cues(
    text: str, tokens: Tokens, sentence_starts: Sequence[int]
) -> tuple[Mapping[str, Sequence[Cue]], Sequence[Mapping[str, Sequence[Cue]]]]:
    """Find the cues of a text by family, and those of each sentence by family."""
    cues: dict[str, list[Cue]] = defaultdict(list)
    by_sentence: list[dict[str, list[Cue]]] = [defaultdict(list) for _ in sentence_starts or (0,)]
    months = _months(text, tokens)
    following = iter((*sentence_starts[1:], NOWHERE))
    sentences = iter(by_sentence)
    of_sentence, stop = next(sentences), next(following)
    for cue in load_lexicon().find(tokens, text):
        start, end, family, _, _ = cue
        if months and end == months.get(start):
            continue
        while start >= stop:
            of_sentence, stop = next(sentences), next(following)
        cues[family].append(cue)
        of_sentence[family].append(cue)
    return cues, by_sentence


def _months(text: str, tokens: Tokens) -> Mapping[int, int]:
    """Give where months stand that are other words in small letters: start and end of each."""
    spans = [(tokens.starts[i], tokens.ends[i]) for i in tokens.places_of(MONTH_WORDS)]
    return {start: end for start, end in spans if text[start:end] in MONTHS}


def _clauses(tokens: Tokens, sentences: Sequence[Sentence]) -> Iterator[Span]:
    """Part sentences where a reader pauses: hard signs, and commas before words that join."""
    words = tokens.words
    edges = [
        tokens.starts[index]
        for index in tokens.places_of(_EDGES)
        if words[index] in HARD_WORDS or words[index - 1] == ","
    ]
    position = 0
    for sentence in sentences:
        start = sentence.start
        while position < len(edges) and edges[position] < sentence.end:
            if edges[position] > start:
                yield start, edges[position]
                start = edges[position]
            position += 1
        yield start, sentence.end
