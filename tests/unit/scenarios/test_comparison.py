from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.unit.scenarios.ensemble_builders import (
    MONTHS,
    N_DRAWS,
    ban_from,
    make_ensemble,
    make_forcing,
)

from coalface.brief.numerals import format_number
from coalface.errors import InputError
from coalface.scenarios.branches import Branches
from coalface.scenarios.comparison import Ensemble, compare_runs
from coalface.scenarios.parting import find_first_difference

FOOD = "food_met_share"
PAY, EARNED, CAPACITY = "receipts_households_usd", "currency_earned_usd", "capacity_t/anthracite"


def banned(month: int = 20, columns: Mapping[str, np.ndarray] | None = None) -> Ensemble:
    return make_ensemble("banned", forcing=make_forcing(ban_share=ban_from(month)), columns=columns)


def with_loss(scale: np.ndarray, start: int = 20) -> np.ndarray:
    values = np.full((N_DRAWS, len(MONTHS)), 1e7)
    values[:, start:] -= scale[:, None] * 1e6
    return values


def test_the_window_starts_where_the_suppositions_part() -> None:
    found = compare_runs(make_ensemble(), banned(20), n_months=12)

    assert found.first == MONTHS[20]
    assert found.n_months == 12


def test_the_window_starts_where_outcomes_part_if_that_is_later() -> None:
    changed = with_loss(np.full(N_DRAWS, 3.0), 40)

    found = compare_runs(make_ensemble(), banned(20, {EARNED: changed}), n_months=12)

    assert found.first == MONTHS[40]
    assert found.answers[0].difference.value == pytest.approx(-36e6)
    assert found.notes[0] == (
        "The two suppose something else from 2016-09 on (ban share), yet no draw differs in any "
        "line before 2018-05: months are counted from there."
    )


def test_names_of_cap_periods_alone_are_no_difference() -> None:
    n = len(MONTHS)
    other = make_forcing(cap_period=np.full((n, 2), 4))

    assert find_first_difference(make_forcing(), other) is None


def test_equal_scenarios_differ_by_exactly_nothing() -> None:
    found = compare_runs(make_ensemble(), make_ensemble("again"))

    assert found.first is None
    assert all(a.paired.is_same and a.difference.value == 0.0 for a in found.answers)
    assert "suppose the same" in found.notes[0]


def test_a_difference_is_summed_over_the_window_and_names_its_driver() -> None:
    base = make_ensemble()
    scale = base.theta["model.enforcement_scale"]

    found = compare_runs(base, banned(columns={EARNED: with_loss(scale)}), n_months=10)

    answer = next(a for a in found.answers if a.measure.id == "currency-earned")
    assert answer.difference.value == pytest.approx(-10e6 * np.median(scale))
    assert answer.paired.p_lower == 1.0
    assert [d.parameter for d in answer.drivers] == ["model.enforcement_scale"]
    assert answer.drivers[0].sign == -1


def test_shares_differ_by_points_and_not_by_per_cent() -> None:
    half, third = (np.full((N_DRAWS, len(MONTHS)), part) for part in (0.5, 0.3))

    found = compare_runs(
        make_ensemble(columns={FOOD: half}), banned(columns={FOOD: third}), n_months=12
    )

    answer = next(a for a in found.answers if a.measure.id == "miners-food")
    assert (answer.base.unit, answer.other.unit, answer.difference.unit) == (
        "share", "share", "points",
    )  # fmt: skip
    assert format_number(answer.difference) == "\N{MINUS SIGN}20\N{NO-BREAK SPACE}points"


def test_what_rests_on_an_assumption_says_so() -> None:
    base = make_ensemble()

    found = compare_runs(
        base, banned(columns={EARNED: with_loss(base.theta["model.enforcement_scale"])})
    )

    answer = next(a for a in found.answers if a.measure.id == "currency-earned")
    assert answer.difference.mark == "assumed"
    assert "model.enforcement_scale" in answer.difference.note
    assert any("enforcement" in note and "not varied" in note for note in found.notes)


