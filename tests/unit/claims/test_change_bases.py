"""What a change is counted from, by the words beside it, and what it is then held against."""

from datetime import date

import pytest

from coalface.claims.checks import find_checks
from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims
from coalface.claims.facts import Facts

DAY = date(2022, 5, 10)


def bases(text: str) -> list[str]:
    found = extract_claims(Document("d", text, DAY)).to_dicts()
    rules = [row["rule_id"] for row in found if row["kind"] == "growth_rate"]
    return [rule.rpartition(".on_")[2] if ".on_" in rule else "" for rule in rules]


def growth(text: str) -> list[tuple[str, str]]:
    checks = find_checks(extract_claims(Document("d", text, DAY)), Facts()).to_dicts()
    return [(r["verdict"], r["explanation"]) for r in checks if r["test"] == "growth_level"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Coal exports grew 4.5 percent on the month in May 2021.", ["month"]),
        ("Coal exports grew 4.5 percent from a year earlier in May 2021.", ["year"]),
        ("Coal exports fell 4 percent on the month and 9 percent on the year.", ["month", "year"]),
        ("Coal exports grew 4.5 percent in May 2021. On the year the port grew.", [""]),
        ("Coal exports fell 4 percent. Prices had fallen 9 percent on the year.", ["", "year"]),
    ],
)
def test_words_after_a_change_tell_what_it_is_counted_from(words: str, found: list[str]) -> None:
    assert bases(words) == found


LEVELS = (
    "Imports grew {change} to 25.3 million dollars in September 2021; a year earlier they had been "
    "14.6 million dollars."
)


def test_growth_on_the_month_is_not_held_against_the_year_before() -> None:
    ((verdict, why),) = growth(LEVELS.format(change="4.5 percent on the month"))

    assert (verdict, "imply a level before of 24.2105 million" in why) == ("consistent", True)


def test_of_two_changes_the_one_on_the_year_is_held_against_the_year_before() -> None:
    found = growth(LEVELS.format(change="4.5 percent on the month and by 60 percent on the year"))

    (why,) = [why for verdict, why in found if verdict == "conflict"]
    assert "but 60% is printed" in why


def test_growth_on_the_month_is_held_against_the_month_before() -> None:
    text = (
        "Coal exports came to 24.2 million dollars in August 2021. In September 2021 they grew "
        "14.5 percent on the month to 25.3 million dollars."
    )

    ((verdict, why),) = growth(text)

    assert (verdict, "is 4.54545%, but 14.5% is printed" in why) == ("conflict", True)
