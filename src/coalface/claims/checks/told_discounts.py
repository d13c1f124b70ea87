"""A discount told beside both prices: "96 dollars; theirs for 72, a discount of a quarter"."""

from collections.abc import Iterator

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.intervals import Figure, Interval, fit
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_told_discounts"]

BOTH = 2
REACH = 200  # characters from a discount to the farther of its prices
SETTLE = "both prices, of one grade, day and place, and which of them the discount is on"


def find_told_discounts(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set a discount against the two prices that stand right before it, or around it.

    Args:
        readings: Claims, read.
        facts: Not asked.

    Yields:
        One outcome for each discount with exactly two unequal prices of one unit close by.
    """
    del facts
    blocks = blocks_of((r for r in readings if r.kind in ("price", "discount")), _document)
    for block in blocks.values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        prices = [r for r in ordered if r.kind == "price"]
        for discount in ordered:
            if discount.kind != "discount" or discount.metric != "price_discount":
                continue
            near = [p for p in prices if abs(p.start - discount.start) <= REACH]
            outcome = _held(discount, near) if len(near) == BOTH and _are_alike(*near) else None
            if outcome is not None:
                yield outcome


def _document(reading: Reading) -> str | None:
    is_told = reading.is_fact_like and reading.status != "ended" and reading.figure is not None
    return reading.document if is_told and reading.op == "eq" else None


def _are_alike(one: Reading, other: Reading) -> bool:
    return one.unit_std == other.unit_std and one.per == other.per


def _held(discount: Reading, prices: list[Reading]) -> Outcome | None:
    dear, cheap = sorted(prices, key=lambda r: -figure_of(r).stated.low)
    high, low, told = figure_of(dear), figure_of(cheap), figure_of(discount)
    if high.span.low <= low.span.high or low.span.low <= 0:
        return None
    if discount.unit_std == "fraction":
        stated = _span(1 - low.stated.low / high.stated.low)
        room = Interval(1 - low.span.high / high.span.low, 1 - low.span.low / high.span.high)
    elif discount.unit_std == dear.unit_std:
        stated = _span(high.stated.low - low.stated.low)
        room = Interval(high.span.low - low.span.high, high.span.high - low.span.low)
    else:
        return None
    found = fit(told, Figure(stated, room))
    left, right = (said(figure_of(r).stated, r.unit_std) for r in (dear, cheap))
    wanted = said(stated, discount.unit_std)
    relation = "as told" if found.verdict != "conflict" else "but told is"
    return Outcome(
        test="growth_level",
        claim_ids=(discount.id, dear.id, cheap.id),
        verdict=found.verdict,
        explanation=f"{right} lies {wanted} below {left}, {relation} in {discount.words}.",
        would_settle=SETTLE,
        size=found.size,
    )


def _span(value: float) -> Interval:
    return Interval(value, value)
