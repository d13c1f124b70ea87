"""Who says so: the chain from document to first source, carried on until someone else speaks."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import goes_on
from coalface.claims.frames.principals import Principal, find_principal
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
_NOT_SPEAKERS = ("place", "commodity", "vessel", "date")
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
LONGEST_NAME = 60  # characters
_DATA = word_list("attribution", "data")
_FINDERS = word_list("attribution", "finders")
_HEARS = frozenset({"heard", "hears", "hear", "learned", "learnt", "told", "understand", "understands"})
_ADDRESSED = frozenset({"to", "that", "with", "by", "on", "of", "in", "from", "about", "no", "any"})
_RELATIVE = frozenset({"which", "who", "whom", "whose", "where"})
_OPENS = frozenset({"he", "she", "they", "it", "his", "her", "their", "its", '"', "“", "「", "그"})
_COLLECTORS = frozenset({"panel", "panel of experts", "commission", "inquiry", "committee"})
_WE = frozenset({"we", "i"})
_BLANKS = re.compile(r"\s+")
_CAPITALS = r"(?P<name>[A-Z][\w'-]*(?:,? (?:&|and|of|de|van|[A-Z][\w.'-]*))*)"
_NAME_BEFORE = re.compile(rf"{_CAPITALS}(?: \(\d{{4}}\))?(?: (?:also|then|later|[a-z]+ly))? ?$")
_APPOSED = re.compile(rf", {_CAPITALS},")
_NAME_AFTER = re.compile(rf" {_CAPITALS}(?=[,.])")
_NAME_FIRST = re.compile(rf"{_CAPITALS}, (?:who|whose|an?|the)\b[^;]*, ?$")
_NO_NAMES = word_list("attribution", "no_names")


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
    principal = find_principal(reading)
    starts = [speaker.start for speaker in speakers]
    sure = [speaker for speaker in speakers if not speaker.is_opinion]
    sure_starts = [speaker.start for speaker in sure]
    for draft in drafts:
        sentence = reading.sentence(draft.at[0])
        first = bisect_left(starts, sentence.start)
        inside = [
            speaker
            for speaker in speakers[first : bisect_left(starts, sentence.end, first)]
            if not _is_aside(reading, speaker, draft)
        ]
        before = bisect_left(sure_starts, sentence.start)
        if inside:
            speaker: Speaker | None = _speaker_inside(reading, draft, inside)
        elif principal is not None and not _OPENS & set(
            reading.words(sentence.start, sentence.end)[:1]
        ):
            speaker = None
        else:
            speaker = _carried(reading, draft, sentence, sure[before - 1] if before else None)
        chain = (outer,) if speaker is None else _chain(reading, outer, draft, speaker, inside)
        if speaker is not None and (finder := _collector(reading, speaker, speakers)):
            chain = (outer, finder, *(name for name in chain[1:] if name != finder))
        is_person = speaker is not None and speaker.kind == "person"
        if principal is not None and draft.at[0] >= principal.start:
            chain = _under(principal, chain)
            is_person = is_person or principal.kind == "person"
        draft.attribution = chain
        draft.hedge = "hearsay" if is_person else "asserted"


def _collector(reading: Reading, speaker: Speaker, speakers: Sequence[Speaker]) -> str | None:
    """Give the body that looks into a paragraph's case: those who answer there answer it."""
    paragraph = reading.sentence(speaker.start).paragraph
    start, _ = reading.paragraph(paragraph)
    return next(
        (
            its.name
            for its in speakers
            if start <= its.start < speaker.start and its.head in _COLLECTORS
        ),
        None,
    )


def _is_aside(reading: Reading, speaker: Speaker, draft: Draft) -> bool:
    """Tell who speaks in a relative clause alone: "which the shippers attribute to rain"."""
    start, end = reading.clause(speaker.start)
    is_relative = bool(_RELATIVE & set(reading.words(start, speaker.start)[:1]))
    return is_relative and not start <= draft.at[0] < end


def _under(principal: Principal, chain: tuple[str, ...]) -> tuple[str, ...]:
    """Put whose report it is between the document and the sources in it."""
    inner = [name for name in chain[1:] if not _is_same(name, principal.name)]
    return (chain[0], principal.name, *inner)


