"""Which time a claim takes: its own, never that of another level or of another paragraph."""

from datetime import date
from typing import Any

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims

DAY = date(2019, 11, 18)


def rows(text: str, kind: str) -> list[dict[str, Any]]:
    found = extract_claims(Document("d", text, DAY)).to_dicts()
    return [row for row in found if row["kind"] == kind]


def test_level_that_a_price_came_from_has_not_the_time_of_the_level_now() -> None:
    now, before = rows("Petrol rose by half to $900 a tonne in June 2019 from $600.", "price")

    assert (now["status"], now["valid_from"]) == ("current", date(2019, 6, 1))
    assert (before["status"], before["valid_from"]) == ("past", None)


def test_level_that_a_price_came_from_keeps_the_date_after_it() -> None:
    now, before = rows("Coal slid to $55 a ton in October from $70 in July.", "price")

    assert (now["valid_from"], before["valid_from"]) == (date(2019, 10, 1), date(2019, 7, 1))


def test_change_that_leads_to_a_price_is_a_change_of_price() -> None:
    assert rows("Petrol rose by half to $900 a tonne.", "growth_rate")[0]["metric"] == "unit_price"


def test_day_since_which_a_price_has_risen_is_not_the_time_of_the_price() -> None:
    text = "Diesel cost 11,000 won a kilogram, up by a fifth since the spring; rice was 5,000 won."

    assert [row["valid_from"] for row in rows(text, "price")] == [None, None]
    assert rows(text, "growth_rate")[0]["valid_from"] is not None


def test_paragraph_that_does_not_point_back_takes_over_no_time() -> None:
    text = (
        "Coal sold for $60 a ton in May 2019.\n\n"
        "Zinc sold for $900 a ton, and lead for $700.\n\n"
        "That copper was worth $4,000 a ton."
    )

    assert [row["valid_from"] for row in rows(text, "price")][1:3] == [None, None]


def test_paragraph_that_points_back_goes_on_in_the_same_time() -> None:
    text = "Coal sold for $60 a ton in May 2019.\n\nThese buyers paid $65 a ton for washed coal."

    assert [row["valid_from"] for row in rows(text, "price")] == [date(2019, 5, 1)] * 2
