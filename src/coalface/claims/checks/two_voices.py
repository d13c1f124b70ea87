"""Check 1, two voices: two persons, each with one figure, for what one report tells of."""

from collections.abc import Iterator
from itertools import pairwise

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.intervals import fit
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_two_voices"]

REACH = 600  # characters from one figure to the other
MOST_TIMES = 4.0  # figures further apart are of two things
CHARGES = frozenset(
    {"value", "sales_value", "receipts", "unit_price", "unit_price_smuggled", "bribe", "bribes"}
    | {"rent", "fare", "freight", "charter_rate", "port_dues", "handling_fee", "agency_fee"}
    | {"wage", "wages", "demurrage", "cargo_value"}
)
LOADS = frozenset({"quantity", "cargo_size", "shipments", "export_volume", "import_volume"})
SUMS = frozenset({"price", "value", "payment_term"})
MASSES = frozenset({"t", "bbl", "m3"})
SETTLE = "the record each speaker took the figure from, with its day and scope"
Key = tuple[object, ...]


def find_two_voices(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set a figure against the only other one of its sort that another person gives.

    For charges and loads that have no name of their own, so that the same thing may be told as a
    price by one and as a sum by the other: a fee, "per boat", "for a permit". That they speak
    of one thing is told by nothing but the report, so what does not fit only warns.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One outcome for each two voices that tell one such figure each.
    """
    for block in blocks_of(readings, _key).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        for one, other in pairwise(ordered):
            if _is_only(one, ordered) and _is_only(other, ordered) and _may_be_one(one, other):
                outcome = _outcome(one, other)
                if outcome is not None:
                    yield outcome


def _key(reading: Reading) -> Key | None:
    if reading.figure is None or reading.kind not in SUMS | {"quantity"}:
        return None
    if reading.polarity != "affirmed" or not reading.is_fact_like or reading.is_rest:
        return None
    if reading.currency and reading.metric in CHARGES:
        return reading.document, reading.currency
    is_load = reading.metric in LOADS and reading.unit_std in MASSES and not reading.per
    return (reading.document, reading.unit_std) if is_load else None


def _is_only(reading: Reading, block: list[Reading]) -> bool:
    """Say whether it is the only figure of its sort that its speaker gives."""
    its = {r.figure for r in block if r.attribution == reading.attribution}
    return len(its) == 1


def _may_be_one(one: Reading, other: Reading) -> bool:
    if one.attribution == other.attribution or other.start - one.start > REACH:
        return False
    if (one.kind, one.metric, one.per) == (other.kind, other.metric, other.per) and (
        one.sites and one.sites == other.sites
    ):
        return False  # the check of one subject sees to it
    return _is_one_thing(one, other) and _is_one_time(one, other)


def _is_one_thing(one: Reading, other: Reading) -> bool:
    if one.sites and other.sites and not one.sites & other.sites:
        return False
    if "t" in (one.per, other.per) and one.per != other.per:
        return False  # the price of a tonne, and a sum
    families = (one.goods.families, other.goods.families)
    is_fee = one.kind in SUMS and "t" not in (one.per, other.per) and one.span == other.span
    return is_fee or not all(families) or families[0] == families[1]


def _is_one_time(one: Reading, other: Reading) -> bool:
    if one.status != other.status and not (one.span.is_whole and other.span.is_whole):
        return False  # a former level, and one of today
    is_known = one.span.is_known and other.span.is_known
    return is_known and one.span.meets(other.span)


def _outcome(one: Reading, other: Reading) -> Outcome | None:
    left, right = figure_of(one), figure_of(other)
    found = fit(left, right)
    low, high = sorted((left.stated.middle, right.stated.middle))
    if found.verdict != "conflict" or low <= 0 or high > MOST_TIMES * low:
        return None
    return Outcome(
        test="same_subject_range",
        claim_ids=(one.id, other.id),
        verdict="warn",
        explanation=(
            f"{one.words} gives {said(left.stated, one.unit_std)}; {other.words} gives "
            f"{said(right.stated, other.unit_std)}: two voices, each with one such figure. They "
            f"differ by {found.size:.1%}, and may speak of two things."
        ),
        would_settle=SETTLE,
        size=found.size,
    )
