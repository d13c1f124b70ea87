import numpy as np
from numpy.typing import NDArray
from tests.unit.scenarios.calibrate.linear_problem import make_problem

from coalface.scenarios.calibrate.es_mda import EsMdaSettings, smooth
from coalface.scenarios.calibrate.sbc import calibrate_by_simulation, rank_uniformity

NAMES = tuple("abcdefgh")
Pair = tuple[NDArray[np.float64], NDArray[np.float64]]


def exact(_: int, rng: np.random.Generator) -> Pair:
    problem = make_problem()
    truth = rng.standard_normal(8)
    mean, covariance = problem.posterior(problem.make_figures(truth, rng))
    return truth, rng.multivariate_normal(mean, covariance, size=99)


def too_sure(number: int, rng: np.random.Generator) -> Pair:
    truth, members = exact(number, rng)
    centre = members.mean(axis=0)
    return truth, centre + 0.6 * (members - centre)


def smoothed(_: int, rng: np.random.Generator) -> Pair:
    problem = make_problem()
    truth = rng.standard_normal(8)
    figures = problem.make_figures(truth, rng)
    start = rng.standard_normal((150, 8))
    found = smooth(
        start, problem.predict, figures, problem.noise_sd,
        rng=rng, settings=EsMdaSettings(n_steps=4),
    )  # fmt: skip
    return truth, found.members


def test_the_known_posterior_is_found_to_be_calibrated() -> None:
    found = calibrate_by_simulation(NAMES, exact, 400, rng=np.random.default_rng(1))

    assert 0.87 < found.mean_coverage < 0.93
    assert found.p_uniform.min() > 1e-3


def test_ranges_that_are_too_narrow_are_found_out() -> None:
    found = calibrate_by_simulation(NAMES, too_sure, 400, rng=np.random.default_rng(1))

    assert found.mean_coverage < 0.8
    assert found.p_uniform.max() < 1e-6


def test_the_smoother_covers_on_a_linear_model() -> None:
    found = calibrate_by_simulation(NAMES, smoothed, 200, rng=np.random.default_rng(2))

    assert 0.86 < found.mean_coverage < 0.94
    assert ((found.coverage > 0.84) & (found.coverage < 0.96)).all()


def falls_off(scores: NDArray[np.float64], _: int) -> NDArray[np.float64]:
    """Two of three figures drop to nothing beyond a limit."""
    a, b, c, d = scores.T[:4]
    sold = np.where(a + b > 0.5, 0.0, 5.0 + 0.6 * c)
    return np.stack((sold, 2.0 * c + d, np.where(a - d > -0.3, 0.0, 3.0)), axis=1)


def test_ranges_hold_the_truth_where_figures_fall_off_in_steps() -> None:
    sd = np.full(3, 0.3)

    def trial(_: int, rng: np.random.Generator) -> Pair:
        truth = rng.standard_normal(5)
        figures = falls_off(truth[None], 0)[0] + sd * rng.standard_normal(3)
        start = rng.standard_normal((150, 5))
        found = smooth(start, falls_off, figures, sd, rng=rng, settings=EsMdaSettings(n_steps=6))
        return truth, found.members

    found = calibrate_by_simulation("abcde", trial, 300, rng=np.random.default_rng(7))

    # 0.84 of the first where what a linear model leaves is not counted as noise.
    assert found.coverage.min() > 0.87
    assert found.coverage.max() < 0.95


def test_one_truth_more_leaves_the_others_as_they_are() -> None:
    few = calibrate_by_simulation(NAMES, exact, 20, rng=np.random.default_rng(3))
    more = calibrate_by_simulation(NAMES, exact, 21, rng=np.random.default_rng(3))

    assert np.array_equal(few.ranks, more.ranks[:20])


def test_even_ranks_are_uniform_and_heaped_ones_are_not() -> None:
    even = np.arange(1_000)[:, None] % 100
    heaped = np.full((1_000, 1), 50)

    assert rank_uniformity(even, 99)[0] > 0.99
    assert rank_uniformity(heaped, 99)[0] < 1e-9


def test_few_members_hold_the_truth_of_what_has_no_effect_too() -> None:
    problem = make_problem(60, 33)
    problem.effects[20:] = 0.0

    def trial(_: int, rng: np.random.Generator) -> Pair:
        truth = rng.standard_normal(60)
        figures = problem.make_figures(truth, rng)
        start = rng.standard_normal((59, 60))
        found = smooth(
            start, problem.predict, figures, problem.noise_sd,
            rng=rng, settings=EsMdaSettings(n_steps=4),
        )  # fmt: skip
        return truth, found.members

    found = calibrate_by_simulation(
        [str(i) for i in range(60)], trial, 120, rng=np.random.default_rng(5)
    )

    assert found.coverage[:20].mean() > 0.88
    assert found.coverage[20:].mean() > 0.87  # 0.85 if only lost spread is given back
