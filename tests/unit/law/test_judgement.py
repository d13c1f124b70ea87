from datetime import date
from typing import Any

import pytest

from coalface.law import Case, Judgement, judge, load_rulebook
from coalface.law.verdicts import NOT_CLEARANCE

DEFAULTS: dict[str, Any] = {"direction": "from_dprk", "hs_code": "270111"}


def judged(**facts: Any) -> Judgement:
    return judge(Case(**(DEFAULTS | facts)), load_rulebook())


def test_livelihood_unknown_is_conditional_and_not_a_guess() -> None:
    assert judged(on=date(2016, 6, 1)).verdict == "conditional"


def test_livelihood_denied_is_prohibited() -> None:
    assert judged(on=date(2016, 6, 1), livelihood_evidence=False).verdict == "prohibited"


def test_month_that_straddles_a_first_day_gets_a_split_answer_with_bounds() -> None:
    month = {"period_start": date(2017, 12, 1), "period_end": date(2018, 1, 1)}

    answer = judged(hs_code="251910", contract_on=date(2017, 12, 24), **month)

    assert answer.why == "split"
    assert answer.bounds is not None
    assert (answer.bounds.least, answer.bounds.most) == ("not_listed", "prohibited")
    assert answer.bounds.parts == ((None, "not_listed"), (date(2017, 12, 22), "prohibited"))


def test_month_that_straddles_no_change_has_no_bounds() -> None:
    month = {"period_start": date(2019, 5, 1), "period_end": date(2019, 6, 1)}

    answer = judged(**month)

    assert (answer.verdict, answer.why, answer.bounds) == ("prohibited", None, None)


def test_code_shorter_than_the_measures_needs_review_and_bounds() -> None:
    answer = judged(hs_code="26", on=date(2019, 1, 1))

    assert answer.needs_review
    assert answer.verdict == "not_listed"
    assert answer.bounds is not None
    assert answer.bounds.most == "prohibited"


def test_wide_heading_decides_and_asks_for_review() -> None:
    answer = judged(hs_code="2615", on=date(2019, 1, 1))

    assert (answer.verdict, answer.needs_review) == ("prohibited", True)


def test_wide_heading_that_names_another_good_does_not_decide() -> None:
    answer = judged(hs_code="2615", commodity="niobium ore", on=date(2019, 1, 1))

    assert (answer.verdict, answer.needs_review) == ("not_listed", True)


def test_our_own_mapping_decides_only_where_the_good_is_named() -> None:
    on = date(2019, 1, 1)

    unnamed = judged(hs_code="830621", on=on)
    named = judged(hs_code="830621", commodity="bronze statues", on=on)

    assert (unnamed.verdict, unnamed.needs_review) == ("not_listed", True)
    assert (named.verdict, named.needs_review) == ("prohibited_unless_approved", False)


def test_jet_fuel_is_banned_where_diesel_is_capped() -> None:
    facts: dict[str, Any] = {"hs_code": "271019", "direction": "to_dprk", "on": date(2018, 6, 1)}

    diesel = judged(commodity="diesel", **facts)
    jet = judged(commodity="jet fuel", **facts)

    assert (diesel.verdict, jet.verdict) == ("conditional", "prohibited")


def test_practice_never_weakens_the_text_for_another_state() -> None:
    on = date(2017, 8, 20)

    assert judged(on=on, importer="CHN").why == "practice"
    assert judged(on=on, importer="IND").verdict == "prohibited"


def test_china_suspended_coal_while_the_un_cap_stood() -> None:
    facts: dict[str, Any] = {"livelihood_evidence": True, "ledger_mass_t": 2.67e6}
    facts |= {"ledger_value_usd": 226e6, "value_usd": 4.3e6, "mass_t": 5e4}

    answer = judged(on=date(2017, 2, 20), importer="CHN", **facts)

    assert answer.verdict == "allowed_within_cap"
    assert answer.national["CHN"].verdict == "prohibited"


def test_national_rule_of_china_is_not_put_to_an_importer_elsewhere() -> None:
    assert judged(on=date(2019, 1, 1), importer="KOR").national == {}


