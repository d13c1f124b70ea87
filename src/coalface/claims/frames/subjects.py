"""What a claim is about: goods, places, where from and where to."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from coalface.claims.frames.clauses import FIGURES
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.goods import (
    SIDES,
    around,
    goods_of,
    goods_of_side,
    goods_of_text,
    main_goods,
)
from coalface.claims.frames.reading import Reading, Span
from coalface.claims.frames.speakers import Speaker
from coalface.claims.mentions.types import Actor, Commodity, Mention, MentionType, Place
from coalface.claims.sentences import Sentence

__all__ = ["bind_flows", "bind_subjects", "is_of_port"]

_OPEN = frozenset({"quantity", "shipments", "value", "share"})
#: What is sold to a country abroad is exported.
_SALES = {"sales_volume": "volume", "sales_value": "value"}
_MASSES = frozenset({"t", "bbl"})
HOME = "KP"
_TARGETS = frozenset({"to", "into", "toward", "towards", "reached"})
#: Movements whose "at" is where they end, and where they start.
_ENDS_AT = frozenset({"port_call", "discharge"})
_STARTS_AT = frozenset({"loading", "departure"})
_COMPARED = frozenset({"with", "against", "versus", "than"})
_TO_UNLISTED = re.compile(r" to (?P<name>[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})?)\b")
#: Who tells of ships at the place where they are.
_OF_PORT = frozenset(
    {"port", "harbour", "harbor", "pilot", "pilots", "terminal", "dock", "berth", "wharf", "quay"}
    | {"pier", "harbourmaster", "harbourmaster's", "harbormaster", "stevedores", "berthing"}
)
_FROM = frozenset({"from", "left", "departed"})


def bind_subjects(reading: Reading, drafts: Sequence[Draft], speakers: Sequence[Speaker]) -> None:
    """Give each draft its goods, places and actor.

    Args:
        reading: The document.
        drafts: In order of place; changed.
        speakers: Whose own places are not those of the claim.
    """
    named = _of_speakers(reading, speakers)
    main, since = main_goods(reading)
    actors = _actors(reading, named)
    goods_at, places_at = _by_sentence(reading, "commodity"), _by_sentence(reading, "place")
    side: Draft | None = None
    here: _Here | None = None
    for draft in drafts:
        sentence = draft.sentence
        if here is None or sentence is not here.sentence:
            its = goods_at.get(sentence.start, ())
            otherwise = () if its else goods_of_text(reading, sentence, main, since)
            here = _Here(sentence, its, places_at.get(sentence.start, ()), otherwise)
        is_inside = sentence.start <= draft.start and draft.end <= sentence.end
        goods = here.goods if is_inside else reading.mentions_in("commodity", *around(draft))
        draft.commodities = goods_of(reading, draft, goods, here.otherwise)
        if draft.metric in SIDES:
            draft.commodities = goods_of_side(reading, draft, side)
            side = draft
        places = here.places if is_inside else reading.mentions_in("place", *around(draft))
        if places:
            _bind_places(reading, draft, places, named)
        draft.actor = actors.get(draft.clause, draft.actor)


class _Here(NamedTuple):
    """What the claims of one sentence share: what it names, and its goods if it names none."""

    sentence: Sentence
    goods: Sequence[Mention]
    places: Sequence[Mention]
    otherwise: tuple[Commodity, ...]


def _by_sentence(reading: Reading, kind: MentionType) -> Mapping[int, Sequence[Mention]]:
    """Give the mentions of a type in each sentence that holds any, by where it starts."""
    found: dict[int, list[Mention]] = {}
    for mention in reading.mentions.get(kind, ()):
        found.setdefault(reading.sentence(mention.start).start, []).append(mention)
    return found


def _of_speakers(reading: Reading, speakers: Sequence[Speaker]) -> frozenset[int]:
    """Give where the places and bodies start that stand in the words for someone who speaks."""
    starts = [speaker.start for speaker in speakers]
    ends = [*accumulate((speaker.end for speaker in speakers), max)]
    mentions = chain(*(reading.mentions.get(kind, ()) for kind in ("place", "actor")))
    places = [mention.start for mention in mentions]
    return frozenset(
        place for place in places if (n := bisect_right(starts, place)) and ends[n - 1] > place
    )


def _actors(reading: Reading, named: frozenset[int]) -> Mapping[Span, str]:
    """Give the first body that each clause names, but for those that speak."""
    found: dict[Span, str] = {}
    for mention in reading.mentions.get("actor", ()):
        if isinstance(mention.value, Actor) and mention.start not in named:
            found.setdefault(reading.clause(mention.start), mention.value.name)
    return found


def _bind_places(
    reading: Reading, draft: Draft, its: Sequence[Mention], named: frozenset[int]
) -> None:
    places = _near_places(reading, draft, its, named)
    if not places:
        return
    ends: dict[str, list[str]] = {"places": [], "origin": [], "destination": []}
    for mention in places:
        value = mention.value
        if not isinstance(value, Place):
            continue
        if value.kind != "country":
            ends["places"].append(value.id)
        if end := _end_of(reading, draft, mention):
            ends[end].append(value.id)
        if end == "origin" and (match := _TO_UNLISTED.match(reading.flat.text, mention.end)):
            ends["destination"] += _unlisted(reading, match)
    draft.places = tuple(dict.fromkeys(ends["places"]))
    draft.origin = tuple(dict.fromkeys(ends["origin"])) if ends["origin"] else ()
    draft.destination = tuple(dict.fromkeys(ends["destination"])) if ends["destination"] else ()


def _unlisted(reading: Reading, match: re.Match[str]) -> list[str]:
    """Give the name of a place that no list holds: "from Rajin to Beihai"."""
    known = reading.mentions_in("place", *match.span("name"))
    return (
        []
        if known or reading.mentions_in("date", *match.span("name"))
        else [f"name:{match['name']}"]
    )


def _end_of(reading: Reading, draft: Draft, mention: Mention) -> str:
    """Tell whether a place is where a movement starts or ends, empty if it is neither."""
    before = reading.words_before(mention.start, 2)
    if not _FROM.isdisjoint(before):
        return "origin"
    if not _TARGETS.isdisjoint(before):
        return "destination"
    if "at" not in before or draft.kind == "price":
        return ""
    moves = _moves_before(reading, draft, mention)
    if moves & _ENDS_AT:
        return "destination"
    return "origin" if moves & _STARTS_AT else ""


def _moves_before(reading: Reading, draft: Draft, mention: Mention) -> set[str]:
    """Give what the last word of movement before a place tells: a sale at a pier moves nothing."""
    start = draft.clause[0]
    its = reading.within("move", min(start, mention.start), mention.start)
    return {cue.value for cue in its if cue.start == its[-1].start}


def _near_places(
    reading: Reading, draft: Draft, its: Sequence[Mention], named: frozenset[int]
) -> Sequence[Mention]:
    """Give the places of the claim's words, else of its clause, else of its sentence."""
    sentence, clause = draft.sentence, draft.clause
    if not _COMPARED.isdisjoint(reading.words_before(draft.start, 1)):
        after = reading.mentions_in("place", draft.end, clause[1])  # held against it, elsewhere
        return [m for m in after if m.start not in named][:1]
    if draft.rule_id == "event.statement":
        its = reading.mentions_in("place", sentence.start, sentence.end)
        return [mention for mention in its if mention.start in named]
    others = [mention for mention in its if mention.start not in named]
    if draft.kind == "movement" and not others:
        is_there = "there" in reading.words(*clause)
        return [m for m in its if is_there or is_of_port(reading, m)]
    its_starts = [
        m.start for m in others if isinstance(m.value, Place) and m.value.kind != "country"
    ]
    spans = [(draft.start, draft.end), clause, (sentence.start, sentence.end)]
    for start, end in (spans if draft.kind in FIGURES else spans[:2]) if its_starts else ():
        for place in its_starts:
            if start <= place < end:
                return [m for m in others if start <= m.start < end]
    return [m for m in others if clause[0] <= m.start < clause[1]]