def test_households_and_miners_are_shown_even_if_they_lose_nothing() -> None:
    found = compare_runs(make_ensemble(), banned())

    assert {loss.receiver for loss in found.losses} == {
        "Miners and company staff: pay", "Miners: food",
    }  # fmt: skip


def test_who_loses_first_stands_first() -> None:
    late, early = np.full(N_DRAWS, 8.0), np.full(N_DRAWS, 8.0)
    columns = {"receipts_mines_usd": with_loss(late, 40), PAY: with_loss(early, 25)}

    found = compare_runs(make_ensemble(), banned(columns=columns))

    assert [loss.receiver for loss in found.losses][:2] == [
        "Miners and company staff: pay", "Mines",
    ]  # fmt: skip
    assert found.first == MONTHS[25]
    assert found.losses[1].month is not None
    assert found.losses[1].month >= 15


def test_a_counterfactual_is_an_illustration_until_the_model_has_won() -> None:
    assert compare_runs(make_ensemble(), banned()).title.startswith("Illustration: ")
    proven = compare_runs(make_ensemble(), banned(), is_proven=True)
    assert proven.title == "Title of banned"


@pytest.mark.parametrize(("month", "is_early"), [(5, True), (20, False)])
def test_the_lucas_critique_is_stated_and_sharper_before_2016(month: int, is_early: bool) -> None:  # noqa: FBT001
    notes = " ".join(compare_runs(make_ensemble(), banned(month)).notes)

    assert MONTHS[5] < date(2016, 1, 1) < MONTHS[20]
    assert "Lucas critique" in notes
    assert ("before 2016" in notes) == is_early


def test_recovery_is_told_only_where_a_ban_ends() -> None:
    capacity = np.full((N_DRAWS, len(MONTHS)), 1e7)
    capacity[:, 12:40] = 1e6
    ends = make_ensemble(
        "relief", forcing=make_forcing(ban_share=ban_from(12, 30)), columns={CAPACITY: capacity}
    )

    found = compare_runs(banned(12), ends)

    assert set(found.recoveries) == {"relief"}
    assert found.recoveries["relief"].months.mid == 10.0


@pytest.mark.parametrize("name", ["seed", "world", "draws"])
def test_runs_that_are_not_paired_are_refused(name: str) -> None:
    base = make_ensemble()
    other = make_ensemble("other", pairing=dict(base.pairing) | {name: "another"})

    with pytest.raises(InputError, match=f"can't be paired: {name}"):
        compare_runs(base, other)


def test_runs_over_other_months_are_refused() -> None:
    base = make_ensemble()

    with pytest.raises(InputError, match="different months"):
        compare_runs(base, replace(base, months=MONTHS[:-1]))


def test_ids_of_numbers_are_unique_and_name_their_run() -> None:
    numbers = compare_runs(make_ensemble(), banned(), n_months=12).numbers

    assert len({n.id for n in numbers}) == len(numbers)
    assert numbers[0].id == "scenarios/compare/history/banned/small-200-7-12/currency-earned/base"


@pytest.mark.parametrize("value", [np.inf, np.nan])
def test_a_run_with_what_is_no_number_is_refused(value: float) -> None:
    values = np.full((N_DRAWS, len(MONTHS)), 1e7)
    values[3, 30] = value

    with pytest.raises(InputError, match=f"banned: {EARNED} of draw 3 in 2017-07 is {value:g}"):
        compare_runs(make_ensemble(), banned(columns={EARNED: values}))


def test_suppositions_that_reach_nothing_are_named_and_not_taken_for_a_finding() -> None:
    enforcement = np.full((len(MONTHS), 5), 0.05)
    enforcement[20:, 0] = 0.9

    found = compare_runs(
        make_ensemble(), make_ensemble("checked", forcing=make_forcing(enforcement=enforcement))
    )

    assert found.first == MONTHS[20]
    assert "(enforcement of declared-sea), yet no draw differs" in " ".join(found.notes)


