"""Check 6 and 1, ships: one hull or two, one cargo and the hull it went in, places and speeds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import asin, cos, radians, sin, sqrt

import polars as pl

from coalface.claims.checks.blocks import blocks_of, neighbours
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts
from coalface.vocabulary.goods import normal_words

__all__ = ["find_namesakes", "find_overloads", "find_same_places", "find_speeds"]

HULL = re.compile(r"\((?:IMO|hull)\s*(\d{7})\)")
SAILINGS = frozenset(
    {
        "port_call",
        "loading",
        "discharge",
        "departures",
        "departure",
        "arrival",
        "route",
        "anchorage",
        "loading_ports",
        "discharge_ports",
        "declared_destination",
    }
)
EARTH_NMI = 3440.065
HOURS = 24
SETTLE_PLACE = "the ship's track, or the port's book, for those days"
TONNAGES = ("deadweight", "vessel_tonnage")
ROOM = 1.05  # a hull can lift a little more than its rounded deadweight
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Point:
    lat: float
    lon: float


def find_namesakes(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Keep two hulls of one name apart: names are reused and stolen.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A quiet outcome for each pair of claims on two hulls of one name.
    """
    for block in blocks_of(readings, _name_key).values():
        by_hull = blocks_of(block, lambda r: _hull(r.actor))
        for one, other in combinations(sorted(by_hull), 2):
            for first in by_hull[one][:2]:
                for second in by_hull[other][:2]:
                    yield Outcome(
                        test="identity",
                        claim_ids=(first.id, second.id),
                        verdict="keep_apart",
                        explanation=(
                            f"{first.words} is of hull {one}, {second.words} of hull {other}: "
                            "two ships of one name."
                        ),
                        would_settle="the IMO number welded to the hull",
                    )


