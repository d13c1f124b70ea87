"""Whose voyage, tonnage or load a claim tells: the ship beside it, else the one spoken of last."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention, Place, Vessel
from coalface.claims.sentences import Sentence

__all__ = ["bind_ships", "ship_of_sentence"]

_OF_SHIPS = frozenset({"vessel_tonnage", "deadweight", "gross_tonnage", "cargo_size"})
_LOADS = frozenset({"quantity", "shipments", "export_volume", "import_volume", "stock"})
_POINTERS = word_list("ships", "pointers")
_ONE_VOYAGE = word_list("ships", "one_voyage")
_INTO = word_list("ships", "into")
_CRAFT = word_list("movement", "craft")
_ABOARD = frozenset({"into", "aboard", "onto"})
_STATED = frozenset({"event.statement"})
_MADE = frozenset({"cleared", "quit", "made", "gained", "reached", "entered", "left"})
_AT = frozenset({"at", "off", "in"})
_SAME_SHIP = re.compile(
    r"[同该此这本](?:一)?[艘条]?(?:船|货轮|油轮|轮)"
    r"|(?:이|그|같은|해당|동) ?(?:배|선박|화물선|유조선)"
)
_HER = frozenset({"her", "hold", "holds"})
MOST_DAYS = 31  # of one voyage
BESIDE = 48  # characters between a ship and the place it was at
MOST_BACK = 3  # sentences over which "she" is still the ship named before
MOST_INTO = 7  # words from "into" to the ship
FEW = 5  # words before a ship that tell that a load went into it


def bind_ships(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Give movements, tonnages and loads the ship that they are told of.

    Args:
        reading: The document.
        drafts: With goods and places bound; their actors are changed. A name is not a hull.
    """
    ships = reading.mentions.get("vessel", ())
    if not ships:
        return
    starts = [ship.start for ship in ships]
    for draft in drafts:
        if draft.kind == "event" and (place := _sighted_at(reading, draft)) is not None:
            draft.kind, draft.metric, draft.end = "movement", "port_call", max(draft.end, place.end)
        if draft.kind == "movement" or draft.metric in _OF_SHIPS:
            ship = _ship_of(reading, draft, ships, starts)
            draft.actor = _name(ship) or draft.actor
        elif draft.metric in _LOADS and _is_one_load(reading, draft):
            ship = _ship_of(reading, draft, ships, starts)
            if name := _name(ship):
                draft.actor, draft.metric = name, "cargo_size"


def ship_of_sentence(reading: Reading, sentence: Sentence) -> Mention | None:
    """Give the ship that a sentence speaks of: named in it, or before it and pointed back to.

    Args:
        reading: The document.
        sentence: One of its sentences.
    """
    ships = reading.mentions.get("vessel", ())
    its = reading.mentions_in("vessel", sentence.start, sentence.end)
    if its:
        return its[0]
    starts = [ship.start for ship in ships]
    return _ship_before(reading, sentence, ships, starts)


def _name(ship: Mention | None) -> str:
    return ship.value.name if ship is not None and isinstance(ship.value, Vessel) else ""


def _sighted_at(reading: Reading, draft: Draft) -> Mention | None:
    """Give the port in "cameras saw the Hae Dong 6 at Ningbo", beside a ship that is named."""
    if draft.rule_id in _STATED:
        return None
    for ship in reading.mentions_in("vessel", *draft.clause):
        for place in reading.mentions_in("place", ship.end, ship.end + BESIDE):
            if not isinstance(place.value, Place) or place.value.kind != "port":
                continue
            is_at = not _AT.isdisjoint(reading.words_before(place.start, FEW))
            if is_at or not _MADE.isdisjoint(reading.words_before(place.start, 1)):
                return place
    return None


def _is_one_load(reading: Reading, draft: Draft) -> bool:
    """Tell what one ship took on one voyage from all that went by sea."""
    amount = draft.amount
    if draft.kind != "quantity" or amount is None or amount.unit_std != "t" or draft.per:
        return False
    first, last = draft.valid_from, draft.valid_to
    if first is not None and (last is None or (last - first).days > MOST_DAYS):
        return False  # of many voyages
    sentence = draft.sentence
    if "with" in reading.words_before(draft.start, 3) and reading.within("move", *draft.clause):
        return True  # "left Taean with 8,800 tons"
    if not _ONE_VOYAGE.isdisjoint(reading.words(sentence.start, sentence.end)):
        return True
    told = reading.words(draft.clause[0], draft.clause[1])
    if any(one in _ABOARD and other in _HER for one, other in pairwise(told)):
        return True  # "went into her in one night"
    return any(
        not _INTO.isdisjoint(reading.words_before(ship.start, MOST_INTO))
        for ship in reading.mentions_in("vessel", *draft.clause)
    )


def _ship_of(
    reading: Reading, draft: Draft, ships: Sequence[Mention], starts: Sequence[int]
) -> Mention | None:
    sentence = draft.sentence
    for start, end in (draft.clause, (sentence.start, sentence.end)):
        its = ships[bisect_left(starts, start) : bisect_left(starts, end)]
        if its:
            return min(its, key=lambda m: reading.distance((m.start, m.end), draft.at))
    return _ship_before(reading, sentence, ships, starts)


def _ship_before(
    reading: Reading, sentence: Sentence, ships: Sequence[Mention], starts: Sequence[int]
) -> Mention | None:
    before = bisect_left(starts, sentence.start)
    if not before or not _points_back(reading, sentence):
        return None
    last = ships[before - 1]
    here = bisect_left(reading.starts.sentences, sentence.start)
    there = bisect_left(reading.starts.sentences, reading.sentence(last.start).start)
    return last if here - there <= MOST_BACK else None


def _points_back(reading: Reading, sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of a ship named before: "she", "her log", "the vessel"."""
    words = reading.words(sentence.start, sentence.end)
    text = reading.flat.text[sentence.start : sentence.end]
    if not text.isascii() and _SAME_SHIP.search(text):
        return True
    if not _POINTERS.isdisjoint(words):
        return True
    return any(
        one in ("the", "this", "that", "same", "said", "该") and other in _CRAFT
        for one, other in pairwise(words)
    )
