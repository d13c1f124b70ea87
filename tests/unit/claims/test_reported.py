"""What may be shown of claims: confirmed ones, coarse, in our words, never protected ones."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.claim_builders import (
    claim_row,
    make_check_rows,
    make_claim_rows,
    make_document_rows,
)

from coalface.claims.reported import Reported, hold_back, make_reported
from coalface.claims.sensitivity import (
    coarse_place,
    documents_handed_on,
    handed_on,
    hide_protected,
)
from coalface.claims.statements import period_words, state_claim

UNTOLD = "what nobody may read"
CLOSED = {
    "locator": UNTOLD, "period_text": UNTOLD, "actor": UNTOLD, "counterparty": UNTOLD,
    "attribution": [UNTOLD], "review_state": "confirmed",
}  # fmt: skip


def reported(*claims: dict[str, Any], checks: pl.DataFrame | None = None) -> Reported:
    made = make_claim_rows(*claims, review_state="confirmed")
    return make_reported(
        made, make_document_rows(), make_check_rows() if checks is None else checks
    )


def test_only_confirmed_claims_are_shown_and_the_others_counted() -> None:
    found = make_reported(
        make_claim_rows({"review_state": "confirmed"}, {}, {"review_state": "edited"}),
        make_document_rows(), make_check_rows(),
    )  # fmt: skip

    assert found.claims["claim_id"].to_list() == ["doc-1-1"]
    assert found.contradictions.is_empty()
    assert any("no analyst has confirmed them: 2 claims" in note for note in found.notes)


def test_no_word_of_a_protected_claim_is_shown_nor_a_check_of_it() -> None:
    found = reported({}, CLOSED | {"sensitivity": "protected"})

    assert found.claims["claim_id"].to_list() == ["doc-1-1"]
    assert found.contradictions.is_empty()
    assert found.corrections.is_empty()
    assert UNTOLD not in repr(found.claims.to_dicts())
    assert any("protected: 1 claims" in note for note in found.notes)


def test_a_restricted_claim_is_told_in_our_words_without_who_acted() -> None:
    checks = make_check_rows({"explanation": f"“{UNTOLD}” on 2024-09-10", "hint": UNTOLD})
    found = reported({}, CLOSED | {"sensitivity": "restricted"}, checks=checks)

    assert found.claims.height == 2
    restricted = found.claims.filter(pl.col("sensitivity") == "restricted")
    assert restricted["source"].to_list() == ["a source that is not public"]
    assert found.contradictions["verdict"].to_list() == ["conflict"]
    told = repr([f.to_dicts() for f in (found.claims, found.contradictions, found.corrections)])
    assert UNTOLD not in told
    assert "2024-09-10" not in told


def test_of_a_document_that_is_not_public_neither_title_nor_publisher_is_shown() -> None:
    claims = make_claim_rows(review_state="confirmed", sensitivity="restricted")
    documents = make_document_rows({"sensitivity": "restricted"})

    shown = make_reported(claims, documents, make_check_rows({"claim_ids": ["doc-1-1"]}))

    assert shown.documents.select("title", "publisher", "url").row(0) == (None, None, None)
    assert "A Paper" not in repr([f.to_dicts() for f in (shown.claims, shown.contradictions)])


def test_a_public_claim_keeps_its_short_words_and_loses_long_ones() -> None:
    found = reported({"locator": "a " * 13 + "b"}, {"locator": "a " * 14 + "b"})

    assert sorted(found.claims["locator"].is_null()) == [False, True]


def test_a_check_quotes_no_more_words_than_a_locator_has() -> None:
    long = " ".join(f"w{i}" for i in range(15))
    checks = make_check_rows({"explanation": f"“{long}” and “w0 w1” differ", "hint": f"“{long}”"})

    told = reported({}, {}, checks=checks).contradictions.row(0, named=True)

    assert "w14" not in told["explanation"] + told["hint"]
    assert "w13 ...” and “w0 w1” differ" in told["explanation"]


def test_places_become_provinces_and_days_months() -> None:
    row = reported({"places": ["CN-DANDONG", "CN-YINGKOU", "KR-BUSAN", "name:Musan"]}).claims.row(
        0, named=True
    )

    assert row["places"] == ["CN-LN", "KR"]
    assert (row["valid_from"], row["valid_to"]) == (date(2024, 9, 1), date(2024, 9, 30))


def test_exact_places_and_days_are_kept_of_public_claims_only() -> None:
    claims = make_claim_rows({}, {"sensitivity": "restricted"})

    found, _ = handed_on(claims, is_exact=True)

    assert found["places"].to_list() == [["CN-DANDONG"], ["CN-LN"]]
    assert found["valid_from"].to_list() == [date(2024, 9, 10), date(2024, 9, 1)]


@pytest.mark.parametrize(
    ("place", "coarse"),
    [("KP-NAMPO", "KP-14"), ("KP-02", "KP-02"), ("CN", "CN"), ("VN-CAMPHA", "VN"),
     ("name:Musan", None), ("somewhere", None)],
)  # fmt: skip
def test_a_place_becomes_the_province_or_country_that_holds_it(
    place: str, coarse: str | None
) -> None:
    assert coarse_place(place) == coarse


def test_a_screen_hides_the_words_of_protected_claims_only() -> None:
    shown = hide_protected(make_claim_rows({}, CLOSED | {"sensitivity": "protected"}))

    assert UNTOLD not in repr(shown.to_dicts())
    assert shown["locator"].to_list() == ["RMB 400", "(protected)"]
    assert shown.height == 2


def test_of_a_protected_claim_nothing_is_on_a_screen_that_is_not_named_as_open() -> None:
    closed = CLOSED | {"sensitivity": "protected", "value_low": 4711.0, "value_high": 4711.0}
    claims = make_claim_rows({}, closed).with_columns(
        chain=pl.lit(UNTOLD), what_comes_later=pl.lit(UNTOLD), title=pl.lit(UNTOLD)
    )

    shown = hide_protected(claims)

    assert UNTOLD in repr(shown.row(0))
    told = shown.row(1, named=True)
    open_to_all = {"claim_id", "document_id", "kind", "extractor", "sensitivity", "review_state",
                   "grade_source", "grade_info", "reviewed_by", "reviewed_at"}  # fmt: skip
    others = {str(v) for name, v in told.items() if name not in open_to_all and v is not None}
    assert others == {"(protected)", "['(protected)']"}
    assert [told[name] for name in ("start", "value_low", "valid_from", "places")] == [None] * 4


def test_a_check_of_a_closed_claim_tells_its_verdict_and_no_figure() -> None:
    checks = make_check_rows({"explanation": UNTOLD, "would_settle": UNTOLD, "size": 0.4711})

    held = hold_back(checks, checks["claim_ids"].explode().unique())

    assert UNTOLD not in repr(held.to_dicts())
    assert held.select("size", "verdict").row(0) == (None, checks["verdict"].item())


@pytest.mark.parametrize(
    ("url", "is_kept"),
    [("https://example.org/a?b=1", True), ("HTTP://example.org", True),
     ("javascript:alert(1)", False), ("data:text/html,x", False), ("https://a.b\x1b]8;;", False),
     (" https://example.org", False), ("file:///etc/passwd", False)],
)  # fmt: skip
def test_only_addresses_of_the_web_are_handed_on(url: str, *, is_kept: bool) -> None:
    documents = make_document_rows().with_columns(url=pl.lit(url), sensitivity=pl.lit("public"))

    found = documents_handed_on(documents)["url"]

    assert set(found) == {url if is_kept else None}


def test_the_gravest_contradiction_stands_first_with_what_each_claim_says() -> None:
    checks = make_check_rows(
        {"level": "warn", "verdict": "warn", "size": 0.9}, {"size": 0.1}, {"size": 0.7},
        {"level": "quiet", "verdict": "agree"},
    )  # fmt: skip
    found = reported({}, {}, checks=checks).contradictions

    assert found["check_id"].to_list() == ["check-3", "check-2", "check-1"]
    assert found["statements"][0].to_list()[0] == (
        "unit price, anthracite, export, at CN-LN: 400 CNY per t, 2024-09 (hearsay) "
        "[A Paper > trader in Dandong]"
    )


def test_a_slip_needs_a_fact_against_it_or_a_reading_that_fits() -> None:
    checks = make_check_rows(
        {}, {"hint": "ten times less would fit"}, {"fact_ids": ["flows/1"]},
        {"hint": "x", "verdict": "breach"}, {"hint": "x", "verdict": "warn", "level": "warn"},
    )  # fmt: skip
    found = reported({}, {}, checks=checks).corrections

    assert found["check_id"].to_list() == ["check-2", "check-3"]
    assert found["reading"].to_list() == ["ten times less would fit", None]
    assert found["claim_id"].unique().to_list() == ["doc-1-1"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": "growth_rate", "value_std_low": 0.77, "value_std_high": 0.77,
          "unit_std": "fraction", "per": None}, "change of unit price, anthracite, export, "
         "at CN-DANDONG: +77 %"),
        ({"op": "ge", "value_std_high": None}, "at least 400 CNY per t"),
        ({"op": "approx"}, "about 400 CNY per t"),
        ({"op": "range", "value_std_high": 450.0}, "400 to 450 CNY per t"),
        ({"origin": ["KP"], "destination": ["CN"]}, "KP to CN"),
        ({"status": "past"}, "in the past"),
        ({"op": "none", "value_std_low": None, "value_std_high": None, "value_low": None,
          "value_high": None, "polarity": "negated"}, "said not to be so"),
        ({"polarity": "negated"}, "400 CNY per t, 2024-09-10 to "
         "2024-09-12 (hearsay, said not to be so)"),
        ({"op": "gt", "value_std_high": None, "polarity": "negated"}, "said not to be so"),
        ({"value_std_low": 1917550000.0, "value_std_high": 1917550000.0}, "1,917,550,000 CNY"),
        ({"metric": "n_ships", "value_std_low": 2.0, "value_std_high": 2.0, "unit_std": "count",
          "per": None, "commodity": None, "flow": None}, "number of ships, at CN-DANDONG: 2"),
        ({"value_std_low": 10.0, "value_std_high": 10.0, "unit_std": "day", "per": None},
         ": 10 days"),
        ({"value_std_low": 1.0, "value_std_high": 1.0, "unit_std": "day", "per": None},
         ": 1 day"),
    ],
)  # fmt: skip
def test_a_claim_is_stated_as_its_columns_hold_it(changed: dict[str, Any], said: str) -> None:
    assert said in state_claim(claim_row(**changed))


@pytest.mark.parametrize(
    "changed",
    [
        {"op": "le", "value_std_low": None, "value_std_high": 300.0},
        {"op": "lt", "value_std_low": None, "value_std_high": 300.0},
        {"op": "ge", "value_std_low": 300.0, "value_std_high": None},
        {"value_std_low": 0.0, "value_std_high": 0.0},
    ],
)
def test_a_bound_and_a_zero_hold_the_denial_that_made_them(changed: dict[str, Any]) -> None:
    assert "not to be so" not in state_claim(claim_row(polarity="negated", **changed))


def test_no_statement_holds_the_words_of_the_document() -> None:
    assert UNTOLD not in state_claim(claim_row(locator=UNTOLD, period_text=UNTOLD))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2019, 1, 1), date(2019, 12, 31), "2019"),
        (date(2017, 1, 1), date(2018, 12, 31), "2017 to 2018"),
        (date(2019, 2, 1), date(2019, 2, 28), "2019-02"),
        (date(2019, 2, 1), date(2019, 3, 31), "2019-02 to 2019-03"),
        (date(2019, 2, 3), date(2019, 2, 3), "2019-02-03"),
        (date(2019, 2, 3), date(2019, 2, 9), "2019-02-03 to 2019-02-09"),
        (None, date(2019, 2, 9), "until 2019-02-09"),
        (date(2019, 2, 3), None, "from 2019-02-03"),
        (None, None, ""),
    ],
)
def test_a_period_is_told_with_both_its_days(
    first: date | None, last: date | None, words: str
) -> None:
    assert period_words(first, last) == words
