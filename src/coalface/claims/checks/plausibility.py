"""Check 6: amounts against what the country makes and sells."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from coalface.claims.checks.blocks import blocks_of, few
from coalface.claims.checks.definitions import Good, load_definitions
from coalface.claims.checks.price_bands import (
    Price,
    benchmark_of,
    benchmarks_of,
    day_of,
    good_of,
    is_usable,
    said_usd,
)
from coalface.claims.checks.readings import HOME, Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.checks.trade_index import TradeIndex, index_trade
from coalface.claims.facts import Facts
from coalface.vocabulary.goods import names_any

__all__ = ["find_implausible_amounts", "find_parts_above_nations"]

SETTLE_AMOUNT = "a second source that saw the goods, and what the mine or the country can make"
#: Half a decade: output far from the year spoken of says little.
YEARS = 5
MEGATONNE = 1e6
FLOWING = frozenset(
    {"smuggled_volume", "export_volume", "export_volume_unrecorded", "sales_volume"}
)
MADE = FLOWING | {"production"}
#: Goods that nobody makes but to sell: what is dug in a year is set against a year's exports.
SOLD_ONLY = frozenset({"gold"})
MOST_GOLD = 500.0  # tonnes: no country digs more
KEPT = frozenset({"reserves", "stock", "vessel_tonnage", "capacity"})
HIDDEN = frozenset({"smuggled_volume", "export_volume_unrecorded"})


@dataclass(frozen=True, slots=True)
class _Output:
    """What the country made of one good in one year, as published."""

    tonnes: float
    year: int
    who: str
    row_id: str


def find_implausible_amounts(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set an amount against the largest national output near its year, and its worth against sales.

    Args:
        readings: Claims, read.
        facts: Tables `prices`, `flows` and `indicators`.

    Yields:
        An implausible amount, or a quiet one, for each whose good has a benchmark or an output.
    """
    benchmarks = benchmarks_of(facts)
    index = index_trade(facts)
    outputs = _outputs(facts.indicators)
    made = _made(readings)
    for reading in readings:
        good = good_of(reading)
        if good is None or reading.unit_std != "t" or reading.figure is None:
            continue
        if reading.metric in FLOWING and not reading.per and reading.status != "ended":
            yield from _against_claims(reading, made.get(reading.goods.families, []))
        if not is_usable(reading):
            continue
        yield from _worth_of(reading, good, benchmarks, index)
        if (reading.metric in MADE or _is_of_home(reading)) and not reading.per:
            yield from _against_output(reading, good, outputs)


def _is_dug(reading: Reading) -> bool:
    """Say whether an amount of gold may be of one year or less; thousands of tonnes are no gold."""
    if reading.metric in KEPT or not (reading.per == "year" or reading.span.is_known):
        return False  # what lies in a vault took years
    return figure_of(reading).span.low < MOST_GOLD


def _is_of_home(reading: Reading) -> bool:
    """Say whether an amount of unnamed kind is of a place at home, which no other country's is."""
    return reading.metric == "quantity" and any(
        p.startswith((HOME, "name:")) for p in reading.sites
    )


def find_parts_above_nations(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set what one mine yields against what the same report gives for the whole country.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        An implausible amount, or a quiet one, for each mine beside a figure of the country.
    """
    marked = (r for r in readings if r.figure is not None and (r.is_national or r.is_local))
    for block in blocks_of(marked, lambda r: (r.document, r.goods.families)).values():
        for nation in few(r for r in block if r.is_national):
            for part in few(r for r in block if r.is_local and r.span.meets(nation.span)):
                yield _part_of_nation(part, nation)


def _part_of_nation(part: Reading, nation: Reading) -> Outcome:
    low, most = figure_of(part).span.low, figure_of(nation).span.high
    is_over = low > most
    is_sure = "year" in (part.per, nation.per) or part.span == nation.span
    return Outcome(
        test="amount_output",
        claim_ids=(part.id, nation.id),
        verdict=("implausible" if is_sure else "warn") if is_over else "consistent",
        explanation=(
            f"{part.words} gives {said(figure_of(part).stated, 't')} for one place; "
            f"{nation.words} gives {said(figure_of(nation).stated, 't')} for the whole country."
        ),
        would_settle=SETTLE_AMOUNT,
        size=1 - most / low if is_over else 0.0,
    )


def _worth_of(
    reading: Reading, good: Good, benchmarks: dict[tuple[str, int, int], Price], index: TradeIndex
) -> Iterator[Outcome]:
    """Judge what was smuggled by its worth; what is said of gold otherwise only to warn."""
    if reading.metric in HIDDEN:
        yield from _worth(reading, benchmarks, index)
    elif good.id in SOLD_ONLY and _is_dug(reading):
        for outcome in _worth(reading, benchmarks, index):
            if outcome.verdict == "implausible":
                yield replace(outcome, verdict="warn")


def _worth(
    reading: Reading, benchmarks: dict[tuple[str, int, int], Price], index: TradeIndex
) -> Iterator[Outcome]:
    day = day_of(reading)
    assert day is not None
    benchmark = benchmark_of(reading, benchmarks)
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
            f"{reading.words}: at {said_usd(benchmark.usd_per_t)} a tonne "
            f"({benchmark.said}) that is worth {said(worth.stated, 'USD')}, "
            f"{times:,.1f} times all exports declared "
            f"for {day.year} ({said_usd(exports)})."
        ),
        would_settle=SETTLE_AMOUNT,
        size=1 - limit / times if times > limit else 0.0,
        fact_ids=(*benchmark.row_ids, row_id),
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
    day = day_of(reading)
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
