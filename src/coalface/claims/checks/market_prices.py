"""Check 6: a price, and the quotation of a market that the same report holds it against."""

from collections.abc import Iterator

from coalface.claims.checks.blocks import blocks_of, few
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_market_prices"]

QUOTED, PRICES = "benchmark_price", "unit_price"
REACH = 400  # characters between the two
MOST_TIMES = 2.5  # discounts of a half are told of this trade; larger ones call for a look
SETTLE = "the contract or invoice, with grade, currency and place of delivery"


def find_market_prices(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set a price against the market's quotation that stands beside it.

    Args:
        readings: Claims, read.
        facts: Not used: the report gives both.

    Yields:
        A warning where one is more than two and a half times the other. A price far from the
        market's may be true.
    """
    for block in blocks_of(readings, _key).values():
        quoted = few(r for r in block if r.metric == QUOTED)
        for price in few(r for r in block if r.metric.startswith(PRICES)):
            for market in quoted:
                if _belong(price, market):
                    yield from _held(price, market)


def _key(reading: Reading) -> tuple[object, ...] | None:
    is_price = reading.metric == QUOTED or reading.metric.startswith(PRICES)
    if reading.figure is None or not is_price or not reading.is_fact_like or not reading.per:
        return None
    return reading.document, reading.currency, reading.per


def _belong(price: Reading, market: Reading) -> bool:
    families = (price.goods.families, market.goods.families)
    is_one_good = families[0] == families[1] or not all(families)
    is_near = abs(price.start - market.start) <= REACH
    return is_one_good and is_near and price.span.meets(market.span)


def _held(price: Reading, market: Reading) -> Iterator[Outcome]:
    left, right = figure_of(price).stated, figure_of(market).stated
    low, high = sorted((left.middle, right.middle))
    if low <= 0 or high <= MOST_TIMES * low:
        return
    yield Outcome(
        test="price_band",
        claim_ids=(price.id, market.id),
        verdict="warn",
        explanation=(
            f"{price.words} gives {said(left, price.unit_std)}; the market's {market.words} gives "
            f"{said(right, market.unit_std)}: {high / low:.1f} times apart."
        ),
        would_settle=SETTLE,
        size=1 - low / high,
    )
