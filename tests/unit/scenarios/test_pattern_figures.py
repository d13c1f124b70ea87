"""Made-up outcomes in which each pattern holds, does not, or holds in half the draws."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from coalface.scenarios.months import month_axis
from coalface.scenarios.pattern_figures import NEEDED, PatternRun, find_figures
from coalface.scenarios.pattern_judging import combine, judge_check
from coalface.scenarios.pattern_models import load_patterns

MONTHS = month_axis(date(2000, 1, 1), date(2030, 12, 1))
LONGER = month_axis(date(2000, 1, 1), date(2040, 12, 1))
N = 200
PLAIN = {"prod.share.self_mines": 0.4, "prod.share.private_mines": 0.2,
         "prod.basic_export_quota": 0.1, "split.coal.other_mines_export_share": 0.9,
         "model.quota_leakage": 0.3}  # fmt: skip


def from_month(
    first: str, before: float, after: float, months: tuple[date, ...] = MONTHS
) -> np.ndarray:
    is_after = np.array([m >= date.fromisoformat(f"{first}-01") for m in months])
    return np.tile(np.where(is_after, after, before), (N, 1))


def classes(*columns: np.ndarray) -> np.ndarray:
    return np.stack(columns, axis=2)


def holding() -> PatternRun:
    """Outcomes in which every pattern holds."""
    zero, one = np.zeros((N, len(MONTHS))), np.ones((N, len(MONTHS)))
    is_closed = np.array([date(2020, 2, 1) <= m <= date(2020, 12, 1) for m in MONTHS])
    n_whole = 213  # months of 2000-01 to 2017-09
    value = from_month("2017-10", 12e9 / n_whole, 0.0)
    exported = from_month("2018-01", 0.5e6, 0.0)
    home = from_month("2018-01", 0.5e6, 0.6e6)
    capacity = from_month("2018-07", 1.2e6, 0.6e6)
    series = {
        "barter_share": np.where(is_closed, 0.9, 0.15) * one,
        "belief": from_month("2018-01", 0.02, 0.2),
        "capacity_t": classes(capacity, capacity),
        "contract_value_usd": classes(value, zero),
        "currency_earned_usd": from_month("2018-01", 10e6, 1e6),
        "declared_value_cif_usd": classes(value, zero),
        "exported_t": classes(exported, 0.8 * exported),
        "home_by_kind_t": classes(home, home, home),
        "home_t": classes(home, home),
        "prepayment_share": from_month("2018-01", 0.3, 0.02),
        "produced_by_kind_t": classes(exported + home, exported + home, exported + home),
        "produced_t": classes(exported + home, one * 1e6),
        "receipts_authorities_usd": 0.5 * value,
        "receipts_off_book_usd": zero,
        "recorded_value_cif_usd": classes(from_month("2018-01", 1e6, 1e4), zero),
        "substitutes_usd": from_month("2018-01", 0.0, 0.1e6),
        "unlawful_by_sponsor_t": classes(*(
            from_month(first, 0.0, 1e5) for first in ("2017-09", "2017-09", "2018-01", "2018-09")
        )),
        "unrecorded_t": classes(from_month("2018-01", 0.0, 0.93e6 / 4), zero),
    }  # fmt: skip
    at_lift = from_month("2018-07", 1.2e6, 0.6e6, LONGER)
    lifted = np.where(from_month("2027-01", 0, 1, LONGER) > 0, 1.2e6, at_lift)
    theta = {name: np.full(N, at) for name, at in PLAIN.items()}
    return PatternRun(MONTHS, series, lifted, theta, load_patterns())


def without(run: PatternRun, **changed: np.ndarray) -> PatternRun:
    return replace(run, series={**run.series, **changed})


def flat(values: np.ndarray, month: str = "2017-06") -> np.ndarray:
    """Give a series that stays as it was in a month."""
    at = MONTHS.index(date.fromisoformat(f"{month}-01"))
    return np.broadcast_to(values[:, at : at + 1], values.shape).copy()


def unchanged(*names: str) -> Callable[[PatternRun], PatternRun]:
    return lambda run: without(run, **{name: flat(run.series[name]) for name in names})


def back_at_once(run: PatternRun) -> PatternRun:
    at = LONGER.index(date(2024, 3, 1))
    lifted = run.lifted_capacity_t.copy()
    lifted[:, at:] = 1.2e6
    return replace(run, lifted_capacity_t=lifted)


FAILING: Mapping[str, Callable[[PatternRun], PatternRun]] = {
    "half-and-half": lambda run: without(
        run, receipts_authorities_usd=0.2 * run.series["receipts_authorities_usd"]
    ),
    "export-shares": lambda run: without(run, exported_t=0.2 * run.series["exported_t"]),
    "fall-of-2018": lambda run: without(
        run, currency_earned_usd=flat(run.series["currency_earned_usd"])
    ),
    "prepayment-fades": unchanged("prepayment_share"),
    "barter-at-closure": unchanged("barter_share"),
    "output-after-the-stop": unchanged("produced_t", "produced_by_kind_t"),
    "slow-recovery": back_at_once,
    "delayed-effects": lambda run: without(run, capacity_t=2.4 * run.series["exported_t"]),
    "small-substitutes": lambda run: without(
        run, substitutes_usd=99 * run.series["substitutes_usd"]
    ),
    "provincial-late": lambda run: without(
        run, unlawful_by_sponsor_t=run.series["unlawful_by_sponsor_t"][..., ::-1]
    ),
}  # fmt: skip


def mixed(one: PatternRun, other: PatternRun) -> PatternRun:
    """Take half the draws of one and half of the other."""
    is_one = np.arange(N) < N // 2

    def take(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return np.where(is_one.reshape(-1, *[1] * (a.ndim - 1)), a, b)

    series = {name: take(values, other.series[name]) for name, values in one.series.items()}
    lifted = take(one.lifted_capacity_t, other.lifted_capacity_t)
    return replace(one, series=series, lifted_capacity_t=lifted)


def came_out(run: PatternRun, pattern_id: str) -> str:
    """Say what the rules give, before what was put in is taken off."""
    pattern = next(p for p in load_patterns().patterns if p.id == pattern_id)
    figures = find_figures(run)
    judged = [judge_check(check, figures[check.figure]) for check in pattern.checks]
    return combine([j.came_out for j in judged if j.came_out is not None])


@pytest.mark.parametrize("pattern_id", FAILING)
def test_each_pattern_can_hold_fail_and_be_undecided(pattern_id: str) -> None:
    run, failing = holding(), FAILING[pattern_id](holding())

    assert came_out(run, pattern_id) == "pass"
    assert came_out(failing, pattern_id) == "fail"
    assert came_out(mixed(run, failing), pattern_id) == "can't tell"


def test_every_figure_of_the_file_is_worked_out_and_no_other() -> None:
    asked = {check.figure for p in load_patterns().patterns for check in p.checks}

    assert set(find_figures(holding())) == asked


def test_figures_take_every_series_that_is_kept_for_them() -> None:
    used: set[str] = set()

    class Watched(dict[str, np.ndarray]):
        def __getitem__(self, name: str) -> np.ndarray:
            used.add(name)
            return super().__getitem__(name)

    run = holding()
    find_figures(replace(run, series=Watched(run.series)))

    assert used == set(NEEDED)


def test_leakage_needed_gives_the_export_share_it_is_for() -> None:
    figures = find_figures(holding())

    basic, others, quota = 0.4, 0.9, 0.1
    exported = quota + figures["leakage_for_72"][0] * (1 - quota)
    assert basic * exported + (1 - basic) * others == pytest.approx(0.72)


def test_the_change_of_other_goods_adds_up_to_the_recorded_total() -> None:
    figures, facts = find_figures(holding()), load_patterns()

    part = facts.covered_share_2017
    total = part * figures["recorded_change_2018"] + (1 - part) * figures["other_goods_change_2018"]
    assert total == pytest.approx(facts.recorded_change_2018)


def test_months_to_recover_count_from_the_lift_and_need_half_a_year_at_the_level() -> None:
    run = holding()
    blip = LONGER.index(date(2025, 1, 1))
    run.lifted_capacity_t[:, blip : blip + 5] = 1.2e6

    assert find_figures(run)["months_to_recover"][0] == 36.0


def test_mines_that_never_come_back_are_counted_and_those_that_never_fell_need_no_months() -> None:
    run = holding()
    run.lifted_capacity_t[0] = from_month("2018-07", 1.2e6, 0.6e6, LONGER)[0]
    run.lifted_capacity_t[1] = 1.2e6

    months = find_figures(run)["months_to_recover"]

    assert months[0] == np.inf
    assert months[1] == 0.0
    assert np.isnan(find_figures(run)["months_if_below"][1])


def test_a_sponsor_that_ships_nothing_has_no_month_of_arrival() -> None:
    run = holding()
    run.series["unlawful_by_sponsor_t"][..., 3] = 0.0

    assert np.isnan(find_figures(run)["provincial_behind_party"]).all()
