from datetime import date
from typing import Any

from coalface.law import Case, Judgement, judge, load_rulebook


def service(activity: str, on: date, direction: str = "from_dprk", **facts: Any) -> Judgement:
    return judge(Case(activity=activity, on=on, direction=direction, **facts), load_rulebook())


def test_the_last_lawful_day_of_workers_abroad_is_22_december_2019() -> None:
    days = [date(2019, 12, 22), date(2019, 12, 23)]
    said = [service("workers abroad", day).deciding for day in days]
    own = [{d.measure_id: d.verdict for d in each}["UN-2397-8-workers"] for each in said]

    assert own == ["conditional", "prohibited"]


def test_work_under_an_older_contract_is_outside_paragraph_17_until_it_must_end() -> None:
    older: dict[str, Any] = {"contract_on": date(2017, 5, 1)}

    assert service("work permit", date(2017, 10, 10)).verdict == "prohibited_unless_approved"
    assert service("work permit", date(2017, 10, 10), **older).verdict == "conditional"
    assert service("worker", date(2018, 6, 1), **older).verdict == "conditional"
    assert service("worker", date(2019, 12, 22), **older).verdict == "conditional"
    assert service("worker", date(2020, 6, 1), **older).verdict == "prohibited"


def test_workers_are_not_judged_by_the_words_on_ventures() -> None:
    answer = service("work permit", date(2018, 2, 1), committee_approved=True, importer="CHN")

    assert not any("infrastructure" in c.condition for c in answer.conditions)
    assert answer.national == {}


def test_new_ventures_need_the_committee_from_2371_on() -> None:
    on = date(2017, 8, 20)

    assert service("new joint venture", on).verdict == "prohibited_unless_approved"
    assert service("new joint venture", on, committee_approved=True).verdict == "exempt"
    assert service("expansion of joint venture", on).verdict == "prohibited_unless_approved"
    assert service("joint venture", on).verdict == "conditional"
    assert [c.state for c in service("joint venture", on).conditions] == ["unknown"]
