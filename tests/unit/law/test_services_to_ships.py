from datetime import date
from typing import Any

import pytest

from coalface.law import Case, Judgement, judge, load_rulebook


def service(activity: str, on: date, direction: str = "from_dprk", **facts: Any) -> Judgement:
    return judge(Case(activity=activity, on=on, direction=direction, **facts), load_rulebook())


@pytest.mark.parametrize(
    ("activity", "on", "direction", "verdict"),
    [
        ("vessel insurance", date(2016, 3, 1), "to_dprk", "not_listed"),
        ("flag registration", date(2016, 6, 1), "to_dprk", "conditional"),
        ("vessel insurance", date(2017, 6, 1), "to_dprk", "prohibited_unless_approved"),
        ("vessel classification", date(2017, 6, 1), "from_dprk", "prohibited_unless_approved"),
        ("vessel insurance", date(2017, 12, 22), "to_dprk", "prohibited"),
        ("chartering", date(2016, 6, 1), "to_dprk", "conditional"),
        ("crew services", date(2018, 6, 1), "to_dprk", "prohibited_unless_approved"),
        ("crew services", date(2018, 6, 1), "from_dprk", "prohibited"),
        ("ship-to-ship transfer", date(2017, 9, 10), "to_dprk", "not_listed"),
        ("ship-to-ship transfer", date(2018, 6, 1), "to_dprk", "prohibited"),
    ],
)
def test_services_to_ships_are_named_from_2270_on(
    activity: str, on: date, direction: str, verdict: str
) -> None:
    assert service(activity, on, direction).verdict == verdict


def test_shipping_that_the_committee_was_not_told_of_is_prohibited() -> None:
    answer = service("vessel leasing", date(2016, 6, 1), "to_dprk", committee_notified=False)

    assert answer.verdict == "prohibited"


def test_bunkering_is_cited_to_its_own_paragraph() -> None:
    answer = service("bunkering", date(2018, 6, 1), "to_dprk")

    assert [d.paragraph for d in answer.deciding] == ["1874 para 17"]
