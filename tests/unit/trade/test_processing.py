"""Net of declared inputs: by the period's own inputs, else by shares of longer periods."""

from datetime import date
from typing import Any

import pytest
from tests.builders import make_flows, make_processing_inputs

from coalface.trade.observations import find_series
from coalface.trade.processing import Net, find_net

Columns = dict[str, Any]
YEAR: Columns = {"period_start": date(2018, 1, 1), "period_end": date(2019, 1, 1)}


def net_of(flows: Columns, inputs: Columns) -> Net:
    table = make_processing_inputs(**inputs)
    (series,) = find_series((make_flows(**flows),))
    return find_net(series, series.full_years[-1], table)


def test_inputs_of_the_same_period_are_taken_off() -> None:
    wigs: Columns = {"hs_code": "6704", "value_cif_usd": 24.17e6} | YEAR

    net = net_of(wigs, {"value_fob_usd": 21.09e6} | YEAR)

    assert net.basis == "declared inputs"
    assert net.value is not None
    assert net.value.value == pytest.approx(3.08e6)


def test_inputs_of_another_year_give_an_imputed_range() -> None:
    wigs: Columns = {"hs_code": "6704", "value_cif_usd": [100.0, 200.0]} | {
        "period_start": [date(2018, 1, 1), date(2020, 1, 1)],
        "period_end": [date(2019, 1, 1), date(2021, 1, 1)],
    }
    stated = {
        "reporter": ["CHN", "estimate"],
        "flow": ["export", "processing_margin"],
        "hs_code": ["6703", "6704"],
        "value_fob_usd": [88.0, None],
        "quantity": [None, 5.0],
        "unit": [None, "percent"],
    }

    net = net_of(wigs, stated | YEAR)

    assert net.basis == "share of other periods"
    assert net.value is not None
    assert net.value.mark == "imputed"
    assert net.value.low == pytest.approx(10.0)
    assert net.value.high == pytest.approx(24.0)


def test_a_single_month_with_a_lag_sets_no_share() -> None:
    wigs: Columns = {
        "hs_code": "6704",
        "value_cif_usd": [18.0, 100.0],
        "period_start": [date(2023, 8, 1), date(2022, 1, 1)],
        "period_end": [date(2023, 9, 1), date(2023, 1, 1)],
    }
    month: Columns = {"period_start": date(2023, 8, 1), "period_end": date(2023, 9, 1)}

    net = net_of(wigs, {"value_fob_usd": 9.0} | month)

    assert net.basis == "gross only"
    assert net.value is None


def test_a_long_period_in_which_more_went_in_than_came_out_sets_no_share() -> None:
    wigs: Columns = {
        "hs_code": "6704",
        "value_cif_usd": [18.0, 100.0],
        "period_start": [date(2021, 1, 1), date(2022, 1, 1)],
        "period_end": [date(2022, 1, 1), date(2023, 1, 1)],
    }
    year: Columns = {"period_start": date(2021, 1, 1), "period_end": date(2022, 1, 1)}

    net = net_of(wigs, {"value_fob_usd": 19.0} | year)

    assert net.basis == "gross only"


def test_watch_parts_without_a_published_value_leave_gross_only() -> None:
    net = net_of({"hs_code": "9108", "value_cif_usd": 5.0}, {"hs_code": "9110+9114"})

    assert net.basis == "gross only"


def test_cloth_is_one_input_of_clothing_so_the_net_is_an_upper_bound() -> None:
    clothing = {"hs_code": "61-62", "value_cif_usd": 800.0} | YEAR

    net = net_of(clothing, {"hs_code": "5407", "value_fob_usd": 138.0} | YEAR)

    assert net.value is not None
    assert net.value.value == 662.0
    assert net.note.startswith("upper bound")


def test_ore_is_no_processing_trade() -> None:
    net = net_of({"hs_code": "2611", "value_cif_usd": 5.0}, {})

    assert net == Net("not processing", None, "", "")
