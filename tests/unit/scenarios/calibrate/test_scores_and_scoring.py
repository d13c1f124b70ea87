import numpy as np
import pytest
from scipy.stats import norm

from coalface.scenarios.calibrate.informed import Yardstick, find_informed, find_yardstick
from coalface.scenarios.calibrate.scores import PriorScores
from coalface.scenarios.calibrate.scoring import Forecast, interval_score, log_score
from coalface.scenarios.priors import PriorDefinition
from coalface.scenarios.theta import draw_prior


def prior(name: str, low: float, mode: float, high: float, form: str) -> PriorDefinition:
    return PriorDefinition.model_validate(
        {
            "id": name, "meaning": name, "unit": "share", "low": low, "mode": mode, "high": high,
            "distribution": form, "reason": "a test",
        }
    )  # fmt: skip


PRIORS = {
    "b": prior("b", 0.0, 0.2, 1.0, "triangular"),
    "a": prior("a", -3.0, 0.0, 5.0, "uniform"),
    "still": prior("still", 7.0, 7.0, 7.0, "fixed"),
}


def test_scores_lead_to_the_very_draws_of_the_prior() -> None:
    way = PriorScores.of(PRIORS)

    found = way.to_parameters(way.draw(range(50, 90), seed=3))

    assert way.names == ("b", "a")
    for name, values in draw_prior(PRIORS, range(50, 90), seed=3).items():
        assert found[name] == pytest.approx(values, rel=1e-9, abs=1e-9)


def test_no_score_leads_outside_the_prior() -> None:
    way = PriorScores.of(PRIORS)

    found = way.to_parameters(np.array([[-50.0, 50.0], [50.0, -50.0]]))

    assert found["a"].tolist() == [5.0, -3.0]
    assert found["b"].tolist() == [0.0, 1.0]


def test_a_posterior_equal_to_its_prior_is_not_informed() -> None:
    rng = np.random.default_rng(2)
    scores = rng.standard_normal((400, 3))
    scores[:, 1] *= 0.5
    scores[:, 2] += 0.6

    same, narrower, shifted = find_informed(
        ("same", "narrower", "shifted"), scores, Yardstick(0.12, 0.12)
    )

    assert same.words == "not informed"
    assert narrower.is_informed
    assert narrower.contraction == pytest.approx(0.5, abs=0.05)
    assert shifted.is_informed
    assert shifted.ks == pytest.approx(norm.cdf(0.3) * 2 - 1, abs=0.07)


def test_what_happens_to_idle_parameters_is_chance() -> None:
    rng = np.random.default_rng(3)
    shaken = rng.normal(0.0, 0.3, size=(1, 400))
    scores = rng.standard_normal((300, 400)) + shaken  # each moved by chance

    yardstick = find_yardstick(scores[:, :100])
    found = find_informed([str(i) for i in range(300)], scores[:, 100:], yardstick)

    assert yardstick.ks > 0.2
    assert sum(f.is_informed for f in found) <= 9


def test_a_tenth_is_the_least_that_counts() -> None:
    idle = np.random.default_rng(4).standard_normal((20_000, 100))

    assert find_yardstick(idle) == Yardstick(0.10, 0.10)


def test_the_log_score_of_one_normal_is_its_log_density() -> None:
    forecast = Forecast("x", np.array([[1.0, 2.0]]), np.array([0.5, 2.0]))

    found = log_score(forecast, np.array([1.3, -1.0]))

    assert found == pytest.approx(norm.logpdf([1.3, -1.0], [1.0, 2.0], [0.5, 2.0]))


def test_the_range_of_one_normal_is_its_own() -> None:
    low, high = Forecast("x", np.zeros((1, 1)), np.ones(1)).interval(0.9)

    assert low[0] == pytest.approx(norm.ppf(0.05))
    assert high[0] == pytest.approx(norm.ppf(0.95))


def test_both_scores_prefer_the_true_spread_on_average() -> None:
    figures = np.random.default_rng(4).standard_normal(4_000)
    spreads = (0.5, 1.0, 2.0)

    made = [Forecast("x", np.zeros((1, 4_000)), np.full(4_000, sd)) for sd in spreads]

    logs = [log_score(f, figures).mean() for f in made]
    intervals = [interval_score(f, figures).mean() for f in made]
    assert int(np.argmax(logs)) == 1
    assert int(np.argmin(intervals)) == 1
