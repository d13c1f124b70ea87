"""Dates on which something was said or came out: they are the time of the saying alone."""

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Mention, Period
from coalface.claims.sentences import Sentence

__all__ = ["Dates", "find_dates"]

MOST_SPEECH_D = 31
SPEECH_REACH = 7.0
_PRINTED = frozenset({"showed", "published", "released", "printed", "quoted", "reported", "issued"})
#: What was said or written on a day: "in a speech in March", "its letter dated 19 July".
_SAYINGS = frozenset(
    {"speech", "interview", "letter", "statement", "message", "circular", "briefing", "email"}
    | {"testimony", "broadcast", "memo", "note", "notice", "report", "filing", "communique"}
    | {"telegram", "conversation", "reply", "bulletin", "article", "post", "editorial", "lecture"}
)
_MOVES = frozenset({"port_call", "sighting", "loading", "discharge", "departure", "sts_transfer"})
_WHOSE = frozenset({"its", "their", "his", "her", "the", "a", "that", "this"})
_ON = frozenset({"on", "in", "of", "dated", "from", ","})
_APART = frozenset({"that", ",", "in", '"', "“", "，", "：", ":", "「"})


class Dates(NamedTuple):
    """The dates of a document.

    Attributes:
        said: Where those start that are the day on which someone spoke or something came out, as
            they stand beside such a word: "told this desk last Wednesday".
        by_sentence: Those of each sentence that holds one, by where the sentence starts.
    """

    said: Set[int]
    by_sentence: Mapping[int, Sequence[Mention]]


def find_dates(reading: Reading) -> Dates:
    """Find where dates stand, and which of them are the time of a saying alone.

    Args:
        reading: The document.

    Returns:
        Its dates.
    """
    sayings = frozenset(reading.tokens.places_of(_SAYINGS))
    said: set[int] = set()
    by_sentence: dict[int, list[Mention]] = {}
    for mention in reading.mentions.get("date", ()):
        sentence = reading.sentence(mention.start)
        by_sentence.setdefault(sentence.start, []).append(mention)
        if _is_speech_date(reading, mention, sentence, sayings):
            said.add(mention.start)
    return Dates(said, by_sentence)


def _is_speech_date(
    reading: Reading, mention: Mention, sentence: Sentence, sayings: Set[int]
) -> bool:
    start, end, _, period = mention
    index = reading.tokens.first_from
    is_beside = not sayings.isdisjoint((index[start] - 1, index[start] - 2, index[end]))
    sources = reading.within("source", max(sentence.start, start - 60), start)
    if not (is_beside or sources) or not isinstance(period, Period) or _is_long(period):
        return False  # as most are
    span = (start, end)
    if is_beside and not sentence.is_heading and _is_of_saying(reading, mention):
        return True
    for cue in sources:
        is_near = reading.distance((cue.start, cue.end), span) <= SPEECH_REACH
        word = reading.flat.text[cue.start : cue.end].lower()
        is_told = cue.value == "says" or word in _PRINTED
        between = set(reading.words(cue.end, mention.start))
        if reading.words_after(mention.end, 1) == ("that",):
            between -= {"in"}
        if is_near and is_told and not _APART & between:
            return not _is_of_move(reading, cue.end, mention.start)
    return False


def _is_of_move(reading: Reading, start: int, end: int) -> bool:
    """Tell "noted the freighter riding at anchor on 30 September" from "reported on the 3rd"."""
    return any(cue.value in _MOVES for cue in reading.within("move", start, end))


def _is_of_saying(reading: Reading, mention: Mention) -> bool:
    """Tell "in a speech in March" from "reports of coal in March"."""
    before = reading.words_before(mention.start, 2)
    if not _SAYINGS.isdisjoint(reading.words_after(mention.end, 1)):
        return not _WHOSE.isdisjoint(before[-1:])  # "its March 2020 report"
    if _SAYINGS.isdisjoint(before):
        return False
    if before[-1] in _SAYINGS:
        return bool(_ON & {*reading.words(mention.start, mention.end)[:1]})
    return before[1] in _ON


def _is_long(period: Period) -> bool:
    """Tell whether a time is too long to be that of one saying."""
    if period.first is None or period.last is None:
        return False
    return (period.last - period.first).days > MOST_SPEECH_D
