"""Prices of a market in the North: whose won, for how much of what, and rates that are no price."""

from datetime import date
from typing import Any

import pytest

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims


def rows(text: str, title: str = "") -> list[dict[str, Any]]:
    return extract_claims(Document("d", text, date(2020, 5, 14), title)).to_dicts()


def test_bare_won_under_a_title_on_the_north_is_its_own() -> None:
    (row,) = rows("강냉이 1kg은 2,300원이다.", "북한 시장 물가")

    assert (row["kind"], row["currency"], row["per"]) == ("price", "KPW", "kg")


def test_bare_won_beside_a_place_of_the_north_is_its_own() -> None:
    assert rows("신의주에서 쌀은 1kg에 5,100원에 팔렸다.")[0]["currency"] == "KPW"


def test_won_of_a_sentence_on_the_south_stays_that_of_the_south() -> None:
    text = "한국 수입업자는 벌금 400만원을 냈다."

    assert [row["currency"] for row in rows(text, "북한 석탄")] == ["KRW"]


def test_bare_won_without_a_word_of_the_north_stays_that_of_the_south() -> None:
    assert {row["currency"] for row in rows("쌀 1kg은 3,000원이다.")} == {"KRW"}


def test_each_price_of_a_list_has_the_good_before_it() -> None:
    found = rows("평성에서 쌀 1kg은 4,900원, 휘발유는 1만1천원이다.")

    assert [row["commodity"] for row in found] == ["rice", "petroleum products"]
    assert [row["kind"] for row in found] == ["price", "price"]


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("북한 돈 8천100원이 1달러다.", "USD"),
        ("북한에서 1위안은 1,250원이다.", "CNY"),
        ("One yuan bought 1,200 won.", "CNY"),
    ],
)
def test_money_held_to_one_of_another_currency_is_a_rate_and_one_claim(text: str, per: str) -> None:
    (row,) = rows(text)

    assert (row["metric"], row["currency"], row["per"]) == ("exchange_rate", "KPW", per)
