"""Ships by what they do, rules by the resolution beside them, and what is held against both."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.claim_figures import make_claims

from coalface.claims.checks import find_checks
from coalface.claims.checks.lawfulness import called_by
from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims
from coalface.claims.facts import Facts
from coalface.claims.mentions.ship_names import find_ship_names
from coalface.claims.mentions.types import Vessel
from coalface.claims.mentions.words import find_words
from coalface.law.rulebook import load_rulebook

MARCH = {"valid_from": date(2019, 3, 1), "valid_to": date(2019, 3, 31)}
COAL = {"kind": "quantity", "unit": "t", "commodity": "coal", "places": ["KP-NAMPO"]} | MARCH


def _claims(text: str) -> list[dict[str, Any]]:
    return extract_claims(Document("d", text, date(2020, 5, 14))).to_dicts()


def _rows(*claims: dict[str, Any]) -> list[tuple[str, str]]:
    rows = find_checks(make_claims(*claims), Facts(rulebook=load_rulebook())).to_dicts()
    return [(row["test"], row["verdict"]) for row in rows]


def _verdicts(text: str) -> list[str]:
    claims = extract_claims(Document("d", text, date(2020, 5, 14)))
    checks = find_checks(claims, Facts(rulebook=load_rulebook()))
    return sorted(checks.filter(pl.col("test") == "rulebook")["verdict"])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Mirae 12 was seen.", ["Mirae 12"]),
        ("It left. The Mirae 12 sailed, and Mirae 12 came.", ["Mirae 12"] * 2),
        ("The barge Mirae lay there. The Mirae 12 sailed.", ["Mirae", "Mirae 12"]),
        ("Coal went aboard the Chol San that night.", ["Chol San"]),
        ("the Paek Yang San left Nampo; later Paek Yang San was sold", ["Paek Yang San"] * 2),
        ("Then the Sambong docked.", ["Sambong"]),
        ("해동6호가 입항했다.", ["해동6호"]),
        ("“海东6号”离开南浦。", ["海东6号"]),
        ("The June 12 summit; the Bureau 39 account; the North Koreans left.", []),
        ("the Security Council left it open", []),
        ("유엔 결의 2371호를 채택했다.", []),
        ("He drank the Kaesong 18% liquor.", []),
    ],
)
def test_a_ship_is_known_by_its_number_or_by_what_it_does(text: str, names: list[str]) -> None:
    found = [m.value.name for m in find_ship_names(find_words(text)) if isinstance(m.value, Vessel)]

    assert found == names


def test_an_hour_parts_no_clause() -> None:
    found = _claims("The Hae Dong 6 departed from Nampo at 20:00 on 4 May 2019.")

    assert [(r["kind"], r["actor"], r["valid_from"]) for r in found] == [
        ("movement", "Hae Dong 6", date(2019, 5, 4))
    ]


def test_she_is_the_ship_that_was_named_before() -> None:
    found = _claims("The Hae Dong 6 left Nampo on 4 May. She tied up at Ningbo on 8 May.")

    assert {row["actor"] for row in found} == {"Hae Dong 6"}


def test_what_left_in_a_year_is_no_load_of_the_ship_beside_it() -> None:
    text = "In 2018, 1.2 million tons of coal were exported, some of it loaded onto the Chol San."

    assert {row["metric"] for row in _claims(text) if row["kind"] == "quantity"} == {
        "export_volume"
    }


def test_a_size_before_a_hull_is_that_of_the_hull() -> None:
    (row,) = [r for r in _claims("The 3,200-tonne coaster Song Rim 2 lay idle.") if r["unit"]]

    assert (row["metric"], row["actor"]) == ("vessel_tonnage", "Song Rim 2")


@pytest.mark.parametrize(
    "words",
    [
        "Under Resolution 2397 no more than {} barrels of crude oil may be supplied.",
        "At no time may States ship more than {} barrels of crude oil a year: Resolution 2397.",
        "Resolution 2397 prohibits supplying more than {} barrels of crude oil a year.",
        "결의 2397호에 따라 북한에 공급할 수 있는 원유는 연간 {} 배럴을 넘지 못한다.",
        "第2397号决议规定,每年向朝鲜供应的原油不得超过{}桶。",
    ],
)
def test_the_most_that_may_be_supplied_is_a_cap_held_to_the_figure(words: str) -> None:
    east_asian = not words.isascii()
    fitting, other = ("400만", "500만") if "결의" in words else ("400万", "500万")
    if not east_asian:
        fitting, other = "4 million", "5 million"

    assert "conflict" not in _verdicts(words.format(fitting))
    assert "conflict" in _verdicts(words.format(other))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("On 5 August 2017 the Council adopted Resolution 2371.", "agree"),
        ("On 5 March 2016 the Council adopted Resolution 2371.", "conflict"),
        ("Resolution 2397, which dates from March 2016, is strict.", "conflict"),
        ("Adopted in March 2015, Resolution 2094 was weak.", "conflict"),
        ("安理会2012年6月通过的第1874号决议加强了制裁。", "conflict"),
    ],
)
def test_a_day_of_adoption_is_read_before_and_after_the_resolution(text: str, verdict: str) -> None:
    assert verdict in _verdicts(text)


def test_what_was_done_under_a_resolution_does_not_date_it() -> None:
    text = "In April 2018 customs seized textiles under Resolution 2375."

    assert "conflict" not in _verdicts(text)


def test_a_rule_takes_the_resolution_of_the_sentence_before_it() -> None:
    text = "Resolution 2371 was the seventh. It bans exports of textiles."

    assert "conflict" in _verdicts(text)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Imports of North Korean seafood were still legal in March 2018.", "conflict"),
        ("Imports of North Korean seafood were still legal in May 2017.", "consistent"),
        ("In March 2018 there was no ban on North Korean seafood.", "conflict"),
        ("Coal of Russian origin via Rajin was still allowed in March 2018.", ""),
    ],
)
def test_a_trade_called_legal_is_held_against_the_law_of_its_day(text: str, verdict: str) -> None:
    found = _verdicts(text)

    assert (verdict in found) if verdict else "conflict" not in found


@pytest.mark.parametrize(
    ("words", "called"),
    [
        ("was not yet banned", "legal"),
        ("was no longer legal", "illegal"),
        ("수출은 합법이었다", "legal"),
        ("进口并不违法", "legal"),
        ("was loaded", ""),
    ],
)
def test_legal_and_illegal_are_read_with_what_denies_them(words: str, called: str) -> None:
    assert called_by(words) == called


def test_none_of_a_good_meets_some_of_it_of_one_place_and_time() -> None:
    none = COAL | {"metric": "export_volume", "value": 0.0, "polarity": "negated"}
    some = COAL | {"metric": "cargo_size", "value": 6500.0}

    assert ("some_and_none", "conflict") in _rows(none, some)


def test_none_on_record_denies_nothing() -> None:
    none = COAL | {"metric": "export_volume", "value": 0.0, "polarity": "negated"}
    some = COAL | {"metric": "cargo_size", "value": 6500.0}

    tests = {test for test, _ in _rows(none | {"locator": "no coal was recorded"}, some)}

    assert "some_and_none" not in tests


def test_a_source_quoted_with_another_figure_is_told_and_one_voice_quotes_nobody() -> None:
    own = COAL | {"metric": "shipments", "value": 3.7, "unit": "Mt", "attribution": ["d", "Panel"]}
    other = own | {"metric": "export_volume", "value": 5.2, "attribution": ["d", "daily", "Panel"]}

    assert ("quotation", "warn") in _rows(own, other)
    assert "quotation" not in {t for t, _ in _rows(own, other | {"attribution": ["d", "Panel"]})}


@pytest.mark.parametrize(
    "text",
    [
        "Buyers paid 80 percent of the price of North Korean coal in advance.",
        "This autumn 30 percent of the coal price is paid in advance.",
        "Half of the invoice for coal had to be prepaid.",
        "The advance for coal was 60 percent of the contract price.",
    ],
)
def test_a_share_of_a_price_is_known_by_when_it_is_paid(text: str) -> None:
    (row,) = [r for r in _claims(text) if r["unit_std"] == "fraction"]

    assert (row["kind"], row["metric"]) == ("payment_term", "prepaid_share")


def test_a_level_told_after_a_later_one_takes_over_no_time() -> None:
    text = "Coal exports were worth $203 million after $268 million in 2018."

    assert [r["status"] for r in _claims(text) if r["kind"] == "value"] == ["current", "past"]