def find_overloads(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set a cargo against the tonnage that is stated for its ship.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        An implausible cargo, or a quiet one that fits.
    """
    for block in blocks_of(readings, _ship_key).values():
        sizes = [r for r in block if r.metric in TONNAGES]
        loads = [r for r in block if r.metric in ("cargo_size", "load") and r.unit_std == "t"]
        for load in loads:
            for size in sizes:
                yield from _overload(load, size)


def find_same_places(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set places of one metric against each other, under whatever spelling they were written.

    Different ports of one trade are no contradiction; a ship that declared one port and unloaded
    at another of the same days is.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        `agree` where two accounts share a port; a warning where a ship's declared and real ports
        differ.
    """
    for block in blocks_of(readings, _place_key).values():
        for one, other in neighbours(block):
            shared = _sites(one) & _sites(other)
            if shared and one.document != other.document:
                yield Outcome(
                    test="same_place",
                    claim_ids=(one.id, other.id),
                    verdict="agree",
                    explanation=f"{one.words} and {other.words} both name {', '.join(sorted(shared))}.",
                    would_settle=SETTLE_PLACE,
                )
    for block in blocks_of(readings, _named_ship).values():
        declared = [r for r in block if r.metric == "declared_destination"]
        real = [r for r in block if r.metric in ("discharge", "port_call", "discharge_ports")]
        for one in declared:
            for other in real:
                yield from _destination(one, other)


def find_speeds(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Work out how fast a ship must have gone between two ports of two days.

    The distance is the great circle, shorter than any way by sea, and the time the longest that
    the days allow: a speed that is too high is so by any reading.

    Args:
        readings: Claims, read.
        facts: Table `ports`.

    Yields:
        One outcome for each ship named at two ports, in order of time.
    """
    if facts.ports is None:
        return
    points = _points(facts.ports)
    for block in blocks_of(readings, _named_ship).values():
        calls = [
            r
            for r in block
            if r.metric in SAILINGS and r.span.is_known and r.polarity == "affirmed"
        ]
        for one, other in neighbours(calls):
            yield from _speed(one, other, points)


def _hull(actor: str) -> str:
    match = HULL.search(actor)
    return match[1] if match else ""


def _name_key(reading: Reading) -> Key | None:
    return (normal_words(HULL.sub("", reading.actor)),) if _hull(reading.actor) else None


def _ship_key(reading: Reading) -> Key | None:
    if reading.figure is None or not reading.actor:
        return None
    return reading.document, reading.actor


def _named_ship(reading: Reading) -> Key | None:
    if reading.kind != "movement" or not reading.actor or reading.polarity == "unknown":
        return None
    return (reading.actor,)


def _place_key(reading: Reading) -> Key | None:
    if reading.kind != "movement" or not _sites(reading) or reading.polarity != "affirmed":
        return None
    return (reading.goods.families and _wide(reading),)


def _wide(reading: Reading) -> object:
    """Put all minerals together: one account says coal where another says minerals."""
    definitions = load_definitions()
    parts = set(definitions.good_of["minerals"].parts) | {"minerals"}
    return "minerals" if reading.goods.families <= parts else reading.goods.families


def _sites(reading: Reading) -> frozenset[str]:
    return frozenset(p for p in reading.sites | reading.origin | reading.destination if "-" in p)


def _overload(load: Reading, size: Reading) -> Iterator[Outcome]:
    assert load.figure is not None
    assert size.figure is not None
    is_over = load.figure.span.low > size.figure.span.high * ROOM
    yield Outcome(
        test="vessel_size",
        claim_ids=(load.id, size.id),
        verdict="implausible" if is_over else "consistent",
        explanation=(
            f"{load.words} gives {said(load.figure.stated, 't')} for a ship of "
            f"{said(size.figure.stated, 't')} ({size.id})."
        ),
        would_settle="the draught survey of the loading",
        size=1 - size.figure.span.high / load.figure.span.low if is_over else 0.0,
    )


def _destination(declared: Reading, real: Reading) -> Iterator[Outcome]:
    one, other = _sites(declared), _sites(real)
    if not one or not other or not declared.span.meets(real.span):
        return
    is_other = not one & other
    is_denied = real.polarity == "negated"
    yield Outcome(
        test="destination",
        claim_ids=(declared.id, real.id),
        verdict="conflict" if is_other != is_denied else "agree",
        explanation=f"{declared.words} names {', '.join(sorted(one))}; {real.words} names "
        f"{', '.join(sorted(other))}" + (", which it denies." if is_denied else "."),
        would_settle=SETTLE_PLACE,
        size=1.0 if is_other != is_denied else 0.0,
    )


def _points(ports: pl.DataFrame) -> dict[str, _Point]:
    columns = ("port_id", "lat_deg", "lon_deg")
    return {port: _Point(lat, lon) for port, lat, lon in ports.select(columns).iter_rows()}


def _speed(one: Reading, other: Reading, points: dict[str, _Point]) -> Iterator[Outcome]:
    places = [sorted(p for p in _sites(r) if p in points) for r in (one, other)]
    if len(places[0]) != 1 or len(places[1]) != 1 or places[0] == places[1]:
        return
    hours = _most_hours(one, other)
    if hours is None:
        return
    distance = _distance(points[places[0][0]], points[places[1][0]])
    limit = load_definitions().tolerances.speed_kn
    speed = distance / hours
    yield Outcome(
        test="speed",
        claim_ids=(one.id, other.id),
        verdict="implausible" if speed > limit else "consistent",
        explanation=(
            f"{one.words} and {other.words}: at least {distance:,.0f} nautical miles in at most "
            f"{hours:,.0f} hours is {speed:,.1f} knots; no ship of the trade makes more than "
            f"{limit:g}."
        ),
        would_settle=SETTLE_PLACE,
        size=1 - limit / speed if speed > limit else 0.0,
    )


def _most_hours(one: Reading, other: Reading) -> float | None:
    """Give the longest time that the days allow, or None where they do not tell."""
    starts, ends = [r.span.first for r in (one, other)], [r.span.last for r in (one, other)]
    known: list[date] = [day for day in (*starts, *ends) if day is not None]
    if len(known) < 4:  # noqa: PLR2004 - two days of each
        return None
    return ((max(known) - min(known)).days + 1) * HOURS


def _distance(one: _Point, other: _Point) -> float:
    lat_1, lat_2 = radians(one.lat), radians(other.lat)
    half = sin((lat_2 - lat_1) / 2) ** 2
    half += cos(lat_1) * cos(lat_2) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_NMI * asin(sqrt(half))
