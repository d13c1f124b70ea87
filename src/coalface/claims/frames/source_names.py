"""How a source is named: the words around its noun."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from coalface.claims.frames.cues import EAST_ASIAN, Cue
from coalface.claims.frames.east_asian_names import find_name_start
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list

__all__ = ["CAPITALS", "Speaker", "name_of"]

_DETERMINERS = word_list("attribution", "determiners")
CAPITALS = r"(?P<name>[A-Z][\w'-]*(?:,? (?:&|and|of|de|van|[A-Z][\w.'-]*))*)"
_STOPS = word_list("attribution", "stops") | {"\n"}
_BEFORE_NAME = _STOPS | _DETERMINERS | {"of", "in", "by", "to"}
_GOES_ON = frozenset({"in", "from", "of", "at", "for", "with"})
MOST_BEFORE = 3  # words before the noun of a source that belong to it
_LONGEST = 7  # words of a name
_APPOSED = re.compile(rf", {CAPITALS},")


class Speaker(NamedTuple):
    """A source as named at one place.

    Attributes:
        start: First character of its name.
        end: One past the last.
        name: Without article.
        kind: `person`, `official` or `record`.
        head: Its noun, to know it again ("the trader").
        is_opinion: Whether it only thinks so, in this sentence: what follows is not from it.
    """

    start: int
    end: int
    name: str
    kind: str
    head: str
    is_opinion: bool = False


def name_of(reading: Reading, cue: Cue, known: Sequence[Speaker]) -> Speaker:
    """Take the words around a noun as a name: "a trader in Dandong" is "trader in Dandong".

    Args:
        reading: The document.
        cue: The noun.
        known: Sources named before: "the trader" is the last one of that noun.
    """
    if reading.flat.text[cue.start] > EAST_ASIAN:
        return _named_there(reading, cue)
    tokens, text = reading.tokens, reading.flat.text
    words = tokens.words
    index = reading.tokens.first_from[cue.start]
    first, least = index, max(0, index - MOST_BEFORE)
    while first > least and words[first - 1] not in _BEFORE_NAME:
        first -= 1
    stop = _stop(reading, cue)
    start, end_at = tokens.starts[first], tokens.ends[stop - 1]
    if text.startswith(", ", end_at) and (beside := _APPOSED.match(text, end_at)):
        start, end_at = beside.span("name")
        return Speaker(start, end_at, beside["name"], "official", beside["name"].lower())
    head = text[cue.start : cue.end].lower()
    name = " ".join(text[start:end_at].split())
    is_again = first > 0 and words[first - 1] in {"the", "this", "that"}
    if is_again and name.lower() == head:
        last = next((speaker for speaker in reversed(known) if speaker.head == head), None)
        if last is not None:
            return Speaker(start, end_at, last.name, last.kind, head)
    return Speaker(start, end_at, name, cue.value, head)


def _stop(reading: Reading, cue: Cue) -> int:
    """Give the token after the name: "official of a trading company", up to the verb."""
    tokens = reading.tokens
    stop = reading.tokens.first_from[cue.end]
    if stop >= len(tokens.words) or tokens.words[stop] not in _GOES_ON:
        return stop
    end = stop + 1
    verbs = reading.within("source", cue.end, reading.sentence(cue.start).end)
    most = reading.tokens.first_from[verbs[0].start] if verbs else len(tokens.words)
    most = max(end, min(most, len(tokens.words), stop + _LONGEST))
    while end < most and tokens.words[end] not in _STOPS:
        end += 1
    return end


def _named_there(reading: Reading, cue: Cue) -> Speaker:
    """Take a Korean or Chinese noun with the words before it that belong to it."""
    text = reading.flat.text
    start = find_name_start(text, reading.sentence(cue.start).start, cue.start)
    name = text[start : cue.end]
    return Speaker(start, cue.end, name, cue.value, name)
