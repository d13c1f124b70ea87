import numpy as np
import pytest
from tests.unit.scenarios.calibrate.linear_problem import make_problem

from coalface.scenarios.calibrate.es_mda import EsMdaSettings, smooth


def test_many_members_of_a_linear_model_give_the_known_posterior() -> None:
    problem = make_problem()
    rng = np.random.default_rng(1)
    figures = problem.make_figures(rng.standard_normal(8), rng)
    mean, covariance = problem.posterior(figures)

    found = smooth(
        rng.standard_normal((4_000, 8)), problem.predict, figures, problem.noise_sd, rng=rng
    )

    assert np.abs(found.members.mean(axis=0) - mean).max() < 0.06
    assert np.abs(np.cov(found.members.T) - covariance).max() < 0.06


def test_the_misfit_falls_to_the_size_of_the_noise() -> None:
    problem = make_problem()
    rng = np.random.default_rng(2)
    figures = problem.make_figures(2 * np.ones(8), rng)

    found = smooth(
        rng.standard_normal((500, 8)), problem.predict, figures, problem.noise_sd, rng=rng
    )

    assert found.misfit[0] > 4 * found.misfit[-1]
    assert found.misfit[-1] < 2


def test_parameters_without_effect_keep_their_spread_even_with_few_members() -> None:
    problem = make_problem(30, 40)
    spreads = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        figures = problem.make_figures(rng.standard_normal(30), rng)
        found = smooth(
            rng.standard_normal((80, 30)), problem.predict, figures, problem.noise_sd, rng=rng
        )
        spreads.append(found.members[:, -2:].std(axis=0))

    assert 0.9 < np.mean(spreads) < 1.15


def test_without_damping_and_inflation_few_members_are_too_sure() -> None:
    problem = make_problem(30, 40)
    bare = EsMdaSettings(localise=False, inflate=False)
    spreads = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        figures = problem.make_figures(rng.standard_normal(30), rng)
        found = smooth(
            rng.standard_normal((80, 30)), problem.predict, figures, problem.noise_sd,
            rng=rng, settings=bare,
        )  # fmt: skip
        spreads.append(found.members[:, -2:].std(axis=0))

    assert np.mean(spreads) < 0.85


@pytest.mark.parametrize("n_steps", [1, 6])
def test_the_number_of_steps_changes_nothing_in_a_linear_model(n_steps: int) -> None:
    problem = make_problem()
    rng = np.random.default_rng(4)
    figures = problem.make_figures(rng.standard_normal(8), rng)
    mean, _ = problem.posterior(figures)
    settings = EsMdaSettings(n_steps=n_steps)

    found = smooth(
        rng.standard_normal((4_000, 8)), problem.predict, figures, problem.noise_sd,
        rng=rng, settings=settings,
    )  # fmt: skip

    assert np.abs(found.members.mean(axis=0) - mean).max() < 0.1


def test_the_same_chance_gives_the_same_members() -> None:
    problem = make_problem()
    figures = np.ones(12)
    start = np.random.default_rng(5).standard_normal((100, 8))

    a, b = (
        smooth(start, problem.predict, figures, problem.noise_sd, rng=np.random.default_rng(6))
        for _ in range(2)
    )

    assert np.array_equal(a.members, b.members)


@pytest.mark.parametrize(
    ("n_members", "sd", "n_figures", "word"),
    [(5, 1.0, 12, "members"), (50, 0.0, 12, "above zero"), (50, 1.0, 0, "no figures")],
)
def test_bad_input_is_named(n_members: int, sd: float, n_figures: int, word: str) -> None:
    rng = np.random.default_rng(7)
    with pytest.raises(ValueError, match=word):
        smooth(
            np.zeros((n_members, 3)), lambda s, _: s, np.ones(n_figures), np.full(n_figures, sd),
            rng=rng,
        )  # fmt: skip
