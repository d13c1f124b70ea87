"""One cargo that two accounts of one report have put ashore at two ports."""

import re
from collections.abc import Iterator
from itertools import combinations

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome
from coalface.claims.checks.voyages import PROVINCE
from coalface.claims.facts import Facts

__all__ = ["find_two_discharges"]

REACH = 700  # characters from one account to the other
BESIDE = 160  # characters between what is told of one port
MOST_DAYS = 31  # between the days of one voyage
TWO = 2
MOST = 6  # accounts of discharges; a report of more is a list of voyages
LANDED = frozenset({"discharge", "discharge_ports"})
LOADS = frozenset({"cargo_size", "load", "quantity", "shipments", "import_volume", "export_volume"})
_LANDED = re.compile(
    r"\b(?:discharg\w*|unload\w*|land(?:ed|ing)|ashore|deliver\w*|pump\w*|offload\w*"
    r"|(?:c[ao]m\w+|t[ao]k\w+|lift\w+|swung|went|going|goes|emptied) (?:\w+ ){0,2}"
    r"(?:off|out|ashore)"
    r"|destination|out-?turn\w*|receipts?|received|stamped|signed)\b|하역|부렸|내렸|내려|卸",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:same|that|this|said|whole|entire|all|both|single|one|its|it|the) (?:\w+ ){0,3}"
    r"(?:cargo|parcel|consignment|shipment|load|lot|coal|ore|anthracite|concentrate|oil|diesel"
    r"|fuel|gasoline|iron|zinc|goods|tons?|tonnes?|barrels|bags)\b|\bit\b"
    r"|같은 (?:화물|석탄|짐)|이 (?:화물|석탄)|同一批|这批|该批",
    re.IGNORECASE,
)
_SURELY = re.compile(
    r"\b(?:same|very|that|those|entire|whole) (?:\w+ ){0,2}"
    r"(?:cargo|parcel|consignment|shipment|load|lot|coal|ore|anthracite|concentrate|oil|diesel|fuel|tons?|tonnes?|barrels|bags)\b|同一批",
    re.IGNORECASE,
)
#: Words of a cargo put ashore in parts, or of another one.
_OTHER = re.compile(
    r"\b(?:rest|remainder|remaining|other|another|second|next|part(?:ly|s)?|half|then|also|later"
    r"|before|afterwards|onward|balance|returned)\b|나머지|其余|剩下|另",
    re.IGNORECASE,
)
_PAPERS = re.compile(
    r"\b(?:invoices?|bills?|papers?|logs?|files?|documents?|declarations?|certificates?|manifests?"
    r"|records?|books?|contracts?|receipts?|sheets?)\b|서류|文件|记录|单据",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"\b(?:cargoes|shipments|ships|vessels|voyages|ports|usually|often|mostly|always|some)\b",
    re.IGNORECASE,
)
SETTLE = "the ship's track for those days, and the out-turn report of each port"


def find_two_discharges(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set two accounts of where one cargo was put ashore against each other.

    That both speak of one cargo is told by nothing but the report: the same tonnage, or words as
    "the same cargo". A cargo may also be put ashore at two ports, so what does not fit only warns.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A warning for each two accounts that share no port.
    """
    for document, whole in blocks_of(readings, _key).items():
        told = [r for r in whole if r.kind != "quantity"]
        loads = [r for r in whole if r.kind == "quantity"]
        for block in (told, whole):
            found = (
                _two(block, loads)
                if len({place for r in block for place in _ports(r)}) == TWO
                else []
            )
            if found:
                moves = [r for r in readings if r.document == document and r.kind == "movement"]
                yield _outcome(found, [*block, *moves])
                break


def _two(block: list[Reading], loads: list[Reading]) -> list[Reading]:
    """Give the first two accounts of one cargo that share no port."""
    ordered = sorted(block, key=lambda r: (r.start, r.id))
    for one, other in combinations(ordered[:MOST], 2):
        is_apart = not _ports(one) & _ports(other) and not _are_two_loads(loads, one, other)
        if is_apart and _is_one_cargo(one, other):
            return [one, other]
    return []


def _are_two_loads(loads: list[Reading], one: Reading, other: Reading) -> bool:
    """Say whether other tonnages are told for the two ports: parts of a cargo, or two."""
    here, there = ({r.figure for r in loads if _ports(r) == _ports(x)} for x in (one, other))
    return bool(here and there and not here & there)


def _key(reading: Reading) -> str | None:
    """Give the document of an account of one port at which something was put ashore."""
    if reading.polarity != "affirmed" or not reading.is_fact_like or len(_ports(reading)) != 1:
        return None
    if reading.kind == "quantity":
        is_load = reading.metric in LOADS and reading.unit_std in ("t", "bbl") and not reading.per
        return reading.document if is_load and not reading.origin & _ports(reading) else None
    is_landed = reading.metric in LANDED or (
        reading.kind in ("event", "movement")
        and reading.metric not in ("ais_gap", "ais_position")
        and _LANDED.search(reading.locator) is not None
    )
    return reading.document if is_landed else None


def _ports(reading: Reading) -> frozenset[str]:
    """Give where a cargo went: the ends of its way, else where it is told of, but not its start."""
    ends = reading.destination or reading.sites - reading.origin
    return frozenset(p for p in ends if len(p.partition("-")[2]) > PROVINCE)


def _is_one_cargo(one: Reading, other: Reading) -> bool:
    if other.start - one.start > REACH or _OTHER.search(other.locator):
        return False
    families = (one.goods.families, other.goods.families)
    if all(families) and families[0] != families[1]:
        return False
    if one.figure is not None and other.figure is not None:
        return one.figure == other.figure and _are_near(one, other)
    if one.actor and other.actor and one.actor != other.actor and one.kind == other.kind:
        return False
    if one.attribution == other.attribution:
        return _SURELY.search(other.locator) is not None and _are_near(one, other)
    is_same = any(_SAME.search(r.locator) for r in (one, other) if r.kind != "quantity")
    is_same_day = one.span.is_whole and one.span == other.span
    are_voices = bool(families[0]) and all(_is_told(r) for r in (one, other))
    return (is_same or is_same_day or are_voices) and _are_near(one, other)


def _is_told(reading: Reading) -> bool:
    """Say whether a person or a paper tells it, and of no more than one cargo."""
    is_voice = len(reading.attribution) > 1 or _PAPERS.search(reading.locator) is not None
    return is_voice and _MANY.search(reading.locator) is None


def _are_near(one: Reading, other: Reading) -> bool:
    if one.span.first is None or other.span.first is None:
        return True
    return abs((one.span.first - other.span.first).days) <= MOST_DAYS


def _outcome(found: list[Reading], block: list[Reading]) -> Outcome:
    """Tell of the two, with what the same report tells beside them of the same port."""
    one, other = found
    beside = {
        r.id: None
        for r in block
        if any(_ports(r) == _ports(f) and abs(r.start - f.start) <= BESIDE for f in found)
    }
    return Outcome(
        test="destination",
        claim_ids=(one.id, other.id, *(i for i in beside if i not in (one.id, other.id))),
        verdict="warn",
        explanation=(
            f"{one.words} has the cargo put ashore at {', '.join(sorted(_ports(one)))}; "
            f"{other.words} has it at {', '.join(sorted(_ports(other)))}. They may speak of two "
            "cargoes, or of parts of one."
        ),
        would_settle=SETTLE,
        size=1.0,
    )
