"""A rule is as old as its last reading, where one was recorded; a legal date is not a reading."""

from dataclasses import replace
from datetime import date

import pytest

from coalface.law import load_rulebook
from coalface.pipeline.ages import Age, list_ages
from coalface.pipeline.facts import PACKAGED_FACTS

AS_OF = date(2026, 1, 31)
RULE = "UN-2397-6-food"


def age_of(read_on: date | None, n_months: int = 0) -> Age | None:
    """The age of one rule, all of whose sources were read on one day."""
    book = load_rulebook()
    sources = {i: s.model_copy(update={"read_on": read_on}) for i, s in book.sources.items()}
    found = list_ages(replace(book, sources=sources), AS_OF, n_months, facts=PACKAGED_FACTS)
    return next((age for age in found if age.id == RULE), None)


def test_months_are_counted_from_the_reading_and_the_legal_date_stands_apart() -> None:
    age = age_of(date(2025, 11, 1))

    assert age is not None
    assert (age.read_on, age.months) == (date(2025, 11, 1), 2)
    assert age.last_on == date(2017, 12, 22)


@pytest.mark.parametrize("read_on", [None, date(2026, 6, 1)])
def test_a_rule_of_which_no_reading_is_known_on_that_day_is_listed_without_months(
    read_on: date | None,
) -> None:
    age = age_of(read_on, n_months=600)

    assert age is not None
    assert (age.read_on, age.months) == (None, None)


def test_a_rule_that_was_read_lately_is_not_listed() -> None:
    assert age_of(date(2025, 11, 1), n_months=12) is None
    assert age_of(date(2025, 1, 1), n_months=12) is not None