def test_cap_is_hit_by_either_limb_alone() -> None:
    facts: dict[str, Any] = {"livelihood_evidence": True, "value_usd": 1e6, "mass_t": 1e4}

    by_value = judged(on=date(2017, 6, 1), ledger_value_usd=400e6, ledger_mass_t=1e6, **facts)
    by_mass = judged(on=date(2017, 6, 1), ledger_value_usd=1e6, ledger_mass_t=7.4e6, **facts)

    assert (by_value.verdict, by_mass.verdict) == ("cap_exceeded", "cap_exceeded")


def test_stop_notice_at_95_percent_ends_procurement_before_the_cap() -> None:
    facts: dict[str, Any] = {"livelihood_evidence": True, "value_usd": 1.0, "mass_t": 1.0}

    below = judged(on=date(2017, 6, 1), ledger_value_usd=380e6, ledger_mass_t=1e6, **facts)
    at_stop = judged(on=date(2017, 6, 1), ledger_value_usd=381e6, ledger_mass_t=1e6, **facts)

    assert (below.verdict, at_stop.verdict) == ("allowed_within_cap", "cap_exceeded")


def test_unknown_limb_is_conditional_though_the_other_is_within() -> None:
    answer = judged(on=date(2017, 6, 1), livelihood_evidence=True, ledger_mass_t=1e6, mass_t=1e4)

    assert answer.verdict == "conditional"


def test_barrels_that_depend_on_the_factor_are_not_guessed() -> None:
    facts: dict[str, Any] = {"hs_code": "271019", "direction": "to_dprk", "commodity": "diesel"}

    answer = judged(
        on=date(2018, 6, 1), livelihood_evidence=True, ledger_mass_t=58_000, mass_t=10, **facts
    )

    assert answer.verdict == "conditional"  # 435,006 to 483,331 bbl against a stop at 475,000


def test_two_ledgers_that_disagree_are_contested_in_fact() -> None:
    facts: dict[str, Any] = {"hs_code": "271019", "direction": "to_dprk", "commodity": "diesel"}
    ledgers = {"ledger_mass_t": 27_978, "ledger_2_quantity": 759_793, "ledger_2_unit": "bbl"}

    answer = judged(
        on=date(2018, 10, 1), livelihood_evidence=True, mass_t=2_000, **facts, **ledgers
    )

    assert (answer.verdict, answer.why) == ("contested", "fact")


def test_crude_year_runs_from_22_december() -> None:
    facts: dict[str, Any] = {"hs_code": "270900", "direction": "to_dprk", "commodity": "crude oil"}
    cap = load_rulebook().measure("UN-2397-4-crude").cap
    assert cap is not None

    period = cap.period_on(date(2024, 12, 21))

    assert period is not None
    assert (period.starts_on, period.ends_on) == (date(2023, 12, 22), date(2024, 12, 22))
    assert judged(on=date(2017, 12, 21), **facts).deciding[0].measure_id.startswith("UN-2375-15")


def test_not_listed_always_prints_that_it_is_no_clearance() -> None:
    answer = judged(hs_code="261100", on=date(2022, 8, 1))

    assert answer.verdict == "not_listed"
    assert NOT_CLEARANCE in answer.next_checks
    assert any("catch-all" in check for check in answer.next_checks)


def test_aid_prints_the_humanitarian_route_first() -> None:
    for code in ("100630", "310210", "300490", "901890"):
        answer = judged(hs_code=code, direction="to_dprk", on=date(2022, 8, 1))

        assert answer.next_checks[0].startswith("humanitarian route first")


def test_electricity_points_to_paragraph_18_and_is_not_listed() -> None:
    answer = judged(hs_code="271600", on=date(2022, 8, 1))

    assert answer.verdict == "not_listed"
    assert any("2375 para 18" in check for check in answer.next_checks)


def test_service_that_no_measure_names_asks_for_review() -> None:
    answer = judged(hs_code="", activity="a walk in the park", on=date(2022, 8, 1))

    assert (answer.verdict, answer.needs_review) == ("not_listed", True)


