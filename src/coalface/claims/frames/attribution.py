"""Who says so: the chain from document to first source, carried on until someone else speaks."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import goes_on
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.sentences import Sentence

__all__ = ["Speaker", "bind_attribution", "find_speakers"]

REACH = 13.0
MOST_PARAGRAPHS = 1  # news parts what one person says into paragraphs
_DETERMINERS = word_list("attribution", "determiners")
_PRONOUNS = frozenset({"he", "she", "they"})
AFTER_REACH = 5.0
MOST_SENTENCES = 4  # what someone says is not carried on further
_TOLD = frozenset({"told", "tells", "telling"})
_HIM = frozenset({"him", "her", "them"})
_PASSIVE = frozenset({"be", "been", "being", "is", "are"})
_STOPS = word_list("attribution", "stops") | {"\n"}
_BEFORE_NAME = _STOPS | _DETERMINERS | {"of", "in", "by", "to"}
_GOES_ON = frozenset({"in", "from", "of", "at", "for", "with"})
MOST_BEFORE = 3  # words before the noun of a source that belong to it
_OPINIONS = word_list("attribution", "opinions")
_CITES = word_list("attribution", "cites")
MOST_BETWEEN = 9  # words between who quotes and who is quoted
_LONGEST = 7  # words of a name
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Speaker:
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


def find_speakers(reading: Reading) -> Sequence[Speaker]:
    """Find who speaks where: a source beside a word of saying or showing.

    Args:
        reading: The document.

    Returns:
        Speakers in order; a pronoun stands for the last person.
    """
    found: dict[int, Speaker] = {}
    known: list[Speaker] = []
    for cue in reading.cues.get("source", ()):
        speaker = _speaker_of(reading, cue, known)
        if speaker is not None and speaker.start not in found:
            word = reading.flat.text[cue.start : cue.end].lower()
            speaker = replace(speaker, is_opinion=word in _OPINIONS)
            found[speaker.start] = speaker
            known.append(speaker)
    return sorted(found.values(), key=lambda speaker: speaker.start)


def bind_attribution(
    reading: Reading, drafts: Sequence[Draft], speakers: Sequence[Speaker]
) -> None:
    """Give each draft its chain of sources, outermost first.

    Args:
        reading: The document.
        drafts: In order of place; changed.
        speakers: From `find_speakers`.
    """
    outer = reading.publisher or "document"
    starts = [speaker.start for speaker in speakers]
    sure = [speaker for speaker in speakers if not speaker.is_opinion]
    sure_starts = [speaker.start for speaker in sure]
    for draft in drafts:
        sentence = reading.sentence(draft.at[0])
        first = bisect_left(starts, sentence.start)
        inside = speakers[first : bisect_left(starts, sentence.end, first)]
        if inside:
            speaker: Speaker | None = _speaker_inside(reading, draft, inside)
        else:
            before = bisect_left(sure_starts, sentence.start)
            last = sure[before - 1] if before else None
            speaker = _carried(reading, draft, sentence, last)
        draft.attribution = (
            (outer,) if speaker is None else _chain(reading, outer, draft, speaker, inside)
        )
        draft.hedge = "hearsay" if speaker is not None and speaker.kind == "person" else "asserted"


def _speaker_of(reading: Reading, cue: Cue, known: Sequence[Speaker]) -> Speaker | None:
    sentence = reading.sentence(cue.start)
    span = (cue.start, cue.end)
    if _is_passive(reading, cue):
        return None
    if cue.value == "according" and set(reading.words_after(cue.end, 1)) & _HIM:
        return _again(cue, known)
    if cue.value == "according":
        its = [
            c
            for c in reading.within("speaker", cue.end, sentence.end)
            if reading.distance(span, (c.start, c.end)) < REACH
        ]
        return _named(reading, its[0], known) if its else _proper(reading, cue.end)
    before = reading.words_before(cue.start, 2)
    after = reading.words_after(cue.end, 1)
    if _PRONOUNS & {*before[-1:], *after}:
        return _again(cue, known)
    wanted = {"person", "official"} if cue.value == "says" else {"person", "official", "record"}
    its = [
        c
        for c in reading.within("speaker", sentence.start, sentence.end)
        if (c.value in wanted or cue.value == "says") and _can_speak(reading, cue, c)
    ]
    if not its:
        is_told = reading.flat.text[cue.start : cue.end].lower() in _TOLD
        return _again(cue, known) if is_told else None
    return _named(reading, min(its, key=lambda c: reading.distance(span, (c.start, c.end))), known)


def _proper(reading: Reading, start: int) -> Speaker | None:
    """Take the capitalised words after "according to" as a source: "Yonhap", "Reuters"."""
    tokens, text = reading.tokens, reading.flat.text
    index = bisect_left(tokens.starts, start)
    if index < len(tokens.words) and tokens.words[index] in _DETERMINERS:
        index += 1
    stop = index
    while (
        stop < len(tokens.words) and stop - index < _LONGEST and text[tokens.starts[stop]].isupper()
    ):
        stop += 1
    if stop == index:
        return None
    first, last = tokens.starts[index], tokens.ends[stop - 1]
    return Speaker(
        first, last, _BLANKS.sub(" ", text[first:last]), "record", text[first:last].lower()
    )


def _can_speak(reading: Reading, verb: Cue, noun: Cue) -> bool:
    """Tell whether a noun can be who speaks: before the verb, or right after "said"."""
    if noun.start == verb.start:
        return False
    distance = reading.distance((verb.start, verb.end), (noun.start, noun.end))
    if noun.start < verb.start:
        return distance < REACH
    word = reading.flat.text[verb.start : verb.end].lower()
    return word not in _TOLD and distance <= AFTER_REACH


def _again(cue: Cue, known: Sequence[Speaker]) -> Speaker | None:
    """Give the last person for a pronoun."""
    last = next((s for s in reversed(known) if s.kind != "record"), None)
    return None if last is None else Speaker(cue.start, cue.end, last.name, last.kind, last.head)


def _is_passive(reading: Reading, cue: Cue) -> bool:
    """Tell "could not be confirmed", "are said to" from someone who speaks."""
    before = reading.words_before(cue.start, 1)
    return bool(_PASSIVE & set(before)) and reading.words_after(cue.end, 1) != ("by",)


def _named(reading: Reading, cue: Cue, known: Sequence[Speaker]) -> Speaker:
    """Take the words around a noun as a name: "a trader in Dandong" is "trader in Dandong"."""
    tokens = reading.tokens
    index = bisect_left(tokens.starts, cue.start)
    first = index
    while first > 0 and index - first < MOST_BEFORE and tokens.words[first - 1] not in _BEFORE_NAME:
        first -= 1
    stop = bisect_left(tokens.starts, cue.end)
    if stop < len(tokens.words) and tokens.words[stop] in _GOES_ON:
        end = stop + 1
        while end < len(tokens.words) and end - stop < _LONGEST and tokens.words[end] not in _STOPS:
            end += 1
        stop = end
    start, end_at = tokens.starts[first], tokens.ends[stop - 1]
    head = reading.flat.text[cue.start : cue.end].lower()
    name = _BLANKS.sub(" ", reading.flat.text[start:end_at])
    is_again = first > 0 and tokens.words[first - 1] in {"the", "this", "that"}
    if is_again and name.lower() == head:
        for speaker in reversed(known):
            if speaker.head == head:
                return Speaker(start, end_at, speaker.name, speaker.kind, head)
    return Speaker(start, end_at, name, cue.value, head)


def _speaker_inside(reading: Reading, draft: Draft, inside: Sequence[Speaker]) -> Speaker:
    """Give the speaker of the clause, else of the sentence."""
    start, end = reading.clause(draft.at[0])
    in_clause = [s for s in inside if start <= s.start < end]
    if in_clause:
        return min(in_clause, key=lambda s: reading.distance(draft.at, (s.start, s.end)))
    before = [s for s in inside if s.start < draft.at[0]]
    return before[-1] if before else inside[0]


def _carried(
    reading: Reading, draft: Draft, sentence: Sentence, last: Speaker | None
) -> Speaker | None:
    """Give the last one who spoke before a sentence, if what follows is still from it."""
    if last is None or (draft.kind in {"rule", "event"} and draft.rule_id != "event.unknown"):
        return None
    said = bisect_left(reading.starts.sentences, last.end)
    if bisect_left(reading.starts.sentences, sentence.start) - said >= MOST_SENTENCES:
        return None
    gap = sentence.paragraph - reading.sentence(last.start).paragraph
    is_carried = last.kind == "person" and (not gap or goes_on(reading, sentence))
    return last if gap <= (MOST_PARAGRAPHS if is_carried else 0) else None


def _chain(
    reading: Reading, outer: str, draft: Draft, speaker: Speaker, inside: Sequence[Speaker]
) -> tuple[str, ...]:
    """Add a source of the source that stands in the same sentence."""
    others = [
        s
        for s in inside
        if s.name != speaker.name and s.kind != speaker.kind and s.start < draft.at[0]
    ]
    if speaker.kind == "record" and others:
        return (outer, others[0].name, speaker.name)
    first = next((s for s in inside if _quotes(reading, s, speaker, draft)), None)
    if first is not None:
        return (outer, first.name, speaker.name)
    inner = next((s for s in inside if _quotes(reading, speaker, s, draft)), None)
    return (outer, speaker.name) if inner is None else (outer, speaker.name, inner.name)


def _quotes(reading: Reading, first: Speaker, second: Speaker, draft: Draft) -> bool:
    """Tell "Y, citing Z", "a source said that a trader had said", "the panel quotes a state"."""
    if second.start <= first.end or second.name == first.name:
        return False
    between = reading.words(first.end, second.start)
    if len(between) > MOST_BETWEEN or {"but", "while", ";", "."} & set(between):
        return False
    if _CITES & set(between):
        return True
    is_that = "that" in between and second.end < draft.at[0]
    return is_that and draft.at[0] > second.start and "," not in between
