"""What a claim is about: goods, places, where from and where to."""

from collections.abc import Sequence

from coalface.claims.frames.attribution import Speaker
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Actor, Commodity, Mention, Place

__all__ = ["bind_subjects"]

ALL_GOODS = Commodity("all_goods", "all goods")
_TOTALS = frozenset({"trade_total", "trade_deficit"})
_LISTED = frozenset({"rule", "practice", "cause", "event", "movement"})
_TARGETS = frozenset({"to", "into", "toward", "towards", "at", "reached"})
_FROM = frozenset({"from", "left", "departed"})


def bind_subjects(reading: Reading, drafts: Sequence[Draft], speakers: Sequence[Speaker]) -> None:
    """Give each draft its goods, places and actor.

    Args:
        reading: The document.
        drafts: In order of place; changed.
        speakers: Whose own places are not those of the claim.
    """
    named = [(speaker.start, speaker.end) for speaker in speakers]
    for draft in drafts:
        draft.commodities = _goods(reading, draft)
        _bind_places(reading, draft, named)
        clause = reading.clause(draft.at[0])
        for actor in reading.mentions_in("actor", *clause):
            if isinstance(actor.value, Actor) and not _is_in(actor, named):
                draft.actor = actor.value.name
                break


def _goods(reading: Reading, draft: Draft) -> tuple[Commodity, ...]:
    if draft.metric in _TOTALS:
        return (ALL_GOODS,)
    clause = reading.clause(draft.at[0])
    its = reading.mentions_in("commodity", draft.start, draft.end) or reading.mentions_in(
        "commodity", *clause
    )
    if draft.kind in _LISTED and its:
        return _unique(its)
    sentence = reading.sentence(draft.at[0])
    its = its or reading.mentions_in("commodity", sentence.start, sentence.end)
    if not its:
        its = (
            reading.mentions_in("commodity", 0, sentence.start)[-1:]
            or reading.mentions_in("commodity", 0, len(reading.flat.text))[:1]
        )
    if not its:
        return ()
    nearest = min(its, key=lambda m: reading.distance(draft.at, (m.start, m.end)))
    return _unique([nearest])


def _unique(mentions: Sequence[Mention]) -> tuple[Commodity, ...]:
    goods = {m.value.id: m.value for m in mentions if isinstance(m.value, Commodity)}
    return tuple(goods.values())


def _bind_places(reading: Reading, draft: Draft, named: Sequence[tuple[int, int]]) -> None:
    clause = reading.clause(draft.at[0])
    places, origin, destination = [], [], []
    for mention in reading.mentions_in("place", *clause):
        value = mention.value
        if not isinstance(value, Place) or _is_in(mention, named):
            continue
        before = reading.words_before(mention.start, 2)
        if value.kind != "country":
            places.append(value.id)
        if set(before) & _FROM:
            origin.append(value.id)
        elif set(before) & _TARGETS:
            destination.append(value.id)
    draft.places = tuple(dict.fromkeys(places))
    draft.origin = tuple(dict.fromkeys(origin))
    draft.destination = tuple(dict.fromkeys(destination))


def _is_in(mention: Mention, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= mention.start < end for start, end in spans)
