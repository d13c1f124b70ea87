"""What words beside a figure make of it: a rest, a whole, a former level, a twin."""

from datetime import date
from typing import Any

import pytest

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims
from coalface.claims.frames.east_asian_names import find_name_start

Row = dict[str, Any]


def rows(text: str, kind: str) -> list[Row]:
    found = extract_claims(Document("d", text, date(2019, 1, 25))).to_dicts()
    return [one for one in found if one["kind"] == kind]


@pytest.mark.parametrize(
    ("text", "is_rest"),
    [
        ("Half goes to the army. The crew keep the rest, two fifths of the catch.", True),
        ("Half goes to the army and the remaining 40 percent of it to the crew.", True),
        ("어획량의 절반은 군부대에 간다. 나머지 40%는 선원들이 갖는다.", True),
        ("一半归军队,其余四成归船员。", True),
        ("Half of the fish is dried; of the rest, 40 percent is frozen.", False),
        ("The rest of the crew paid 40 percent in advance.", False),
    ],
)
def test_a_rest_is_told_by_its_words(text: str, is_rest: bool) -> None:  # noqa: FBT001
    found = [*rows(text, "share"), *rows(text, "payment_term")]
    last = max(found, key=lambda row: row["start"])

    assert last["rule_id"].endswith(".rest") is is_rest


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Coal brought 1.05 billion dollars out of 2.48 billion dollars.", 2.48e9),
        ("Exports were 2.48 billion dollars, of which coal made 1.05 billion dollars.", 2.48e9),
        ("수출액은 26억 달러였고 이 가운데 석탄은 11억 달러였다.", 2.6e9),
        ("出口额为26亿美元,其中煤炭11亿美元。", 2.6e9),
    ],
)
def test_a_whole_is_told_by_the_words_between_it_and_its_part(text: str, whole: float) -> None:
    marked = [row for row in rows(text, "value") if row["rule_id"].endswith(".whole")]

    assert [row["value_std_low"] for row in marked] == [whole]


@pytest.mark.parametrize(
    "text",
    [
        "Cargo dropped in 2018, going from 640,000 tonnes to 416,000 tonnes.",
        "吞吐量由64万吨降至41.6万吨。",
        "물동량은 64만 톤에서 41만6천 톤으로 줄었다.",
    ],
)
def test_the_level_before_a_move_is_a_former_one(text: str) -> None:
    assert [row["status"] for row in rows(text, "quantity")] == ["past", "current"]


def test_a_range_of_prices_is_no_move() -> None:
    found = rows("Prices rose, and range from 400 yuan a ton to 450 yuan a ton.", "price")

    assert "past" not in {row["status"] for row in found}


@pytest.mark.parametrize(
    "text",
    [
        "The plant pays 2,100 yuan a month, which is about 305 dollars at present rates.",
        "The plant pays 2,100 yuan a month - some 305 dollars - for each.",
        "工厂每月付2100元,约合305美元。",
    ],
)
def test_money_restated_in_another_currency_is_its_twin(text: str) -> None:
    found = rows(text, "value")

    assert [row["currency"] for row in found] == ["CNY", "USD"]
    assert found[1]["rule_id"] == "value.twin"
    assert found[1]["per"] == found[0]["per"]


@pytest.mark.parametrize(
    ("text", "flows"),
    [
        ("去年12月中国对朝鲜出口2.07亿美元,自朝鲜进口2146万美元。", ["import", "export"]),
        ("2018年朝鲜对中国出口2.1亿美元,从中国进口22.2亿美元。", ["export", "import"]),
        ("지난해 중국의 대북 수출은 22억 달러, 대북 수입은 2억 달러였다.", ["import", "export"]),
    ],
)
def test_a_partner_named_before_the_trade_tells_whose_it_is(text: str, flows: list[str]) -> None:
    assert [row["flow"] for row in rows(text, "value")] == flows


def test_that_month_is_the_one_told_of_last() -> None:
    found = rows("去年12月出口2.07亿美元。当月双边贸易总额为2.29亿美元。", "value")

    assert {row["valid_from"] for row in found} == {date(2018, 12, 1)}


def test_months_without_a_year_are_of_the_year_told_shortly_before() -> None:
    found = rows("2016年1至9月进口煤炭1600万吨,1至10月累计进口煤炭1800万吨。", "quantity")

    assert [row["valid_to"] for row in found] == [date(2016, 9, 30), date(2016, 10, 31)]


@pytest.mark.parametrize(
    ("text", "noun", "name"),
    [
        ("另一位常年往返新义州的货运代理则说", "代理", "一位常年往返新义州的货运代理"),
        ("단둥에서 일하는 한 무역업자는 말했다", "무역업자", "단둥에서 일하는 한 무역업자"),
        ("공장은 390달러를 지급했다고 소식통은 밝혔다", "소식통", "소식통"),
    ],
)
def test_the_name_of_a_source_holds_its_own_places_only(text: str, noun: str, name: str) -> None:
    start = find_name_start(text, 0, text.index(noun))

    assert text[start : text.index(noun) + len(noun)] == name


def test_the_place_of_a_chinese_speaker_is_not_that_of_the_price() -> None:
    text = "另一位常年往返新义州的货运代理则说,今年1月朝鲜假发的出厂价是每公斤2100元。"

    (found,) = rows(text, "price")

    assert found["places"] == []
    assert found["attribution"][-1] == "一位常年往返新义州的货运代理"
