"""Check 6, speeds: how fast a ship must have gone between two places of two days."""

from collections.abc import Iterator
from functools import lru_cache
from math import asin, ceil, cos, floor, radians, sin, sqrt

import polars as pl

from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.passages import (
    Passages,
    is_passage,
    timed_passages,
    timed_ways,
    told_passages,
)
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome
from coalface.claims.checks.voyages import HOURS, Call, calls_of, pairs_of_one_ship
from coalface.claims.facts import Facts

__all__ = ["find_speeds", "find_timed_passages", "find_told_speeds"]

EARTH_NMI = 3440.065
PAIR = 2
ONE_DAY = 6.0  # hours between two calls of one day of which no hour is told
NEAR_NMI = 40.0  # a ship "off" a port, and one in the port beside it
SETTLE = "the ship's track between the two days"
Point = tuple[float, float]


def find_speeds(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Work out how fast a ship must have gone, from the shortest way by sea and the times told.

    `implausible`: too fast even in the longest time that days and hours allow. `warn`: faster than
    is usual between their middles, faster than the report says that the ship can go, or told of a
    ship without a name. `conflict`: one place is told for all of the days, another for one of them.

    Args:
        readings: Claims, read.
        facts: Table `ports`.

    Yields:
        One outcome for each two claims on one ship at two places, in order of time.

    Source:
        Python package searoute (Apache-2.0), for the way by sea.
    """
    if facts.ports is None:
        return
    calls = calls_of(readings)
    if len(calls) < PAIR:
        return
    points = _points(facts.ports)
    told = told_passages(readings)
    for one, other in pairs_of_one_ship(calls):
        distance = _distance(one, other, points, told)
        if distance is not None:
            yield _speed(one, other, distance, told)


def find_told_speeds(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Divide the way that a report tells by the time that it gives for it.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One outcome for each report that tells one way and, beside it, one time. A warning where
        no ship of the trade goes so fast, or this one is said to go slower.
    """
    limits = load_definitions().tolerances
    told = None
    for way, time, distance, hours in timed_ways(readings):
        told = told or told_passages(readings)
        speed, own = distance / hours, told.speed_of(way)
        is_fast = speed > limits.usual_speed_kn or (own is not None and speed > own)
        own_said = "" if own is None else f"; the report gives this ship {own:,.3g} at most"
        yield Outcome(
            test="speed",
            claim_ids=(way.id, time.id),
            verdict="warn" if is_fast else "consistent",
            explanation=(
                f"{way.words} in {time.words} is {speed:,.1f} knots; "
                f"{limits.usual_speed_kn:g} is fast for the trade{own_said}."
            ),
            would_settle=SETTLE,
        )


def find_timed_passages(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Divide the way by sea between two ports by the time that a report gives for it.

    Args:
        readings: Claims, read.
        facts: Table `ports`.

    Yields:
        A warning where no ship of the trade goes so fast: the time may be that of something else.
    """
    passages = list(timed_passages(readings)) if facts.ports is not None else []
    if facts.ports is None or not passages:
        return
    points, limit = _points(facts.ports), load_definitions().tolerances.speed_kn
    for time, here, there, hours in passages:
        if here in points and there in points:
            distance = _sea_distance_nmi(*points[here], *points[there])
            if distance / hours > limit:
                yield Outcome(
                    test="speed",
                    claim_ids=(time.id,),
                    verdict="warn",
                    explanation=(
                        f"{time.words} for about {distance:,.0f} nautical miles from {here} to "
                        f"{there} is {distance / hours:,.1f} knots or more; no ship of the trade "
                        f"makes more than {limit:g}."
                    ),
                    would_settle=SETTLE,
                )


def _points(ports: pl.DataFrame) -> dict[str, Point]:
    columns = ("port_id", "lat_deg", "lon_deg")
    listed = {port: (lat, lon) for port, lat, lon in ports.select(columns).iter_rows()}
    return {**load_definitions().harbours, **listed}


def _distance(one: Call, other: Call, points: dict[str, Point], told: Passages) -> float | None:
    """Give the way between two places in nautical miles: by sea, else as the report tells it."""
    if one.place and one.place == other.place:
        return None
    if one.place in points and other.place in points:
        return _sea_distance_nmi(*points[one.place], *points[other.place])
    waters = load_definitions().waters
    for sea, port in ((one.place, other.place), (other.place, one.place)):
        if sea in waters and port in points:
            lat, lon, reach = waters[sea]
            return max(_great_circle_nmi(lat, lon, *points[port]) - reach, 0.0)
    return told.distance_of(one.reading) if is_passage(one, other) else None


def _speed(one: Call, other: Call, distance: float, told: Passages) -> Outcome:
    longest, usual = _hours(one, other)
    limits = load_definitions().tolerances
    least, middling = distance / longest, distance / usual
    own = told.speed_of(one.reading)
    is_named = bool(one.reading.actor) and one.reading.actor == other.reading.actor
    verdict = "consistent"
    stays = [c for c, d in ((one, other), (other, one)) if _holds(c, d)]
    if stays and distance > NEAR_NMI:
        verdict = "conflict" if is_named and stays[0].is_sure else "warn"
    elif least > limits.speed_kn:
        is_sure = is_named and distance / _most_hours(one, other) > limits.speed_kn
        verdict = "implausible" if is_sure else "warn"
    elif middling > limits.usual_speed_kn or (own is not None and least > own):
        verdict = "warn"
    own_said = "" if own is None else f", and the report gives this ship {own:,.3g} at most"
    return Outcome(
        test="speed",
        claim_ids=(one.reading.id, other.reading.id),
        verdict=verdict,
        explanation=(
            f"{one.reading.words} and {other.reading.words}: about {distance:,.0f} nautical miles "
            f"are {least:,.1f} knots in the longest time that is told ({longest:,.3g} hours) "
            f"and {middling:,.1f} between the middles of both times; {limits.usual_speed_kn:g} is "
            f"fast for the trade{own_said}."
        ),
        would_settle=SETTLE,
        size=max(1 - limits.speed_kn / least, 0.0) if verdict == "implausible" else 0.0,
    )


def _holds(stay: Call, call: Call) -> bool:
    """Say whether one is told for days of which the other is one, but for the first and last."""
    is_within = stay.first + HOURS <= call.first and call.last <= stay.last - HOURS
    return stay.is_stay and is_within


def _most_hours(one: Call, other: Call) -> float:
    """Give the longest time that the days allow, whatever hours the words seem to tell."""
    first, last = min(one.first, other.first), max(one.last, other.last)
    return max(ceil(last / HOURS) - floor(first / HOURS), 1) * HOURS


def _hours(one: Call, other: Call) -> tuple[float, float]:
    """Give the longest time that is told, and that between the middles of both times."""
    longest = max(other.last - one.first, one.last - other.first)
    usual = abs(one.first + one.last - other.first - other.last) / 2
    if max(one.last - one.first, other.last - other.first) > HOURS:
        usual = max(usual, longest / 2)  # once within a spell
    return max(longest, 1.0), max(usual, min(longest, ONE_DAY), 1.0)


@lru_cache(maxsize=4096)
def _sea_distance_nmi(lat_1: float, lon_1: float, lat_2: float, lon_2: float) -> float:
    import searoute  # noqa: PLC0415 - reads its network when imported

    found = searoute.searoute([lon_1, lat_1], [lon_2, lat_2], units="naut")
    return max(_great_circle_nmi(lat_1, lon_1, lat_2, lon_2), float(found["properties"]["length"]))


def _great_circle_nmi(lat_1: float, lon_1: float, lat_2: float, lon_2: float) -> float:
    north_1, north_2 = radians(lat_1), radians(lat_2)
    half = sin((north_2 - north_1) / 2) ** 2
    half += cos(north_1) * cos(north_2) * sin(radians(lon_2 - lon_1) / 2) ** 2
    return 2 * EARTH_NMI * asin(sqrt(half))
