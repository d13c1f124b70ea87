"""Block 5: is there a discount? Unit values beside named benchmarks, with ranges."""

import re
from collections.abc import Sequence
from datetime import date

import polars as pl

from coalface.brief.evidence import Evidence, sources_of, strength_of
from coalface.brief.figures.scales import decimal_year
from coalface.brief.figures.style import NARROW, WIDE
from coalface.brief.figures.unit_values import (
    BenchmarkLine,
    UnitValue,
    UnitValuePanel,
    UnitValuePicture,
    render_unit_values,
)
from coalface.brief.model import Block, Cell, Cite, Column, Figure, Table, Text
from coalface.brief.sentences import say_unit_values
from coalface.trade.discounts import Discount
from coalface.trade.goods import load_trade_goods
from coalface.vocabulary.numbers import Number

__all__ = ["build_unit_values"]

PROXY = "ratio to proxy"
PANELS = (("270111", "Anthracite", ("270111", "2701")), ("2601", "Iron ore", ("2601",)))
YEAR = re.compile(r"\d{4}")
NOTES: tuple[Text, ...] = (
    (
        "A discount needs the same HS6 code, importer, period and valuation. None of these "
        "comparisons has them all: grades and places differ, so each is a ratio to a proxy and "
        "names its benchmark. One published same-code comparison says the opposite of a discount.",
    ),
    (
        "Unit values of small single months are noise. Prices in field reports name no weight, "
        "grade or delivery and stand apart from customs.",
    ),
)


def build_unit_values(
    discounts: Sequence[Discount], prices: pl.DataFrame, evidence: Evidence
) -> Block | None:
    """Build block 5, or nothing where no unit value is known."""
    panels = tuple(_panel(discounts, prices, *panel) for panel in PANELS)
    panels = tuple(panel for panel in panels if panel.values)
    if not panels:
        return None
    years = [int(value.at) for panel in panels for value in panel.values]
    picture = UnitValuePicture(
        panels=panels,
        first_year=min(years),
        last_year=max(years),
        heading="Unit values of DPRK anthracite and iron ore beside world prices",
        description="Dots are customs unit values, rings are prices in field reports, lines are "
        "named world prices by month; bars are ranges. All in US dollars per tonne.",
    )
    heading, numbers = _heading(discounts)
    shown = [n for d in discounts for n in d.printed if n.value is not None]
    return Block(
        id="unit-values",
        number="5",
        heading=heading,
        subtitle=f"US$ per tonne, {picture.first_year} to {picture.last_year}; benchmarks by name, "
        "grade and valuation in the table",
        strength=strength_of(numbers, evidence) if numbers else None,
        figures=(
            Figure(
                id="unit-values",
                title=picture.heading,
                description=picture.description,
                wide=render_unit_values(picture, WIDE),
                narrow=render_unit_values(picture, NARROW),
                table=_table(discounts, evidence),
            ),
        ),
        notes=NOTES,
        sources=sources_of(shown, evidence),
    )


def _panel(
    discounts: Sequence[Discount],
    prices: pl.DataFrame,
    code: str,
    name: str,
    codes: tuple[str, ...],
) -> UnitValuePanel:
    values: dict[str, UnitValue] = {}
    for row in discounts:
        if row.code in codes and row.difference.value is None and row.price.value is not None:
            values.setdefault(row.price.id, _value(row))
    first = min((int(value.at) for value in values.values()), default=0)
    last = max((int(value.at) for value in values.values()), default=0)
    goods = load_trade_goods()
    lines = tuple(
        BenchmarkLine(goods.benchmark(series).name, _path(prices, series, first, last))
        for series in goods.good(code).benchmarks
    )
    return UnitValuePanel(f"{name}, US$ per tonne", tuple(values.values()), lines)


def _value(row: Discount) -> UnitValue:
    return UnitValue(
        at=_middle(row.period),
        when=row.period,
        number=row.price,
        source=f"{row.name}, {row.price_valuation}",
        is_report="field" in row.kind,
    )


def _middle(period: str) -> float:
    """Give the middle of a period such as 2016, 2017-03 or 2010-01_2010-10, in years."""
    ends = period.split("_")
    first, last = _edge(ends[0]), _edge(ends[-1])
    length = (
        1.0 if len(ends[-1]) == len("2016") else 1 / 12 if len(ends[-1]) == len("2016-01") else 0
    )
    return (first + last + length) / 2


def _edge(text: str) -> float:
    year, *rest = (int(part) for part in text.split("-"))
    month, day = (*rest, 1, 1)[:2]
    return decimal_year(date(year, month, day))


def _path(
    prices: pl.DataFrame, series: str, first: int, last: int
) -> tuple[tuple[float, float], ...]:
    rows = prices.filter(
        (pl.col("dataset") == "benchmark_monthly")
        & (pl.col("series") == series)
        & (pl.col("period_start").dt.year().is_between(first, last))
        & pl.col("price_low").is_not_null()
    ).sort("period_start")
    return tuple(
        (decimal_year(start) + 1 / 24, price)
        for start, price in rows.select("period_start", "price_low").iter_rows()
    )


def _heading(discounts: Sequence[Discount]) -> tuple[Text, tuple[Number, ...]]:
    yearly = [
        row
        for row in discounts
        if row.kind == PROXY
        and row.code == "270111"
        and YEAR.fullmatch(row.period)
        and row.ratio.value is not None
    ]
    if not yearly:
        return ("Unit values stand beside named benchmarks",), ()
    benchmark = yearly[0].benchmark
    ratios = sorted(
        (row.ratio for row in yearly if row.benchmark == benchmark), key=lambda n: n.value or 0.0
    )
    return say_unit_values("DPRK anthracite", benchmark, ratios[0], ratios[-1]), tuple(ratios)


def _table(discounts: Sequence[Discount], evidence: Evidence) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for row in discounts:
        compared = row.difference if row.difference.value is not None else row.ratio
        cite = Cite(sources_of((row.price, row.benchmark_price, compared), evidence))
        rows.append(
            (
                row.name,
                row.period,
                row.kind,
                row.price,
                row.benchmark,
                row.benchmark_price,
                compared,
                cite,
            )
        )
    return Table(
        id="unit-values",
        caption="Unit values and reported prices beside each benchmark, US$ per tonne",
        columns=(
            Column("Good"),
            Column("Period"),
            Column("Kind"),
            Column("Price", "right"),
            Column("Benchmark"),
            Column("Its price", "right"),
            Column("Ratio", "right"),
            Column("Source"),
        ),
        rows=tuple(rows),
        note="Benchmarks: "
        + "; ".join(
            dict.fromkeys(
                f"{d.benchmark}: {d.benchmark_grade}, {d.benchmark_valuation}" for d in discounts
            )
        ),
    )
