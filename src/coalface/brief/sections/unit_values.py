"""Block 5: is there a discount? Unit values beside named benchmarks, with ranges."""

import re
from collections.abc import Sequence
from dataclasses import replace
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
KINDS = {PROXY: "customs unit value"}
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
    """Give one row a price, with a column of ratios for each benchmark."""
    names = tuple(dict.fromkeys(d.benchmark for d in discounts if d.ratio.value is not None))
    by_price: dict[str, list[Discount]] = {}
    for row in discounts:
        by_price.setdefault(row.price.id, []).append(row)
    grades = dict.fromkeys(
        f"{d.benchmark}: {d.benchmark_grade}, {d.benchmark_valuation}" for d in discounts
    )
    return Table(
        id="unit-values",
        caption="Unit values and reported prices, and their ratio to each named benchmark",
        columns=(
            Column("Good"),
            Column("Period"),
            Column("Kind"),
            Column("Price", "right"),
            *(Column(f"Over {name}", "right") for name in names),
            Column("Source"),
        ),
        rows=tuple(_price_row(rows, names, evidence) for rows in by_price.values()),
        note=f"Benchmarks: {'; '.join(grades)}. Their prices over the same months are in the "
        "bundle's table of discounts.",
    )


def _price_row(
    rows: Sequence[Discount], names: Sequence[str], evidence: Evidence
) -> tuple[Cell, ...]:
    one = rows[0]
    ratios = {row.benchmark: row.ratio for row in rows}
    is_difference = one.difference.value is not None
    price = one.difference if is_difference else one.price
    kind = f"{one.kind}, {one.benchmark}" if is_difference else KINDS.get(one.kind, one.kind)
    shown = (price, *(ratios[name] for name in names if name in ratios))
    return (
        one.name,
        one.period.replace("_", " to "),
        kind,
        price,
        *(replace(ratios[name], note="") if name in ratios else "" for name in names),
        Cite(sources_of(shown, evidence)),
    )
