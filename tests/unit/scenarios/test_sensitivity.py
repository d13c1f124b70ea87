import numpy as np
import pytest

from coalface.scenarios.priors import PriorDefinition
from coalface.scenarios.sensitivity import assumed_among, find_drivers, main_drivers

N = 2_000


def prior(name: str, basis: str) -> PriorDefinition:
    return PriorDefinition.model_validate(
        {
            "id": name, "meaning": f"meaning of {name}", "unit": "share", "low": 0.0, "mode": 0.5,
            "high": 1.0, "basis": basis, "reason": "a test",
        }
    )  # fmt: skip


PRIORS = {
    "strong": prior("strong", "evidence"),
    "weak": prior("weak", "assumption"),
    "none": prior("none", "assumption"),
}


@pytest.fixture
def theta() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    return {name: rng.uniform(size=N) for name in PRIORS}


def test_the_part_of_each_parameter_is_that_of_the_variance(theta: dict[str, np.ndarray]) -> None:
    result = 3 * theta["strong"] - theta["weak"]

    found = {d.parameter: d for d in find_drivers(result, theta, PRIORS)}

    assert found["strong"].share == pytest.approx(0.9, abs=0.03)
    assert found["weak"].share == pytest.approx(0.1, abs=0.03)
    assert found["none"].share < 0.01
    assert (found["strong"].sign, found["weak"].sign) == (1, -1)


def test_a_curve_without_slope_is_found_too(theta: dict[str, np.ndarray]) -> None:
    result = (theta["strong"] - 0.5) ** 2

    assert find_drivers(result, theta, PRIORS)[0].share > 0.95


def test_intervals_hold_the_true_part_about_nine_times_in_ten() -> None:
    inside = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        drawn = {"strong": rng.standard_normal(600)}
        # ranks of a normal answer: the square of Spearman's correlation at Pearson's 0.5
        result = 0.5 * drawn["strong"] + np.sqrt(0.75) * rng.standard_normal(600)
        (found,) = find_drivers(result, drawn, PRIORS)
        truth = (6 / np.pi * np.arcsin(0.25)) ** 2
        inside += found.low <= truth <= found.high

    assert 47 <= inside <= 60


def test_chance_alone_makes_no_driver() -> None:
    rng = np.random.default_rng(5)
    drawn = {f"p{i}": rng.uniform(size=500) for i in range(100)}

    found = find_drivers(rng.normal(size=500), drawn, {})

    assert np.mean([d.share for d in found]) < 0.01
    assert len(main_drivers(found)) <= 2


def test_an_assumption_that_drives_is_named_and_evidence_is_not(
    theta: dict[str, np.ndarray],
) -> None:
    found = find_drivers(theta["strong"] + theta["weak"], theta, PRIORS)

    assert [d.parameter for d in assumed_among(found, N)] == ["weak"]


def test_an_answer_that_does_not_vary_has_no_drivers(theta: dict[str, np.ndarray]) -> None:
    assert find_drivers(np.ones(N), theta, PRIORS) == ()


def test_a_rival_value_is_a_bin_of_its_own() -> None:
    rng = np.random.default_rng(6)
    drawn = {"strong": rng.choice([0.0, 1.0], size=N)}

    (found,) = find_drivers(drawn["strong"] + 0.01 * rng.normal(size=N), drawn, PRIORS)

    assert found.share == pytest.approx(0.75, abs=0.02)  # of ranks: two heaps


def test_the_order_of_draws_does_not_move_the_part(theta: dict[str, np.ndarray]) -> None:
    result = theta["strong"] + theta["weak"]
    order = np.random.default_rng(7).permutation(N)

    a = find_drivers(result, theta, PRIORS)
    b = find_drivers(result[order], {n: v[order] for n, v in theta.items()}, PRIORS)

    assert [d.share for d in a] == pytest.approx([d.share for d in b], abs=1e-9)


def test_with_few_draws_only_the_assumption_that_surely_drives_is_named() -> None:
    rng = np.random.default_rng(3)
    drawn = {f"p{i}": rng.uniform(size=100) for i in range(40)} | {"weak": rng.uniform(size=100)}

    found = find_drivers(5 * drawn["weak"] + rng.normal(scale=0.1, size=100), drawn, PRIORS)

    assert len(assumed_among(found, 500)) > 10  # chance's: their intervals reach a twentieth
    assert "weak" in {d.parameter for d in assumed_among(found, 100)}
    assert len(assumed_among(found, 100)) <= 3


def test_a_result_that_differs_in_one_draw_alone_has_no_drivers_and_warns_of_nothing(
    theta: dict[str, np.ndarray],
) -> None:
    result = np.zeros(N)
    result[17] = 1.0

    found = find_drivers(result, theta, PRIORS)

    assert main_drivers(found) == ()
    assert all(0.0 <= d.low <= d.share <= d.high <= 1.0 for d in found)