def test_fishing_rights_before_the_clarification_are_contested() -> None:
    answer = judged(hs_code="", activity="fishing rights", on=date(2017, 10, 1))

    assert (answer.verdict, answer.why) == ("contested", "text")


@pytest.mark.parametrize("code", ["720221", "500200"])
def test_contested_shows_each_reading_with_its_source(code: str) -> None:
    answer = judged(hs_code=code, on=date(2022, 8, 1))

    assert len(answer.readings) >= 2
    assert all(source in load_rulebook().sources for _, _, source in answer.readings)


def test_grade_d_never_decides_a_verdict_alone() -> None:
    book = load_rulebook()
    codes = {c.code for g in book.groups.values() for c in g.codes}

    for code in codes:
        for direction in ("from_dprk", "to_dprk"):
            answer = judged(hs_code=code, direction=direction, on=date(2022, 8, 1))
            if answer.deciding and answer.deciding[0].grade == "D":
                assert answer.verdict == "contested", code


def test_case_without_time_or_good_is_refused() -> None:
    with pytest.raises(ValueError, match="needs `on`"):
        judged()
    with pytest.raises(ValueError, match="hs_code or an activity"):
        judged(hs_code="", on=date(2020, 1, 1))


def test_lpg_counts_under_the_cap_and_shows_the_reading_that_bans_it() -> None:
    answer = judged(
        hs_code="271112",
        direction="to_dprk",
        on=date(2018, 6, 1),
        livelihood_evidence=True,
        ledger_quantity=100_000,
        ledger_unit="bbl",
        mass_t=100,
    )

    assert answer.verdict == "allowed_within_cap"
    assert any("2375 para 13 bans it" in reason for reason in answer.review_reasons)


def test_condition_that_a_known_fact_breaks_is_shown_as_unmet() -> None:
    late = judged(hs_code="260700", on=date(2017, 8, 20), contract_on=date(2017, 8, 6))
    unnotified = judged(on=date(2018, 3, 10), origin="RUS", via="Rajin", committee_notified=False)

    assert [c.state for c in late.conditions] == ["unmet"]
    assert [dict(c.facts)["notified"] for c in unnotified.conditions] == ["unmet"]


def test_longer_code_of_a_covered_chapter_is_not_called_too_short() -> None:
    answer = judged(hs_code="250410", on=date(2023, 4, 1))

    assert (answer.verdict, answer.needs_review, answer.bounds) == ("prohibited", False, None)


def test_exemption_by_a_word_alone_is_never_more_than_conditional() -> None:
    answer = judged(hs_code="", activity="joint venture, new hydro plant", on=date(2020, 1, 1))

    assert answer.verdict == "conditional"


def test_year_that_meets_two_cap_periods_is_not_charged_to_one() -> None:
    year = {"period_start": date(2018, 1, 1), "period_end": date(2019, 1, 1)}

    answer = judged(
        hs_code="270900", direction="to_dprk", commodity="crude oil", mass_t=6e5, **year
    )

    assert answer.verdict == "conditional"


def test_open_amount_gives_bounds_from_within_the_cap_to_beyond() -> None:
    answer = judged(
        hs_code="271019",
        direction="to_dprk",
        commodity="diesel",
        on=date(2018, 6, 1),
        livelihood_evidence=True,
        ledger_mass_t=58_000,
        mass_t=10,
    )

    assert answer.bounds is not None
    assert (answer.bounds.least, answer.bounds.most) == ("allowed_within_cap", "cap_exceeded")


def test_ledger_of_all_products_is_not_counted_with_the_factor_of_gas() -> None:
    facts: dict[str, Any] = {"direction": "to_dprk", "on": date(2018, 6, 1), "mass_t": 10}
    facts |= {"livelihood_evidence": True, "ledger_mass_t": 43_000}

    gas = judged(hs_code="271112", commodity="LPG", **facts)

    assert gas.verdict == "allowed_within_cap"


def test_committee_approval_decides_inside_the_contract_window_too() -> None:
    answer = judged(hs_code="610910", on=date(2017, 10, 1), committee_approved=True)

    assert answer.verdict == "exempt"


