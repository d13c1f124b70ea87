import numpy as np
import pytest
from tests.unit.scenarios.calibrate.linear_problem import make_problem

from coalface.scenarios.calibrate.history_match import (
    THREE_SIGMA,
    find_implausibility,
    match_history,
)


def test_the_second_largest_miss_decides() -> None:
    predicted = np.array([[0.0, 9.0, 2.0], [0.0, 4.0, 5.0]])

    found = find_implausibility(predicted, np.zeros(3), np.ones(3))

    assert found.tolist() == [2.0, 4.0]


def test_waves_close_in_on_the_truth() -> None:
    problem = make_problem()
    rng = np.random.default_rng(1)
    truth = np.array([2.0, -1.5, 1.0, 0.5, -2.0, 1.0, 0.0, 0.0])
    figures = truth @ problem.effects

    waves = match_history(
        rng.standard_normal((600, 8)), problem.predict, figures, problem.noise_sd / 3, rng=rng,
        n_waves=10,
    )  # fmt: skip

    assert waves[-1].is_final
    first = np.linalg.norm((waves[0].scores.mean(axis=0) - truth)[:6])
    last = np.linalg.norm((waves[-1].kept.mean(axis=0) - truth)[:6])
    assert last < first / 2
    shares = [wave.space_share for wave in waves]
    assert shares == sorted(shares, reverse=True)


def test_parameters_without_effect_are_not_narrowed() -> None:
    problem = make_problem()
    rng = np.random.default_rng(2)
    figures = np.array([1.0, -1.0] * 6)

    waves = match_history(
        rng.standard_normal((800, 8)), problem.predict, figures, problem.noise_sd, rng=rng
    )

    assert waves[-1].kept[:, -2:].std() > 0.85


def test_a_figure_that_no_draw_can_meet_leaves_the_cut_off_above_three() -> None:
    rng = np.random.default_rng(3)

    waves = match_history(
        rng.standard_normal((100, 2)), lambda s, _: s * 0.0, np.full(2, 50.0), np.ones(2), rng=rng
    )

    assert waves[-1].cut_off > THREE_SIGMA
    assert not waves[-1].is_final


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(ValueError, match="5 draws"):
        match_history(
            np.zeros((5, 2)), lambda s, _: s, np.ones(2), np.ones(2),
            rng=np.random.default_rng(4),
        )  # fmt: skip
