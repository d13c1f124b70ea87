"""How far and how fast a report itself says that its ship went."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.voyages import ENDS, STARTS, Call
from coalface.claims.mentions.units import load_units

__all__ = ["Passages", "is_passage", "timed_passages", "timed_ways", "told_passages"]

DISTANCES = {"nautical mile": 1.0, "km": 0.539957}  # in nautical miles
SPEEDS = {"kn": 1.0}
HOURS_OF = {"hour": 1.0, "day": 24.0}
MOST_HOURS = 1000.0  # of one passage
BESIDE = 220  # characters from a way to the time that it took
LEAST_NMI = 30.0  # less is how far off a port a ship lay
ROOM = 1.15  # a current helps, and "nine knots" is rounded


@dataclass(frozen=True, slots=True)
class Passages:
    """Distances in nautical miles and greatest speeds in knots, by document, where one is told."""

    distances: Mapping[str, float]
    speeds: Mapping[str, float]

    def distance_of(self, reading: Reading) -> float | None:
        """Give the one distance that the report of a claim tells."""
        return self.distances.get(reading.document)

    def speed_of(self, reading: Reading) -> float | None:
        """Give the greatest speed that the report of a claim tells of its ship, with some room."""
        speed = self.speeds.get(reading.document)
        return None if speed is None else speed * ROOM


def told_passages(readings: list[Reading]) -> Passages:
    """Give the distance and the greatest speed that each report tells, if it tells one.

    Args:
        readings: Claims, read.
    """
    return Passages(_ends(readings, DISTANCES, LEAST_NMI), _ends(readings, SPEEDS, 1.0))


def timed_ways(readings: list[Reading]) -> Iterator[tuple[Reading, Reading, float, float]]:
    """Give each way that a report tells with the time beside it, if it tells one of each.

    Args:
        readings: Claims, read.

    Yields:
        The two claims, nautical miles and hours.
    """
    ways = [r for r in readings if r.unit_std in DISTANCES and r.figure is not None]
    for document, block in blocks_of(ways, lambda r: r.document).items():
        distances = [(r, _end(r, DISTANCES)) for r in block if r.unit != "km"]
        far = [(r, nmi) for r, nmi in distances if nmi >= LEAST_NMI]
        times = [r for r in readings if r.document == document and _is_time(r)] if far else []
        near = [r for r in times if len(far) == 1 and abs(r.start - far[0][0].start) <= BESIDE]
        if len(near) == 1:
            way, distance = far[0]
            hours = hours_of_time(near[0])
            if 0 < hours <= MOST_HOURS:
                yield way, near[0], distance, hours


def timed_passages(readings: list[Reading]) -> Iterator[tuple[Reading, str, str, float]]:
    """Give each time that is told with one place where a way starts and one where it ends.

    Args:
        readings: Claims, read.

    Yields:
        The claim, both places and hours.
    """
    for reading in readings:
        if _is_time(reading) and len(reading.origin) == 1 and len(reading.destination) == 1:
            (here,), (there,) = reading.origin, reading.destination
            hours = hours_of_time(reading)
            if 0 < hours <= MOST_HOURS:
                yield reading, here, there, hours


def hours_of_time(reading: Reading) -> float:
    """Give the most hours that a time may stand for: "two days" are hardly two and a half.

    Args:
        reading: A claim in hours or days.
    """
    unit = HOURS_OF[reading.unit_std]
    return figure_of(reading).stated.high * unit + (unit / 2 if unit > 1 else 0.0)


def _is_time(reading: Reading) -> bool:
    is_length = reading.metric == "duration" and not reading.rule.endswith(".silence")
    return is_length and reading.unit_std in HOURS_OF and reading.figure is not None


def is_passage(one: Call, other: Call) -> bool:
    """Say whether a ship left one place and came to the other.

    Args:
        one: Where it was.
        other: Where it was besides.
    """
    metrics = (one.reading.metric, other.reading.metric)
    first, last = metrics if one.first <= other.first else metrics[::-1]
    return first in STARTS and last in ENDS


def _ends(readings: list[Reading], units: Mapping[str, float], least: float) -> dict[str, float]:
    """Give the greatest of what a report tells in some units, if it tells one thing in them."""
    measured = [r for r in readings if r.unit_std in units and r.figure is not None]
    found: dict[str, float] = {}
    for document, block in blocks_of(measured, lambda r: r.document).items():
        ends = sorted(end for r in block if (end := _end(r, units)) >= least)
        if ends and ends[-1] <= ends[0] * ROOM:
            found[document] = ends[-1]
    return found


def _end(reading: Reading, units: Mapping[str, float]) -> float:
    """Give the upper end of a figure, else the lower one; a mile at sea is a nautical one."""
    stated = figure_of(reading).stated
    end = stated.high if isfinite(stated.high) else stated.low
    return (
        end / load_units().units["mile"].factor
        if reading.unit == "mile"
        else end * units[reading.unit_std]
    )
