"""Movements: routes, port calls, loading, transfers, silences of the transponder."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from coalface.claims.frames.clauses import claims_in, clause_draft, free_clauses
from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading, Span
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Place

__all__ = ["find_movements"]

_RANK = (
    "ais_gap",
    "sts_transfer",
    "port_call",
    "sighting",
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
    "sighting": "port_call",
}
LEFT_REACH = 6.0
LONGEST_CLEARED = 8  # letters of "clearing"
BESIDE_CLEARED = 14  # characters: "cleared the port of Nampo"
BESIDE = 2.0  # "entered Nampo"
SURE_REACH = 9.0  # beside a figure, a place or a ship must stand as near as this
APART = 5.0  # two words of movement nearer than this tell one movement
_JOINTS = frozenset({"and", "then", "before", "or", ","})
_CLEARED = frozenset({"cleared", "clears", "clearing", "quit", "quits", "quitting"})
_LEFT = frozenset({"left", "leaves", "leave", "leaving"}) | _CLEARED
_ONCE = frozenset({"ais_gap", "sts_transfer"})  # told in many words, and one in a clause
_TIMES = frozenset({"duration", "distance"})
_SURE = frozenset({"ais_gap", "sts_transfer", "port_call", "departure", "discharge", "route"})
_PLAIN = frozenset({"port_call", "departure"})
_HABITS = word_list("movement", "habits")
MOST_HANDED = 6  # words between "transferred" and the ship that takes over
_OF_CARGO = frozenset({"loading", "discharge"})
_STEPS = frozenset(
    {"at", "on", "upon", "after", "before", "of", "for", "during", "until", "against"}
)
_AT = frozenset({"at", "in", "off"})
_THE = frozenset({"the", "those", "these", "same", "that"})
_NOUNS = frozenset(
    {
        "discharge",
        "loading",
        "unloading",
        "arrival",
        "discharging",
        "departure",
        "transfer",
        "berth",
    }
)
_BECAUSE = frozenset({"because"})
_CRAFT = word_list("movement", "craft")
_PASSAGES = frozenset({"voyage", "route"})
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
    for span, cues in free_clauses(reading, "move", taken, beside_counts=True):
        has_figures = any(draft.metric not in _TIMES for draft in claims_in(taken, *span))
        if "unknown" in [cue.value for cue in reading.within("negation", *span)]:
            continue
        if _is_reason(reading, span) or _is_habit(reading, span):
            continue
        told = [cue for cue in cues if not _is_other_verb(reading, cue)]
        parts = _parts(reading, span, told) if told else []
        is_free = not claims_in(taken, *span)
        for cue, part in parts:
            if has_figures and not (
                _is_sure(reading, span, cue) or _is_of_same(reading, span, cue, taken)
            ):
                continue
            if _is_step(reading, cue) or _is_told_of_cargo(reading, span, cue, taken):
                continue
            if _is_located(reading, part if len(parts) > 1 else span, cue, is_free=is_free):
                draft = clause_draft(reading, part, cue, "movement", 0.6)
                draft.metric = _metric(reading, span, cue)
                yield draft


def _is_other_verb(reading: Reading, cue: Cue) -> bool:
    """Tell "goods may still be cleared" and "quit her post" from "cleared Nampo"."""
    if cue.value != "departure" or cue.end - cue.start > LONGEST_CLEARED:
        return False
    if reading.flat.text[cue.start : cue.end].lower() not in _CLEARED:
        return False
    return not reading.mentions_in("place", cue.end, cue.end + BESIDE_CLEARED)


def _is_reason(reading: Reading, span: Span) -> bool:
    """Tell "because wagons are arriving again": a reason, if no ship or place is named in it."""
    is_because = not _BECAUSE.isdisjoint(reading.words(*span)[:1])
    return is_because and not reading.mentions_in("vessel", *span)


def _is_habit(reading: Reading, span: Span) -> bool:
    """Tell "ships commonly go dark", a practice, from what one ship did on a day."""
    cues = reading.within("practice", *span)
    if not any(reading.flat.text[cue.start : cue.end].lower() in _HABITS for cue in cues):
        return False
    return not (reading.mentions_in("vessel", *span) or reading.mentions_in("date", *span))


def _is_step(reading: Reading, cue: Cue) -> bool:
    """Tell "checks at discharge" and "paid before loading", steps of a trade, from a movement."""
    word = reading.flat.text[cue.start : cue.end].lower()
    is_after = bool(_STEPS & set(reading.words_before(cue.start, 1)))
    return word in _NOUNS and is_after and not _AT & set(reading.words_after(cue.end, 1))


def _is_told_of_cargo(reading: Reading, span: Span, cue: Cue, taken: Sequence[Draft]) -> bool:
    """Tell "30,000 tons were landed at Kholmsk": the claim of the figure tells it already."""
    if reading.mentions_in("vessel", *span):
        return False
    figures = [d for d in claims_in(taken, span[0], cue.start) if d.metric not in _TIMES]
    if any(figure.kind == "share" for figure in figures):
        return True
    if any(_is_told_again(reading, figure, taken) for figure in figures):
        return False  # of "the 5,600 tons" told before, the port is what is told
    is_cargo = cue.value in _OF_CARGO and not _CRAFT & set(reading.words(span[0], cue.start))
    return is_cargo and bool(figures)


def _is_of_same(reading: Reading, span: Span, cue: Cue, taken: Sequence[Draft]) -> bool:
    """Tell "lists Dalian as the port where the 8,100 tonnes were unloaded", told elsewhere, too."""
    if cue.value not in _OF_CARGO:
        return False
    return any(_is_told_again(reading, d, taken) for d in claims_in(taken, *span))


def _is_told_again(reading: Reading, figure: Draft, taken: Sequence[Draft]) -> bool:
    """Tell "the 5,600 tons" of which another sentence speaks, too."""
    amount = figure.amount
    if amount is None or _THE.isdisjoint(reading.words_before(figure.start, 1)):
        return False
    sentence = reading.sentence(figure.start)
    return any(
        other.amount is not None
        and (other.amount.unit_std, other.amount.std_low) == (amount.unit_std, amount.std_low)
        and not sentence.start <= other.start < sentence.end
        for other in taken
    )


def _metric(reading: Reading, span: Span, cue: Cue) -> str:
    """Give what is told: goods that go from one ship to another are transferred."""
    words = reading.words_after(cue.end, MOST_HANDED)
    is_handed = reading.flat.text[cue.start : cue.end].lower().startswith("transfer")
    if is_handed and "to" in words and _CRAFT & set(words[words.index("to") :]):
        return "sts_transfer"
    return _METRICS.get(cue.value, cue.value)


def _parts(reading: Reading, span: Span, cues: Sequence[Cue]) -> list[tuple[Cue, Span]]:
    """Part a clause in which a ship does one thing and then another."""
    if len(cues) == 1:  # as nearly always
        return [(cues[0], span)]
    chosen: list[Cue] = []
    for cue in sorted(cues, key=lambda c: (_RANK.index(c.value), c.start)):
        here = (cue.start, cue.end)
        is_again = cue.value in _ONCE and any(cue.value == c.value for c in chosen)
        if not is_again and all(reading.distance(here, (c.start, c.end)) >= APART for c in chosen):
            chosen.append(cue)
    chosen.sort(key=lambda c: c.start)
    starts = [span[0], *(_joint(reading, left, right) for left, right in pairwise(chosen))]
    ends = [*starts[1:], span[1]]
    return [(cue, (start, end)) for cue, start, end in zip(chosen, starts, ends, strict=True)]


def _joint(reading: Reading, left: Cue, right: Cue) -> int:
    """Give where the second part starts: at the word that joins, else at its own cue."""
    starts, words = reading.tokens.starts, reading.tokens.words
    between = range(bisect_left(starts, right.start) - 1, bisect_left(starts, left.end) - 1, -1)
    brackets = (index for index in between if words[index] == "(")
    joins = (index for index in between if words[index] in _JOINTS)
    index = next(brackets, None) or next(joins, None)
    return right.start if index is None else starts[index]


def _is_sure(reading: Reading, span: Span, cue: Cue) -> bool:
    """Tell whether a movement is told besides the figures of its clause: a place is beside it."""
    here = (cue.start, cue.end)
    if cue.value in _PASSAGES and _is_passage(reading, span, cue):
        return True
    if cue.value in _ONCE:
        return True
    if cue.value in _PLAIN and any(
        reading.distance((m.start, m.end), here) <= BESIDE
        for m in reading.mentions_in("vessel", span[0], cue.start)
    ):
        return True
    reach = SURE_REACH if cue.value in _SURE else BESIDE
    return any(
        reading.distance(here, (m.start, m.end)) <= reach
        for m in reading.mentions_in("place", *span)
        if m.start > cue.start and isinstance(m.value, Place) and m.value.kind in _PORTLIKE
    )


def _is_passage(reading: Reading, span: Span, cue: Cue) -> bool:
    """Tell "carried 25,000 tons from Rajin to Beihai"."""
    return any(
        reading.words_before(m.start, 1) == ("from",) and "to" in reading.words_after(m.end, 3)
        for m in reading.mentions_in("place", cue.end, span[1])
        if isinstance(m.value, Place) and m.value.kind in _PORTLIKE
    )


def _is_located(reading: Reading, span: Span, cue: Cue, *, is_free: bool) -> bool:
    """Tell whether a ship or a place moves: "the tanker" will do where nothing else is said."""
    places = [m.value for m in reading.mentions_in("place", *span) if isinstance(m.value, Place)]
    has_ship = bool(reading.mentions_in("vessel", *span)) or (
        is_free and cue.value != "route" and bool(_CRAFT & set(reading.words(span[0], cue.start)))
    )
    is_near = any(place.kind in _PORTLIKE for place in places)
    text = reading.flat.text[cue.start : cue.end].lower()
    if cue.value in _ONCE or (cue.value in _PLAIN and " " in text):  # "cast off", "put in at"
        return True
    if cue.value == "voyage" and has_ship and places:
        return True
    if cue.value == "voyage" or text in _LEFT:  # said of much else
        if "port" in reading.words_after(cue.end, 4):
            return True
        if _is_passage(reading, span, cue):
            return True
        near = [
            m
            for m in reading.mentions_in("place", *span)
            if reading.distance((cue.start, cue.end), (m.start, m.end)) <= LEFT_REACH
        ]
        return any(isinstance(m.value, Place) and m.value.kind in _PORTLIKE for m in near)
    return is_near or has_ship or len({place.id for place in places}) > 1
