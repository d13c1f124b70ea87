from collections.abc import Mapping
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from coalface.scenarios.calibrate.fit import (
    CalibrationTask,
    fit_posterior,
    forecast_of,
    rule_out,
    score_forecasts,
)
from coalface.scenarios.calibrate.scores import PriorScores
from coalface.scenarios.calibrate.scoring import Forecast
from coalface.scenarios.calibrate.targets import Target, figures_of
from coalface.scenarios.months import month_axis, next_month
from coalface.scenarios.priors import PriorDefinition

Floats = NDArray[np.float64]
MONTHS = month_axis(date(2010, 1, 1), date(2012, 12, 1))


def prior(name: str, low: float, mode: float, high: float) -> PriorDefinition:
    return PriorDefinition.model_validate(
        {
            "id": name, "meaning": name, "unit": "x", "low": low, "mode": mode, "high": high,
            "reason": "a test",
        }
    )  # fmt: skip


PRIORS = {
    "level": prior("level", 1e6, 2e7, 1e8),
    "growth": prior("growth", -0.5, 0.0, 1.5),
    "idle": prior("idle", 0.0, 0.5, 1.0),
}


def recorded(theta: Mapping[str, Floats], _: range) -> dict[tuple[str, str], Floats]:
    years = np.arange(len(MONTHS)) // 12
    value = theta["level"][:, None] * (1 + theta["growth"])[:, None] ** years
    return {("anthracite", "usd"): value}


def year(number: int, value: float) -> Target:
    return Target(
        "anthracite", "usd", date(number, 1, 1), date(number + 1, 1, 1), value, 0.05, 0.1, 1e6, "x"
    )


def month(number: int, which: int, value: float) -> Target:
    start = date(number, which, 1)
    return Target("anthracite", "usd", start, next_month(start), value, 0.05, 0.1, 1e6, "x")


@pytest.fixture
def task() -> CalibrationTask:
    fitted = (year(2010, 12 * 3e7), year(2011, 12 * 3e7 * 1.5))
    return CalibrationTask(recorded, MONTHS, PriorScores.of(PRIORS), fitted, 400, 3)


def test_the_truth_is_found_and_what_has_no_effect_is_not_informed(task: CalibrationTask) -> None:
    fit = fit_posterior(task)

    assert np.median(fit.theta["level"]) == pytest.approx(3e7, rel=0.1)
    assert np.median(fit.theta["growth"]) == pytest.approx(0.5, abs=0.1)
    told = {f.parameter: f.words for f in fit.informed}
    assert told == {"level": "informed", "growth": "informed", "idle": "not informed"}


def test_a_posterior_stays_within_its_prior(task: CalibrationTask) -> None:
    fit = fit_posterior(task)

    for name, values in fit.theta.items():
        assert values.min() >= PRIORS[name].low
        assert values.max() <= PRIORS[name].high


def test_history_matching_keeps_the_truth(task: CalibrationTask) -> None:
    waves = rule_out(task)

    kept = task.scores.to_parameters(waves[-1].kept)
    assert waves[-1].is_final
    assert np.quantile(kept["level"], 0.02) < 3e7 < np.quantile(kept["level"], 0.98)
    assert np.quantile(kept["growth"], 0.02) < 0.5 < np.quantile(kept["growth"], 0.98)


def test_the_posterior_forecasts_better_than_the_prior(task: CalibrationTask) -> None:
    later = [year(2012, 12 * 3e7 * 1.5**2), month(2012, 3, 3e7 * 1.5**2)]
    fit = fit_posterior(task)
    before = task.scores.to_parameters(fit.prior_scores)
    forecasts = [
        forecast_of(name, task, theta, later)
        for name, theta in (("prior", before), ("posterior", fit.theta))
    ]

    scores = score_forecasts(forecasts, later)

    assert scores.beats("posterior", ["prior"])
    assert not scores.beats("prior", ["posterior"])
    row = scores.rows[2]
    assert row.low < later[0].value < row.high
    assert scores.n_by_year == {2012: 2}


def test_a_forecast_that_wins_by_one_score_alone_does_not_beat() -> None:
    targets = [year(2011, 1e9), year(2012, 1e9)]
    centre = figures_of(targets)[None, :]
    narrow = Forecast("narrow", centre + 0.2, np.array([0.05]))
    wide = Forecast("wide", centre, np.array([3.0]))

    scores = score_forecasts([narrow, wide], targets)

    assert scores.mean_log["wide"] > scores.mean_log["narrow"]
    assert scores.mean_interval["narrow"] < scores.mean_interval["wide"]
    assert not scores.beats("wide", ["narrow"])
    assert not scores.beats("narrow", ["wide"])


def test_a_win_within_chance_is_none() -> None:
    targets = [year(2009, 1e9), year(2010, 1e9), year(2011, 1e9), year(2012, 1e9)]
    centre = figures_of(targets)[None, :]
    a = Forecast("a", centre + np.array([[0.0, 0.3, 0.0, 0.3]]), np.full(4, 0.2))
    b = Forecast("b", centre + np.array([[0.29, 0.02, 0.32, 0.02]]), np.full(4, 0.2))

    scores = score_forecasts([a, b], targets)

    assert scores.mean_log["a"] > scores.mean_log["b"]
    margin = scores.margin("a", "b", "log_score")
    assert margin.low < 0 < margin.mid < margin.high
    assert not scores.beats("a", ["b"])


def test_figures_of_one_month_count_as_one_for_chance() -> None:
    once = [year(2009, 1e9), year(2010, 1e9), year(2011, 1e9)]
    shifts = np.array([[0.0, 0.1, 0.2]])
    spans = []
    for targets, shift in ((once, shifts), (once * 2, np.tile(shifts, 2))):
        centre = figures_of(targets)[None, :]
        forecasts = [
            Forecast("a", centre + shift, np.full(len(targets), 0.2)),
            Forecast("b", centre + 0.5, np.full(len(targets), 0.2)),
        ]
        margin = score_forecasts(forecasts, targets).margin("a", "b", "log_score")
        spans.append(margin.high - margin.low)

    assert spans[0] == pytest.approx(spans[1])


def test_the_same_seed_gives_the_same_posterior(task: CalibrationTask) -> None:
    a, b = fit_posterior(task), fit_posterior(task)

    assert all(np.array_equal(a.theta[name], b.theta[name]) for name in a.theta)
