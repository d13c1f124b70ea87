"""Check 6, prices: a price, or a sum over the mass it paid for, against the month's benchmark."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

import polars as pl

from coalface.claims.checks.blocks import blocks_of, few, scope_of
from coalface.claims.checks.definitions import Good, load_definitions
from coalface.claims.checks.exchange import rates_of
from coalface.claims.checks.intervals import Figure, Interval
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = [
    "Price",
    "benchmark_of",
    "benchmarks_of",
    "day_of",
    "find_implausible_prices",
    "good_of",
    "is_usable",
    "said_usd",
]

SETTLE_PRICE = "the contract or invoice, with grade, currency and place of delivery"
PRICES = "unit_price"
BESIDE = 90  # characters between a mass and the sum that it may have been sold for
PRECIOUS = frozenset({"gold", "silver"})  # of which no fee is told beside a mass
BULK = 500.0  # dollars a tonne: of cheaper goods fees are told beside loads
FEE = 0.002  # of the benchmark: as little as fees of dear goods
#: Sums that pay for no goods, and masses that no sum pays for.
NO_WORTHS = frozenset(
    {"trade_total", "trade_deficit", "freight", "wages", "bribes", "fine", "production_value"}
)
NO_LOADS = frozenset(
    {"vessel_tonnage", "deadweight", "capacity", "reserves", "stock", "production"}
)


@dataclass(frozen=True, slots=True)
class Price:
    """A benchmark of one month in dollars a tonne."""

    row_id: str
    month: date
    usd_per_t: float


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The mean of the benchmarks of a claim's months, in dollars a tonne, and how they are told."""

    row_ids: tuple[str, ...]
    said: str
    usd_per_t: float


