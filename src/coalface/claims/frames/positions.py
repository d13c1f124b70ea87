"""Where a ship was on a day, told in other words than those of a movement, and its silences."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.ships import ship_of_sentence
from coalface.claims.frames.spoken_dates import Dates
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention, Period, Place
from coalface.claims.sentences import Sentence

__all__ = ["POSITION", "find_positions", "find_silences", "place_positions", "stretch_silences"]

POSITION = "movement.position"
_PEOPLE = word_list("told", "people")
_LOCATED = word_list("ships", "located")
_PLANNED = frozenset({"due", "will", "would", "expected", "plans", "planned", "scheduled", "may"})
_FIRMS = frozenset(
    {"firm", "company", "office", "newspaper", "daily", "trader", "yard", "bank", "court", "market"}
    | {"buyers", "sellers", "official", "officials", "desk", "bureau", "mill", "agency", "owner"}
    | {"consultant", "lawyer", "analyst", "researcher", "expert", "manager", "registered", "built"}
)
#: Words by which a report tells that a transponder was heard.
_HEARD = re.compile(
    r"\b(?:giv(?:e|es|ing)|gave|sen[dt]|sends|sending|broadcast(?:s|ing|ed)?|came|noted|caught"
    r"|transmit(?:s|ted|ting)?|log(?:s|ged)|received?|receives|receiving|pick(?:s|ed|ing)? up|heard"
    r"|captured|show(?:s|ed|ing|n)?|record(?:s|ed|ing)|ha(?:s|ve|d)|plac(?:es|ed|ing)"
    r"|put(?:s|ting)?|contain(?:s|ed)?|hold(?:s|ing)?|includes?|included|including|list(?:s|ed)?)\b"
    r".{0,60}?\b(?:positions?|messages?|signals?|pings?|ais|transponder|transmission)\b"
    r"|\btransmit(?:s|ted|ting)? (?:a|from|off|at|its|her)\b|\bpositions? (?:sent|reported|given)\b"
    r"|\b(?:station|receiver|satellite|antenna|aerial)s?\b.{0,80}?\b(?:messages?|positions?)\b"
    r"|\b(?:ais|transponder|signal|ping|message|position)s?\b.{0,40}?\b(?:gave|turn(?:s|ed) up"
    r"|appear(?:s|ed)|put|placed|places|puts|showed|had|came|received|logged|recorded|picked up"
    r"|heard|caught|transmitted|broadcast|sent)\b",
    re.IGNORECASE | re.DOTALL,
)
_OF_AIS = re.compile(
    r"\b(?:ais|transponder|positions? (?:sent|reported|given)|message|broadcast|transmit|signal"
    r"|ping|tracking|receiver)",
    re.IGNORECASE,
)
_SILENT = re.compile(
    r"\b(?:(?:switch|turn|shut|signal|dropp)\w* (?:\w+ )?off|off the (?:air|map|radar|screen)"
    r"|no|not|nothing|never|without|none|neither|nobody|dark|silent|silence|quiet|stopped|ceased"
    r"|lost|vanished|disappeared|blackout|dropped|mute|blank|last|again|back|resumed|reappeared|returned)\b",
    re.IGNORECASE,
)
_HEARD_ABROAD = re.compile(r"수신|포착|잡혔|잡힌|보냈|송신|发出|收到|接收|显示|捕捉|录得")
_OF_AIS_ABROAD = re.compile(r"AIS|자동식별|신호|应答器|信号|自动识别")
_SILENT_ABROAD = re.compile(r"끊|꺼|껐|없|않|사라|두절|关闭|消失|没有|未|中断|关掉|无")

_RESUMED = frozenset(
    {"again", "heard", "recovered", "reappeared", "reappears", "returned", "resumed", "back"}
    | {"until", "till", "resurfaced", "through", "to", "up", "before", "ended", "after", "as"}
    | {"다시", "까지", "再", "到", "至", "恢"}
)
_SILENT_WORDS = re.compile(
    r"\b(?:dark|silen\w+|off|no|not|nothing|never|without|lost|blackout|mute|unseen|invisible)\b"
    r"|끊|꺼|껐|없|사라|关闭|消失|没有|未|中断|关掉|无",
    re.IGNORECASE,
)
AFTER = 5  # words after the second day: "only on 28 May did it speak again"
MOST_SILENT_D = 400


def find_positions(
    reading: Reading, drafts: Sequence[Draft], dates: Dates
) -> Iterator[tuple[Draft, str]]:
    """Find where a ship was on a day that no movement tells: "her lines were ashore at Rizhao".

    Args:
        reading: The document.
        drafts: Claims found before, with their times.
        dates: From `find_dates`.

    Yields:
        One draft a sentence, with the place that it tells of.
    """
    has_ship = bool(reading.mentions.get("vessel"))
    if not _may_tell(reading):
        return
    moved = {d.at[0] for d in drafts if d.kind == "movement" and _is_placed(reading, d)}
    for sentence in reading.sentences:
        if sentence.is_heading or sentence.start not in dates.by_sentence:
            continue
        for start, end in _parts(reading, sentence):
            days = [m for m in reading.mentions_in("date", start, end) if _is_day(m)]
            if len(days) != 1 or any(start <= at < end for at in moved):
                continue
            place = _port(reading, start, end)
            is_heard = _is_heard(reading.flat.text[start:end])
            is_told = place is not None and days[0].start not in dates.said
            is_told = is_told and has_ship and _tells_place(reading, start, end, days[0])
            if is_heard or (is_told and ship_of_sentence(reading, sentence) is not None):
                yield _draft(reading, drafts, days[0], place, is_heard=is_heard), place or ""


def _may_tell(reading: Reading) -> bool:
    """Look quickly whether there is a day, and a ship or a word for its transponder."""
    if not reading.mentions.get("date"):
        return False
    has_ship = bool(reading.mentions.get("vessel"))
    return has_ship or any(cue.value == "ais_gap" for cue in reading.cues.get("move", ()))


def _parts(reading: Reading, sentence: Sentence) -> list[tuple[int, int]]:
    """Give the parts of a sentence between semicolons, each of which may tell of another day."""
    text = reading.flat.text
    edges = [sentence.start]
    place = text.find(";", sentence.start, sentence.end)
    while place >= 0:
        edges.append(place + 1)
        place = text.find(";", place + 1, sentence.end)
    return list(pairwise([*edges, sentence.end]))


def place_positions(found: Sequence[tuple[Draft, str]]) -> None:
    """Give each position the place that it was found by, and no other.

    Args:
        found: As `find_positions` gave them, with subjects bound.
    """
    for draft, place in found:
        draft.places = (place,) if place else ()
        draft.origin = draft.destination = ()


def find_silences(reading: Reading, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Find silences with both their days in sentences that other claims have taken.

    Args:
        reading: The document.
        drafts: Claims found before.

    Yields:
        One draft for each such sentence.
    """
    told = {d.sentence.start for d in drafts if d.metric in ("ais_gap", "ais_position")}
    for cue in reading.cues.get("move", ()):
        sentence = reading.sentence(cue.start)
        if cue.value != "ais_gap" or sentence.start in told or sentence.is_heading:
            continue
        told.add(sentence.start)
        dates = reading.mentions_in("date", sentence.start, sentence.end)
        spells = [m for m in dates if _is_spell(m)]
        if _SILENT_WORDS.search(reading.flat.text[sentence.start : sentence.end]) is None or not (
            spells or _two_days(reading, dates)
        ):
            continue
        draft = Draft(cue.start, cue.end, "movement", POSITION, "ais_gap", 0.5)
        draft.at, draft.clause, draft.sentence = (
            (cue.start, cue.end),
            reading.clause(cue.start),
            sentence,
        )
        if spells and isinstance(spells[0].value, Period):
            draft.valid_from, draft.valid_to = spells[0].value.first, spells[0].value.last
            draft.start = min(draft.start, spells[0].start)
            draft.end = max(draft.end, spells[0].end)
        yield draft


