"""Who speaks where: a source beside a word of saying, showing or finding."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from coalface.claims.frames.cues import EAST_ASIAN, Cue
from coalface.claims.frames.led_speakers import find_led
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.source_names import CAPITALS, Speaker, name_of
from coalface.claims.frames.word_lists import word_list
from coalface.claims.sentences import Sentence

__all__ = ["WE", "Speaker", "find_speakers"]

REACH = 13.0
_DETERMINERS = word_list("attribution", "determiners")
_PRONOUNS = frozenset({"he", "she", "they"})
AFTER_REACH = 5.0
_NOT_SPEAKERS = ("place", "commodity", "vessel", "date")
_TOLD = frozenset({"told", "tells", "telling"})
HANGUL = "가"
BESIDE_VERB = 2  # words between a Korean verb and who speaks right before it
_RELATIVE = frozenset({"who", "whose", "whom"})
#: After "the agent", what tells the reader which: someone new.
_TELLS_OF = frozenset({"in", "at", "from", "who", "whose", "whom", "through", "with", "on", "of"})
_OTHERS = ("nother", " other", " second", " third", "또 다른", "另", "另外")
_NEW = frozenset({("a",), ("an",), ("another",), ("one",)})
_OPENS = frozenset({"the", "a", "an", "his", "her", "their", "our", "my", "one", "another"})
HEAD = 40  # characters of a sentence in which someone new is named
_HIM = frozenset({"him", "her", "them"})
_PASSIVE = frozenset({"be", "been", "being", "is", "are"})
_BELONGS = frozenset({("of",), ("at",), ("from",), ("with",), ("for",)})
MOST_BETWEEN = 4  # words from "an official of" to "company"
_OPINIONS = word_list("attribution", "opinions")
LONGEST_NAME = 60  # characters
_FINDERS = word_list("attribution", "finders")
_HEARS = frozenset(
    {"heard", "hears", "hear", "learned", "learnt", "told", "understand", "understands"}
)
_PASSED = frozenset({"from", "by"})
_ADDRESSED = frozenset({"to", "that", "with", "by", "on", "of", "in", "from", "about", "no", "any"})
WE = frozenset({"we", "i"})
_BLANKS = re.compile(r"\s+")
_LONGEST = 7  # words of a name
_NAME_BEFORE = re.compile(rf"{CAPITALS}(?: \(\d{{4}}\))?(?: (?:also|then|later|[a-z]+ly))? ?$")
_SOMEONE = (
    r"(?:[Aa]n?|[Tt]he|[Aa]nother|[Hh]is|[Hh]er|[Oo]ne) "
    r"(?P<name>(?:[A-Z][a-z]+ )?[a-z-]+(?: [a-z-]+){0,2}?)"
)
_SOMEONE_BEFORE = re.compile(rf"(?:[,;”\"] |^){_SOMEONE} $")
_SOMEONE_FIRST = re.compile(rf"{_SOMEONE}(?:, (?:an?|who|whom|whose|to whom)| who| whom| whose)\b")
_NO_ONE = frozenset({"it", "that", "ship", "vessel", "which", "figure", "number", "total", "law"})
_NAME_AFTER = re.compile(rf" {CAPITALS}(?=[,.])")
_NAME_FIRST = re.compile(rf"{CAPITALS}, (?:who|whose|an?|the)\b[^;]*, ?$")
_NO_NAMES = word_list("attribution", "no_names")


def find_speakers(reading: Reading) -> Sequence[Speaker]:
    """Find who speaks where: a source beside a word of saying or showing.

    Args:
        reading: The document.

    Returns:
        Speakers in order; a pronoun stands for the last person.
    """
    found: dict[int, Speaker] = {}
    known: list[Speaker] = []
    names: set[str] = set()
    for cue in reading.cues.get("source", ()):
        speaker = _speaker_of(reading, cue, known)
        if speaker is not None and speaker.start not in found:
            if reading.flat.text[cue.start : cue.end].lower() in _OPINIONS:
                speaker = speaker._replace(is_opinion=True)
            if speaker.name in names:
                speaker = _told_apart(reading, speaker)
            names.add(speaker.name)
            found[speaker.start] = speaker
            known.append(speaker)
    for speaker in find_led(reading, found):
        found.setdefault(speaker.start, speaker)
    return sorted(found.values(), key=lambda speaker: speaker.start)


def _told_apart(reading: Reading, speaker: Speaker) -> Speaker:
    """Name "another Member State" as another than the one of that name that spoke before."""
    if reading.flat.text[max(0, speaker.start - 9) : speaker.start].rstrip().endswith(_OTHERS):
        return speaker._replace(name=f"another {speaker.name}")
    return speaker


def _speaker_of(reading: Reading, cue: Cue, known: Sequence[Speaker]) -> Speaker | None:
    before = reading.words_before(cue.start, 2)
    if before and before[-1] in _PASSIVE and reading.words_after(cue.end, 1) != ("by",):
        return None  # "could not be confirmed", "are said to"
    if cue.value == "according":
        return _according(reading, cue, known)
    if heard := _heard_from(reading, cue, known):
        return heard
    if cue.value == "finds":
        return _finding_body(reading, cue, known)
    if before and before[-1] in _PRONOUNS:
        return _introduced(reading, cue, known) or _again(cue, known)
    return _told_by(reading, cue, known) if WE.isdisjoint(before) else None


def _told_by(reading: Reading, cue: Cue, known: Sequence[Speaker]) -> Speaker | None:
    if not _PRONOUNS.isdisjoint(reading.words_after(cue.end, 1)) and not _has_subject(reading, cue):
        return _again(cue, known)
    return _beside(reading, cue, known)


def _introduced(reading: Reading, cue: Cue, known: Sequence[Speaker]) -> Speaker | None:
    """Give who is new at the head of a sentence that ends in "she says": "A woman who ..."."""
    start = reading.sentence(cue.start).start
    head = reading.within("speaker", start, min(cue.start, start + HEAD))
    if not head:
        return None
    first = reading.words(start, head[0].start)[:1]
    is_told_of = first == ("the",) and not _TELLS_OF.isdisjoint(reading.words_after(head[0].end, 1))
    return name_of(reading, head[0], known) if first in _NEW or is_told_of else None


def _has_subject(reading: Reading, cue: Cue) -> bool:
    """Tell "a woman on the quay says she paid" from "says she" after what was said."""
    sentence = reading.sentence(cue.start)
    is_open = reading.flat.text[cue.start - 2 : cue.start].rstrip()[-1:].isalnum()
    nouns = reading.within("speaker", sentence.start, cue.start)
    return is_open and any(_can_speak(reading, cue, noun) for noun in nouns)


def _according(reading: Reading, cue: Cue, known: Sequence[Speaker]) -> Speaker | None:
    if not _HIM.isdisjoint(reading.words_after(cue.end, 1)):
        return _again(cue, known)
    its = [
        noun
        for noun in reading.within("speaker", cue.end, reading.sentence(cue.start).end)
        if reading.distance((cue.start, cue.end), (noun.start, noun.end)) < REACH
    ]
    if not its and known and reading.words_after(cue.end, 1) == ("another",):
        last = known[-1]
        return last._replace(start=cue.end + 1, end=cue.end + 8, name=f"another {last.name}")
    return name_of(reading, its[0], known) if its else _proper(reading, cue.end)


def _beside(reading: Reading, cue: Cue, known: Sequence[Speaker]) -> Speaker | None:
    """Take the nearest noun that can speak, else a name, else whoever was told of before."""
    sentence = reading.sentence(cue.start)
    span = (cue.start, cue.end)
    if reading.flat.text[cue.start] >= HANGUL and (
        topic := _topic(reading, cue, reading.within("speaker", sentence.start, cue.start))
    ):
        return name_of(reading, topic, known)
    its = [
        noun
        for noun in reading.within("speaker", sentence.start, sentence.end)
        if _can_speak(reading, cue, noun)
    ]
    if len(its) == 1:
        return name_of(reading, its[0], known)
    if its:
        noun = min(its, key=lambda c: reading.distance(span, (c.start, c.end)))
        return name_of(reading, _subject_of(reading, cue, noun, its) or noun, known)
    if named := _by_name(reading, cue, sentence) or _unlisted(reading, cue, sentence):
        return named
    if (head := _head_before(reading, cue, sentence)) is not None:
        return name_of(reading, head, known)
    is_told = reading.flat.text[cue.start : cue.end].lower() in _TOLD
    return _again(cue, known) if is_told else None


def _head_before(reading: Reading, cue: Cue, sentence: Sentence) -> Cue | None:
    """Give who a sentence begins with, where an aside in commas parts them from their verb."""
    text = reading.flat.text
    if cue.value != "says" or not text.endswith(", ", 0, cue.start):
        return None
    heads = reading.within("speaker", sentence.start, min(cue.start, sentence.start + HEAD))
    if not heads or heads[0].start > cue.start:
        return None
    is_subject = not reading.words(sentence.start, heads[0].start) or not _OPENS.isdisjoint(
        reading.words(sentence.start, heads[0].start)[:1]
    )
    return heads[0] if is_subject else None


def _subject_of(reading: Reading, verb: Cue, nearest: Cue, nouns: Sequence[Cue]) -> Cue | None:
    """Give who speaks where the nearest noun is of a clause about them, or of what they say.

    "An accountant who kept the books of the middleman told us", "the broker says skippers paid".
    """
    before = [noun for noun in nouns if noun.end <= verb.start]
    if not before or reading.flat.text[verb.start] > EAST_ASIAN:
        return None
    if nearest.start >= verb.end:
        is_said = not reading.words(verb.end, nearest.start)
        is_open = reading.flat.text[verb.start - 2 : verb.start].rstrip()[-1:].isalnum()
        return before[-1] if is_said and is_open else None
    between = reading.words(before[0].end, nearest.start)
    if not _RELATIVE.isdisjoint(between):
        return before[0]
    return _whose(reading, nearest, before)


def _whose(reading: Reading, nearest: Cue, before: Sequence[Cue]) -> Cue | None:
    """Give the official of "an official of a trading company", None where the noun stands alone."""
    found = None
    for noun in reversed(before):
        between = reading.words(noun.end, nearest.start)
        if noun.end <= nearest.start and between[:1] in _BELONGS and len(between) <= MOST_BETWEEN:
            found = nearest = noun
        elif noun.start != nearest.start:
            break
    return found


def _topic(reading: Reading, verb: Cue, nouns: Sequence[Cue]) -> Cue | None:
    """Give the noun that a Korean sentence is about: right before the verb, else the first."""
    text = reading.flat.text
    its = [noun for noun in nouns if text[noun.end : noun.end + 1] in {"은", "는"}]
    beside = [noun for noun in its if len(reading.words(noun.end, verb.start)) <= BESIDE_VERB]
    return next(iter(beside or its), None)


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
    if _HEARS.isdisjoint(words) or _PASSED.isdisjoint(
        (*words[-1:], *reading.words_after(cue.end, 1))
    ):
        return None
    sentence = reading.sentence(cue.start)
    its = [
        noun
        for noun in reading.within("speaker", cue.end, sentence.end)
        if reading.distance((cue.start, cue.end), (noun.start, noun.end)) <= AFTER_REACH
    ]
    return name_of(reading, its[0], known) if its else None


def _finding_body(reading: Reading, cue: Cue, known: Sequence[Speaker]) -> Speaker | None:
    """Read "the Panel tracked": a body that looks into things has what follows from itself."""
    its = [
        noun
        for noun in reading.within("speaker", reading.sentence(cue.start).start, cue.start)
        if reading.flat.text[noun.start : noun.end].lower() in _FINDERS
        and reading.distance((noun.start, noun.end), (cue.start, cue.end)) <= AFTER_REACH
    ]
    return name_of(reading, its[-1], known) if its else None


def _by_name(reading: Reading, cue: Cue, sentence: Sentence) -> Speaker | None:
    """Take a name beside the verb, or at the head of its sentence before a comma, as who speaks."""
    text = reading.flat.text
    before = _name_before(text, max(sentence.start, cue.start - LONGEST_NAME), cue.start)
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


def _unlisted(reading: Reading, cue: Cue, sentence: Sentence) -> Speaker | None:
    """Take "an employer says" and "The tenant, whom we met apart, insists": no list holds all."""
    if cue.value != "says" or reading.flat.text[cue.start] > EAST_ASIAN:
        return None
    text = reading.flat.text
    match = _SOMEONE_BEFORE.search(text, max(sentence.start, cue.start - LONGEST_NAME), cue.start)
    match = match or _SOMEONE_FIRST.match(text, sentence.start, cue.start)
    if match is None or match["name"].rpartition(" ")[2] in _NO_ONE:
        return None
    start, end = match.span("name")
    if any(reading.mentions_in(kind, start, end) for kind in _NOT_SPEAKERS):
        return None
    return Speaker(start, end, text[start:end], "person", text[start:end])


def _name_before(text: str, start: int, stop: int) -> re.Match[str] | None:
    """Find a name that ends right before a word; most words before one are no names."""
    words = text[start:stop].split()[-2:]
    is_name = any(word[0].isupper() or word[0] == "(" for word in words)
    return _NAME_BEFORE.search(text, start, stop) if is_name else None


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
    return _ADDRESSED.isdisjoint(reading.words(verb.end, noun.start))  # "replied to the Panel"


def _again(cue: Cue, known: Sequence[Speaker]) -> Speaker | None:
    """Give the last person for a pronoun."""
    last = next((s for s in reversed(known) if s.kind != "record"), None)
    return None if last is None else Speaker(cue.start, cue.end, last.name, last.kind, last.head)
