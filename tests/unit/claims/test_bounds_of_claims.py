"""Words that bind a figure, after it and before it, and words that only look as if they did."""

from datetime import date
from typing import Any

import pytest

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims


def first(text: str, kind: str) -> dict[str, Any]:
    claims = extract_claims(Document("d", text, date(2023, 10, 18)))
    return next(row for row in claims.to_dicts() if row["kind"] == kind)


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("The cargo was 5,000 tons at most.", "le"),
        ("The cargo was 5,000 tons at the very least.", "ge"),
        ("The cargo was up to 5,000 tons.", "le"),
        ("The cargo went up to 5,000 tons.", "eq"),
        ("至少有5000吨煤炭装船。", "ge"),
    ],
)
def test_mass_is_bound_as_its_words_say(text: str, op: str) -> None:
    assert first(text, "quantity")["op"] == op


def test_event_of_a_whole_season_is_no_day_of_speaking() -> None:
    text = "The panel noted 33 deliveries from January to May 2020."
    row = first(text, "quantity")
    assert (row["valid_from"], row["valid_to"]) == (date(2020, 1, 1), date(2020, 5, 31))


def test_what_is_denied_of_a_bound_turns_it() -> None:
    row = first("He denied that more than 300 tons of coal were sold in 2021.", "quantity")
    assert (row["op"], row["value_std_high"], row["polarity"]) == ("le", 300.0, "negated")


def test_figure_written_again_has_the_bound_of_the_first() -> None:
    text = "The mine did not ship more than 4만 톤 (40,000 tons) of coal in 2021."
    found = extract_claims(Document("d", text, date(2023, 10, 18))).to_dicts()
    assert [(row["op"], row["value_std_low"], row["value_std_high"]) for row in found] == [
        ("le", None, 40000.0),
        ("le", None, 40000.0),
    ]
    assert {row["polarity"] for row in found} == {"negated"}


@pytest.mark.parametrize("words", ["1.2m t", "1.2 mn tonnes", "1.2m tons"])
def test_millions_of_tonnes_are_no_metres(words: str) -> None:
    row = first(f"The mine sold {words} of iron ore in 2021.", "quantity")
    assert (row["value_std_low"], row["unit_std"]) == (1_200_000.0, "t")
