"""What China paid per tonne, beside named prices. A ratio to a proxy is not a discount."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from coalface.trade.benchmarks import find_quotes
from coalface.trade.field_prices import FieldPrice, find_field_prices
from coalface.trade.figures import Figure, number, ratio
from coalface.trade.goods import Benchmark, load_trade_goods
from coalface.trade.observations import MONTHS_A_YEAR, Observation, Series, find_series
from coalface.vocabulary.numbers import Number, inputs_of

__all__ = ["Discount", "discounts_table", "find_discounts", "numbers"]

PROXY = "ratio to proxy"


@dataclass(frozen=True, slots=True)
class Discount:
    """One price of goods from the DPRK beside one named comparator.

    Attributes:
        kind: `ratio to proxy` (another grade, place or valuation), `same HS6 difference` (same
            code, importer and period, as published), `published unit value` (of customs, as a
            report quotes it), `field price` or `smuggled field price` (a report, not customs).
        code: HS code.
        name: The good, or what the report calls it.
        period: Period of the price.
        price: Unit value or price in USD per t.
        price_valuation: How it is valued.
        benchmark: Name of the comparator.
        benchmark_grade: Its grade.
        benchmark_valuation: Its valuation.
        benchmark_price: Its price over the same months.
        ratio: Price over benchmark price; no figure for a published difference.
        difference: Price less comparator in USD per t, only for `same HS6 difference`.
        note: What must stand beside it.
        noise: Why the unit value of a small month is none to rest on, or "".
    """

    kind: str
    code: str
    name: str
    period: str
    price: Number
    price_valuation: str
    benchmark: str
    benchmark_grade: str
    benchmark_valuation: str
    benchmark_price: Number
    ratio: Number
    difference: Number
    note: str
    noise: str = ""

    @property
    def printed(self) -> tuple[Number, ...]:
        """Give the numbers in the order of the columns."""
        return (self.price, self.benchmark_price, self.ratio, self.difference)


def find_discounts(
    flows: pl.DataFrame, prices: pl.DataFrame, fx: pl.DataFrame, *, as_of: date
) -> tuple[Discount, ...]:
    """Find unit values of DPRK anthracite and iron ore beside every benchmark named for them.

    Every row names its benchmark with grade and valuation and covers the same months. Grades
    differ always, so these are ratios to a proxy; the one same-code comparison published says
    the opposite of a discount and stands among them. None of it is a headline number.

    Args:
        flows: Table `flows`.
        prices: Table `prices`: benchmarks by month, and field prices.
        fx: Table `fx`, for prices quoted in another currency.
        as_of: Day of the account; later periods are left out.

    Returns:
        Customs unit values by good, period and benchmark, then published differences, then
        field prices.
    """
    goods = load_trade_goods()
    series = [s for s in find_series((flows,), until=as_of) if s.good.benchmarks]
    customs = tuple(
        _unit_value_row(one, at, goods.benchmark(name), prices)
        for one in series
        for at in one.observations
        if at.unit_value is not None
        for name in one.good.benchmarks
    )
    field = find_field_prices(prices, fx, until=as_of)
    return customs + tuple(row for price in field for row in _field_rows(price, prices))


def numbers(rows: Sequence[Discount]) -> tuple[Number, ...]:
    """Give all printed numbers of some discounts, in order, each once."""
    return tuple({n.id: n for row in rows for n in row.printed}.values())


def discounts_table(rows: Sequence[Discount]) -> pl.DataFrame:
    """Give the discounts as a flat table, one row a price and comparator."""
    return pl.DataFrame([_flat(row) for row in rows], infer_schema_length=None)


def _unit_value_row(
    series: Series, at: Observation, benchmark: Benchmark, prices: pl.DataFrame
) -> Discount:
    good = series.good
    quotes = find_quotes(
        prices,
        benchmark.series,
        (at.starts_on, at.ends_on),
        mass_by_month=_masses(series.observations),
    )
    stem = f"discounts/{good.code}/{at.period}"
    unit_value = at.unit_value
    notes = [f"grades differ: {good.name} beside {benchmark.grade}"]
    notes += _warnings(at)
    weights = "weighted by monthly mass" if quotes and quotes.is_weighted else "months weigh alike"
    words = f"{good.name}, {at.period}"
    return Discount(
        kind=PROXY,
        code=good.code,
        name=good.name,
        period=at.period,
        price=number(
            unit_value,
            f"{stem}/unit_value_usd_per_t",
            f"Unit value of {words}, China's imports from the DPRK, {at.valuation}",
            "USD/t",
            how="value / mass of one print",
            note="; ".join(_warnings(at)),
        ),
        price_valuation=at.valuation,
        benchmark=benchmark.name,
        benchmark_grade=benchmark.grade,
        benchmark_valuation=benchmark.valuation,
        benchmark_price=_benchmark_number(
            benchmark, quotes.figure if quotes else None, f"{stem}/{benchmark.series}", at.period
        ),
        ratio=number(
            ratio(unit_value, quotes.figure if quotes else None),
            f"{stem}/{benchmark.series}/ratio_to_proxy",
            f"Ratio to proxy: {words} over {benchmark.name}",
            "ratio",
            how=f"unit value / mean of the same months ({weights}); range: over single months",
            note="; ".join(notes),
        ),
        difference=_no_difference(f"{stem}/{benchmark.series}"),
        note="; ".join(notes),
        noise="; ".join(_warnings(at)) if _is_small(at) else "",
    )


def _field_rows(price: FieldPrice, prices: pl.DataFrame) -> Iterable[Discount]:
    goods = load_trade_goods()
    if price.is_difference:
        yield _difference_row(price)
        return
    for name in goods.good("270111").benchmarks:
        yield _field_row(price, goods.benchmark(name), prices)


def _field_row(price: FieldPrice, benchmark: Benchmark, prices: pl.DataFrame) -> Discount:
    quotes = find_quotes(prices, benchmark.series, price.period)
    world = quotes.figure if quotes else None
    stem = f"discounts/{price.row_id}"
    note = f"{price.note}; grade and place differ".removeprefix("; ")
    return Discount(
        kind=_field_kind(price),
        code="2701",
        name=price.item,
        period=price.label,
        price=number(
            price.usd_per_t,
            f"{stem}/price_usd_per_t",
            f"{price.item}, {price.place}, {price.label}: reported price",
            "USD/t",
            how=price.how,
            note=price.note,
        ),
        price_valuation=f"as reported ({price.place})",
        benchmark=benchmark.name,
        benchmark_grade=benchmark.grade,
        benchmark_valuation=benchmark.valuation,
        benchmark_price=_benchmark_number(
            benchmark, world, f"{stem}/{benchmark.series}", price.label
        ),
        ratio=number(
            ratio(price.usd_per_t, world),
            f"{stem}/{benchmark.series}/ratio_to_proxy",
            f"Ratio to proxy: {price.item}, {price.label}, over {benchmark.name}",
            "ratio",
            how="reported price / mean of the same months; range over both",
            note=note,
        ),
        difference=_no_difference(f"{stem}/{benchmark.series}"),
        note=note,
    )


def _field_kind(price: FieldPrice) -> str:
    if "customs unit value" in price.item:
        return "published unit value"
    return "smuggled field price" if price.place == "smuggled" else "field price"


def _difference_row(price: FieldPrice) -> Discount:
    """Give the published comparison within one code, importer and year as it was published."""
    stem = f"discounts/{price.row_id}"
    stated = Number(
        id=f"{stem}/difference_usd_per_t",
        label=f"{price.item}, {price.label}: at least this much dearer",
        value=price.low,
        unit="USD/t",
        low=price.low,
        high=price.high,
        mark="published",
        how="as published: at least",
        inputs=(price.row_id,),
        note=price.note,
    )
    return Discount(
        kind="same HS6 difference",
        code="270111",
        name=price.item,
        period=price.label,
        price=number(None, f"{stem}/price_usd_per_t", f"{price.item}: price", "USD/t"),
        price_valuation=price.place,
        benchmark="Vietnamese anthracite imported by China",
        benchmark_grade="same HS6; quality said to differ",
        benchmark_valuation=price.place,
        benchmark_price=number(None, f"{stem}/comparator_usd_per_t", "Comparator", "USD/t"),
        ratio=number(None, f"{stem}/ratio", f"{price.item}: ratio", "ratio"),
        difference=stated,
        note=price.note,
    )


def _benchmark_number(
    benchmark: Benchmark, figure: Figure | None, stem: str, period: str
) -> Number:
    return number(
        figure,
        f"{stem}/benchmark_usd_per_t",
        f"{benchmark.name}, {benchmark.valuation}, {period}",
        "USD/t",
        how="mean of the months of the period; range: lowest to highest month",
        note="" if figure else "not quoted for every month of the period",
    )


def _no_difference(stem: str) -> Number:
    why = "not the same code, importer, period and valuation"
    return number(None, f"{stem}/difference_usd_per_t", "Difference", "USD/t", note=why)


def _warnings(at: Observation) -> list[str]:
    small = load_trade_goods().small_month_t
    noise = [f"under {small:,.0f} t: noise rather than a price"] if _is_small(at) else []
    notes = [f.note for f in (at.value, at.mass) if f is not None]
    return noise + list(dict.fromkeys(n for n in (*notes, at.note) if n))


def _is_small(at: Observation) -> bool:
    small = load_trade_goods().small_month_t
    return at.n_months < MONTHS_A_YEAR and at.mass is not None and at.mass.value < small


def _masses(observations: Iterable[Observation]) -> dict[date, float]:
    return {o.starts_on: o.mass.value for o in observations if o.n_months == 1 and o.mass}


def _flat(row: Discount) -> dict[str, object]:
    return {
        "kind": row.kind,
        "hs_code": row.code,
        "good": row.name,
        "period": row.period,
        "price_usd_per_t": row.price.value,
        "price_low_usd_per_t": row.price.low,
        "price_high_usd_per_t": row.price.high,
        "price_valuation": row.price_valuation,
        "benchmark": row.benchmark,
        "benchmark_grade": row.benchmark_grade,
        "benchmark_valuation": row.benchmark_valuation,
        "benchmark_usd_per_t": row.benchmark_price.value,
        "ratio_to_proxy": row.ratio.value,
        "ratio_low": row.ratio.low,
        "ratio_high": row.ratio.high,
        "difference_usd_per_t": row.difference.value,
        "note": row.note,
        "inputs": ";".join(inputs_of(row.printed)),
    }
