"""Fields of a decoded AIS message become columns of `positions` and `statics`.

Types and fields after ITU-R M.1371-5. Values that mean "not available" come through: hygiene
counts and removes them.
"""

from collections.abc import Mapping
from typing import Any

__all__ = ["position_of", "static_of"]

CLASS_A = frozenset({1, 2, 3})
CLASS_B = frozenset({18, 19})
LONG_RANGE = 27
NAMED_A, NAMED_B, PARTS_B = 5, 19, 24
Message = Mapping[str, Any]


def position_of(message: Message) -> dict[str, Any] | None:
    """Give the columns of `positions` that a message fills; None if its type has no position."""
    kind = message.get("msg_type")
    if kind not in CLASS_A | CLASS_B | {LONG_RANGE}:
        return None
    return {
        "mmsi": message.get("mmsi"),
        "lat_deg": _number(message.get("lat")),
        "lon_deg": _number(message.get("lon")),
        "sog_kn": _number(message.get("speed")),
        "cog_deg": _number(message.get("course")),
        "heading_deg": _number(message.get("heading")),
        "nav_status": message.get("status"),
        "transponder_class": "B" if kind in CLASS_B else "A",
        "is_coarse": kind == LONG_RANGE,
    }


def static_of(message: Message) -> dict[str, Any] | None:
    """Give the columns of `statics` that a message fills; None if its type has none."""
    kind = message.get("msg_type")
    if kind not in {NAMED_A, NAMED_B, PARTS_B}:
        return None
    return {
        "mmsi": message.get("mmsi"),
        "imo_sent": None if kind != NAMED_A else str(message.get("imo")),
        "name": message.get("shipname"),
        "call_sign": message.get("callsign"),
        "ship_type": message.get("ship_type"),
        "length_m": _sum(message.get("to_bow"), message.get("to_stern")),
        "beam_m": _sum(message.get("to_port"), message.get("to_starboard")),
        "draught_m": _number(message.get("draught")),
        "destination": message.get("destination"),
        "transponder_class": "A" if kind == NAMED_A else "B",
    }


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _sum(a: object, b: object) -> float | None:
    if not isinstance(a, int | float) or not isinstance(b, int | float):
        return None
    return float(a + b) or None