@pytest.mark.parametrize(
    ("parameter", "branches"),
    [
        ("model.reporting_noise", None),
        ("model.misclassified_share", None),
        ("pay.kickback_share_kdi", Branches()),
        ("pay.kdi_middleman_share", Branches()),
        ("pay.kickback_share", Branches(kickback="kdi")),
        ("prod.coal.total_2016", Branches()),
    ],
)
def test_what_no_answer_can_depend_on_is_never_named(
    parameter: str, branches: Branches | None
) -> None:
    base = make_ensemble()
    theta = {parameter: base.theta["model.enforcement_scale"]}
    base = replace(base, theta=theta, branches=branches)
    other = replace(
        banned(columns={EARNED: with_loss(theta[parameter])}), theta=theta, branches=branches
    )

    answer = compare_runs(base, other).answers[0]

    assert (answer.drivers, answer.assumed, answer.difference.inputs) == ((), (), ())


def test_the_share_of_a_reading_that_one_run_holds_is_kept() -> None:
    base = make_ensemble()
    theta = {"pay.kickback_share_kdi": base.theta["model.enforcement_scale"]}
    base = replace(base, theta=theta, branches=Branches())
    other = banned(columns={EARNED: with_loss(theta["pay.kickback_share_kdi"])})
    other = replace(other, theta=theta, branches=Branches(kickback="kdi"))

    answer = compare_runs(base, other).answers[0]

    assert [d.parameter for d in answer.drivers] == ["pay.kickback_share_kdi"]


def test_few_draws_say_that_they_cannot_tell_which_assumptions_drive() -> None:
    base = make_ensemble()
    noise = np.random.default_rng(4).uniform(size=N_DRAWS)

    found = compare_runs(base, banned(columns={EARNED: with_loss(noise)}))

    answer = found.answers[0]
    assert (answer.is_told, answer.assumed) == (False, ())
    assert answer.difference.mark == "assumed"
    assert answer.difference.note == "too few draws to tell which assumptions drive this"
    assert any("Too few draws to tell which assumptions" in note for note in found.notes)


def relieved(*bans: tuple[int, int | None]) -> Ensemble:
    """Mines stand at a tenth from month 12 to 34, then at the level of before."""
    capacity = np.full((N_DRAWS, len(MONTHS)), 1e7)
    capacity[:, 12:35] = 1e6
    ban = np.maximum.reduce([ban_from(*months) for months in bans])
    return make_ensemble(
        "relief", forcing=make_forcing(ban_share=ban), columns={CAPACITY: capacity}
    )


def test_recovery_is_told_of_a_relief_that_ends_again() -> None:
    found = compare_runs(banned(12), relieved((12, 30), (45, None)))

    recovery = found.recoveries["relief"]
    assert (recovery.months.mid, recovery.horizon_months) == (5.0, 15)
    assert (
        "relief: the ban on coal ends in 2017-07 and a ban is back in 2018-10: recovery is looked "
        "for in the 15 months between."
    ) in found.notes


def test_a_relief_of_few_months_says_why_no_recovery_is_told() -> None:
    found = compare_runs(banned(12), relieved((12, 30), (34, None)))

    assert found.recoveries == {}
    assert "relief: the ban on coal ends in 2017-07, 4 months before the next" in " ".join(
        found.notes
    )


def test_a_short_stop_within_a_relief_is_no_ban() -> None:
    found = compare_runs(banned(12), relieved((12, 30), (40, 42)))

    assert found.recoveries["relief"].horizon_months == 30
    assert not any("ban is back" in note for note in found.notes)


def test_a_month_of_transition_does_not_part_a_ban_from_the_stop_before_it() -> None:
    found = compare_runs(banned(12), relieved((12, 17), (18, 30)))

    recovery = found.recoveries["relief"]  # to 80 % of the year before the stop, not of the stop
    assert (recovery.months.mid, recovery.p_fell, recovery.horizon_months) == (5.0, 1.0, 30)
