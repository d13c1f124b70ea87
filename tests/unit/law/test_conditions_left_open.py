from datetime import date
from typing import Any

import pytest

from coalface.law import Case, Judgement, judge, load_rulebook


def judged(**facts: Any) -> Judgement:
    return judge(Case(**({"direction": "from_dprk", "hs_code": "270111"} | facts)), load_rulebook())


def test_room_under_a_cap_leaves_the_provisos_that_no_column_shows_to_a_person() -> None:
    facts: dict[str, Any] = {"livelihood_evidence": True, "value_usd": 8e3, "mass_t": 100.0}
    ledger = {"ledger_mass_t": 0.0, "ledger_value_usd": 0.0}

    answer = judged(on=date(2017, 6, 15), **facts, **ledger)

    assert answer.verdict == "allowed_within_cap"
    assert answer.bounds is not None
    assert (answer.bounds.least, answer.bounds.most) == ("allowed_within_cap", "conditional")
    assert any("unrelated to revenue" in reason for reason in answer.review_reasons)


def test_a_cap_without_provisos_needs_no_review_for_them() -> None:
    crude: dict[str, Any] = {"hs_code": "270900", "direction": "to_dprk", "commodity": "crude oil"}

    answer = judged(on=date(2018, 6, 1), mass_t=4e4, ledger_mass_t=3e5, **crude)

    assert (answer.verdict, answer.needs_review) == ("allowed_within_cap", False)


def test_coal_through_rajin_shows_what_nobody_asked_as_unknown() -> None:
    answer = judged(on=date(2018, 3, 10), origin="RUS", via="Rajin", committee_notified=True)
    states = {c.condition: c.state for c in answer.conditions}

    assert states["the exporting State confirms the origin on credible information"] == "unknown"
    assert states["no revenue for prohibited programmes"] == "unknown"
    assert answer.needs_review
    assert answer.bounds is not None
    assert (answer.verdict, answer.bounds.most) == ("exempt", "conditional")


def test_the_clause_of_2397_is_for_russian_coal_alone() -> None:
    facts: dict[str, Any] = {"on": date(2018, 1, 5), "via": "Rajin", "committee_notified": True}

    russian, chinese = (judged(origin=origin, **facts) for origin in ("RUS", "CHN"))

    assert "UN-2397-rajin" in [d.measure_id for d in russian.deciding]
    assert "UN-2397-rajin" not in [d.measure_id for d in chinese.deciding]


@pytest.mark.parametrize(
    ("via", "verdict"),
    [
        ("Port of Rajin (Rason)", "exempt"),
        ("Nampo, not Rajin", "conditional"),
        ("Nampo", "prohibited"),
    ],
)
def test_a_port_is_rajin_only_where_nothing_else_is_named(via: str, verdict: str) -> None:
    answer = judged(on=date(2018, 3, 10), origin="RUS", via=via, committee_notified=True)

    assert answer.verdict == verdict


def test_the_stop_at_95_percent_is_told_where_it_was_reached() -> None:
    facts: dict[str, Any] = {"livelihood_evidence": True, "value_usd": 8e3, "mass_t": 100.0}

    answer = judged(on=date(2017, 6, 15), ledger_value_usd=1e8, ledger_mass_t=7.2e6, **facts)

    assert answer.verdict == "cap_exceeded"
    assert any("stop at 95% " in c.condition for c in answer.conditions if c.state == "unmet")


@pytest.mark.parametrize(("stood", "verdict"), [(3_999_000, "allowed"), (3_999_001, "exceeded")])
def test_barrels_of_crude_are_compared_with_barrels(stood: int, verdict: str) -> None:
    crude: dict[str, Any] = {"hs_code": "270900", "direction": "to_dprk", "commodity": "crude oil"}

    answer = judged(
        on=date(2018, 6, 1),
        quantity=1_000.0,
        unit="bbl",
        ledger_quantity=float(stood),
        ledger_unit="bbl",
        **crude,
    )

    assert verdict in answer.verdict


def test_barrels_beside_a_ledger_in_tonnes_are_turned_into_tonnes() -> None:
    crude: dict[str, Any] = {"hs_code": "270900", "direction": "to_dprk", "commodity": "crude oil"}

    answer = judged(
        on=date(2018, 6, 1), quantity=1_000.0, unit="bbl", ledger_mass_t=524_900.0, **crude
    )

    assert answer.verdict == "cap_exceeded"


def test_parties_are_checked_before_all_else() -> None:
    for code, direction in (("270111", "from_dprk"), ("270900", "to_dprk")):
        answer = judged(hs_code=code, direction=direction, on=date(2018, 6, 1))

        assert answer.next_checks[0].startswith("parties:")


def test_scrap_of_silver_is_silver_where_it_is_named() -> None:
    facts: dict[str, Any] = {"hs_code": "711299", "on": date(2018, 5, 5)}

    named, unnamed = judged(commodity="silver waste and scrap", **facts), judged(**facts)

    assert named.verdict == "prohibited"
    assert (unnamed.verdict, unnamed.needs_review) == ("not_listed", True)
