"""Two voices, twin sums, ways of paying and told sources: what is told of them, and what is not."""

from datetime import date

import polars as pl
import pytest

from coalface.claims.checks import find_checks
from coalface.claims.checks.readings import read_claims
from coalface.claims.checks.yearly_rates import yearly_rate
from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims
from coalface.claims.facts import Facts
from coalface.claims.ways import AFTER, BEFORE, CASH, GOODS, ways_in


def _claims(text: str, published: date = date(2019, 6, 1)) -> pl.DataFrame:
    return extract_claims(Document("d", text, published))


def _loud(text: str, published: date = date(2019, 6, 1)) -> list[str]:
    checks = find_checks(_claims(text, published), Facts())
    return checks.filter(pl.col("level") != "quiet")["test"].to_list()


@pytest.mark.parametrize(
    ("words", "ways"),
    [
        ("ore is paid for in flour and cooking oil", {GOODS}),
        ("every load has been settled in yuan, in cash", {CASH}),
        ("nothing is bartered any more", {CASH}),
        ("no money changes hands", {GOODS}),
        ("the price is wired before the ship leaves", {CASH, BEFORE}),
        ("we never see a cent before the ship has discharged", {AFTER}),
        ("payment follows once the coal is unloaded", {AFTER}),
        ("the coal was loaded at Nampo", set()),
    ],
)
def test_ways_of_paying_are_read_by_their_words(words: str, ways: set[str]) -> None:
    assert ways_in(words) == ways


def test_two_voices_on_ways_that_shut_each_other_out_are_told() -> None:
    text = (
        "Ore is paid for only in rice, a trader said. According to a driver, all ore is now "
        "settled in cash, in yuan."
    )
    assert _loud(text) == ["polarity"]


def test_a_former_way_of_paying_is_no_second_one() -> None:
    text = (
        "Ore is paid for only in rice, a trader said. According to a driver, all ore used to be "
        "settled in cash, in yuan."
    )
    assert _loud(text) == []


def test_independent_sources_with_one_root_are_told() -> None:
    text = "Three independent papers print it. All of them cite the same broker."
    assert _loud(text) == ["independence"]


@pytest.mark.parametrize(
    "text",
    [
        "Three independent papers print it. Each had a man of its own at the quay.",
        "These are not three independent papers. All of them cite the same broker.",
    ],
)
def test_sources_apart_or_not_counted_as_such_raise_nothing(text: str) -> None:
    assert _loud(text) == []


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("The loading fee at Haeju was 2 dollars for each tonne of coal.", "fee"),
        ("London stood at 6,100 dollars a tonne of copper.", "benchmark_price"),
        ("He sold copper below the London price, at 5,900 dollars a tonne.", "unit_price"),
        ("Coal fetched 60 dollars a tonne.", "unit_price"),
    ],
)
def test_money_for_a_tonne_is_named_after_what_it_pays_for(text: str, metric: str) -> None:
    assert _claims(text)["metric"].to_list() == [metric]


def test_date_of_who_speaks_is_none_of_their_figure() -> None:
    text = "An economist who fled in 2009 believes that 26 million tonnes of coal were dug in 2018."
    found = _claims(text).filter(pl.col("kind") == "quantity")
    assert found["valid_from"].to_list() == [date(2018, 1, 1)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The mate of the KUM JIN: we loaded 400 tonnes of coal.", "mate of the KUM JIN"),
        ("For the exporter's lawyer the load was 400 tonnes of coal.", "exporter's lawyer"),
        (
            "An official of a trading company said that 400 tonnes of coal were sold.",
            "official of a trading company",
        ),
    ],
)
def test_who_speaks_is_named(text: str, name: str) -> None:
    found = _claims(text).filter(pl.col("kind") == "quantity")
    assert found["attribution"].to_list() == [["document", name]]


@pytest.mark.parametrize("unit", ["pounds", "lbs"])
def test_pounds_are_a_mass(unit: str) -> None:
    found = _claims(f"The boat carried 2,000 {unit} of crab.").filter(pl.col("kind") == "quantity")
    assert found["value_std_low"].to_list() == [pytest.approx(0.90718474)]


def test_yearly_range_is_of_the_year_spoken_of() -> None:
    sums = read_claims(_claims("The mill cost 900 million South Korean won in 2013."))
    known = yearly_rate(next(r for r in sums if r.currency == "KRW"))
    assert known is not None
    assert known.said == "2013"
    assert known.span.low < 1095 < known.span.high


def test_no_range_is_given_for_a_currency_without_one() -> None:
    sums = read_claims(_claims("The mill cost 900 million North Korean won in 2013."))
    assert all(yearly_rate(r) is None for r in sums)


@pytest.mark.parametrize(
    ("text", "metric", "polarity"),
    [
        ("Mr Kwak said that the coal is paid in flour, not in cash.", "in_kind", "affirmed"),
        ("Coal was bartered for flour, not sold for money.", "barter", "affirmed"),
        ("The coal is paid not in cash but in flour.", "barter", "affirmed"),
        ("The coal is not paid in flour.", "in_kind", "negated"),
        ("The Panel did not confirm that coal was paid in cash.", "channel", "unknown"),
    ],
)
def test_what_is_told_against_another_way_is_not_denied(
    text: str, metric: str, polarity: str
) -> None:
    terms = _claims(text).filter(pl.col("kind") == "payment_term")
    assert terms.select("metric", "polarity").rows() == [(metric, polarity)]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("Nothing is paid in advance.", "prepaid_share"),
        ("The mine pays nothing to the county.", "levy_on_sales"),
    ],
)
def test_nothing_is_of_what_is_paid(text: str, metric: str) -> None:
    terms = _claims(text).filter(pl.col("value_std_high") == 0.0)
    assert terms["metric"].to_list() == [metric]
