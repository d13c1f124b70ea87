"""Places: two accounts of one port, and a ship that went elsewhere than it declared."""

from collections.abc import Iterator

from coalface.claims.checks.blocks import blocks_of, neighbours
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome
from coalface.claims.facts import Facts

__all__ = ["find_destinations", "find_same_places", "sites_of"]

SETTLE = "the ship's track, or the port's book, for those days"
ARRIVALS = frozenset({"discharge", "port_call", "discharge_ports", "arrival", "route"})
Key = tuple[object, ...]


def find_same_places(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Find accounts that share a port, under whatever spelling it was written.

    Different ports of one trade are no contradiction, and are not told.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        `agree` where two documents, or two kinds of account, name one port.
    """
    for block in blocks_of(readings, _place_key).values():
        for one, other in neighbours(block):
            shared = sites_of(one) & sites_of(other)
            is_other = one.document != other.document or one.metric != other.metric
            if shared and is_other:
                yield Outcome(
                    test="same_place",
                    claim_ids=(one.id, other.id),
                    verdict="agree",
                    explanation=(
                        f"{one.words} and {other.words} both name {', '.join(sorted(shared))}."
                    ),
                    would_settle=SETTLE,
                )


def find_destinations(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set the port that a ship declared against the one it went to, as the same report tells it.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A conflict where the two share no port; a crew may change a voyage for good reasons.
    """
    for block in blocks_of(readings, _voyage).values():
        declared = [r for r in block if r.metric == "declared_destination"]
        real = [r for r in block if r.metric in ARRIVALS]
        for one in declared:
            for other in real:
                yield from _destination(one, other)


def sites_of(reading: Reading) -> frozenset[str]:
    """Give the ports and provinces that a claim names anywhere."""
    return frozenset(p for p in reading.sites | reading.origin | reading.destination if "-" in p)


def _place_key(reading: Reading) -> Key | None:
    if reading.kind != "movement" or not sites_of(reading) or reading.polarity != "affirmed":
        return None
    return (_wide(reading),)


def _wide(reading: Reading) -> object:
    """Put all minerals together: one account says coal where another says minerals."""
    definitions = load_definitions()
    parts = set(definitions.good_of["minerals"].parts) | {"minerals"}
    return "minerals" if reading.goods.families <= parts else reading.goods.families


def _voyage(reading: Reading) -> Key | None:
    if reading.kind != "movement" or reading.polarity == "unknown":
        return None
    return reading.document, reading.actor, reading.goods.families


def _destination(declared: Reading, real: Reading) -> Iterator[Outcome]:
    one, other = _ends(declared), _ends(real)
    if not one or not other or not declared.span.meets(real.span):
        return
    is_other = not one & other
    is_wrong = is_other != (real.polarity == "negated")
    denied = ", which it denies" if real.polarity == "negated" else ""
    yield Outcome(
        test="destination",
        claim_ids=(declared.id, real.id),
        verdict="conflict" if is_wrong else "agree",
        explanation=(
            f"{declared.words} names {', '.join(sorted(one))}; {real.words} names "
            f"{', '.join(sorted(other))}{denied}."
        ),
        would_settle=SETTLE,
        size=1.0 if is_wrong else 0.0,
    )


def _ends(reading: Reading) -> frozenset[str]:
    """Give where a voyage ends; the places of a call where no destination is told."""
    ends = frozenset(p for p in reading.destination if "-" in p)
    return ends or (reading.sites - reading.origin if reading.metric != "route" else ends)
