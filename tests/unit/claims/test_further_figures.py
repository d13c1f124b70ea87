"""Figures in further wording: second levels, parts of a whole, prices of one thing, ranks."""

from datetime import date
from typing import Any

import pytest

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims

Row = dict[str, Any]


def rows(text: str, kind: str) -> list[Row]:
    found = extract_claims(Document("d", text, date(2021, 5, 12))).to_dicts()
    return [one for one in found if one["kind"] == kind]


def interval(row: Row) -> tuple[str, float | None, float | None]:
    return row["op"], row["value_std_low"], row["value_std_high"]


def test_second_level_has_the_unit_of_the_first() -> None:
    found = rows("The ration was lowered from 900 grams a day to six.", "quantity")
    assert [interval(row) for row in found] == [
        ("eq", 0.0009, 0.0009),
        ("eq", pytest.approx(6e-6), pytest.approx(6e-6)),
    ]
    assert found[1]["per"] == "day"


def test_bare_number_a_week_counts_what_was_counted_before() -> None:
    found = rows("Nine barges left in March; now it is four a week.", "quantity")
    assert (interval(found[-1]), found[-1]["per"]) == (("eq", 4.0, 4.0), "week")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The raid netted 80 men, 31 of them sailors.", 31.0),
        ("Six of the barges were idle.", 6.0),
        ("Two 9,000-tonne cargoes were sold.", 2.0),
        ("Scores of trucks were turned back.", 40.0),
    ],
)
def test_part_of_a_known_whole_is_a_count(text: str, number: float) -> None:
    assert number in [row["value_std_low"] for row in rows(text, "quantity")]


def test_known_group_is_no_count() -> None:
    assert rows("Coal lay at the six northern ports.", "quantity") == []


@pytest.mark.parametrize(
    ("text", "number", "per"),
    [
        ("A permit to fish costs $700.", 700.0, "permit"),
        ("Each pass was sold for 80 yuan.", 80.0, "pass"),
        ("The monthly wage is 4,000 won.", 4000.0, "month"),
        ("Freight to Weihai stands at $9.", 9.0, None),
    ],
)
def test_money_for_one_thing_or_for_work_is_a_price(
    text: str, number: float, per: str | None
) -> None:
    (found,) = rows(text, "price")
    assert (found["value_std_low"], found["per"]) == (number, per)


def test_price_takes_the_unit_of_the_price_it_is_held_against() -> None:
    found = rows("Zinc fetched $90 against $400 a tonne for tin.", "price")
    assert [row["per"] for row in found] == ["t", "t"]


def test_discount_said_in_money_and_in_percent_is_one_discount() -> None:
    text = "The discount to Russian coal shrank to $12 a tonne, or about 11%."
    assert interval(rows(text, "discount")[-1]) == ("approx", 0.11, 0.11)


@pytest.mark.parametrize(
    "text",
    [
        "Imports were the lowest since 2009.",
        "It was the best quarter in six years.",
        "Output reached its highest level on record.",
    ],
)
def test_superlative_over_a_time_is_a_rank(text: str) -> None:
    assert interval(rows(text, "ratio")[-1]) == ("eq", 1.0, 1.0)


def test_superlative_of_no_stretch_is_no_rank() -> None:
    assert rows("The latest report is the best we have.", "ratio") == []


def test_part_of_a_former_level_is_a_ratio() -> None:
    assert interval(rows("Sales are at 40% of the pre-ban level.", "ratio")[0])[1] == 0.4


def test_most_of_a_year_is_no_share() -> None:
    assert rows("For most of 2019 the pier was shut.", "share") == []


def test_fourth_witness_is_no_quarter() -> None:
    text = "Three drivers saw it in May and a fourth in June."
    assert rows(text, "share") == []


def test_no_fewer_than_denies_nothing() -> None:
    (found,) = rows("It shipped no fewer than 70 containers.", "quantity")
    assert (interval(found), found["polarity"]) == (("ge", 70.0, None), "affirmed")


def test_idle_pier_is_a_count_of_none() -> None:
    assert interval(rows("No barge is waiting at the pier.", "quantity")[0]) == ("eq", 0.0, 0.0)


def test_age_is_counted_in_years() -> None:
    (found,) = rows("The foreman, aged 44, spoke for an hour.", "quantity")
    assert (found["metric"], found["unit_std"], found["value_std_low"]) == ("age", "year", 44.0)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Trade remains at less than two-thirds of the 2019 level.", "times base of 2019"),
        ("Trade remains at less than two-thirds of the former level.", "times base"),
    ],
)
def test_a_ratio_names_the_year_that_it_is_held_against(text: str, unit: str) -> None:
    assert [row["unit"] for row in rows(text, "ratio")] == [unit]
