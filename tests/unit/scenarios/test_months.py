"""Months, spans, and parts of a month's days."""

from datetime import date

import pytest

from coalface.scenarios.months import (
    days_in_months,
    days_taken,
    month_axis,
    next_month,
    parse_month,
    parse_period,
    parse_span,
    shift_day,
)


def test_an_axis_includes_its_last_month() -> None:
    axis = month_axis(date(2000, 1, 15), date(2030, 12, 31))

    assert len(axis) == 372
    assert (axis[0], axis[-1]) == (date(2000, 1, 1), date(2030, 12, 1))


def test_parts_of_a_month_sum_to_its_days() -> None:
    cut = date(2017, 8, 5)
    months = (date(2017, 8, 1),)

    before = days_taken(months, date(2016, 1, 1), cut)
    after = days_taken(months, cut, None)

    assert (before[0], after[0], days_in_months(months)[0]) == (4, 27, 31)


def test_a_spell_outside_the_month_takes_none_of_it() -> None:
    months = (date(2017, 8, 1),)

    assert days_taken(months, date(2017, 9, 1), None)[0] == 0
    assert days_taken(months, date(2016, 9, 1), date(2017, 8, 1))[0] == 0


def test_a_day_that_a_month_lacks_becomes_its_last() -> None:
    assert shift_day(date(2016, 3, 31), -1) == date(2016, 2, 29)
    assert shift_day(date(2017, 8, 5), -12) == date(2016, 8, 5)
    assert next_month(date(2017, 12, 9)) == date(2018, 1, 1)


@pytest.mark.parametrize("text", ["2017-13", "2017-00", "0000-01", "2017", "17-08", "2017-8", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no month"):
        parse_month(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2017-08", "is no span"),
        ("2017-08..2017-07", "ends before it starts"),
        ("2017-01..2017-02..2017-03", "is no span"),
    ],
)
def test_what_is_no_span_is_refused(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse_span(text)


def test_an_axis_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="no month between them"):
        month_axis(date(2001, 1, 1), date(2000, 12, 1))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 1)),
        ("2016-03", date(2016, 3, 1), date(2016, 3, 1)),
        ("2015-07..2017-02", date(2015, 7, 1), date(2017, 2, 1)),
    ],
)
def test_a_period_is_a_year_a_month_or_a_span(text: str, first: date, last: date) -> None:
    assert parse_period(text) == (first, last)


@pytest.mark.parametrize("text", ["16", "2016-13", "2016..2017", "", "0000", "٢٠١٦"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no month|no span"):
        parse_period(text)
