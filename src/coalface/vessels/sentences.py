"""One plain sentence an event, built from its fields alone; it says what was observed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

__all__ = ["sentence_of"]

Event = Mapping[str, Any]
NOT_SEEN = 0
SWITCHED_OFF = "probability that it was switched off"
UNUSUAL = "probability that it is none of the usual meetings of that place"


def sentence_of(kind: str, event: Event) -> str:
    """Tell an event in one sentence.

    Args:
        kind: `gap`, `encounter`, `port_visit`, `identity_event` or `voyage`.
        event: Its row.

    Returns:
        A sentence that names numbers and times, and no intention.

    Raises:
        ValueError: If there is no such kind.
    """
    if kind not in SENTENCES:
        raise ValueError(f"no sentence for {kind!r}; there are {sorted(SENTENCES)}")
    return SENTENCES[kind](event)


def _gap(event: Event) -> str:
    until = "the end of the data" if event.get("is_open") else _at(event["ends_at"])
    causes = sorted(
        ((v, k.removeprefix("cause_")) for k, v in event.items() if k.startswith("cause_") and v),
        reverse=True,
    )
    likeliest = f"; likeliest cause: {_words(causes[0][1])} ({causes[0][0]:.0%})" if causes else ""
    return (
        f"No message of MMSI {event['mmsi']} was received from {_at(event['starts_at'])} "
        f"to {until} ({event['duration_h']:.1f} h){_chance(event['p_deliberate'], SWITCHED_OFF)}"
        f"{likeliest}."
    )


def _encounter(event: Event) -> str:
    when = f"from {_at(event['starts_at'])} to {_at(event['ends_at'])}"
    where = _place(event)
    if event["mmsi_2"] == NOT_SEEN:
        return f"MMSI {event['mmsi_1']} lingered {where} {when}; no other ship was seen with it."
    return (
        f"MMSI {event['mmsi_1']} and {event['mmsi_2']} were close to each other {where} {when}"
        f"{_chance(event['score'], UNUSUAL)}."
    )


def _port_visit(event: Event) -> str:
    until = f" to {_at(event['departed_at'])}" if event.get("departed_at") else ""
    if event["kind"] == "inferred":
        return (
            f"While MMSI {event['mmsi']} was not received, it may have called at "
            f"{event['port_id']} between {_at(event['arrived_at'])}{until} "
            f"(probability {event['p']:.0%}); nobody saw it there."
        )
    return (
        f"MMSI {event['mmsi']} was seen at {event['port_id']} from {_at(event['arrived_at'])}"
        f"{until}{_chance(event['p'], 'probability')}."
    )


def _identity_event(event: Event) -> str:
    return f"MMSI {event['mmsi']}, {_at(event['at'])}: {_words(event['kind'])}. {event['detail']}"


def _voyage(event: Event) -> str:
    to = event.get("to_port") or "a port not seen"
    leaves = f", left {_at(event['departed_at'])}" if event.get("departed_at") else ""
    comes = f", arrived {_at(event['arrived_at'])}" if event.get("arrived_at") else ""
    return (
        f"{event['vessel_id']}: from {event['from_port']} to {to}{leaves}{comes} "
        f"(probability {event['p']:.0%}, alternative {event['rank']})."
    )


SENTENCES: dict[str, Callable[[Event], str]] = {
    "gap": _gap,
    "encounter": _encounter,
    "port_visit": _port_visit,
    "identity_event": _identity_event,
    "voyage": _voyage,
}


def _chance(p: float | None, of_what: str) -> str:
    return "" if p is None else f"; {of_what}: {p:.0%}"


def _at(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"


def _place(event: Event) -> str:
    return f"near {event['lat_deg']:.2f} N, {event['lon_deg']:.2f} E"


def _words(name: str) -> str:
    return name.replace("_", " ")
