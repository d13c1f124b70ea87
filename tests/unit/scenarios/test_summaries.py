import numpy as np
import pytest

from coalface.errors import InputError
from coalface.scenarios.summaries import (
    check_draws,
    fan,
    find_first_losses,
    find_recovery,
    pair,
    rolling_mean,
    spread,
)

N = 200


def rows(*values: float) -> np.ndarray:
    """The same months in each draw."""
    return np.tile(np.array(values), (N, 1))


def test_a_spread_is_that_of_the_quantiles() -> None:
    values = np.random.default_rng(1).normal(size=N)

    found = spread(values)

    assert (found.low, found.mid, found.high) == pytest.approx(
        tuple(np.quantile(values, (0.05, 0.5, 0.95)))
    )


@pytest.mark.parametrize(("n", "quantiles"), [(99, (0.05, 0.95)), (499, (0.01, 0.99))])
def test_too_few_draws_for_a_quantile_are_refused(n: int, quantiles: tuple[float, ...]) -> None:
    check_draws(n + 1, quantiles)
    with pytest.raises(InputError, match=f"--draws {n + 1} or more"):
        check_draws(n, quantiles)


def test_a_fan_has_one_line_a_quantile() -> None:
    values = np.random.default_rng(2).normal(size=(N, 7))

    found = fan(values)

    assert found.shape == (5, 7)
    assert (np.diff(found, axis=0) > 0).all()


def test_a_paired_difference_is_not_the_difference_of_the_ranges() -> None:
    base = np.random.default_rng(3).normal(scale=100.0, size=N)

    found = pair(base, base - 1.0)

    assert found.difference.low == pytest.approx(-1.0)
    assert found.difference.high == pytest.approx(-1.0)
    assert (found.p_lower, found.p_higher, found.p_direction) == (1.0, 0.0, 1.0)


def test_equal_runs_differ_in_no_draw() -> None:
    base = np.arange(N, dtype=float)

    assert pair(base, base.copy()).is_same


def test_runs_of_other_lengths_cannot_be_paired() -> None:
    with pytest.raises(InputError, match="can't be paired"):
        pair(np.zeros(N), np.zeros(N - 1))


def test_a_rolling_mean_takes_the_months_there_are() -> None:
    assert rolling_mean(np.array([[2.0, 4.0, 6.0, 8.0]]), 2).tolist() == [[2.0, 3.0, 5.0, 7.0]]


def test_recovery_counts_the_months_to_the_level_that_stays() -> None:
    values = rows(10, 1, 1, 9, 1, 1, 8, 9, 9, 9, 9, 9)

    found = find_recovery(values, 1, np.full(N, 10.0), 0.8)

    assert found.months.mid == 5.0  # the good month in between does not count
    assert (found.p_within, found.p_fell, found.horizon_months) == (1.0, 1.0, 11)


def test_who_does_not_come_back_is_not_dropped() -> None:
    values = rows(10, 1, 9, 9, 9, 9, 9, 9)
    values[: N // 4] = 1.0

    found = find_recovery(values, 1, np.full(N, 10.0), 0.8)

    assert found.p_within == 0.75
    assert found.months.mid == 1.0
    assert found.months.high == np.inf


def test_who_never_fell_needs_no_time() -> None:
    found = find_recovery(rows(10, 10, 10, 10), 1, np.full(N, 10.0), 0.8)

    assert found.months.mid == 0.0
    assert found.p_fell == 0.0


def test_first_losers_come_first_and_winners_are_shown_too() -> None:
    base = {name: rows(*[10.0] * 24) for name in ("late", "early", "winner")}
    other = {name: values.copy() for name, values in base.items()}
    other["late"][:, 15:] = 0.0
    other["early"][:, 3:] = 5.0
    other["winner"][:, 2:] = 11.0

    found = find_first_losses(base, other)

    assert [f.receiver for f in found] == ["early", "late", "winner"]
    assert found[0].month == 3
    assert found[2].month is None
    assert found[2].p_loses == 0.0
    assert (found[2].p_gains, found[2].gain_month) == (1.0, 4)  # 6 % over the months so far
    assert found[0].p_gains == 0.0
    assert found[2].change.mid == pytest.approx(22.0)


def test_a_loss_below_a_twentieth_is_none() -> None:
    base = {"a": rows(*[100.0] * 12)}
    other = {"a": rows(*[96.0] * 12)}

    assert find_first_losses(base, other)[0].p_loses == 0.0


def test_one_month_of_prepayment_makes_no_first_loser() -> None:
    base, other = {"paid ahead": rows(*[10.0] * 12)}, {"paid ahead": rows(*[10.0] * 12)}
    other["paid ahead"][:, 0], other["paid ahead"][:, 1] = 0.0, 20.0

    assert find_first_losses(base, other)[0].p_loses == 0.0


def test_two_months_are_too_few_for_a_verdict() -> None:
    found = find_first_losses({"a": rows(10.0, 10.0)}, {"a": rows(0.0, 0.0)})

    assert (found[0].p_loses, found[0].month) == (0.0, None)
    assert found[0].change.mid == -20.0


def test_who_gains_all_in_all_stands_after_those_who_lose() -> None:
    base = {name: rows(*[10.0] * 24) for name in ("gainer", "loser")}
    other = {name: values.copy() for name, values in base.items()}
    other["gainer"][:, 1:4], other["gainer"][:, 6:] = 0.0, 30.0
    other["loser"][:, 18:] = 0.0

    found = find_first_losses(base, other)

    assert [(f.receiver, f.gains_all_in_all) for f in found] == [("loser", False), ("gainer", True)]
    assert found[1].month == 2


def test_a_share_loses_by_the_same_rule_as_money() -> None:
    base, other = {"food": rows(*[1.0] * 12)}, {"food": rows(*[0.5] * 12)}

    found = find_first_losses(base, other, is_summed=False)[0]

    assert (found.month, found.change.mid) == (2, -0.5)


def test_what_was_below_nought_gives_no_part_to_tell_a_change_by() -> None:
    base, other = {"a": rows(*[-10.0] * 12)}, {"a": rows(*[4.0] * 12)}

    found = find_first_losses(base, other)[0]

    assert found.change_share is None
    assert found.change.mid == pytest.approx(168.0)


def test_few_draws_below_nought_are_left_out_of_the_part() -> None:
    base = rows(*[10.0] * 12)
    base[: len(base) // 25] = -10.0

    found = find_first_losses({"a": base}, {"a": rows(*[15.0] * 12)})[0]

    assert found.change_share == pytest.approx(0.5)
