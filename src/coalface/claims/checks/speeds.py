"""Check 6, speeds: how fast a ship must have gone between two places of two days."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

import polars as pl

from coalface.claims.checks.blocks import blocks_of, neighbours
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.places import sites_of
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome
from coalface.claims.facts import Facts

__all__ = ["find_speeds"]

EARTH_NMI = 3440.065
HOURS = 24
ENDS = 4  # first and last day of two claims
SETTLE = "the ship's track between the two days"
Point = tuple[float, float]
Key = tuple[object, ...]


def find_speeds(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Work out how fast a ship must have gone, from the shortest way by sea and the days told.

    `implausible`: too fast even in the longest time that the days allow. `warn`: faster than is
    usual from noon to noon, so that hours would have to be known.

    Args:
        readings: Claims, read.
        facts: Table `ports`.

    Yields:
        One outcome for each two claims on one named ship at two places, in order of time.

    Source:
        Python package searoute (Apache-2.0), for the way by sea.
    """
    if facts.ports is None:
        return
    points = _points(facts.ports)
    for block in blocks_of(readings, _named_ship).values():
        for one, other in neighbours(block):
            yield from _speed(one, other, points)


def _named_ship(reading: Reading) -> Key | None:
    if reading.kind != "movement" or not reading.actor or reading.polarity != "affirmed":
        return None
    if not reading.span.is_whole or len(sites_of(reading)) != 1 or not reading.is_fact_like:
        return None
    return (reading.actor,)


def _points(ports: pl.DataFrame) -> dict[str, Point]:
    columns = ("port_id", "lat_deg", "lon_deg")
    listed = {port: (lat, lon) for port, lat, lon in ports.select(columns).iter_rows()}
    return {**load_definitions().harbours, **listed}


def _speed(one: Reading, other: Reading, points: dict[str, Point]) -> Iterator[Outcome]:
    (here,), (there,) = sites_of(one), sites_of(other)
    if here == there or here not in points or there not in points:
        return
    distance = _sea_distance_nmi(*points[here], *points[there])
    longest, usual = _hours(one, other)
    limits = load_definitions().tolerances
    least, middling = distance / longest, distance / max(usual, 1.0)
    verdict = "consistent"
    if least > limits.speed_kn:
        verdict = "implausible"
    elif middling > limits.usual_speed_kn:
        verdict = "warn"
    yield Outcome(
        test="speed",
        claim_ids=(one.id, other.id),
        verdict=verdict,
        explanation=(
            f"{one.words} and {other.words}: about {distance:,.0f} nautical miles by sea are "
            f"{least:,.1f} knots in the longest time that the days allow ({longest:,.0f} hours) "
            f"and {middling:,.1f} from noon to noon; {limits.usual_speed_kn:g} is fast for the "
            "trade."
        ),
        would_settle=SETTLE,
        size=1 - limits.speed_kn / least if verdict == "implausible" else 0.0,
    )


def _hours(one: Reading, other: Reading) -> tuple[float, float]:
    """Give the longest time that the days allow, and that between their middles."""
    days: list[date] = [
        day for r in (one, other) for day in (r.span.first, r.span.last) if day is not None
    ]
    assert len(days) == ENDS
    middles = [(a.toordinal() + b.toordinal()) / 2 for a, b in (days[:2], days[2:])]
    longest = (max(days) - min(days)).days + 1
    return longest * HOURS, abs(middles[1] - middles[0]) * HOURS


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
