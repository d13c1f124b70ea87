"""A ratio names its benchmark and its months; only one row may speak of a difference."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.builders import make_flows, make_fx, make_prices

from coalface.cli.views import discounts_view
from coalface.trade.benchmarks import find_latest_quotes, find_quotes
from coalface.trade.discounts import Discount, discounts_table, find_discounts, numbers

AS_OF = date(2026, 11, 1)
NEWCASTLE = "coal_australia_thermal"


def months(first: int, prices: list[float], *, year: int = 2016) -> pl.DataFrame:
    starts = [date(year, first + i, 1) for i in range(len(prices))]
    ends = [date(year + (first + i) // 12, (first + i) % 12 + 1, 1) for i in range(len(prices))]
    return make_prices(
        dataset="benchmark_monthly",
        series=NEWCASTLE,
        period_start=starts,
        period_end=ends,
        price_low=prices,
        price_high=prices,
    )


def field(**columns: Any) -> pl.DataFrame:
    row = {"dataset": "field", "series": "field_coal", "item": "smuggled coal"}
    return make_prices(**(row | {"place": "smuggled", "price_low": 50.0} | columns))


def against_newcastle(flows: pl.DataFrame, prices: pl.DataFrame) -> Discount:
    rows = find_discounts(flows, prices, make_fx(), as_of=AS_OF)
    return next(row for row in rows if row.benchmark == "Newcastle thermal coal")


def test_a_unit_value_beside_another_grade_is_a_ratio_to_proxy() -> None:
    row = against_newcastle(
        make_flows(value_cif_usd=1200.0, mass_t=20.0), months(1, [50.0] * 11 + [70.0])
    )

    assert row.kind == "ratio to proxy"
    assert row.price.value == 60.0
    assert row.price_valuation == "CIF"
    assert row.benchmark_valuation == "FOB"
    assert row.ratio.value == pytest.approx(60 / (620 / 12))
    assert row.ratio.low == pytest.approx(60 / 70)
    assert row.ratio.high == pytest.approx(60 / 50)
    assert row.difference.value is None


def test_a_unit_value_never_sets_the_value_of_one_print_over_the_mass_of_another() -> None:
    flows = make_flows(
        row_id=["kores", "comtrade"],
        source_id=["kores", "comtrade"],
        value_cif_usd=[1234.0, 1200.0],
        mass_t=[None, 20.0],
    )

    row = against_newcastle(flows, months(1, [50.0] * 12))

    assert row.price.value == 60.0
    assert row.price.low is None
    assert row.price.inputs == ("comtrade",)


def test_the_range_of_a_unit_value_is_that_of_single_prints() -> None:
    flows = make_flows(row_id=["a", "b"], value_cif_usd=[1200.0, 2400.0], mass_t=[20.0, 38.0])

    row = against_newcastle(flows, months(1, [50.0] * 12))

    assert row.price.low == 60.0
    assert row.price.high == pytest.approx(2400 / 38)
    assert row.price.inputs == ("a", "b")


def test_value_and_mass_that_no_print_gives_together_make_no_unit_value() -> None:
    flows = make_flows(row_id=["a", "b"], value_cif_usd=[1200.0, None], mass_t=[None, 20.0])

    rows = find_discounts(flows, months(1, [50.0] * 12), make_fx(), as_of=AS_OF)

    assert rows == ()


def test_a_benchmark_lacking_a_month_gives_no_figure_rather_than_a_shorter_mean() -> None:
    row = against_newcastle(make_flows(value_cif_usd=1200.0, mass_t=20.0), months(1, [50.0] * 11))

    assert row.ratio.value is None
    assert row.benchmark_price.note == "not quoted for every month of the period"


def test_months_weigh_by_mass_where_every_month_is_known() -> None:
    flows = make_flows(
        value_cif_usd=[None, None, 100.0],
        mass_t=[3.0, 1.0, 4.0],
        period_start=[date(2016, 1, 1), date(2016, 2, 1), date(2016, 1, 1)],
        period_end=[date(2016, 2, 1), date(2016, 3, 1), date(2016, 3, 1)],
    )

    row = against_newcastle(flows, months(1, [40.0, 80.0]))

    assert row.benchmark_price.value == 50.0
    assert "weighted by monthly mass" in row.ratio.how


def test_months_weigh_alike_where_a_month_has_no_mass() -> None:
    quotes = find_quotes(
        months(1, [40.0, 80.0]),
        NEWCASTLE,
        (date(2016, 1, 1), date(2016, 3, 1)),
        mass_by_month={date(2016, 1, 1): 3.0},
    )

    assert quotes is not None
    assert quotes.figure.value == 60.0
    assert not quotes.is_weighted


def test_the_latest_quote_carries_the_range_of_the_last_months() -> None:
    quotes = find_latest_quotes(months(1, [40.0, 80.0, 60.0]), NEWCASTLE, AS_OF, n_months=12)

    assert quotes is not None
    assert (quotes.figure.value, quotes.figure.low, quotes.figure.high) == (60.0, 40.0, 80.0)


def test_a_small_month_is_called_noise() -> None:
    month = {"period_start": date(2016, 9, 1), "period_end": date(2016, 10, 1)}

    row = against_newcastle(
        make_flows(value_cif_usd=55_000.0, mass_t=3_035.0, **month), months(9, [70.0])
    )

    assert "noise rather than a price" in row.note
    assert "noise rather than a price" in row.noise


def test_the_table_marks_a_small_month_and_no_other() -> None:
    flows = make_flows(
        value_cif_usd=[55_000.0, 5_500_000.0],
        mass_t=[3_035.0, 100_000.0],
        period_start=[date(2016, 9, 1), date(2016, 10, 1)],
        period_end=[date(2016, 10, 1), date(2016, 11, 1)],
    )
    rows = find_discounts(flows, months(9, [70.0, 70.0]), make_fx(), as_of=AS_OF)

    view = discounts_view(rows, AS_OF)

    marked = {row[1] for row in view.rows if row[5].endswith("*")}
    assert marked == {"2016-09"}
    assert [n for n in view.notes if n.startswith("*")] == [
        "* Anthracite, 2016-09: under 10,000 t: noise rather than a price."
    ]


def test_smuggled_coal_is_its_own_row() -> None:
    rows = find_discounts(make_flows(), field(), make_fx(), as_of=AS_OF)

    assert {row.kind for row in rows} == {"smuggled field price"}


def test_a_price_in_yuan_is_turned_at_the_rate_of_its_own_period() -> None:
    prices = field(currency="CNY", price_low=400.0, price_high=450.0)

    row = find_discounts(make_flows(), prices, make_fx(rate=8.0), as_of=AS_OF)[0]

    assert (row.price.low, row.price.value, row.price.high) == (50.0, 53.125, 56.25)


def test_a_currency_without_a_rate_keeps_its_own_figure_in_words() -> None:
    row = find_discounts(make_flows(), field(currency="KRW"), make_fx(), as_of=AS_OF)[0]

    assert row.price.value is None
    assert row.price.note.startswith("50 KRW: no exchange rate packaged")


def test_a_published_premium_is_a_difference_within_one_code() -> None:
    premium = field(
        item="anthracite: DPRK over Vietnam, premium", place="China CIF", price_low=10.0
    )

    (row,) = find_discounts(make_flows(), premium, make_fx(), as_of=AS_OF)

    assert row.kind == "same HS6 difference"
    assert row.difference.value == 10.0
    assert row.difference.high is None
    assert row.ratio.value is None


def test_the_table_has_one_row_a_price_and_benchmark() -> None:
    rows = find_discounts(
        make_flows(value_cif_usd=1200.0, mass_t=20.0),
        months(1, [50.0] * 12),
        make_fx(),
        as_of=AS_OF,
    )

    table = discounts_table(rows)
    assert table.height == len(rows) == 2
    assert table["ratio_to_proxy"].null_count() == 1
    ids = [n.id for n in numbers(rows)]
    assert len(ids) == len(set(ids))