def _is_same(name: str, other: str) -> bool:
    """Tell "the Office" as the Customs Office, and "researchers" who are the authors."""
    left, right = name.lower().split(), other.lower().split()
    return left == right[-len(left) :] or left[: len(right)] == right


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
    if heard := _heard_from(reading, cue, known):
        return heard
    if cue.value == "finds":
        return _finding_body(reading, cue, sentence, known)
    if _WE & {*before}:
        return None
    if _PRONOUNS & {*before[-1:], *after}:
        return _again(cue, known)
    wanted = {"person", "official"} if cue.value == "says" else {"person", "official", "record"}
    its = [
        c
        for c in reading.within("speaker", sentence.start, sentence.end)
        if (c.value in wanted or cue.value == "says") and _can_speak(reading, cue, c)
    ]
    if not its:
        if named := _by_name(reading, cue, sentence):
            return named
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


def _heard_from(reading: Reading, cue: Cue, known: Sequence[Speaker]) -> Speaker | None:
    """Read "he heard from a cousin", "we understand from the railway", "was told by a clerk"."""
    words = reading.words(cue.start, cue.end)
    is_passed = {"from", "by"} & {words[-1], *reading.words_after(cue.end, 1)}
    if not is_passed or not _HEARS & set(words):
        return None
    sentence = reading.sentence(cue.start)
    its = [
        noun
        for noun in reading.within("speaker", cue.end, sentence.end)
        if reading.distance((cue.start, cue.end), (noun.start, noun.end)) <= AFTER_REACH
    ]
    return _named(reading, its[0], known) if its else None


def _finding_body(
    reading: Reading, cue: Cue, sentence: Sentence, known: Sequence[Speaker]
) -> Speaker | None:
    """Read "the Panel tracked": a body that looks into things has what follows from itself."""
    its = [
        noun
        for noun in reading.within("speaker", sentence.start, cue.start)
        if reading.flat.text[noun.start : noun.end].lower() in _FINDERS
        and reading.distance((noun.start, noun.end), (cue.start, cue.end)) <= AFTER_REACH
    ]
    return _named(reading, its[-1], known) if its else None


def _by_name(reading: Reading, cue: Cue, sentence: Sentence) -> Speaker | None:
    """Take a name beside the verb, or at the head of its sentence before a comma, as who speaks."""
    text = reading.flat.text
    before = _NAME_BEFORE.search(text, max(sentence.start, cue.start - LONGEST_NAME), cue.start)
    match = before
    if match is None and cue.value == "says":
        match = _NAME_AFTER.match(text, cue.end, sentence.end) or _NAME_FIRST.match(
            text, sentence.start, cue.start
        )
    if match is None or match["name"].split()[0].lower() in _NO_NAMES:
        return None
    start, end = match.span("name")
    if any(reading.mentions_in(kind, start, end) for kind in _NOT_SPEAKERS):
        return None
    return Speaker(start, end, text[start:end], "official", "")


def _can_speak(reading: Reading, verb: Cue, noun: Cue) -> bool:
    """Tell whether a noun can be who speaks: before the verb, or right after "said"."""
    if noun.start == verb.start:
        return False
    distance = reading.distance((verb.start, verb.end), (noun.start, noun.end))
    if noun.start < verb.start:
        return distance < REACH
    word = reading.flat.text[verb.start : verb.end].lower()
    if word in _TOLD or distance > AFTER_REACH:
        return False
    return not _ADDRESSED & set(reading.words(verb.end, noun.start))  # "replied to the Panel"


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
    if beside := _APPOSED.match(reading.flat.text, tokens.ends[stop - 1]):
        start, end_at = beside.span("name")
        return Speaker(start, end_at, beside["name"], "official", beside["name"].lower())
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
    if last is None or _WE & set(reading.words(sentence.start, sentence.end)[:2]):
        return None
    if draft.kind in {"rule", "event"} and draft.rule_id != "event.unknown":
        return None
    if last.kind == "record" and draft.amount is not None and last.head in _DATA:
        return last  # a report on the month's figures goes on with them to the next who speaks
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
