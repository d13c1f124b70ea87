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
REACH = 320  # characters in which a text that names no ship still speaks of the one it sized
BEFORE = 100  # characters from a load on to the size of the ship that took it
#: Names under which a text tells what went into a ship, the surest first.
LOADS = frozenset({"cargo_size", "load"})
TAKEN = LOADS | {"quantity", "departures", "shipments", "export_volume", "import_volume"}
#: More than one of these beside a load, and it is no single voyage of a single ship.
SEVERAL = re.compile(
    r"n_(?:[a-z]+_)*(?:trip|voyage|call|load|loading|cargo|run|round|ship|vessel|coaster|barge"
    r"|boat|tanker|freighter|bulker|collier|lighter|hull|sister)(?:e?s)?"
)
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
                        explanation=_told_apart(first, second),
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
    told: set[str] = set()
    for block in blocks_of(readings, _ship_key).values():
        loads = [r for r in block if r.metric in LOADS and _is_one_voyage(r)]
        for load in loads:
            for size in filter(_is_size, block):
                told.add(load.id)
                yield _overload(load, size, is_named=True)
    for size, load in _unnamed(readings):
        if load.id not in told:
            yield _overload(load, size, is_named=False)


def _is_size(reading: Reading) -> bool:
    return reading.metric in TONNAGES and reading.unit_std in UNITS


def _unnamed(readings: list[Reading]) -> Iterator[tuple[Reading, Reading]]:
    """Give a ship's size and the load told next to it, where no two names keep them apart."""
    sized = {r.document for r in readings if r.figure is not None and _is_size(r)}
    blocks = blocks_of(readings, lambda r: r.document if r.document in sized else None)
    for block in blocks.values():
        ordered = sorted((r for r in block if r.figure is not None), key=lambda r: (r.start, r.id))
        sizes = [r for r in ordered if _is_size(r)]
        several = [r.start for r in ordered if _is_several(r)]
        for load in ordered:
            if load.metric not in TAKEN or not _is_one_voyage(load) or not _is_told(load):
                continue
            size = min(sizes, key=lambda r: (abs(r.start - load.start), r.id))
            is_far = not -BEFORE <= load.start - size.start <= REACH
            if is_far or any(abs(start - load.start) <= REACH for start in several):
                continue
            if not (_is_ship(size, sizes) and _is_ship(load, sizes) and size.actor != load.actor):
                yield size, load


def _is_told(load: Reading) -> bool:
    """Say whether a load is one that was taken, not one that is planned or no more than another."""
    return load.is_fact_like and load.polarity != "negated" and not load.is_rest


def _is_ship(reading: Reading, sizes: list[Reading]) -> bool:
    """Say whether a claim names its ship: loads also name who bought them."""
    is_of_size = any(reading.actor == size.actor for size in sizes)
    return bool(reading.actor) and (reading.metric in LOADS or is_of_size)


def _is_several(reading: Reading) -> bool:
    figure = reading.figure
    is_count = reading.unit_std == "count" and figure is not None and figure.span.high > 1
    return is_count and SEVERAL.fullmatch(reading.metric) is not None


def _is_one_voyage(reading: Reading) -> bool:
    """Leave out what a ship carried over months: many voyages."""
    first, last = reading.span.first, reading.span.last
    is_short = first is None or last is None or (last - first).days <= MOST_DAYS
    return is_short and reading.unit_std == "t" and reading.per not in TIMES


def _told_apart(first: Reading, second: Reading) -> str:
    one, other = (_hull(r.actor) if r.is_public else "not shown" for r in (first, second))
    return f"{first.words} is of hull {one}, {second.words} of hull {other}: two ships of one name."


def _hull(actor: str) -> str:
    match = HULL.search(actor)
    return match[1] if match else ""


def _name_key(reading: Reading) -> Key | None:
    return (normal_words(HULL.sub("", reading.actor)),) if _hull(reading.actor) else None


def _ship_key(reading: Reading) -> Key | None:
    if reading.figure is None or not reading.actor:
        return None
    return reading.document, reading.actor


def _overload(load: Reading, size: Reading, *, is_named: bool) -> Outcome:
    assert load.figure is not None
    assert size.figure is not None
    is_over = load.figure.span.low > size.figure.span.high * ROOM
    verdict = "implausible" if is_named else "warn"
    note = "" if is_named else " The text does not name the ship beside both."
    return Outcome(
        test="vessel_size",
        claim_ids=(load.id, size.id),
        verdict=verdict if is_over else "consistent",
        explanation=(
            f"{load.words} gives {said(load.figure.stated, 't')} for a ship of "
            f"{said(size.figure.stated, 't')} ({size.id}).{note if is_over else ''}"
        ),
        would_settle="the draught survey of the loading",
        size=1 - size.figure.span.high / load.figure.span.low if is_over else 0.0,
    )
