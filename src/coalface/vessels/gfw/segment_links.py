"""How well one message follows another, as gpsdio-segment 3.0.0 weighs it; compiled."""

import math

from numba import njit

__all__ = ["discrepancy_nmi", "likeness", "shortened_hours"]

NMI_PER_DEG = 60.0
NEAR_POLE = 1e-3  # keeps degrees of longitude per mile finite


@njit(cache=True, nogil=True)
def shortened_hours(hours: float, penalty_hours: float, exponent: float) -> float:
    """Give the time for which a ship is taken to hold its course: less, the longer the time."""
    return float(hours / (1.0 + (hours / penalty_hours) ** (1.0 - exponent)))


@njit(cache=True, nogil=True)
def likeness(
    discrepancy: float, hours: float, buffer_hours: float, max_knots: float, penalty_knots: float
) -> float:
    """Give how likely a place is so far from the expected one after some hours; 0: impossible."""
    padded = math.hypot(hours, buffer_hours)
    allowed = padded * max_knots
    if discrepancy > allowed:
        return 0.0
    alpha = max_knots / penalty_knots * discrepancy / allowed
    return math.exp(-(alpha * alpha)) / padded


@njit(cache=True, nogil=True)
def discrepancy_nmi(a, b, hours: float, shape_factor: float) -> float:  # type: ignore[no-untyped-def]
    """Give how far two messages are from telling one story, in nautical miles.

    The least of three: each is where the other leads to it; the ship stayed where it was; the
    ship is on the line that the other's course draws.

    Args:
        a: The earlier message: latitude, longitude, speed (kn), course (deg, NaN: none).
        b: The later message, likewise.
        hours: Time between them, as the ship is taken to have used it.
        shape_factor: How much worse the second and the third story are held.
    """
    per_lon = NMI_PER_DEG * math.cos(math.radians(0.5 * (a[0] + b[0])))
    north, east = NMI_PER_DEG * (b[0] - a[0]), per_lon * _wrapped(b[1] - a[1])
    led = 0.5 * (_miss(b, a, -hours, per_lon) + _miss(a, b, hours, per_lon))
    distance = math.hypot(north, east)
    direction = math.atan2(north, east)
    aside = 0.5 * (_aside(a, direction, distance, hours) + _aside(b, direction, distance, hours))
    return min(led, distance * shape_factor, aside * shape_factor)


@njit(cache=True, nogil=True)
def _wrapped(degrees: float) -> float:
    return (degrees + 180.0) % 360.0 - 180.0


@njit(cache=True, nogil=True)
def _miss(start, seen, hours: float, per_lon: float) -> float:  # type: ignore[no-untyped-def]
    """Give how far the place to which `start` leads is from the place seen."""
    way = 0.0 if math.isnan(start[3]) else start[2] * hours
    angle = math.radians(90.0 - (0.0 if math.isnan(start[3]) else start[3]))
    per_mile = 1.0 / NMI_PER_DEG
    lon = start[1] + math.cos(angle) * way * per_mile / (
        math.cos(math.radians(start[0])) + NEAR_POLE
    )
    lat = start[0] + math.sin(angle) * way * per_mile
    return math.hypot(per_lon * _wrapped(lon - seen[1]), NMI_PER_DEG * (lat - seen[0]))


@njit(cache=True, nogil=True)
def _aside(message, direction: float, distance: float, hours: float) -> float:  # type: ignore[no-untyped-def]
    """Give how far the other place is from the line of a message's course; infinite if off it."""
    course = 0.0 if math.isnan(message[3]) else message[3]
    turn = math.radians(90.0 - course) - direction
    along = math.cos(turn) * distance
    if 0.0 < along <= message[2] * hours:
        return abs(math.sin(turn)) * distance
    return math.inf
