"""Check 6: prices against benchmarks, amounts against what the country makes and sells."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from coalface.claims.checks.blocks import blocks_of, few, scope_of
from coalface.claims.checks.definitions import Good, load_definitions
from coalface.claims.checks.exchange import rates_of
from coalface.claims.checks.intervals import Figure, Interval
from coalface.claims.checks.readings import HOME, Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.checks.trade_index import TradeIndex, index_trade
from coalface.claims.facts import Facts
from coalface.vocabulary.goods import names_any

__all__ = ["find_implausible_amounts", "find_implausible_prices"]

SETTLE_PRICE = "the contract or invoice, with grade, currency and place of delivery"
SETTLE_AMOUNT = "a second source that saw the goods, and what the mine or the country can make"
#: Half a decade: output far from the year spoken of says little.
YEARS = 5
PRICES = "unit_price"
MEGATONNE = 1e6
FLOWING = frozenset(
    {"smuggled_volume", "export_volume", "export_volume_unrecorded", "sales_volume"}
)
MADE = FLOWING | {"production"}
HIDDEN = frozenset({"smuggled_volume", "export_volume_unrecorded"})


@dataclass(frozen=True, slots=True)
class _Price:
    """A benchmark of one month in dollars a tonne."""

    row_id: str
    month: date
    usd_per_t: float


@dataclass(frozen=True, slots=True)
class _Output:
    """What the country made of one good in one year, as published."""

    tonnes: float
    year: int
    who: str
    row_id: str


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
    benchmarks = _benchmarks(facts)
    rates = rates_of(facts)
    for reading in readings:
        if reading.metric.startswith(PRICES) and reading.per == "t" and _is_usable(reading):
            price = rates.in_dollars(reading, figure_of(reading))
            if price is not None:
                yield from _priced(reading, (reading.id,), price, benchmarks)
    yield from _unit_values(readings, benchmarks)


def find_implausible_amounts(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set an amount against the largest national output near its year, and its worth against sales.

    Args:
        readings: Claims, read.
        facts: Tables `prices`, `flows` and `indicators`.

    Yields:
        An implausible amount, or a quiet one, for each whose good has a benchmark or an output.
    """
    benchmarks = _benchmarks(facts)
    index = index_trade(facts)
    outputs = _outputs(facts.indicators)
    made = _made(readings)
    for reading in readings:
        good = _good(reading)
        if good is None or reading.unit_std != "t" or reading.figure is None:
            continue
        if reading.metric in FLOWING and not reading.per and reading.status != "ended":
            yield from _against_claims(reading, made.get(reading.goods.families, []))
        if not _is_usable(reading):
            continue
        if reading.metric in HIDDEN:
            yield from _worth(reading, good, benchmarks, index)
        if (reading.metric in MADE or _is_of_home(reading)) and not reading.per:
            yield from _against_output(reading, good, outputs)


def _is_usable(reading: Reading) -> bool:
    return reading.figure is not None and reading.status != "ended" and _day(reading) is not None


def _is_of_home(reading: Reading) -> bool:
    """Say whether an amount of unnamed kind is of a place at home, which no other country's is."""
    return reading.metric == "quantity" and any(
        p.startswith((HOME, "name:")) for p in reading.sites
    )


def _day(reading: Reading) -> date | None:
    return reading.span.first or reading.span.last or reading.published


def _good(reading: Reading) -> Good | None:
    if len(reading.goods.families) != 1:
        return None
    return load_definitions().good_of.get(next(iter(reading.goods.families)))


@lru_cache(maxsize=2)
def _benchmarks(facts: Facts) -> dict[tuple[str, int, int], _Price]:
    if facts.prices is None:
        return {}
    ounces = load_definitions().ounces_per_t
    monthly = facts.prices.filter(
        (pl.col("dataset") == "benchmark_monthly") & (pl.col("currency") == "USD")
    )
    factors = {"t": 1.0, "dmt": 1.0, "troy_oz": ounces}
    found: dict[tuple[str, int, int], _Price] = {}
    columns = ("row_id", "series", "period_start", "price_low", "unit")
    for row_id, series, month, low, unit in monthly.sort("row_id").select(columns).iter_rows():
        if unit in factors and low is not None:
            found[series, month.year, month.month] = _Price(row_id, month, low * factors[unit])
    return found


def _unit_values(
    readings: list[Reading], benchmarks: dict[tuple[str, int, int], _Price]
) -> Iterator[Outcome]:
    priced = load_definitions().priced
    usable = [
        r for r in readings if _is_usable(r) and r.is_fact_like and r.unit_std in ("USD", "t")
    ]
    blocks = blocks_of(usable, lambda r: (r.document, r.goods.families, r.span, r.per))
    for block in blocks.values():
        for value in few(r for r in block if r.metric in priced and r.unit_std == "USD"):
            wanted = priced[value.metric]
            for mass in few(r for r in block if r.metric in wanted and r.unit_std == "t"):
                implied = figure_of(value).over(figure_of(mass))
                if implied is not None and scope_of(value, mass) != "apart":
                    yield from _priced(value, (value.id, mass.id), implied, benchmarks)


