"""Which claims are set against which: by subject, never all with all, so that cost stays linear."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from typing import TypeVar

from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.readings import Reading

__all__ = ["blocks_of", "few", "neighbours", "scope_of"]

K = TypeVar("K", bound=Hashable)
#: Readings of one role that are set against those of the others in one identity.
FEW = 4


def blocks_of(
    readings: Iterable[Reading], key: Callable[[Reading], K | None]
) -> dict[K, list[Reading]]:
    """Part readings by a key; those without one (None) are left out."""
    blocks: dict[K, list[Reading]] = defaultdict(list)
    for reading in readings:
        found = key(reading)
        if found is not None:
            blocks[found].append(reading)
    return blocks


def neighbours(block: list[Reading]) -> Iterator[tuple[Reading, Reading]]:
    """Give pairs of one block: all of a small one; in a large one each with those that follow it.

    Readings are put in order of their days, so those that speak of one time stand together. How
    many follow is in the definitions (`neighbours`).
    """
    reach = load_definitions().tolerances.neighbours
    ordered = sorted(block, key=_in_time)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + reach]:
            yield one, other


def few(readings: Iterable[Reading]) -> list[Reading]:
    """Give the first few readings that differ in what they state, in order of id."""
    kept: dict[object, Reading] = {}
    for reading in readings:
        kept.setdefault((reading.figure, reading.op), reading)
        if len(kept) == FEW:
            break
    return list(kept.values())


def scope_of(one: Reading, other: Reading) -> str:
    """Say how the scopes of two claims lie: `same`, `loose`, `grade` or `apart`.

    `loose`: a word of one is not in the other (coal and anthracite, a partner or grade named on
    one side only), so a small difference may be one of scope. `grade`: one document tells two
    grades apart, or a name is a good of its own (raw silk within silk).
    `apart`: different flows, goods, partners, places or parties.
    """
    if _is_other_matter(one, other):
        return "apart"
    if one.goods.names != other.goods.names and _are_apart(one.goods.names | other.goods.names):
        return "grade"
    if one.goods.grade != other.goods.grade:
        named_both = bool(one.goods.grade) and bool(other.goods.grade)
        return "grade" if named_both or one.document == other.document else "loose"
    if one.document == other.document:
        return "same" if one.goods.names == other.goods.names else "loose"
    alike = (
        one.goods.names == other.goods.names
        and one.partner == other.partner
        and one.sites == other.sites
        and one.flow == other.flow
    )
    return "same" if alike else "loose"


def _is_other_matter(one: Reading, other: Reading) -> bool:
    if one.goods.families != other.goods.families:
        return True
    if one.sites and other.sites and not one.sites & other.sites:
        return True
    pairs = ((one.flow, other.flow), (one.partner, other.partner), (one.actor, other.actor))
    return any(_differ(a, b) for a, b in pairs)


def _are_apart(names: frozenset[str]) -> bool:
    return bool(names & load_definitions().names_apart)


def _differ(one: str, other: str) -> bool:
    return bool(one) and bool(other) and one != other


def _in_time(reading: Reading) -> tuple[date, date, str]:
    first, last = reading.span.first, reading.span.last
    return first or last or date.min, last or date.max, reading.id
