"""The law of a scenario: what moves with a rule, what follows where one is left out, caps."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest

from coalface.law import Rulebook, load_rulebook
from coalface.scenarios.branches import Law
from coalface.scenarios.forcing import GOODS
from coalface.scenarios.law_path import LawPath, Spell, law_path, spells_of
from coalface.scenarios.months import month_axis
from coalface.scenarios.overlay import overlay
from coalface.scenarios.scenario_models import ScenarioFile

MONTHS = month_axis(date(2015, 1, 1), date(2026, 12, 1))
COAL_BAN, COAL_CAP, IRON_BAN = "UN-2371-8-coal", "UN-2321-26-coal", "UN-2371-8-iron"


def make_book(base: str = "un-1718", *layers: Mapping[str, Any]) -> Rulebook:
    files = [ScenarioFile.model_validate({"scenario": "x", "title": "t", **one}) for one in layers]
    return overlay(load_rulebook(), files, base)


def changed(*changes: Mapping[str, Any]) -> Rulebook:
    return make_book("un-1718", {"rules": {"change": list(changes)}})


def relaxed(*steps: Mapping[str, Any]) -> Rulebook:
    return make_book("un-1718", {"relaxation": list(steps)})


def path_of(book: Rulebook, reading: Law = "practice") -> LawPath:
    return law_path(book, MONTHS, GOODS, reading)


def banned_on(book: Rulebook, good: str = "anthracite", reading: Law = "practice") -> list[Spell]:
    return [s for s in spells_of(book, MONTHS, good, reading) if s.is_banned]


def share(path: LawPath, month: str, good: int = 0) -> float:
    return float(path.ban_share[MONTHS.index(date.fromisoformat(f"{month}-01")), good])


def test_history_has_the_bans_of_the_rulebook_by_days() -> None:
    path = path_of(load_rulebook())

    assert share(path, "2017-01") == 0
    assert share(path, "2017-02") == pytest.approx(10 / 28)  # suspended from 19 February
    assert share(path, "2017-06") == 1
    assert share(path, "2017-09") == pytest.approx(26 / 30)  # open to 4 September
    assert share(path, "2017-08", good=1) == 0  # iron ore: contracts of before, to 4 September
    assert share(path, "2026-12") == 1


def test_the_disputed_month_of_coal_is_open_in_practice_and_banned_by_the_text() -> None:
    book = load_rulebook()

    assert share(path_of(book, "practice"), "2017-08") == pytest.approx(4 / 31)
    assert share(path_of(book, "text"), "2017-08") == 1


def test_a_cap_has_the_limits_at_which_states_must_stop_and_a_period_of_its_own() -> None:
    path = path_of(load_rulebook())
    november, december, january = (MONTHS.index(date(2016, 11, 1)) + i for i in range(3))

    assert path.cap_days_share[november, 0] == pytest.approx(1 / 30)
    assert path.cap_t[december, 0] == pytest.approx(0.95 * 1_000_866)
    assert path.cap_usd[january, 0] == pytest.approx(0.95 * 400_870_018)
    periods = path.cap_period[[november, december, january], 0]
    assert periods[0] == periods[1] != periods[2]
    assert np.isnan(path.cap_t[:, 1]).all()


def test_banned_and_capped_days_never_exceed_the_month() -> None:
    for book in (load_rulebook(), changed({"rule": COAL_BAN, "drop": True})):
        path = path_of(book)
        assert (path.ban_share + path.cap_days_share <= 1 + 1e-12).all()
        assert ((path.cap_days_share > 0) == (path.cap_period >= 0)).all()


def test_a_moved_rule_takes_its_transition_and_chinas_rule_with_it() -> None:
    book = changed({"rule": IRON_BAN, "shift": "-12 months"})

    first = banned_on(book, "iron_ore")[0]

    assert first.starts_on == date(2016, 9, 5)
    assert {"UN-2371-8-iron", "CN-2017-40-iron"} <= set(first.measures)


def test_a_rule_moved_by_nothing_changes_nothing() -> None:
    moved = path_of(changed({"rule": COAL_BAN, "shift": "0 months"}))
    plain = path_of(load_rulebook())

    assert np.array_equal(moved.ban_share, plain.ban_share)
    assert np.array_equal(moved.cap_t, plain.cap_t, equal_nan=True)


def test_a_rule_moved_by_days_moves_by_days() -> None:
    book = changed({"rule": IRON_BAN, "shift": "30 days"})

    assert banned_on(book, "iron_ore")[0].starts_on == date(2017, 10, 5)


def test_where_the_ban_never_comes_the_cap_goes_on() -> None:
    path = path_of(changed({"rule": COAL_BAN, "drop": True}))
    in_2019 = [i for i, m in enumerate(MONTHS) if m.year == 2019]

    assert path.ban_share[in_2019, 0].tolist() == [0.0] * 12
    assert path.cap_t[in_2019, 0].tolist() == pytest.approx([0.95 * 7_500_000] * 12)
    assert len(set(path.cap_period[in_2019, 0].tolist())) == 1


def test_where_ban_and_cap_never_come_the_first_measure_goes_on_for_coal_alone() -> None:
    book = changed({"rule": COAL_BAN, "drop": True}, {"rule": COAL_CAP, "drop": True})

    coal = spells_of(book, MONTHS, "anthracite", "practice")[-1]
    iron = spells_of(book, MONTHS, "iron_ore", "practice")[-1]

    assert coal.is_conditional
    assert coal.measures[0].startswith("UN-2270-29-coal-iron")
    assert iron.measures[0] == IRON_BAN


def test_a_rule_moved_before_what_it_replaces_leaves_that_no_day() -> None:
    book = changed({"rule": COAL_BAN, "shift": "-24 months"})

    assert [m.id for m in book.measures if m.id == COAL_CAP] == []


def test_the_rules_of_an_earlier_day_go_on_unreplaced() -> None:
    book = make_book("un-1718@2016-03-02")

    assert banned_on(book) == []
    assert spells_of(book, MONTHS, "anthracite", "practice")[-1].is_conditional


def test_no_base_has_no_rules() -> None:
    path = path_of(make_book("none"))

    assert not path.ban_share.any()
    assert not path.condition_share.any()


def test_a_relief_with_a_cap_opens_trade_for_its_time_and_then_the_ban_returns() -> None:
    step = {"from": "2024-03", "to": "2025-06", "rule": COAL_BAN, "cap": {"tonnes": 2e6}}
    path = path_of(relaxed(step))
    inside = [i for i, m in enumerate(MONTHS) if date(2024, 3, 1) <= m <= date(2025, 6, 1)]

    assert not path.ban_share[inside, 0].any()
    assert path.cap_t[inside, 0].tolist() == [2e6] * 12 + [2e6 * 4 / 12] * 4
    assert [share(path, m) for m in ("2024-02", "2025-07")] == [1, 1]
    assert share(path, "2024-06", good=1) == 1


def test_a_cap_a_year_gives_one_month_a_twelfth_of_every_limit() -> None:
    limits = {"tonnes": 2.4e6, "usd": 1.2e8, "per": "year"}
    path = path_of(relaxed({"from": "2024-12", "to": "2024-12", "rule": COAL_BAN, "cap": limits}))
    at = MONTHS.index(date(2024, 12, 1))

    assert (path.cap_t[at, 0], path.cap_usd[at, 0]) == (2e5, 1e7)


def test_a_cap_that_a_scenario_above_cuts_short_keeps_its_part_of_the_year() -> None:
    below = {"from": "2024-01", "rule": COAL_BAN, "cap": {"tonnes": 2.4e6}}
    above = {"from": "2025-04", "to": "2025-06", "rule": COAL_BAN, "lift": True}
    path = path_of(make_book("un-1718", {"relaxation": [below]}, {"relaxation": [above]}))
    limits = [path.cap_t[MONTHS.index(date(*m, 1)), 0] for m in ((2024, 6), (2025, 2), (2025, 9))]

    assert limits == [2.4e6, 2.4e6 * 3 / 12, 2.4e6 * 6 / 12]


def test_a_cap_of_the_rulebook_counts_whole_whenever_it_is_replaced() -> None:
    lifted = relaxed({"from": "2017-02", "rule": COAL_CAP, "lift": True})

    assert path_of(lifted).cap_t[MONTHS.index(date(2017, 1, 1)), 0] == pytest.approx(0.95 * 7.5e6)


def test_a_cap_counts_anew_each_of_its_own_years() -> None:
    step = {"from": "2024-03", "rule": COAL_BAN, "cap": {"tonnes": 2e6, "per": "year"}}
    path = path_of(relaxed(step))
    at = MONTHS.index(date(2024, 3, 1))

    periods = path.cap_period[at : at + 24, 0].tolist()
    assert periods == [periods[0]] * 12 + [periods[0] + 1] * 12


def test_steps_follow_one_another() -> None:
    book = relaxed(
        {"from": "2024-01", "to": "2024-12", "rule": COAL_BAN, "cap": {"tonnes": 1e6}},
        {"from": "2025-01", "to": "2025-12", "rule": COAL_BAN, "cap": {"tonnes": 3e6}},
        {"from": "2026-01", "rule": COAL_BAN, "lift": True},
    )
    path = path_of(book)
    limits = [path.cap_t[MONTHS.index(date(y, 6, 1)), 0] for y in (2024, 2025)]

    assert limits == [1e6, 3e6]
    last = spells_of(book, MONTHS, "anthracite", "practice")[-1]
    assert (last.starts_on, last.is_banned, last.cap) == (date(2026, 1, 1), False, None)


def test_every_end_of_the_rulebook_follows_from_what_replaced_it() -> None:
    book = load_rulebook()
    touched = changed({"rule": "UN-2397-6-food", "shift": "1 months"})
    moved = ("UN-2397-6-food", "CN-2018-04-food")
    before = {m.id: m.ends_on for m in book.measures} | {n.id: n.ends_on for n in book.national}
    after = {m.id: m.ends_on for m in touched.measures}
    after |= {n.id: n.ends_on for n in touched.national}

    assert {i: end for i, end in after.items() if i not in moved and end != before[i]} == {}
    assert set(before) - set(after) == {"UN-2375-14-refined-annual"}


def test_a_relief_below_leaves_earlier_law_alone_when_another_rule_moves_above_it() -> None:
    relief = {"from": "2024-01", "to": "2024-12", "rule": COAL_BAN, "cap": {"tonnes": 1e6}}
    below = {"relaxation": [relief]}
    above = {"rules": {"change": [{"rule": IRON_BAN, "drop": True}]}}

    one = path_of(make_book("un-1718", below))
    two = path_of(make_book("un-1718", below, above))

    assert np.array_equal(one.ban_share[:, 0], two.ban_share[:, 0])
    assert np.array_equal(one.cap_t[:, 0], two.cap_t[:, 0], equal_nan=True)


def test_a_relief_above_cuts_into_the_one_below() -> None:
    span = {"rule": COAL_BAN, "from": "2024-01", "to": "2024-12"}
    book = make_book(
        "un-1718",
        {"relaxation": [{**span, "cap": {"tonnes": 1e6}}]},
        {"relaxation": [{**span, "from": "2024-07", "to": "2025-06", "cap": {"tonnes": 2e6}}]},
    )
    path = path_of(book)
    at = MONTHS.index(date(2024, 1, 1))

    assert path.cap_t[at : at + 18, 0].tolist() == [5e5] * 6 + [2e6] * 12
    assert path.ban_share[at + 18 :, 0].tolist() == [1.0] * (len(MONTHS) - at - 18)


def test_the_packaged_rulebook_is_left_as_it_was() -> None:
    before = load_rulebook().measures

    changed({"rule": COAL_BAN, "drop": True})
    relaxed({"from": "2024-01", "rule": COAL_BAN, "lift": True})

    assert load_rulebook().measures == before