def _priced(
    reading: Reading,
    claim_ids: tuple[str, ...],
    price: Figure,
    benchmarks: dict[tuple[str, int, int], _Price],
) -> Iterator[Outcome]:
    good, day = _good(reading), _day(reading)
    assert day is not None
    benchmark = benchmarks.get((good.series, day.year, day.month)) if good is not None else None
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
            f"{benchmark.month:%B %Y} is {_said_usd(benchmark.usd_per_t)}, and the "
            f"band goes from {_said_usd(band.low)} to {_said_usd(band.high)}."
        ),
        would_settle=SETTLE_PRICE,
        size=gap / max(abs(price.stated.middle), band.high),
        fact_ids=(benchmark.row_id,),
        hint=_scale(price, benchmark) if gap > 0 else "",
    )


def _scale(price: Figure, benchmark: _Price) -> str:
    low, high = load_definitions().tolerances.price_band
    for factor in (0.1, 10.0, 0.001, 1000.0):
        if low <= price.stated.middle * factor / benchmark.usd_per_t <= high:
            return f"{said(price.scaled(factor).stated, 'USD')} a tonne would lie in the band."
    return ""


def _worth(
    reading: Reading, good: Good, benchmarks: dict[tuple[str, int, int], _Price], index: TradeIndex
) -> Iterator[Outcome]:
    day = _day(reading)
    assert day is not None
    benchmark = benchmarks.get((good.series, day.year, day.month))
    sold = _declared(index, day.year)
    if benchmark is None or sold is None:
        return
    row_id, exports = sold
    worth = figure_of(reading).scaled(benchmark.usd_per_t)
    times = worth.span.low / exports
    limit = load_definitions().tolerances.output_times
    yield Outcome(
        test="amount_worth",
        claim_ids=(reading.id,),
        verdict="implausible" if times > limit else "consistent",
        explanation=(
            f"{reading.words}: at {_said_usd(benchmark.usd_per_t)} a tonne "
            f"({benchmark.month:%B %Y}) that is worth {said(worth.stated, 'USD')}, "
            f"{times:,.1f} times all exports declared "
            f"for {day.year} ({_said_usd(exports)})."
        ),
        would_settle=SETTLE_AMOUNT,
        size=1 - limit / times if times > limit else 0.0,
        fact_ids=(benchmark.row_id, row_id),
    )


def _declared(index: TradeIndex, year: int) -> tuple[str, float] | None:
    """Give the largest total of exports published for a year, to anyone."""
    all_goods = load_definitions().good_of["all"].hs
    partners = ("WLD", load_definitions().default_partner)
    found = [
        (p.amount, p.row_id)
        for partner in partners
        for p in index.find(all_goods, partner, "USD")
        if p.flow == "export" and p.span.is_year and p.span.first == date(year, 1, 1)
    ]
    if not found:
        return None
    amount, row_id = max(found)
    return row_id, amount


def _outputs(indicators: pl.DataFrame | None) -> dict[str, list[_Output]]:
    found: dict[str, list[_Output]] = {}
    if indicators is None:
        return found
    columns = ("indicator", "period_start", "value_high", "who", "row_id")
    in_mt = indicators.filter((pl.col("unit") == "Mt") & pl.col("value_high").is_not_null())
    for name, first, most, who, row_id in in_mt.select(columns).iter_rows():
        found.setdefault(name, []).append(_Output(most * MEGATONNE, first.year, who, row_id))
    return found


def _made(readings: list[Reading]) -> dict[frozenset[str], list[Reading]]:
    """Give what claims say the whole country makes of each good in a year."""
    yearly = (
        r
        for r in readings
        if r.metric == "production" and r.figure is not None and r.unit_std == "t" and not r.sites
    )
    national = (
        r
        for r in yearly
        if (r.per == "year" or r.span.is_year)
        and not r.actor
        and not names_any(r.locator, load_definitions().local_words)
    )
    return blocks_of(national, lambda r: r.goods.families)


def _against_claims(reading: Reading, made: list[Reading]) -> Iterator[Outcome]:
    for output in few(made):
        low, most = figure_of(reading).span.low, figure_of(output).span.high
        is_over = low > most * load_definitions().tolerances.over_output
        yield Outcome(
            test="amount_output",
            claim_ids=(reading.id, output.id),
            verdict="implausible" if is_over else "consistent",
            explanation=(
                f"{reading.words} gives {said(figure_of(reading).stated, 't')}; "
                f"{output.words} gives {said(figure_of(output).stated, 't')} "
                "as what is made in a year."
            ),
            would_settle=SETTLE_AMOUNT,
            size=1 - most / low if is_over else 0.0,
        )


def _against_output(
    reading: Reading, good: Good, outputs: dict[str, list[_Output]]
) -> Iterator[Outcome]:
    day = _day(reading)
    assert day is not None
    near = [o for o in outputs.get(good.output, []) if abs(o.year - day.year) <= YEARS]
    if not near:
        return
    most = max(near, key=lambda o: (o.tonnes, o.row_id))
    low = figure_of(reading).span.low
    is_over = low > most.tonnes * load_definitions().tolerances.over_output
    yield Outcome(
        test="amount_output",
        claim_ids=(reading.id,),
        verdict="implausible" if is_over else "consistent",
        explanation=(
            f"{reading.words} gives {said(figure_of(reading).stated, 't')}; the largest output "
            f"published within {YEARS} years is {most.tonnes:,.0f} t a year ({most.who})."
        ),
        would_settle=SETTLE_AMOUNT,
        size=1 - most.tonnes / low if is_over else 0.0,
        fact_ids=(most.row_id,),
    )


def _said_usd(amount: float) -> str:
    return said(Interval(amount, amount), "USD")
