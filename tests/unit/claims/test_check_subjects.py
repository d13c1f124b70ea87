"""Claims on one subject: what is compared, what is kept apart."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.builders import make_fx
from tests.claim_figures import make_claims

from coalface.claims.checks import find_checks
from coalface.claims.facts import Facts

PRICE = {
    "kind": "price",
    "metric": "unit_price",
    "commodity": "coal",
    "currency": "USD",
    "per": "t",
}
APRIL = {"valid_from": date(2022, 4, 1), "valid_to": date(2022, 4, 30)}
MAY = {"valid_from": date(2022, 5, 1), "valid_to": date(2022, 5, 31)}


def _found(*claims: dict[str, Any], **shared: Any) -> list[tuple[str, str]]:
    checks = find_checks(make_claims(*claims, **shared), Facts())
    return [(row["test"], row["verdict"]) for row in checks.iter_rows(named=True)]


@pytest.mark.parametrize(("other", "verdict"), [("a buyer", "conflict"), ("a trader", "warn")])
def test_two_prices_of_one_month_conflict_where_two_persons_give_them(
    other: str, verdict: str
) -> None:
    one = {"value": 40.0, "attribution": ["paper", "a trader"]}

    found = _found(one, {"value": 70.0, "attribution": ["paper", other]}, **PRICE, **APRIL)

    assert found == [("same_subject_range", verdict)]


def test_figures_of_two_persons_in_one_report_that_are_worlds_apart_only_warn() -> None:
    one = {"value": 40.0, "attribution": ["paper", "a trader"]}
    other = {"value": 1.7, "attribution": ["paper", "a buyer"]}

    assert _found(one, other, **PRICE, **APRIL) == [("same_subject_range", "warn")]


def test_two_prices_of_two_months_are_explained_by_date() -> None:
    found = _found({"value": 40.0} | APRIL, {"value": 70.0} | MAY, **PRICE)

    assert found == [("different_dates", "explained_by_date")]


def test_prices_at_two_places_are_not_compared() -> None:
    found = _found(
        {"value": 40.0, "places": ["CN-DANDONG"]},
        {"value": 70.0, "places": ["CN-RIZHAO"]},
        **PRICE,
        **APRIL,
    )

    assert found == []


def test_two_grades_of_one_document_are_kept_apart() -> None:
    plain = PRICE | {"value": 40.0}
    better = PRICE | {"value": 70.0, "commodity": "coal, above 6,500 kcal"}

    assert _found(plain, better, **APRIL) == [("same_subject_range", "no_conflict")]


def test_a_small_distance_between_coal_and_anthracite_of_two_documents_is_one_of_scope() -> None:
    one = PRICE | {"value": 70.0}
    other = PRICE | {"value": 75.0, "commodity": "anthracite", "document_id": "other"}

    assert _found(one, other, **APRIL) == [("same_subject_range", "no_conflict")]


def test_a_large_distance_between_coal_and_anthracite_is_a_conflict() -> None:
    one = PRICE | {"value": 70.0}
    other = PRICE | {"value": 140.0, "commodity": "anthracite", "document_id": "other"}

    assert _found(one, other, **APRIL) == [("same_subject_range", "conflict")]


def test_a_time_that_one_of_two_documents_does_not_tell_only_warns() -> None:
    one = PRICE | APRIL | {"value": 40.0}
    other = PRICE | {"value": 70.0, "document_id": "other"}

    assert _found(one, other) == [("same_subject_period", "warn")]


def test_two_figures_of_one_document_without_a_time_only_warn() -> None:
    found = _found({"value": 63.0}, {"value": 90.0}, **PRICE)

    assert found == [("same_subject_period", "warn")]


def test_two_times_that_are_named_but_not_known_hold_figures_apart() -> None:
    found = _found(
        {"value": 70.0, "period_text": "last month"},
        {"value": 55.0, "period_text": "this month"},
        **PRICE,
    )

    assert found == [("different_dates", "explained_by_date")]


def test_two_tonnages_of_one_ship_conflict_without_a_time() -> None:
    ship = {"kind": "quantity", "metric": "deadweight", "unit": "t", "actor": "A Ship"}

    assert _found({"value": 6800.0}, {"value": 9100.0}, **ship) == [("attribute", "conflict")]


def test_a_forecast_is_not_set_against_what_was() -> None:
    found = _found({"value": 40.0, "hedge": "forecast"}, {"value": 70.0}, **PRICE, **APRIL)

    assert found == []


def test_totals_of_two_spells_are_not_compared_as_one_subject() -> None:
    year = {"valid_from": date(2022, 1, 1), "valid_to": date(2022, 12, 31)}

    found = _found(
        {"value": 40.0, "currency": "USD"} | APRIL, {"value": 70.0, "currency": "USD"} | year
    )

    assert found == [("month_in_year", "consistent")]


def test_a_conflict_by_a_power_of_ten_carries_the_hint() -> None:
    checks = find_checks(make_claims({"value": 41.0}, {"value": 410.0}, **PRICE, **APRIL), Facts())

    assert checks["hint"].to_list() == ["c0 read as 10 times what is printed would meet c1."]


def test_a_withdrawn_figure_is_superseded_by_the_one_in_its_place() -> None:
    count = {"kind": "quantity", "metric": "departures", "commodity": "iron ore", "unit": "count"}

    found = _found({"value": 9.0, "status": "ended"}, {"value": 6.0}, **count)

    assert found == [("correction", "superseded")]


def test_a_withdrawn_figure_that_is_off_by_a_thousand_is_told_as_a_slip() -> None:
    found = _found(
        {"value": 4.1, "unit": "billion", "status": "ended"},
        {"value": 4.1, "unit": "million"},
        metric="import_value",
        flow="import",
        currency="USD",
    )

    assert found == [("scale", "conflict")]


def test_what_one_affirms_and_the_other_denies_of_one_time_conflicts() -> None:
    rule = {"kind": "rule", "metric": "wind_down", "commodity": "magnesite"}

    assert _found({}, {"polarity": "negated"}, **rule) == [("polarity", "conflict")]


def test_what_is_not_known_denies_nothing() -> None:
    rule = {"kind": "rule", "metric": "wind_down", "commodity": "magnesite"}

    assert _found({}, {"polarity": "unknown"}, **rule) == []


def test_a_denial_meets_related_words_of_its_document() -> None:
    denial = {"kind": "event", "metric": "mine_flooding", "polarity": "negated"}
    told = {"kind": "share", "metric": "faces_flooded", "value": 0.4, "unit": "fraction"}

    assert _found(denial, told, commodity="coal") == [("polarity", "conflict")]


@pytest.mark.parametrize(
    ("denied", "told", "expected"),
    [
        ("Nobody was arrested", "two officials were arrested", [("polarity", "warn")]),
        ("The bureau did not return calls.", "have switched to pollock", []),
        ("Neither gave the data on coal", "Deliveries of coal paused in March", []),
        ("체포된 사람은 없다", "간부 두 명이 체포됐다", [("polarity", "warn")]),
        ("没有人被逮捕", "两名官员被逮捕", [("polarity", "warn")]),
        ("这批货没有到港", "两名官员被逮捕", []),
    ],
)
def test_happenings_without_a_name_deny_one_another_by_a_shared_word(
    denied: str, told: str, expected: list[tuple[str, str]]
) -> None:
    event = {"kind": "event", "metric": "event", "commodity": "coal"}

    found = _found({"polarity": "negated", "locator": denied}, {"locator": told}, **event)

    assert found == expected


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    claims = make_claims(*({"value": 40.0 + n} for n in range(12)), **PRICE, **APRIL)

    expected = find_checks(claims, Facts())
    found = find_checks(claims.sample(fraction=1.0, shuffle=True, seed=seed), Facts())

    assert found.equals(expected)


def test_the_rows_of_a_large_block_grow_with_its_claims_not_with_their_square() -> None:
    def n_rows(n: int) -> int:
        claims = make_claims(*({"value": 10.0 * k + 5} for k in range(1, n + 1)), **PRICE, **APRIL)
        return find_checks(claims, Facts()).height

    assert n_rows(200) <= 2.2 * n_rows(100)


def test_three_papers_that_quote_one_office_are_one_source() -> None:
    quoted = {"value": 2.55, "unit": "billion", "currency": "USD", "metric": "trade_total"}
    claims = make_claims(
        *(
            quoted
            | APRIL
            | {"document_id": f"paper {n}", "attribution": [f"Paper {n}", "China customs"]}
            for n in range(3)
        )
    )

    checks = find_checks(claims, Facts()).filter(pl.col("test") == "independence")

    assert checks["verdict"].to_list() == ["keep_apart"]
    assert "behind them: one source" in checks["explanation"][0]


def test_two_persons_prices_near_each_other_only_warn() -> None:
    one = {"value": 70.0, "attribution": ["report", "a trader"]}
    other = {"value": 72.0, "attribution": ["report", "another trader"]}

    assert _found(one, other, **PRICE, **APRIL) == [("same_subject_range", "warn")]


def test_one_speaker_s_figures_far_apart_may_be_of_two_things() -> None:
    found = _found({"value": 25.0}, {"value": 3.1}, **PRICE, **APRIL)

    assert found == [("same_subject_range", "warn")]


def test_figures_whose_metric_names_nothing_are_not_held_for_one_thing() -> None:
    figure = {"kind": "quantity", "metric": "quantity", "unit": "t", "commodity": "coal"}

    assert _found({"value": 64.0}, {"value": 4000.0}, **figure, **APRIL) == []


def test_a_total_of_trade_without_a_good_is_of_all_goods() -> None:
    money = {"unit": "million", "currency": "USD", "commodity": None}
    claims = (
        money | {"metric": "export_value", "flow": "export", "value": 25.3},
        money | {"metric": "import_value", "flow": "import", "value": 176.3},
        money | {"metric": "trade_total", "value": 261.6, "commodity": "all goods"},
    )

    assert ("sum", "conflict") in _found(*claims, **APRIL)


def test_two_sums_of_money_that_no_rate_could_join_are_no_twins() -> None:
    money = {"metric": "bribes", "commodity": "coal"}
    claims = (
        money | {"value": 3.195, "unit": "million", "currency": "CNY"},
        money | {"value": 45.0, "currency": "USD", "start": 20},
    )
    facts = Facts(fx=make_fx(frequency="monthly", rate=7.1))

    assert find_checks(make_claims(*claims, **APRIL), facts).is_empty()


def _twins(**shared: Any) -> list[str]:
    price = {"kind": "price", "metric": "unit_price", "commodity": "copper", "per": "t"}
    claims = (
        price | {"value": 8200.0, "currency": "CNY"},
        price | {"value": 1120.0, "currency": "USD", "start": 20},
    )
    starts = [date(2020, 3, 1), date(2022, 4, 1), date(2026, 6, 1)]
    fx = make_fx(
        row_id=["a", "b", "c"], frequency="monthly", rate=[7.0, 6.4, 6.8], period_start=starts,
        period_end=[date(2020, 4, 1), date(2022, 5, 1), date(2026, 7, 1)],
    )  # fmt: skip
    checks = find_checks(make_claims(*claims, **shared), Facts(fx=fx))
    return [row["explanation"] for row in checks.to_dicts() if row["test"] == "fx"]


def test_two_currencies_without_a_day_are_held_against_no_month() -> None:
    assert _twins(published=None) == []


def test_two_currencies_are_held_against_the_month_nearest_to_their_day() -> None:
    (why,) = _twins(valid_from=date(2020, 5, 1), valid_to=date(2020, 5, 31))

    assert "the mean of March 2020" in why


@pytest.mark.parametrize("speaker", ["a trader", "a buyer"])
def test_words_tell_by_how_much_the_figures_differ_as_printed(speaker: str) -> None:
    one = {"value": 141.0, "attribution": ["paper", "a trader"]}
    other = {"value": 151.0, "attribution": ["paper", speaker]}

    (row,) = find_checks(make_claims(one, other, **PRICE, **APRIL), Facts()).to_dicts()

    assert "differ by 6.6% of the larger" in row["explanation"]


HALF = {"valid_from": date(2022, 1, 1), "valid_to": date(2022, 6, 30)}
YEAR = {"valid_from": date(2022, 1, 1), "valid_to": date(2022, 12, 31)}
PAID = {"kind": "value", "metric": "value", "commodity": "zinc", "currency": "CNY"}


@pytest.mark.parametrize(
    ("first", "found"), [(21e6, [("cumulative_monotone", "warn")]), (18.1e6, []), (9e6, [])]
)
def test_what_was_paid_in_half_a_year_is_no_more_than_in_the_year(
    first: float, found: list[tuple[str, str]]
) -> None:
    assert _found(PAID | {"value": 18e6} | YEAR, PAID | {"value": first} | HALF) == found


@pytest.mark.parametrize("column", ["document_id", "commodity", "actor"])
def test_sums_without_a_name_are_one_only_in_one_report_of_one_good_and_one_payer(
    column: str,
) -> None:
    half = PAID | HALF | {"value": 21e6, column: "coal"}

    assert "cumulative_monotone" not in dict(_found(PAID | YEAR | {"value": 18e6}, half))