def find_implausible_prices(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set prices, and values over quantities, against a wide band around the month's benchmark.

    The band is wide on purpose: discounts, grades and freight lie within it, slips of a power of
    ten do not.

    Args:
        readings: Claims, read.
        facts: Tables `prices` and `fx`.

    Yields:
        An implausible one, or a quiet one within the band, for each price whose good has a
        benchmark and whose currency has a rate.
    """
    if facts.prices is None:
        return
    benchmarks = benchmarks_of(facts)
    rates = rates_of(facts)
    for reading in readings:
        if reading.metric.startswith(PRICES) and reading.per == "t" and is_usable(reading):
            price = rates.in_dollars(reading, figure_of(reading))
            if price is not None:
                yield from _priced(reading, (reading.id,), price, benchmarks)
    yield from _unit_values(readings, benchmarks)
    yield from _unit_values_beside(readings, benchmarks)


def is_usable(reading: Reading) -> bool:
    """Say whether a claim has a figure and a time by which a price can be looked up."""
    return reading.figure is not None and reading.status != "ended" and day_of(reading) is not None


def day_of(reading: Reading) -> date | None:
    """Give the first day of a claim, else its last, else that of its report."""
    return reading.span.first or reading.span.last or reading.published


def benchmark_of(
    reading: Reading, benchmarks: dict[tuple[str, int, int], Price]
) -> Benchmark | None:
    """Give the mean benchmark of the months that a claim speaks of.

    Args:
        reading: A claim with a day; of one with an open end the month of the other end counts.
        benchmarks: As from `benchmarks_of`.

    Returns:
        None where its good has none in those months.
    """
    good, day = good_of(reading), day_of(reading)
    if good is None or day is None:
        return None
    last = (reading.span.last if reading.span.is_whole else None) or day
    months = range(day.year * 12 + day.month - 1, last.year * 12 + last.month)
    keys = ((good.series, month // 12, month % 12 + 1) for month in months)
    found = [benchmarks[key] for key in keys if key in benchmarks]
    if not found:
        return None
    told = f"{found[0].month:%B %Y}" if len(found) == 1 else f"{reading.span.said()} (mean)"
    mean = sum(price.usd_per_t for price in found) / len(found)
    return Benchmark(tuple(price.row_id for price in found), told, mean)


def good_of(reading: Reading) -> Good | None:
    """Give the one listed good that a claim names, None for several or for none."""
    if len(reading.goods.families) != 1:
        return None
    return load_definitions().good_of.get(next(iter(reading.goods.families)))


@lru_cache(maxsize=2)
def benchmarks_of(facts: Facts) -> dict[tuple[str, int, int], Price]:
    """Give the benchmark prices of each series by year and month, in dollars a tonne."""
    if facts.prices is None:
        return {}
    ounces = load_definitions().ounces_per_t
    monthly = facts.prices.filter(
        (pl.col("dataset") == "benchmark_monthly") & (pl.col("currency") == "USD")
    )
    factors = {"t": 1.0, "dmt": 1.0, "troy_oz": ounces}
    found: dict[tuple[str, int, int], Price] = {}
    columns = ("row_id", "series", "period_start", "price_low", "unit")
    for row_id, series, month, low, unit in monthly.sort("row_id").select(columns).iter_rows():
        if unit in factors and low is not None:
            found[series, month.year, month.month] = Price(row_id, month, low * factors[unit])
    return found


def _unit_values(
    readings: list[Reading], benchmarks: dict[tuple[str, int, int], Price]
) -> Iterator[Outcome]:
    priced = load_definitions().priced
    usable = [r for r in readings if is_usable(r) and r.is_fact_like and r.unit_std in ("USD", "t")]
    blocks = blocks_of(usable, lambda r: (r.document, r.goods.families, r.span, r.per))
    for block in blocks.values():
        for value in few(r for r in block if r.metric in priced and r.unit_std == "USD"):
            wanted = priced[value.metric]
            for mass in few(r for r in block if r.metric in wanted and r.unit_std == "t"):
                implied = figure_of(value).over(figure_of(mass))
                if implied is not None and scope_of(value, mass) != "apart":
                    yield from _priced(value, (value.id, mass.id), implied, benchmarks)


def _unit_values_beside(
    readings: list[Reading], benchmarks: dict[tuple[str, int, int], Price]
) -> Iterator[Outcome]:
    """Divide money by the mass told next to it, whatever the two are called; only to warn.

    "300 tonnes of copper for 170 million dollars": nothing else of mass or money stands between.
    """
    usable = (r for r in readings if _is_worth(r))
    for block in blocks_of(usable, lambda r: r.document).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        for one, other in pairwise(ordered):
            value, mass = (one, other) if one.unit_std == "USD" else (other, one)
            implied = _implied(value, mass)
            if implied is None or _may_be_fee(value, mass, implied, benchmarks):
                continue
            for outcome in _priced(mass, (value.id, mass.id), implied, benchmarks):
                if outcome.verdict == "implausible":
                    yield replace(outcome, verdict="warn")


def _implied(value: Reading, mass: Reading) -> Figure | None:
    """Divide a sum by a mass told next to it, None where the two do not belong together."""
    if value.unit_std != "USD" or mass.unit_std != "t" or value.kind == mass.kind:
        return None
    is_told = mass.metric in load_definitions().priced.get(value.metric, ())  # by the named totals
    if is_told or not _are_beside(value, mass):
        return None
    return figure_of(value).over(figure_of(mass))


def _may_be_fee(
    value: Reading,
    mass: Reading,
    implied: Figure,
    benchmarks: dict[tuple[str, int, int], Price],
) -> bool:
    """Say whether a sum of unnamed kind is so small that it may be a fee for the goods."""
    if value.metric not in load_definitions().vague or PRECIOUS & value.goods.families:
        return False
    return _is_little(mass, implied, benchmarks)


def _is_little(
    mass: Reading, implied: Figure, benchmarks: dict[tuple[str, int, int], Price]
) -> bool:
    """Say whether a sum is far too small for its goods: a fee, of which nothing follows."""
    benchmark = benchmark_of(mass, benchmarks)
    if benchmark is None:
        return False
    share = implied.stated.middle / benchmark.usd_per_t
    return share < (1.0 if benchmark.usd_per_t < BULK else FEE)


def _is_worth(reading: Reading) -> bool:
    """Say whether it is a sum or a mass that one deal may hold."""
    if not is_usable(reading) or not reading.is_fact_like or reading.per:
        return False
    return reading.kind in ("value", "quantity") and reading.unit_std in ("USD", "t")


def _are_beside(value: Reading, mass: Reading) -> bool:
    is_bounded = figure_of(value).stated.is_bounded and figure_of(mass).stated.is_bounded
    is_near = abs(value.start - mass.start) <= BESIDE and value.goods.families
    if not is_near or not is_bounded or value.metric in NO_WORTHS or mass.metric in NO_LOADS:
        return False
    return value.goods.families == mass.goods.families and value.span.meets(mass.span)


def _priced(
    reading: Reading,
    claim_ids: tuple[str, ...],
    price: Figure,
    benchmarks: dict[tuple[str, int, int], Price],
) -> Iterator[Outcome]:
    benchmark = benchmark_of(reading, benchmarks)
    if benchmark is None:
        return
    low, high = load_definitions().tolerances.price_band
    band = Interval(benchmark.usd_per_t * low, benchmark.usd_per_t * high)
    gap = price.span.gap(band)
    yield Outcome(
        test="price_band",
        claim_ids=claim_ids,
        verdict="implausible" if gap > 0 else "consistent",
        explanation=(
            f"{reading.words}: {said(price.stated, 'USD')} a tonne; the benchmark of "
            f"{benchmark.said} is {said_usd(benchmark.usd_per_t)}, and the "
            f"band goes from {said_usd(band.low)} to {said_usd(band.high)}."
        ),
        would_settle=SETTLE_PRICE,
        size=gap / max(abs(price.stated.middle), band.high),
        fact_ids=benchmark.row_ids,
        hint=_scale(price, benchmark) if gap > 0 else "",
    )


def _scale(price: Figure, benchmark: Benchmark) -> str:
    low, high = load_definitions().tolerances.price_band
    for factor in (0.1, 10.0, 0.001, 1000.0):
        if low <= price.stated.middle * factor / benchmark.usd_per_t <= high:
            return f"{said(price.scaled(factor).stated, 'USD')} a tonne would lie in the band."
    return ""


def said_usd(amount: float) -> str:
    """Give a sum of dollars in words."""
    return said(Interval(amount, amount), "USD")
