"""Where one ship was and when, as a text tells it: one name, or the only ship in all of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coalface.claims.checks.blocks import blocks_of, neighbours
from coalface.claims.checks.clocks import hours_of
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.readings import Reading

__all__ = ["Call", "calls_of", "is_of_one_ship", "pairs_of_one_ship"]

HOURS = 24
PROVINCE = 2  # signs of one
DATED = "event.dated"
POSITIONS = frozenset({"movement.position", DATED})  # found beside a word for a ship
REACH = 700  # characters over which one unnamed ship is spoken of
STARTS = frozenset({"departure", "departures", "loading", "loading_ports"})
ENDS = frozenset({"port_call", "discharge", "discharge_ports", "arrival", "route"})
#: A ship that no name is told of.
_A_SHIP = re.compile(
    r"\b(?:she|her|ship|vessel|tanker|freighter|bulker|carrier|coaster|collier|trawler|barge|boat"
    r"|steamer|steamship|hull|reefer|motor ship|cargo ship|master|skipper|captain|crew)\b"
    r"|배|선박|화물선|유조선|벌크선|船|轮",
    re.IGNORECASE,
)
#: Words that tell of more ships than one, or of another one.
_OTHERS = re.compile(
    r"\b(?:ships|vessels|tankers|freighters|bulkers|carriers|coasters|colliers|trawlers|barges"
    r"|boats|steamers|hulls|fleet|convoys?|trains?|trucks?|lorr(?:y|ies)|wagons?|sister"
    r"|(?:another|second|third|other|different|one|each|every|any|no|next) (?:\w+ )?"
    r"(?:ship|vessel|tanker|freighter|bulker|carrier|coaster|collier|trawler|barge|boat|hull))\b"
    r"|선박들|배들|다른 (?:배|선박)|另一艘|其他船|多艘|几艘",
    re.IGNORECASE,
)
#: What happens aboard and beside a ship, where a happening tells of none.
_ABOARD = re.compile(
    r"\b(?:berth\w*|pilot\w*|anchor\w*|alongside|load\w*|unload\w*|discharg\w*|offload\w*|ashore"
    r"|cutter|hailed|boarded|sighted|spotted|seen|filmed|photograph\w*|inspected"
    r"|quay\w*|pier|jetty|ropes|lines|moor\w*|arriv\w*|sail\w*|wharf|dock\w*|harbour|harbor"
    r"|mates?|bosun|logs?|logbook|manifest|lading|tide|fenders?|pump\w*|hoses?|cargo|hatch\w*|holds?|gangway|AIS|IMO|transponder|bunker\w*)\b"
    r"|부두|접안|입항|출항|하역|선적|정박|泊|装|卸|锚",
    re.IGNORECASE,
)
#: Words by which a ship was in a place on each day of a spell.
_STAYED = re.compile(
    r"\b(?:lay|lain|lying|stay\w*|remain\w*|moored|anchored|at anchor|berthed|alongside"
    r"|idle|laid up|all of|tied up|dry[- ]dock\w*|wait\w*|spent|never left|not leave|did not move"
    r"|without leaving|throughout|all day|the whole|every day|kept|detained|arrested|held)\b"
    r"|정박|머물|계류|묶여|停泊|停靠|滞留|一直|整日|始终",
    re.IGNORECASE,
)


#: Words by which it did not leave between.
_KEPT = re.compile(
    r"\b(?:stay(?:ed|s|ing)|remain(?:ed|s|ing)|idle|laid up|all of|never left|not leave|spent"
    r"|waited|did not move|without leaving|throughout|the whole|the entire|every day|detained"
    r"|arrested|dry[- ]dock\w*|impounded|under guard)\b|내내|줄곧|一直|始终|滞留",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Call:
    """One place of one ship, and the first and last hour at which it may have been there.

    Attributes:
        reading: Claim that tells it.
        place: Port or waters, "" where none that is listed is told.
        first: Hours from the start of the calendar.
        last: Hours, not before `first`.
        is_stay: Whether the ship was there from first to last, not once between.
        is_sure: Whether words tell that it never was elsewhere in that time.
    """

    reading: Reading
    place: str
    first: float
    last: float
    is_stay: bool
    is_sure: bool = False


def calls_of(readings: list[Reading]) -> list[Call]:
    """Give the claims that put one ship at one place within days that are known.

    Args:
        readings: Claims, read.
    """
    return [call for reading in readings if (call := _call(reading)) is not None]


def pairs_of_one_ship(calls: list[Call]) -> Iterator[tuple[Call, Call]]:
    """Give pairs of calls that one ship made: one name, or one ship in all of the text.

    Args:
        calls: Where ships were.
    """
    of = {call.reading.id: call for call in calls}
    readings = [call.reading for call in calls]
    for block in blocks_of(readings, lambda r: _ship(r) or None).values():
        for one, other in neighbours(block):
            yield of[one.id], of[other.id]
    for block in blocks_of(readings, lambda r: r.document).values():
        if len({_ship(r) for r in block} - {""}) > 1:
            continue
        for one, other in neighbours(block):
            if is_of_one_ship(one, other):
                yield of[one.id], of[other.id]


def is_of_one_ship(one: Reading, other: Reading) -> bool:
    """Say whether two claims, of which one names no ship, may tell of one ship.

    Args:
        one: A claim.
        other: Another of the same text, which names no other ship.
    """
    if (_ship(one) and _ship(other)) or abs(one.start - other.start) > REACH:
        return False
    words = (one.locator, other.locator)
    if any(_OTHERS.search(text) for text in words):
        return False
    if any(_ship(r) or (r.kind == "movement" and r.rule in POSITIONS) for r in (one, other)):
        return True
    return any(_A_SHIP.search(text) for text in words)


def _call(reading: Reading) -> Call | None:
    if not reading.is_fact_like or not _tells_call(reading):
        return None
    first, last, place = reading.span.first, reading.span.last, _place_of(reading)
    if first is None or last is None:
        return None
    is_kept = reading.polarity == "negated"
    if first != last:
        is_sure = is_kept or _KEPT.search(reading.locator) is not None
        is_stay = is_sure or (_stays(reading) and not reading.span.is_month)
        return Call(reading, place, _start_of(first), _start_of(last) + HOURS, is_stay, is_sure)
    early, late = hours_of(reading.locator)
    is_stay = early < late and reading.metric not in STARTS and _stays(reading)
    return Call(reading, place, _start_of(first) + early, _start_of(first) + late, is_stay)


def _tells_call(reading: Reading) -> bool:
    """Say whether a claim puts a ship somewhere: "she never left Dalian" does so too."""
    if reading.kind == "event":
        is_of_ship = _A_SHIP.search(reading.locator) or _ABOARD.search(reading.locator)
        return reading.rule == DATED and reading.polarity == "affirmed" and bool(is_of_ship)
    if reading.kind != "movement" or reading.metric == "ais_gap":
        return False
    is_denied_start = reading.metric in STARTS and reading.polarity == "negated"
    return reading.polarity == "affirmed" or (is_denied_start and _stays(reading))


def _ship(reading: Reading) -> str:
    return reading.actor if reading.kind == "movement" else ""


def _stays(reading: Reading) -> bool:
    return _STAYED.search(reading.locator) is not None


def _start_of(day: date) -> float:
    return float(day.toordinal() * HOURS)


def _place_of(reading: Reading) -> str:
    """Give the one port or sea of a claim: that where it starts or ends, if it tells of that."""
    ends = reading.origin if reading.metric in STARTS else frozenset[str]()
    ends = reading.destination if reading.metric in ENDS else ends
    for places in (ends, reading.sites | reading.origin | reading.destination):
        found = [place for place in sorted(places) if _is_spot(place)]
        if len(found) == 1:
            return found[0]
    return ""


def _is_spot(place: str) -> bool:
    """Say whether a place is a port or a sea: a province has two signs."""
    return len(place.partition("-")[2]) > PROVINCE or place in load_definitions().waters
