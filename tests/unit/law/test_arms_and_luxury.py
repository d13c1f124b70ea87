from datetime import date
from typing import Any

import pytest

from coalface.law import Case, Judgement, judge, load_rulebook


def judged(**facts: Any) -> Judgement:
    return judge(Case(**({"direction": "from_dprk", "hs_code": "270111"} | facts)), load_rulebook())


@pytest.mark.parametrize(
    ("code", "name", "direction", "year"),
    [
        ("930200", "pistols", "to_dprk", 2018),
        ("930200", "pistols", "from_dprk", 2010),
        ("930690", "missiles", "from_dprk", 2016),
        ("930690", "missiles", "to_dprk", 2007),
        ("8710", "tanks", "from_dprk", 2008),
        ("930630", "", "to_dprk", 2018),
        ("890610", "", "from_dprk", 2012),
    ],
)
def test_arms_are_prohibited_by_the_name_of_their_code(
    code: str, name: str, direction: str, year: int
) -> None:
    answer = judged(hs_code=code, commodity=name, direction=direction, on=date(year, 5, 5))

    assert answer.verdict == "prohibited"


def test_small_arms_come_under_the_ban_as_the_resolutions_widen_it() -> None:
    pistols: dict[str, Any] = {"hs_code": "930200", "commodity": "pistols"}
    days = [date(2009, 6, 11), date(2009, 6, 12), date(2016, 3, 1), date(2016, 3, 2)]

    to = [judged(on=day, direction="to_dprk", **pistols).verdict for day in days]
    from_ = [judged(on=day, direction="from_dprk", **pistols).verdict for day in days]

    assert to == ["not_listed", "conditional", "conditional", "prohibited"]
    assert from_ == ["not_listed", "prohibited", "prohibited", "prohibited"]


@pytest.mark.parametrize(
    ("code", "name", "year", "verdict"),
    [
        ("890399", "yacht", 2015, "prohibited"),
        ("870324", "luxury cars", 2015, "prohibited"),
        ("711319", "gold jewellery", 2014, "prohibited"),
        ("870324", "passenger car", 2015, "not_listed"),
        ("890399", "yacht", 2012, "not_listed"),
    ],
)
def test_luxury_goods_of_the_annex_are_prohibited_by_their_name(
    code: str, name: str, year: int, verdict: str
) -> None:
    answer = judged(hs_code=code, commodity=name, direction="to_dprk", on=date(year, 6, 1))

    assert answer.verdict == verdict


def test_a_motor_car_not_said_to_be_luxury_is_left_to_a_person() -> None:
    answer = judged(hs_code="870324", direction="to_dprk", on=date(2015, 6, 1))

    assert answer.needs_review
    assert answer.bounds is not None
    assert answer.bounds.most == "prohibited"
