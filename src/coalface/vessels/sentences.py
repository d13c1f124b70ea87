"""One plain sentence an event, built from its fields alone; it says what was observed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

__all__ = ["CAUSE_WORDS", "sentence_of", "share_words", "strength_word"]

Event = Mapping[str, Any]
NOT_SEEN = 0
#: From this probability on, a finding is called likely, and from the next, possible.
WORDS = ((0.9, "likely"), (0.5, "possible"), (0.0, "not distinguishable"))
CUT = "It was cut where a stretch of days ends: it may have lasted longer."
LEAST, MOST = 0.005, 0.995  # shares beyond these are not told to the percent
#: What each cause of a silence means, in words that blame nobody for what is not known.
CAUSE_WORDS: Mapping[str, str] = {
    "reception_hole": "a hole in reception",
    "satellite_revisit": "the wait for the next satellite",
    "moored_off": "a set switched off in port or at anchor",
    "low_power": "a weak or battery-powered set",
    "identity_switch": "two ships of one number",
    "area_interference": "interference with many ships",
    "provider_cut": "an outage of the data provider",
    "deliberate": "a set switched off at sea",
    "unknown": "a fault or another cause not known",
}
#: Column of each innocent cause in table `gaps`, and its words.
INNOCENT = [(f"cause_{name}", words) for name, words in CAUSE_WORDS.items() if name != "deliberate"]
#: Abbreviations in the names of kinds.
SPELLED = {"mmsi": "MMSI", "imo": "IMO"}


def sentence_of(kind: str, event: Event, *, is_cut: bool = False) -> str:
    """Tell an event in one sentence.

    Args:
        kind: `gap`, `encounter`, `port_visit`, `identity_event` or `voyage`.
        event: Its row.
        is_cut: It goes on beyond the stretch in which it was found: it may have lasted longer.

    Returns:
        A sentence that names numbers and times, and no intention.

    Raises:
        ValueError: If there is no such kind.
    """
    if kind not in SENTENCES:
        raise ValueError(f"no sentence for {kind!r}; there are {sorted(SENTENCES)}")
    said = SENTENCES[kind](event)
    return f"{said} {CUT}" if is_cut else said


def strength_word(p: float | None) -> str:
    """Say how strong a finding of this probability is; without one it is a bare rule's."""
    if p is None:
        return "by rule, no probability"
    for low, word in WORDS:
        if p >= low:
            return word
    raise ValueError(f"{p} is no probability")


def share_words(p: float) -> str:
    """Give a probability as a percentage, never as a certainty."""
    if p < LEAST:
        return "below 1%"
    return "over 99%" if p > MOST else f"{p:.0%}"


def _gap(event: Event) -> str:
    until = "the end of the data" if event.get("is_open") else _at(event["ends_at"])
    seen = (
        f"No message of MMSI {event['mmsi']} was received from {_at(event['starts_at'])} "
        f"to {until} ({event['duration_h']:.1f} h)"
    )
    return f"{seen}; {_why(event)}."


def _why(event: Event) -> str:
    """Say what may explain a silence, the best innocent explanation always beside the other."""
    p = event["p_deliberate"]
    if p is None:
        return "the rule that found it gives no cause"
    chances = [event[column] or 0.0 for column, _ in INNOCENT]
    chance = max(chances)
    innocent = f"{INNOCENT[chances.index(chance)][1]} ({share_words(chance)})"
    off = f"{CAUSE_WORDS['deliberate']} ({share_words(p)})"
    if strength_word(p) == "not distinguishable":
        return f"its cause cannot be told: best innocent explanation {innocent}; {off}"
    return f"{strength_word(p)}: {off}; best innocent explanation {innocent}"


def _encounter(event: Event) -> str:
    when = f"from {_at(event['starts_at'])} to {_at(event['ends_at'])}"
    where, score = _place(event), event["score"]
    if event["mmsi_2"] == NOT_SEEN:
        unheard = "that a ship was there unheard"
        said = f"MMSI {event['mmsi_1']} lingered {where} {when}; no other ship was seen with it"
    else:
        unheard = "that this is none of the usual meetings of that place"
        said = (
            f"MMSI {event['mmsi_1']} and {event['mmsi_2']} were close to each other {where} {when}"
        )
    return f"{said}{_chance(score, unheard)}."


def _port_visit(event: Event) -> str:
    until = event.get("departed_at")
    if event["kind"] == "inferred":
        last = f" and {_at(until)}" if until else " and the end of the silence"
        return (
            f"While MMSI {event['mmsi']} was not received, it may have called at "
            f"{event['port_id']} between {_at(event['arrived_at'])}{last}"
            f"{_chance(event['p'], 'of that call')}; nobody saw it there."
        )
    left = f" to {_at(until)}" if until else ", its departure not seen"
    return (
        f"MMSI {event['mmsi']} was seen at {event['port_id']} from {_at(event['arrived_at'])}"
        f"{left}{_chance(event['p'], 'that it called there, and did not wait or pass slowly')}."
    )


def _identity_event(event: Event) -> str:
    kind = " ".join(SPELLED.get(word, word) for word in event["kind"].split("_"))
    when = _at(event["at"]) if event["at"] else "at a time not known"
    return f"MMSI {event['mmsi']}, {when}: {kind}. {event['detail']}"


def _voyage(event: Event) -> str:
    to = event.get("to_port") or "a port not seen"
    leaves = f", left {_at(event['departed_at'])}" if event.get("departed_at") else ""
    comes = f", arrived {_at(event['arrived_at'])}" if event.get("arrived_at") else ""
    way = "the likeliest way" if event["rank"] == 1 else f"alternative {event['rank']}"
    return (
        f"MMSI {event['mmsi']}: from {event['from_port']} to {to}{leaves}{comes}; "
        f"{way}{_chance(event['p'], 'of this way')}."
    )


SENTENCES: dict[str, Callable[[Event], str]] = {
    "gap": _gap,
    "encounter": _encounter,
    "port_visit": _port_visit,
    "identity_event": _identity_event,
    "voyage": _voyage,
}


def _chance(p: float | None, of_what: str) -> str:
    return "" if p is None else f"; {strength_word(p)}: probability {of_what} {share_words(p)}"


def _at(instant: datetime) -> str:
    return f"{instant.isoformat(' ')[:16]} UTC"


def _place(event: Event) -> str:
    lat, lon = event["lat_deg"], event["lon_deg"]
    if lat is None or lon is None:
        return "at a place not known"
    north, east = "S" if lat < 0 else "N", "W" if lon < 0 else "E"
    return f"near {abs(lat):.2f} {north}, {abs(lon):.2f} {east}"