def _is_spell(mention: Mention) -> bool:
    period = mention.value
    if not isinstance(period, Period) or period.first is None or period.last is None:
        return False
    return 0 < (period.last - period.first).days <= MOST_SILENT_D and period.grain in (
        "day",
        "span",
    )


def stretch_silences(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Give a silence both its days: "from 9 October, when she lay off Taean, until 28 October".

    Args:
        reading: The document.
        drafts: With times bound; silences are changed.
    """
    for draft in drafts:
        if draft.kind != "movement" or draft.metric != "ais_gap":
            continue
        sentence = draft.sentence
        if None not in (draft.valid_from, draft.valid_to) and draft.valid_from != draft.valid_to:
            _mark_length(reading, drafts, draft)
            continue
        dates = reading.mentions_in("date", sentence.start, sentence.end)
        ends = _two_days(reading, dates)
        if ends is None:
            continue
        (first, day), (last, end_day) = ends
        draft.valid_from, draft.valid_to = day, end_day
        draft.period_text = reading.flat.text[first.start : last.end]
        draft.start, draft.end = min(draft.start, first.start), max(draft.end, last.end)
        _mark_length(reading, drafts, draft)


def _mark_length(reading: Reading, drafts: Sequence[Draft], silence: Draft) -> None:
    """Mark the lengths that the paragraph of a silence tells of it."""
    here = silence.sentence
    for draft in drafts:
        if draft.metric != "duration" or draft.amount is None or draft.amount.unit_std != "day":
            continue
        its = draft.sentence
        is_near = its.paragraph == here.paragraph
        text = reading.flat.text[its.start : its.end]
        if is_near and _OF_SILENCE.search(text):
            draft.rule_id = f"{draft.rule_id}.silence"


_OF_SILENCE = re.compile(
    r"\b(?:dark|silen\w+|blackout|signals?|transmi\w+|transponder|ais|off the air|unheard|invisible"
    r"|unseen|gap|mute|quiet)\b",
    re.IGNORECASE,
)


def _two_days(
    reading: Reading, dates: Sequence[Mention]
) -> tuple[tuple[Mention, date], tuple[Mention, date]] | None:
    first: tuple[Mention, date] | None = None
    for mention in dates:
        period = mention.value
        if not isinstance(period, Period):
            continue
        if first is None:
            is_single = period.first is not None and period.last in (None, period.first)
            if is_single and period.first is not None and _is_day(mention):
                first = mention, period.first
            continue
        last = period.last
        if last is None or not (_is_day(mention) or period.first is None):
            continue
        words = reading.words(first[0].end, mention.end) + reading.words_after(mention.end, AFTER)
        is_joined = reading.words(first[0].end, mention.start) == ("and",)
        is_over = is_joined or not _RESUMED.isdisjoint(words)
        if 0 < (last - first[1]).days <= MOST_SILENT_D and is_over:
            return first, (mention, last)
    return None


def _is_placed(reading: Reading, draft: Draft) -> bool:
    """Say whether a movement has one port and one day of its own already."""
    if draft.valid_from is None or draft.metric == "ais_gap":
        return False
    start, end = draft.clause
    return bool(reading.mentions_in("place", min(start, draft.start), max(end, draft.end)))


def _is_day(mention: Mention) -> bool:
    period = mention.value
    if not isinstance(period, Period):
        return False
    ends = {period.first, period.last} - {None}
    return period.grain == "day" and len(ends) == 1


def _is_heard(text: str) -> bool:
    """Say whether a transponder was heard: words of silence tell the contrary."""
    if not text.isascii() and _HEARD_ABROAD.search(text):
        return _OF_AIS_ABROAD.search(text) is not None and _SILENT_ABROAD.search(text) is None
    if not _OF_AIS.search(text) or not _HEARD.search(text):
        return False
    return _SILENT.search(text) is None


def _port(reading: Reading, start: int, end: int) -> str | None:
    """Give the one port of a sentence at which a ship may be, and nobody else."""
    found: dict[str, None] = {}
    there: list[str] = []
    for mention in reading.mentions_in("place", start, end):
        place = mention.value
        if not isinstance(place, Place) or place.kind != "port":
            continue
        before = reading.words_before(mention.start, 3)
        if not _PEOPLE.isdisjoint(before) or not _FIRMS.isdisjoint(before):
            there.append(place.id)
            continue
        found[place.id] = None
    if not found and "there" in reading.words(start, end):
        found = dict.fromkeys(there)  # "the agent in Qingdao has her making fast there"
    return next(iter(found)) if len(found) == 1 else None


def _tells_place(reading: Reading, start: int, end: int, day: Mention) -> bool:
    words = reading.words(start, end)
    clause = reading.clause(day.start)
    if not _PLANNED.isdisjoint(reading.words(*clause)) or reading.within("negation", *clause):
        return False
    return not _LOCATED.isdisjoint(words) or bool(reading.within("move", start, end))


def _draft(
    reading: Reading, drafts: Sequence[Draft], day: Mention, place: str | None, *, is_heard: bool
) -> Draft:
    """Make the claim, or make one of the happening or silence that was read from the same day."""
    sentence = reading.sentence(day.start)
    spots = [
        m
        for m in reading.mentions_in("place", sentence.start, sentence.end)
        if isinstance(m.value, Place) and m.value.id == place
    ]
    start = min(m.start for m in (*spots, day))
    end = max(m.end for m in (*spots, day))
    metric = "ais_position" if is_heard else "port_call"
    for draft in drafts:
        is_gap = is_heard and draft.metric == "ais_gap" and draft.sentence == sentence
        is_event = draft.rule_id == "event.dated" and draft.dated_at == day.start
        if is_gap or is_event:
            draft.kind, draft.metric = "movement", metric
            draft.start, draft.end = min(draft.start, start), max(draft.end, end)
            break
    else:
        draft = Draft(start, end, "movement", POSITION, metric, 0.5)
        draft.at = (day.start, day.end)
        draft.clause, draft.sentence = reading.clause(day.start), sentence
    period = day.value
    assert isinstance(period, Period)
    draft.valid_from = draft.valid_to = period.first or period.last
    draft.period_text = reading.flat.text[day.start : day.end]
    draft.dated_at = day.start
    return draft
