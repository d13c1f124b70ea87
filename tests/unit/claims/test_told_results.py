"""Sums, differences, results and amounts for one of many, by the words that call them so."""

from datetime import date

import polars as pl
import pytest

from coalface.claims.checks import find_checks
from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims
from coalface.claims.facts import Facts


def _loud(text: str) -> set[str]:
    document = Document("d", text, published=date(2018, 6, 1), published_basis="stated")
    checks = find_checks(extract_claims(document), Facts())
    return set(checks.filter(pl.col("level") != "quiet")["test"])


@pytest.mark.parametrize(
    ("text", "fits", "clashes", "test"),
    [
        ("It cleared 34,000 tonnes of ore and 19,000 of coal, {} tonnes in all.", "53,000",
         "82,000", "sum"),
        ("Buyers paid 9.5 million yuan and got back 3.1 million yuan. The gap is {} million yuan.",
         "6.4", "8.4", "balance"),
        ("Thirty wagons with 60 tonnes of ore apiece went over; {} tonnes in one day.", "1,800",
         "3,800", "product"),
        ("The yard held 75,000 tonnes of coal and sold 48,000 tonnes, so that {} tonnes lie there.",
         "27,000", "47,000", "balance"),
        ("The mill took 2.4 million tonnes; 1.8 million tonnes of it was ore from Musan. The share "
         "of Musan, in other words, was {} percent.", "75", "50", "share"),
    ],
)  # fmt: skip
def test_what_words_tie_is_worked_out_and_warned_of_only_where_it_does_not_fit(
    text: str, fits: str, clashes: str, test: str
) -> None:
    assert test not in _loud(text.format(fits))
    assert test in _loud(text.format(clashes))


def test_months_that_fill_a_quarter_make_its_total() -> None:
    text = (
        "July 2017 had brought 41,000 tons of coal, August 2017 brought 38,500 tons of coal and "
        "September 2017 brought 52,300 tons of coal. The third quarter of 2017 brought {} tons."
    )

    assert "sum" not in _loud(text.format("131,800"))
    assert "sum" in _loud(text.format("181,300"))


def test_three_figures_without_a_word_that_ties_them_are_not_added() -> None:
    text = "The mine sold 30,000 tonnes of ore, 20,000 tonnes of coal and 12,000 tonnes of talc."

    assert "sum" not in _loud(text)
