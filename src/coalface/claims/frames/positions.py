"""Where a ship was on a day, told in other words than those of a movement."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.ships import ship_of_sentence
from coalface.claims.frames.spoken_dates import Dates
from coalface.claims.frames.subjects import is_of_port
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention, Period, Place
from coalface.claims.sentences import Sentence

__all__ = ["POSITION", "find_positions", "is_day", "place_positions"]

POSITION = "movement.position"
MOST_STAYED_D = 92
FEW = 6  # words from a ship to the place it was at
BESIDE = 40  # characters from its name
_AT = frozenset({"at", "in", "off", "near", "outside", "inside"})
#: What is done to ships on land.
_IN_COURT = frozenset(
    {"registered", "built", "sold", "bought", "insured", "owned", "fined", "sued", "convicted"}
    | {"listed", "sanctioned", "designated", "said", "owner", "owners", "arrested", "jailed"}
)
_LOCATED_ABROAD = re.compile(
    r"항에|항에서|부두|앞바다|하역|부리|부렸|싣|실었|접안|묘박|나란히|환적|港|锚地|码头|泊位|靠|停|装|卸|过驳"
)
_JOINT = re.compile(r",| and | but | then | while |，|、|고 ")
_PEOPLE = word_list("told", "people")
_CALLS = frozenset({"port_call", "sighting", "loading", "discharge", "departure", "sts_transfer"})
#: One ship without a name, and what is told of many.
_SHIPS = frozenset(
    {"ship", "vessel", "tanker", "freighter", "bulker", "carrier", "coaster", "collier", "barge"}
    | {"trawler", "steamer", "reefer", "she", "her", "hull"}
)
_CARGO = {"loading": "loading_ports", "discharge": "discharge_ports"}
_THERE = frozenset({"there", "watched", "witnessed", "saw"})
_SHE = frozenset({"she", "her"})
_A = frozenset({"a", "an", "another", "one", "no", "any", "each", "every", "some"})
_SHIPMENTS = frozenset(
    {"ships", "vessels", "tankers", "freighters", "bulkers", "carriers", "coasters", "barges"}
)
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
    r"\b(?:ais|transponder|positions? (?:sent|reported|given|reports?|fix)|message|broadcast"
    r"|transmit|signal|ping|tracking|receiver|beacon|fix\b)",
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
    if not _may_tell(reading):
        return
    is_named = bool(reading.mentions.get("vessel"))
    moved = {d.at[0] for d in drafts if d.kind == "movement" and _is_placed(reading, d)}
    for sentence in reading.sentences:
        if sentence.is_heading or sentence.start not in dates.by_sentence:
            continue
        is_going_on = False
        for start, end in _parts(reading, sentence):
            its = reading.mentions_in("date", start, end)
            days = [m for m in its if is_day(m) or _is_stay(m)]
            if len(days) != 1 or any(start <= at < end for at in moved):
                continue
            place = _port(reading, start, end)
            is_heard = is_day(days[0]) and _is_heard(reading.flat.text[start:end])
            is_told = place is not None and days[0].start not in dates.said
            is_told = is_told and _tells_place(
                reading, start, end, days[0], is_going_on=is_going_on
            )
            if is_heard or (is_told and _has_ship(reading, sentence, is_named=is_named)):
                is_going_on = True
                yield _draft(reading, drafts, days[0], place, is_heard=is_heard), place or ""


def _may_tell(reading: Reading) -> bool:
    """Look quickly whether there is a day, and a ship or a word for its transponder."""
    if not reading.mentions.get("date"):
        return False
    has_ship = bool(reading.mentions.get("vessel")) or not reading.tokens.places.keys().isdisjoint(
        _SHIPS
    )
    return has_ship or any(cue.value == "ais_gap" for cue in reading.cues.get("move", ()))


def _has_ship(reading: Reading, sentence: Sentence, *, is_named: bool) -> bool:
    """Say whether a sentence speaks of a ship; where none has a name, of one ship or "her"."""
    if is_named:
        return ship_of_sentence(reading, sentence) is not None
    words = reading.words(sentence.start, sentence.end)
    if _SHIPS.isdisjoint(words) or not _SHIPMENTS.isdisjoint(words):
        return False
    return any(
        word in _SHE or (word in _SHIPS and before not in _A)
        for before, word in pairwise(("", *words))
    )


def _parts(reading: Reading, sentence: Sentence) -> list[tuple[int, int]]:
    """Give the parts of a sentence that may each tell of another day: between semicolons, days."""
    text = reading.flat.text
    place = text.find(";", sentence.start, sentence.end)
    dates = reading.mentions_in("date", sentence.start, sentence.end)
    if place < 0 and len(dates) < 2:  # noqa: PLR2004
        return [sentence[:2]]
    edges = {sentence.start, sentence.end}
    while place >= 0:
        edges.add(place + 1)
        place = text.find(";", place + 1, sentence.end)
    days = [mention for mention in dates if is_day(mention)]
    for one, other in pairwise(days):
        joint = _JOINT.search(text, one.end, other.start)
        if joint is not None:
            edges.add(joint.start())
    return list(pairwise(sorted(edges)))


def place_positions(found: Sequence[tuple[Draft, str]]) -> None:
    """Give each position the place that it was found by, and no other.

    Args:
        found: As `find_positions` gave them, with subjects bound.
    """
    for draft, place in found:
        draft.places = (place,) if place else ()
        draft.origin = draft.destination = ()


def _is_placed(reading: Reading, draft: Draft) -> bool:
    """Say whether a movement has one port and one day of its own already."""
    if draft.valid_from is None or draft.metric == "ais_gap":
        return False
    start, end = draft.clause
    return bool(reading.mentions_in("place", min(start, draft.start), max(end, draft.end)))


def is_day(mention: Mention) -> bool:
    """Tell a date of one day from months and from spells.

    Args:
        mention: Of type `date`.
    """
    period = mention.value
    if not isinstance(period, Period):
        return False
    ends = {period.first, period.last} - {None}
    return period.grain == "day" and len(ends) == 1


def _is_stay(mention: Mention) -> bool:
    period = mention.value
    if not isinstance(period, Period) or period.first is None or period.last is None:
        return False
    is_spell = period.grain in ("day", "span")
    return is_spell and 0 < (period.last - period.first).days <= MOST_STAYED_D


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
    waters: dict[str, None] = {}
    there: list[str] = []
    for mention in reading.mentions_in("place", start, end):
        place = mention.value
        if not isinstance(place, Place) or place.kind not in ("port", "waters"):
            continue
        if place.kind == "waters":
            waters[place.id] = None
            continue
        before = reading.words_before(mention.start, 3)
        if not is_of_port(reading, mention) and not (
            _PEOPLE.isdisjoint(before) and _FIRMS.isdisjoint(before)
        ):
            there.append(place.id)
            continue
        found[place.id] = None
    if not found and not _THERE.isdisjoint(reading.words(start, end)):
        found = dict.fromkeys(there)  # "the agent in Qingdao has her making fast there"
    found = found or waters
    return next(iter(found)) if len(found) == 1 else None


def _tells_place(
    reading: Reading, start: int, end: int, day: Mention, *, is_going_on: bool
) -> bool:
    """Say whether a ship is at the place of a part; one that goes on with "and at Nampo on" is."""
    words = reading.words(start, end)
    clause = reading.clause(day.start)
    if not _PLANNED.isdisjoint(reading.words(*clause)) or reading.within("negation", *clause):
        return False
    if not _LOCATED.isdisjoint(words) or _is_ship_at(reading, start, end, is_going_on=is_going_on):
        return True
    text = reading.flat.text[start:end]
    if not text.isascii() and _LOCATED_ABROAD.search(text):
        return True
    its = reading.within("move", start, end)
    return bool(its) and (
        bool(reading.mentions.get("vessel")) or any(cue.value in _CALLS for cue in its)
    )


def _is_ship_at(reading: Reading, start: int, end: int, *, is_going_on: bool) -> bool:
    """Tell "puts her at Nampo" and "the Sam Ma 2, in Rajin": a ship right before its place."""
    for mention in reading.mentions_in("place", start, end):
        before = reading.words_before(mention.start, FEW)
        lead = before[-2:-1] if before[-1:] == ("the",) else before[-1:]
        if lead and lead[0] in _AT and _IN_COURT.isdisjoint(before):
            low = max(start, mention.start - BESIDE)
            its = is_going_on or not _SHIPS.isdisjoint(before)
            if its or reading.mentions_in("vessel", low, mention.start):
                return True
    return False


def _call(reading: Reading, place: int) -> str:
    """Tell what a ship did where it was: "loaded 5,600 tons at Nampo on 12 January"."""
    its = reading.within("move", reading.clause(place)[0], place)
    return _CARGO.get(its[-1].value, "port_call") if its else "port_call"


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
    metric = "ais_position" if is_heard else _call(reading, start)
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
    draft.valid_from, draft.valid_to = period.first or period.last, period.last or period.first
    draft.period_text = reading.flat.text[day.start : day.end]
    draft.dated_at = day.start
    return draft
