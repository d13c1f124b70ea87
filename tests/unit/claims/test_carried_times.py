"""Times taken over, compared with, or left open: what English means beside a figure."""

from datetime import date
from typing import Any

import pytest

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims

DAY = date(2021, 5, 12)


def row(text: str, kind: str, index: int = -1) -> dict[str, Any]:
    found = extract_claims(Document("d", text, DAY)).to_dicts()
    return [one for one in found if one["kind"] == kind][index]


def days(text: str, kind: str, index: int = -1) -> tuple[date | None, date | None]:
    found = row(text, kind, index)
    return found["valid_from"], found["valid_to"]


def test_year_of_a_level_to_compare_with_is_not_the_time_of_a_share() -> None:
    text = "Zinc output stood at 40,000 tonnes in 2020, half of the 2014 level."
    assert days(text, "quantity") == (date(2020, 1, 1), date(2020, 12, 31))
    assert days(text, "ratio") == (date(2020, 1, 1), date(2020, 12, 31))


def test_date_after_than_is_that_of_the_other_figure() -> None:
    text = "In April the yard sold 900 tonnes, 12% more than in February."
    assert days(text, "growth_rate") == (date(2021, 4, 1), date(2021, 4, 30))


def test_statistic_of_the_next_paragraph_goes_on_in_the_same_month() -> None:
    text = "Exports came to $80 million in April.\n\nZinc brought in $9 million of the total."
    assert days(text, "value") == (date(2021, 4, 1), date(2021, 4, 30))


def test_statement_about_the_present_takes_over_no_month_of_another_paragraph() -> None:
    text = "Exports came to $80 million in April.\n\nThe mine has 900 workers."
    assert days(text, "quantity") == (None, None)


def test_time_of_a_paragraph_is_that_of_its_first_sentence_without_a_claim() -> None:
    text = "Trading was slow last week. A cargo of 6,000 tonnes was sold into Yantai."
    assert days(text, "quantity") == (date(2021, 5, 3), date(2021, 5, 9))


def test_what_may_come_takes_over_no_time_that_is_past() -> None:
    text = "Exports came to 80,000 tonnes in April. Sales could double."
    assert days(text, "ratio") == (None, None)


def test_size_of_a_ship_has_no_time() -> None:
    text = "On 4 May a 30,000 dwt bulker left Nampo."
    assert days(text, "quantity") == (None, None)


def test_what_each_wagon_carries_has_no_time() -> None:
    text = "In April 300 wagons crossed the bridge. Each wagon carries 60 tonnes."
    assert days(text, "quantity") == (None, None)


def test_forecast_for_this_year_is_of_the_whole_year() -> None:
    text = "Output will reach 9 million tonnes this year."
    assert days(text, "quantity") == (date(2021, 1, 1), date(2021, 12, 31))


def test_level_reached_by_a_year_is_that_of_the_year() -> None:
    text = "Output had fallen to 2 million tonnes by 2017."
    assert days(text, "quantity") == (date(2017, 1, 1), date(2017, 12, 31))


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("The yard has sold 300 wagons since March.", DAY),
        ("The yard has kept 300 wagons since March.", None),
    ],
)
def test_state_since_a_month_is_open_and_a_count_since_then_is_not(
    text: str, last: date | None
) -> None:
    assert days(text, "quantity") == (date(2021, 3, 1), last)


def test_now_gives_way_to_another_time_of_the_sentence() -> None:
    text = "Prices have now dropped by a third since the end of February."
    assert days(text, "growth_rate") == (date(2021, 2, 28), DAY)


def test_change_on_the_week_is_that_of_seven_days() -> None:
    text = "Stocks stood at 900 tonnes on Monday, up 3% on the week."
    assert days(text, "growth_rate") == (date(2021, 5, 3), date(2021, 5, 10))


def test_month_of_what_will_be_is_the_next_one() -> None:
    text = "The yard will ship 900 tonnes in March."
    assert days(text, "quantity") == (date(2022, 3, 1), date(2022, 3, 31))
