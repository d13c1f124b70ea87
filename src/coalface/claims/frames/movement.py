"""Movements: routes, port calls, loading, transfers, silences of the transponder."""

from collections.abc import Iterator, Sequence

from coalface.claims.frames.clauses import clause_draft, free_clauses
from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading, Span
from coalface.claims.mentions.types import Place

__all__ = ["find_movements"]

_RANK = (
    "ais_gap",
    "sts_transfer",
    "port_call",
    "loading",
    "discharge",
    "departure",
    "route",
    "voyage",
)
_METRICS = {
    "loading": "loading_ports",
    "discharge": "discharge_ports",
    "departure": "departure",
    "voyage": "route",
}
LEFT_REACH = 6.0
_LEFT = frozenset({"left", "leaves", "leave", "leaving"})
_PORTLIKE = frozenset({"port", "city", "province", "mine", "waters"})


def find_movements(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find what moves where, one claim a clause.

    Args:
        reading: The document.
        taken: Claims found before, whose clauses are left alone.

    Returns:
        Drafts of clauses that hold a word of movement and a place or a ship. A movement told is
        no movement seen.
    """
    for span, cues in free_clauses(reading, "move", taken, beside_times=True):
        cue = min(cues, key=lambda c: (_RANK.index(c.value), c.start))
        if _is_located(reading, span, cue):
            draft = clause_draft(reading, span, cue, "movement", 0.6)
            draft.metric = _METRICS.get(cue.value, cue.value)
            yield draft


def _is_located(reading: Reading, span: Span, cue: Cue) -> bool:
    places = [m.value for m in reading.mentions_in("place", *span) if isinstance(m.value, Place)]
    has_ship = bool(reading.mentions_in("vessel", *span))
    is_near = any(place.kind in _PORTLIKE for place in places)
    if cue.value in {"ais_gap", "sts_transfer"}:
        return True
    if (
        cue.value == "voyage" or reading.flat.text[cue.start : cue.end].lower() in _LEFT
    ):  # said of much else
        near = [
            m
            for m in reading.mentions_in("place", *span)
            if reading.distance((cue.start, cue.end), (m.start, m.end)) <= LEFT_REACH
        ]
        return any(isinstance(m.value, Place) and m.value.kind in _PORTLIKE for m in near)
    return is_near or has_ship or len({place.id for place in places}) > 1
