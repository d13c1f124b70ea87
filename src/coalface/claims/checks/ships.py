"""Ships: two hulls of one name are kept apart, and a cargo is set against the hull it went in."""

import re
from collections.abc import Iterator
from itertools import combinations

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts
from coalface.vocabulary.goods import normal_words

__all__ = ["find_namesakes", "find_overloads"]

HULL = re.compile(r"\((?:IMO|hull)\s*(\d{7})\)")
TONNAGES = ("deadweight", "vessel_tonnage")
UNITS = ("t", "dwt")  # no draught and no length
TIMES = frozenset({"day", "week", "month", "quarter", "year"})
MOST_DAYS = 31  # of one voyage
ROOM = 1.05  # a hull can lift a little more than its rounded deadweight
Key = tuple[object, ...]


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
        sizes = [r for r in block if r.metric in TONNAGES and r.unit_std in UNITS]
        loads = [r for r in block if r.metric in ("cargo_size", "load") and _is_one_voyage(r)]
        for load in loads:
            for size in sizes:
                yield from _overload(load, size)


def _is_one_voyage(reading: Reading) -> bool:
    """Leave out what a ship carried over months: many voyages."""
    first, last = reading.span.first, reading.span.last
    is_short = first is None or last is None or (last - first).days <= MOST_DAYS
    return is_short and reading.unit_std == "t" and reading.per not in TIMES


def _hull(actor: str) -> str:
    match = HULL.search(actor)
    return match[1] if match else ""


def _name_key(reading: Reading) -> Key | None:
    return (normal_words(HULL.sub("", reading.actor)),) if _hull(reading.actor) else None


def _ship_key(reading: Reading) -> Key | None:
    if reading.figure is None or not reading.actor:
        return None
    return reading.document, reading.actor


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
