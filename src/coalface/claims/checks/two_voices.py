"""Check 1, two voices: two persons, each with one figure, for what one report tells of."""

from collections.abc import Iterator
from itertools import pairwise
from math import inf

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.intervals import Interval, difference, fit
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_two_voices"]

REACH = 600  # characters from one figure to the other
MOST_TIMES = 4.0  # figures further apart are of two things
MOST_TOLD = 8.0  # the same where both tell one good and one time
CHARGES = frozenset(
    {"value", "sales_value", "receipts", "unit_price", "unit_price_smuggled", "bribe", "bribes"}
    | {"rent", "fare", "freight", "charter_rate", "port_dues", "handling_fee", "agency_fee"}
    | {"fee", "fine", "wage", "wages", "demurrage", "cargo_value"}
)
#: Totals of trade, to be compared with one of their own name or without a name.
TRADED = frozenset({"export_value", "import_value"})
LOADS = frozenset({"quantity", "cargo_size", "shipments", "export_volume", "import_volume"})
#: Amounts with a name of their own: only the same, or one without a name, may be one thing.
STATED = frozenset({"stock", "production", "sales_volume", "smuggled_volume", "capacity"})
LEVIES = frozenset({"levy_on_sales", "paid_share", "prepaid_share", "kickback_over_price"})
SUMS = frozenset({"price", "value", "payment_term", "penalty"})
BOUNDS = frozenset({"gt", "ge", "lt", "le"})
MASSES = frozenset({"t", "bbl", "m3"})
PART_OF = "times base"  # "10 percent of the price"
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
    if reading.figure is None or reading.kind not in SUMS | {"quantity", "ratio"}:
        return None
    if reading.polarity != "affirmed" and reading.op not in BOUNDS:
        return None  # "no more than 60,000" denies nothing
    if not reading.is_fact_like or reading.is_rest:
        return None
    if reading.kind in ("ratio", "payment_term") and (part := _part_key(reading)) is not None:
        return part
    if reading.currency and reading.metric in CHARGES | TRADED:
        return reading.document, reading.currency
    is_load = reading.metric in LOADS | STATED and reading.unit_std in MASSES and not reading.per
    return (reading.document, reading.unit_std) if is_load else None


def _part_key(reading: Reading) -> Key | None:
    """Give the key of what is handed over as a part: of a price, of what is earned."""
    if reading.kind == "ratio" and reading.unit_std == PART_OF:
        return reading.document, reading.kind, reading.metric, reading.goods.families
    if reading.kind == "payment_term" and reading.metric in LEVIES:
        return reading.document, reading.kind, reading.unit_std
    return None


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
    if not _is_one_name(one.metric, other.metric):
        return False
    if one.sites and other.sites and not one.sites & other.sites:
        return False
    if "t" in (one.per, other.per) and one.per != other.per:
        return False  # the price of a tonne, and a sum
    families = (one.goods.families, other.goods.families)
    is_fee = one.kind in SUMS and "t" not in (one.per, other.per) and one.span == other.span
    return is_fee or not all(families) or families[0] == families[1]


def _is_one_name(one: str, other: str) -> bool:
    """Say whether two names may be of one thing: a levy, a load, a stock."""
    if one == other:
        return True
    if {one, other} <= LEVIES:
        return "paid_share" in (one, other)
    if {one, other} & TRADED:
        return "value" in (one, other)
    return not {one, other} & STATED or "quantity" in (one, other)


def _is_one_time(one: Reading, other: Reading) -> bool:
    if one.status != other.status and not (one.span.is_whole and other.span.is_whole):
        return False  # a former level, and one of today
    if {one.metric, other.metric} & TRADED and not (one.span.is_whole and one.span == other.span):
        return False
    is_sum = one.kind in ("quantity", "value") and not one.per
    if is_sum and one.span.is_whole and other.span.is_whole and one.span != other.span:
        return _falls(one, other)  # what is added up in one time, and in another
    return one.span.meets(other.span)  # where neither tells its time, the report tells of one


def _falls(one: Reading, other: Reading) -> bool:
    """Say whether the figure of a longer time is the lower one, of two that start together."""
    if one.span.first != other.span.first:
        return False
    longer, shorter = (one, other) if one.span.holds(other.span) else (other, one)
    return figure_of(longer).span.high < figure_of(shorter).span.low


def _outcome(one: Reading, other: Reading) -> Outcome | None:
    left, right = figure_of(one), figure_of(other)
    found = fit(left, right)
    if found.verdict != "conflict" or _times(left.stated, right.stated) > _most_times(one, other):
        return None
    return Outcome(
        test="same_subject_range",
        claim_ids=(one.id, other.id),
        verdict="warn",
        explanation=(
            f"{one.words} gives {said(left.stated, one.unit_std)}; {other.words} gives "
            f"{said(right.stated, other.unit_std)}: two voices, each with one such figure. They "
            f"differ by {difference(left, right):.1%} of the larger, and may speak of two things."
        ),
        would_settle=SETTLE,
        size=found.size,
    )


def _times(left: Interval, right: Interval) -> float:
    """Give how many times the higher of two is the lower, at the ends that face each other."""
    lower, higher = (left, right) if left.high < right.low else (right, left)
    return higher.low / lower.high if lower.high > 0 else inf


def _most_times(one: Reading, other: Reading) -> float:
    """Give how far figures of one thing may lie apart: further where goods and days are told."""
    is_told = bool(one.goods.families) and one.goods.families == other.goods.families
    is_told = is_told or (bool(one.per) and one.per == other.per)
    return MOST_TOLD if is_told and one.span.is_whole and one.span == other.span else MOST_TIMES
