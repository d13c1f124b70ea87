"""Texts about trade and loads in which nothing clashes stay calm."""

from datetime import date

import polars as pl
import pytest
from bench.claims_pairs import open_facts

from coalface.claims.checks import find_checks
from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims
from coalface.claims.facts import Facts

QUIET = (
    "China itself mined 3.4 billion tonnes of coal in 2016, so the North's 22 million were a drop.",
    "The coaster, 2,900 dwt, made six trips last autumn and carried 15,800 tonnes of coal in all.",
    "South Korea bought 300,000 tonnes of rice for the North in 2005. China took no part.",
    "Each worker gets 12 kilograms of rice a month, and the kitchen received 40 tonnes of coal.",
    "Two sister ships of 5,000 dwt took 9,400 tons of coal together at Nampo.",
    "The central bank holds perhaps ten tonnes of gold, a defector says.",
    "For handling 8,000 tonnes of coal the harbour took 12,000 dollars from China's buyers.",
    "The whole country burns 12 million tonnes of coal a year; the Pukchang plant takes 3 million.",
    "In August 2018 the loading fee at Haeju was 5 dollars for each tonne of coal.",
)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return open_facts()


def _loud(text: str, facts: Facts) -> pl.DataFrame:
    document = Document("quiet", text, published=date(2019, 3, 3), published_basis="stated")
    return find_checks(extract_claims(document), facts).filter(pl.col("level") != "quiet")


@pytest.mark.parametrize("text", QUIET)
def test_a_text_in_which_nothing_clashes_raises_no_alert(text: str, facts: Facts) -> None:
    assert _loud(text, facts).is_empty()


def test_what_china_buys_of_all_the_world_is_not_set_against_the_north(facts: Facts) -> None:
    text = "China imported 270.9 million tonnes of coal in 2017 from all over the world."

    assert _loud(text, facts).is_empty()


def test_trade_both_ways_is_held_against_the_sum_of_its_published_sides(facts: Facts) -> None:
    text = "Trade with China stood at 4.23 billion dollars in 2018."

    assert "trade_level" in _loud(text, facts)["test"].to_list()
