"""The first picture sets rival estimates side by side and never adds them."""

from datetime import date

import polars as pl
from tests.builders import make_estimates, make_flows

from coalface.law import load_rulebook
from coalface.tables.flows import PROCESSING_INPUTS
from coalface.tables.schema import empty_table
from coalface.trade.balance import find_balance
from coalface.trade.first_picture import (
    PictureYear,
    find_first_picture,
    find_headline_year,
    find_outside_estimates,
)
from coalface.trade.replacement import find_replacement


def _picture(flows: pl.DataFrame, estimates: pl.DataFrame) -> tuple[PictureYear, ...]:
    replacement = find_replacement(flows, empty_table(PROCESSING_INPUTS), load_rulebook())
    return find_first_picture(replacement, find_balance(flows), find_outside_estimates(estimates))


def _flows() -> pl.DataFrame:
    return make_flows(
        hs_code="TOTAL",
        flow=["import", "import", "export"],
        value_cif_usd=[1000.0, 200.0, None],
        value_fob_usd=[None, None, 2000.0],
        period_start=[date(2016, 1, 1), date(2018, 1, 1), date(2018, 1, 1)],
        period_end=[date(2017, 1, 1), date(2019, 1, 1), date(2019, 1, 1)],
    )


def test_rival_estimates_of_one_year_stay_apart() -> None:
    estimates = make_estimates(who=["A", "B"], value_low_usd=[1.0, 2.0], value_high_usd=[1.0, 2.0])

    found = find_outside_estimates(estimates)

    assert [(e.who, e.value_usd.value) for e in found] == [("A", 1), ("B", 2)]


def test_an_estimate_of_several_years_belongs_to_no_bar() -> None:
    estimates = make_estimates(value_low_usd=5.0, value_high_usd=5.0, period_end=date(2022, 1, 1))

    (found,) = find_outside_estimates(estimates)

    assert (found.span, found.year) == ("several_years", None)


def test_more_than_has_no_upper_end() -> None:
    (found,) = find_outside_estimates(make_estimates(value_low_usd=5.0))

    assert (found.value_usd.low, found.value_usd.high) == (5, None)
    assert found.value_usd.how == "published as more than this"


def test_a_single_theft_does_not_stand_beside_the_year_that_holds_it() -> None:
    estimates = make_estimates(item="single theft: an exchange", value_low_usd=5.0)

    assert find_outside_estimates(estimates) == ()


def test_an_estimate_without_dollars_is_left_out() -> None:
    assert find_outside_estimates(make_estimates(quantity_low=5.0, unit="t")) == ()


def test_years_between_are_shown_even_where_nothing_was_published() -> None:
    picture = _picture(_flows(), make_estimates(value_low_usd=5.0))

    assert [row.year for row in picture] == [2016, 2017, 2018]
    assert picture[1].declared is None
    assert picture[1].imports_usd.value is None


def test_the_imports_line_names_its_books() -> None:
    picture = _picture(_flows(), make_estimates(value_low_usd=5.0))

    assert (picture[2].imports_usd.value, picture[2].imports_book) == (2000, "china_customs")


def test_the_headline_year_is_the_last_with_a_total_of_china_alone() -> None:
    world = make_flows(
        row_id=["flows/world"],
        hs_code="TOTAL",
        reporter="PRK",
        partner="WLD",
        flow="export",
        value_mixed_usd=300.0,
        period_start=date(2024, 1, 1),
        period_end=date(2025, 1, 1),
    )

    headline = find_headline_year(_picture(pl.concat([_flows(), world]), make_estimates()))

    assert headline is not None
    assert headline.year == 2018


def test_outside_estimates_name_the_rows_that_they_rest_on() -> None:
    estimates = make_estimates(value_low_usd=5.0)

    (found,) = find_outside_estimates(estimates)

    assert found.value_usd.inputs == ("estimates/0",)