def test_parties_are_never_shown_as_tested() -> None:
    answer = judged(on=date(2017, 6, 1), livelihood_evidence=True)
    states = {c.condition: c.state for c in answer.conditions}

    assert states["no designated or programme-linked person or entity"] == "unknown"
    assert states["exclusively for livelihood purposes of DPRK nationals"] == "met"


def test_china_between_the_ban_and_its_own_rule_is_contested_in_practice() -> None:
    china = judged(on=date(2017, 8, 6), importer="CHN").national["CHN"]

    assert china.verdict == "contested"


def test_goods_shipped_too_late_cannot_have_reached_port_in_time() -> None:
    facts: dict[str, Any] = {"hs_code": "260700", "on": date(2017, 8, 20), "importer": "CHN"}

    early = judged(shipped_on=date(2017, 8, 14), **facts).national["CHN"]
    late = judged(shipped_on=date(2017, 8, 16), **facts).national["CHN"]

    assert (early.verdict, late.verdict) == ("conditional", "prohibited")


def test_lpg_is_in_neither_chinese_list() -> None:
    answer = judged(hs_code="271112", direction="to_dprk", on=date(2019, 1, 1))

    assert "CHN" not in answer.national


def test_reading_that_covers_a_good_says_what_the_measure_then_says() -> None:
    facts: dict[str, Any] = {"hs_code": "720221", "on": date(2017, 8, 20)}
    facts |= {"contract_on": date(2017, 7, 1), "committee_notified": True}

    assert [verdict for _, verdict, _ in judged(**facts).readings] == [
        "allowed_wind_down",
        "not_listed",
    ]


def test_code_that_says_nothing_asks_for_review() -> None:
    assert judged(hs_code="999999", on=date(2019, 1, 1)).needs_review


def test_chapter_that_holds_a_contested_heading_asks_for_the_longer_code() -> None:
    answer = judged(hs_code="72", on=date(2019, 1, 1))

    assert (answer.verdict, answer.needs_review) == ("prohibited", True)
    assert "7202" in answer.review_reasons[0]


def test_heading_whose_parts_are_all_covered_is_covered() -> None:
    assert judged(hs_code="2616", on=date(2019, 1, 1)).verdict == "prohibited"


def test_named_diesel_is_not_asked_whether_it_is_jet_fuel() -> None:
    answer = judged(hs_code="271019", direction="to_dprk", commodity="diesel", on=date(2019, 1, 1))

    assert not answer.needs_review


@pytest.mark.parametrize("activity", ["trademark registration", "Worker dormitory", "trade fund"])
def test_service_is_not_caught_by_one_word_inside_another(activity: str) -> None:
    answer = judged(hs_code="", activity=activity, on=date(2020, 6, 1))

    assert (answer.verdict, answer.needs_review) == ("not_listed", True)


def test_workers_stay_under_a_measure_when_2375_replaces_2371() -> None:
    days = [date(2017, 9, 10), date(2017, 9, 11), date(2017, 12, 22), date(2020, 1, 1)]
    verdicts = [judged(hs_code="", activity="overseas workers", on=day).verdict for day in days]

    assert "not_listed" not in verdicts


def test_trade_between_others_asks_where_the_goods_come_from() -> None:
    assert judged(direction="other", on=date(2019, 1, 1)).needs_review


def test_drone_of_the_2022_edition_says_where_it_stood_before() -> None:
    answer = judged(hs_code="880621", on=date(2023, 1, 1))

    assert any("852580 of HS2017" in reason for reason in answer.review_reasons)


def test_chinas_suspension_of_dprk_coal_does_not_reach_russian_coal_through_rajin() -> None:
    facts: dict[str, Any] = {"on": date(2017, 3, 1), "importer": "CHN", "via": "Rajin"}

    russian = judged(origin="RUS", committee_notified=True, **facts)
    korean = judged(origin="PRK", committee_notified=True, **facts)

    assert (russian.verdict, russian.national["CHN"].verdict) == ("exempt", "exempt")
    assert korean.national["CHN"].verdict == "prohibited"
