"""The day before, the first day, the last day and the day after of every measure, generated."""

from datetime import date, timedelta
from typing import Any

import pytest

from coalface.law import Case, Measure, NationalMeasure, Rulebook, judge, load_rulebook

DAY = timedelta(days=1)
BOOK = load_rulebook()
SPEAKING = [m for m in BOOK.measures if m.status != "never_applied"]


def case_for(measure: Measure, day: date, book: Rulebook) -> Case:
    """Make a case that the measure must speak to on a day on which it is in force."""
    direction = min(measure.direction)
    facts: dict[str, Any] = {"direction": direction, "on": day}
    if measure.groups:
        group = book.groups[measure.groups[0]]
        facts |= {"hs_code": group.codes[0].code, "commodity": group.words[0]}
    elif measure.activities:
        facts |= {"activity": measure.activities[0]}
    else:
        facts |= {"hs_code": "250410" if direction == "from_dprk" else "720839"}
    if measure.kind == "exemption":
        facts |= {"origin": "RUS", "via": "Rajin", "committee_notified": True}
        facts |= {"committee_approved": True}
    return Case(**facts)


def speaks(measure: Measure, day: date) -> bool:
    """Say whether the engine names the measure, as deciding or to be checked."""
    judgement = judge(case_for(measure, day, BOOK), BOOK)
    is_checked = bool(measure.next_check) and measure.next_check in judgement.next_checks
    return is_checked or measure.id in [d.measure_id for d in judgement.deciding]


def is_silent_by_nature(measure: Measure) -> bool:
    """Say whether a measure names neither goods, services nor a check: 2087 adds no measure."""
    return not (
        measure.groups or measure.activities or measure.next_check or measure.is_for_any_good
    )


@pytest.mark.parametrize("measure", SPEAKING, ids=lambda m: m.id)
def test_measure_speaks_from_its_first_day_and_not_before(measure: Measure) -> None:
    if is_silent_by_nature(measure):
        assert measure.id == "UN-2087-general"
        return

    assert not speaks(measure, measure.starts_on - DAY)
    assert speaks(measure, measure.starts_on)


@pytest.mark.parametrize(
    "measure", [m for m in SPEAKING if m.ends_on is not None], ids=lambda m: m.id
)
def test_measure_speaks_on_its_last_day_and_not_after(measure: Measure) -> None:
    assert measure.ends_on is not None

    assert speaks(measure, measure.ends_on - DAY)
    assert not speaks(measure, measure.ends_on)


@pytest.mark.parametrize("measure", [m for m in SPEAKING if m.ends_on is None], ids=lambda m: m.id)
def test_measure_without_an_end_still_speaks(measure: Measure) -> None:
    if not is_silent_by_nature(measure):
        assert speaks(measure, date(2026, 11, 22))


def test_the_yearly_cap_of_2375_never_speaks() -> None:
    withdrawn = BOOK.measure("UN-2375-14-refined-annual")
    days = [date(2017, 9, 11) + DAY * n for n in range(0, 600, 7)]

    assert not any(speaks(withdrawn, day) for day in days)


@pytest.mark.parametrize(
    "measure", [m for m in SPEAKING if m.wind_down is not None], ids=lambda m: m.id
)
def test_contract_window_is_open_on_its_last_day_and_shut_on_the_next(measure: Measure) -> None:
    window = measure.wind_down
    assert window is not None
    group = BOOK.groups[measure.groups[0]]
    facts: dict[str, Any] = {
        "direction": "from_dprk",
        "hs_code": group.codes[0].code,
        "contract_on": window.contracts_before - DAY,
        "committee_notified": True,
    }

    last = judge(Case(on=window.ends_on - DAY, **facts), BOOK)
    after = judge(Case(on=window.ends_on, **facts), BOOK)

    assert last.verdict == "allowed_wind_down"
    assert after.verdict in ("prohibited", "prohibited_unless_approved")


@pytest.mark.parametrize("rule", [n for n in BOOK.national if n.starts_on], ids=lambda n: n.id)
def test_national_rule_keeps_its_own_clock(rule: NationalMeasure) -> None:
    assert rule.starts_on is not None
    un = BOOK.measure(rule.implements[0])

    def named(day: date) -> bool:
        case = case_for(un.model_copy(update={"groups": rule.groups or un.groups}), day, BOOK)
        national = judge(case, BOOK).national.get(rule.state)
        return national is not None and rule.id in [d.measure_id for d in national.rules]

    assert not named(rule.starts_on - DAY)
    assert named(rule.starts_on)
    if rule.ends_on is not None:
        assert named(rule.ends_on - DAY)
        assert not named(rule.ends_on)