def is_of_port(reading: Reading, place: Mention) -> bool:
    """Tell "the harbour master of Weihai has her berthing" from "a trader in Dandong"."""
    near = {*reading.words_before(place.start, 4), *reading.words_after(place.end, 2)}
    return not _OF_PORT.isdisjoint(near)


def bind_flows(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Give figures without a word for exports or imports the flow that their places tell.

    Args:
        reading: The document.
        drafts: With places bound; changed. What goes on from the figure before, or restates it,
            takes over what it lacks.
    """
    last: Draft | None = None
    for draft in drafts:
        if draft.kind not in FIGURES:
            continue
        if draft.group is not None:
            _take_over(draft, draft.group)
        if not draft.flow:
            draft.flow = _flow_of(draft)
            _name_by_flow(draft)
        if last is not None and not draft.flow and draft.metric in _OPEN and _goes_on(last, draft):
            draft.flow = last.flow
            measure = {"value": "value", "quantity": "volume"}.get(draft.kind)
            draft.metric = f"{last.flow}_{measure}" if measure and last.flow else draft.metric
        if draft.flow:
            last = draft


def _name_by_flow(draft: Draft) -> None:
    if draft.flow and draft.metric in _SALES:
        draft.metric = f"{draft.flow}_{_SALES[draft.metric]}"
    elif draft.flow and draft.kind == "quantity" and draft.metric in _OPEN:
        draft.metric = f"{draft.flow}_volume"


def _take_over(draft: Draft, first: Draft) -> None:
    draft.metric, draft.flow = first.metric, draft.flow or first.flow
    draft.places = draft.places or first.places
    draft.origin = draft.origin or first.origin
    draft.destination = draft.destination or first.destination
    draft.commodities = first.commodities or draft.commodities
    draft.per = draft.per or first.per
    if not draft.period_text:
        draft.period_text, draft.valid_from, draft.valid_to = (
            first.period_text,
            first.valid_from,
            first.valid_to,
        )


def _flow_of(draft: Draft) -> str:
    """Tell the flow from the ends: to a port of the country spoken of is an import."""
    if not draft.origin and not draft.destination:
        return ""
    to_home = any(place.startswith(HOME) for place in draft.destination)
    from_home = any(place.startswith(HOME) for place in draft.origin)
    if draft.metric in _SALES and draft.destination and not to_home and not draft.origin:
        return "export"
    if to_home == from_home:
        return ""
    return "import" if to_home else "export"


def _goes_on(last: Draft, draft: Draft) -> bool:
    """Tell whether a figure is of the same trade as the one before in its paragraph."""
    if last.sentence.paragraph != draft.sentence.paragraph:
        return False
    left, right = last.amount, draft.amount
    if left is None or right is None:
        return False
    return (
        draft.kind != "quantity"
        or {left.unit_std, right.unit_std} <= _MASSES
        or left.unit_std == right.unit_std
    )
