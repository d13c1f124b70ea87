"""Mentions in documented cases: figures, days and names, each with what they must come to."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from coalface.claims.documents import Document
from coalface.claims.mentions import (
    Amount,
    Commodity,
    Mention,
    Period,
    Place,
    Resolution,
    Vessel,
    find_mentions,
)

FOLDER = Path(__file__).parent / "claims"


def cases(name: str) -> list[Any]:
    loaded = yaml.safe_load((FOLDER / name).read_text("utf-8"))
    return [pytest.param(case, id=str(case["text"])[:60]) for case in loaded]


def mentions_of(case: dict[str, Any]) -> tuple[Mention, ...]:
    return find_mentions(Document("case", case["text"], case.get("published")))


def words_of(case: dict[str, Any], mention: Mention) -> str:
    return str(case["text"][mention.start : mention.end])


def near(value: float | None) -> object:
    return None if value is None else pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize("case", cases("figures.yml"))
def test_figures_come_to_what_the_words_say(case: dict[str, Any]) -> None:
    found = {
        words_of(case, mention): (
            mention.type,
            mention.value.op,
            mention.value.std_low,
            mention.value.std_high,
            mention.value.unit_std,
            mention.value.per,
        )
        for mention in mentions_of(case)
        if isinstance(mention.value, Amount)
    }

    expected = {
        words: (kind, op, near(low), near(high), unit, per)
        for words, kind, op, low, high, unit, per in case["amounts"]
    }
    if case.get("others"):
        found = {words: value for words, value in found.items() if words in expected}
    assert found == expected


@pytest.mark.parametrize("case", cases("days.yml"))
def test_days_are_counted_from_the_day_of_publication(case: dict[str, Any]) -> None:
    found = [
        [words_of(case, mention), mention.value.first, mention.value.last]
        for mention in mentions_of(case)
        if isinstance(mention.value, Period)
    ]

    assert found == case["days"]


@pytest.mark.parametrize("case", cases("names.yml"))
def test_names_come_to_what_they_stand_for(case: dict[str, Any]) -> None:
    found = [
        [words_of(case, mention), mention.type, named(mention)]
        for mention in mentions_of(case)
        if not isinstance(mention.value, Amount | Period)
    ]

    assert found == case["names"]


def named(mention: Mention) -> str | int:
    value = mention.value
    if isinstance(value, Place):
        return value.id
    if isinstance(value, Resolution):
        return value.number
    assert not isinstance(value, Amount | Period)
    return value.name


def test_every_case_file_holds_cases() -> None:
    for name in ("figures.yml", "days.yml", "names.yml"):
        assert len(cases(name)) > 20


def test_an_imo_number_with_a_wrong_check_digit_is_kept_and_said_to_be_wrong() -> None:
    text = "IMO 9074729 and IMO 9074728"

    first, second = (m.value for m in find_mentions(Document("x", text, date(2020, 1, 1))))

    assert isinstance(first, Vessel)
    assert isinstance(second, Vessel)
    assert (first.is_imo_valid, second.is_imo_valid) == (True, False)
    assert second.imo == "9074728"


def test_a_good_carries_the_name_of_the_guide() -> None:
    (mention,) = find_mentions(Document("x", "refined oil", None))

    assert mention.value == Commodity("petroleum_products", "petroleum products")
