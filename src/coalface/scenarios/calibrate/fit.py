"""From published figures to a posterior, and from that to scored forecasts: the whole calibration.

Fitted are figures up to a day; forecast are those after it, which were not looked at. The result is
told whichever way it falls.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from coalface.scenarios.calibrate.es_mda import EsMdaSettings, Smoothed, smooth
from coalface.scenarios.calibrate.history_match import Wave, match_history
from coalface.scenarios.calibrate.informed import (
    N_IDLE,
    Informed,
    Yardstick,
    find_informed,
    find_yardstick,
)
from coalface.scenarios.calibrate.scores import PriorScores
from coalface.scenarios.calibrate.scoring import Forecast, interval_score, log_score
from coalface.scenarios.calibrate.targets import (
    Target,
    figures_of,
    noise_of,
    to_scale,
    totals_of,
)
from coalface.scenarios.summaries import Spread
from coalface.scenarios.theta import Theta

__all__ = [
    "CalibrationTask",
    "Fit",
    "Recorded",
    "ScoreRow",
    "Scores",
    "Which",
    "fit_posterior",
    "forecast_of",
    "rule_out",
    "score_forecasts",
]

Floats = NDArray[np.float64]
#: Takes parameters and the numbers of the draws; gives what customs record by good and measure,
#: `(draw, month)`.
Recorded = Callable[[Theta, range], Mapping[tuple[str, str], Floats]]
Which = Literal["log_score", "interval_score"]


@dataclass(frozen=True)
class CalibrationTask:
    """What a calibration needs.

    Attributes:
        recorded: The model, up to what customs record.
        months: First days of its months.
        scores: The way from scores to parameters.
        fitted: Figures to fit.
        n_members: Members of the ensemble.
        seed: Of all chance.
        first_draw: Number of the first draw of chance; another fit, other numbers.
    """

    recorded: Recorded
    months: tuple[date, ...]
    scores: PriorScores
    fitted: tuple[Target, ...]
    n_members: int
    seed: int
    first_draw: int = 0

    def predict(self, scores: Floats, step: int) -> Floats:
        """Give the fitted figures that members lead to, with new chance in each step."""
        first = self.first_draw + step * len(scores)
        draws = range(first, first + len(scores))
        recorded = self.recorded(self.scores.to_parameters(scores), draws)
        return to_scale(totals_of(recorded, self.months, self.fitted), self.fitted)


@dataclass(frozen=True)
class Fit:
    """A posterior and what was learnt.

    Attributes:
        prior_scores: Members at the start, `(member, parameter)`.
        smoothed: Members after the last step, misfits and inflation.
        theta: Their parameters.
        informed: What the figures say of each parameter.
        yardstick: What a parameter had to exceed for that.
    """

    prior_scores: Floats
    smoothed: Smoothed
    theta: Theta
    informed: tuple[Informed, ...]
    yardstick: Yardstick


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One figure and what was forecast of it.

    Attributes:
        target: The figure.
        forecast: Whose forecast.
        low: 5 % point, USD or t.
        mid: Middle.
        high: 95 % point.
        log_score: Log of the density at the figure; higher is better.
        interval_score: Width of the 90 % range and penalty; lower is better.
    """

    target: Target
    forecast: str
    low: float
    mid: float
    high: float
    log_score: float
    interval_score: float


@dataclass(frozen=True, slots=True)
class Scores:
    """All forecasts of all figures.

    Attributes:
        rows: One a figure and forecast.
        mean_log: Forecast to mean log score.
        mean_interval: Forecast to mean interval score.
        coverage: Forecast to the share of figures inside its 90 % range.
        n_by_year: Figures there were to score, by year; a year without is not in it.
    """

    rows: tuple[ScoreRow, ...]
    mean_log: Mapping[str, float]
    mean_interval: Mapping[str, float]
    coverage: Mapping[str, float]
    n_by_year: Mapping[int, int]

    def beats(self, name: str, rivals: Sequence[str]) -> bool:
        """Say whether a forecast is better than all of some others by both scores, beyond chance.

        Beyond chance is a 90 % interval of the mean difference above nought, see `margin`.
        """
        whiches: tuple[Which, ...] = ("log_score", "interval_score")
        return all(self.margin(name, r, which).low > 0 for r in rivals for which in whiches)

    def margin(self, name: str, rival: str, which: Which) -> Spread:
        """Give by how much a forecast is better than another on average, with its 90 % interval.

        Figures of one good and month stand or fall together, so they are left out together
        (jackknife). Few such groups make the interval wide, and rightly so.

        Args:
            name: The forecast.
            rival: The other.
            which: The score; for both, above nought is better.
        """
        sign = 1.0 if which == "log_score" else -1.0
        own = [r for r in self.rows if r.forecast == name]
        other = [r for r in self.rows if r.forecast == rival]
        better = sign * np.array(
            [getattr(a, which) - getattr(b, which) for a, b in zip(own, other, strict=True)]
        )
        groups = [(r.target.good, r.target.starts_on) for r in own]
        left_out = np.array(
            [better[[g != group for g in groups]].mean() for group in sorted(set(groups))]
        )
        n = len(left_out)
        variance = (n - 1) / n * float(np.sum((left_out - left_out.mean()) ** 2))
        reach = float(student.ppf(0.95, n - 1)) * float(np.sqrt(variance))
        middle = float(better.mean())
        return Spread(middle - reach, middle, middle + reach)


def fit_posterior(task: CalibrationTask, settings: EsMdaSettings | None = None) -> Fit:
    """Pull members of the prior towards the figures.

    Args:
        task: What to fit.
        settings: How members are pulled.
    """
    start = task.scores.draw(range(task.n_members), task.seed)
    rng = np.random.default_rng(task.seed)
    n = start.shape[1]
    found = smooth(
        np.concatenate((start, rng.standard_normal((task.n_members, N_IDLE))), axis=1),
        lambda members, step: task.predict(members[:, :n], step),
        figures_of(task.fitted),
        noise_of(task.fitted),
        rng=rng,
        settings=settings,
    )
    members, idle = found.members[:, :n], found.members[:, n:]
    yardstick = find_yardstick(idle)
    return Fit(
        start,
        replace(found, members=members),
        task.scores.to_parameters(members),
        find_informed(task.scores.names, members, yardstick),
        yardstick,
    )


def rule_out(task: CalibrationTask, *, n_waves: int = 5) -> tuple[Wave, ...]:
    """Find what can't be ruled out: a second opinion that uses no posterior."""
    start = task.scores.draw(range(task.n_members), task.seed)
    return match_history(
        start,
        task.predict,
        figures_of(task.fitted),
        noise_of(task.fitted),
        rng=np.random.default_rng(task.seed + 1),
        n_waves=n_waves,
    )


def forecast_of(
    name: str, task: CalibrationTask, theta: Theta, targets: Sequence[Target]
) -> Forecast:
    """Give the model's forecast of figures, with some parameters.

    Args:
        name: Whose it is.
        task: With the model.
        theta: Parameters of its members.
        targets: Figures that were not fitted.
    """
    n = len(next(iter(theta.values())))
    centres = to_scale(totals_of(task.recorded(theta, range(n)), task.months, targets), targets)
    return Forecast(name, centres, noise_of(targets))


def score_forecasts(forecasts: Sequence[Forecast], targets: Sequence[Target]) -> Scores:
    """Score some forecasts of the same figures.

    Args:
        forecasts: On the scale of `to_scale`.
        targets: The figures as they turned out.
    """
    figures = figures_of(targets)
    rows: list[ScoreRow] = []
    coverage = {}
    for forecast in forecasts:
        low, high = forecast.interval(0.9)
        mid, _ = forecast.interval(0.0)
        logs, intervals = log_score(forecast, figures), interval_score(forecast, figures)
        coverage[forecast.name] = float(np.mean((figures >= low) & (figures <= high)))
        for i, target in enumerate(targets):
            low_end, middle, high_end = (_amount(edge[i], target) for edge in (low, mid, high))
            rows.append(
                ScoreRow(
                    target,
                    forecast.name,
                    low_end,
                    middle,
                    high_end,
                    float(logs[i]),
                    float(intervals[i]),
                )
            )
    years = [t.starts_on.year for t in targets]
    return Scores(
        tuple(rows),
        {f.name: _mean(rows, f.name, "log_score") for f in forecasts},
        {f.name: _mean(rows, f.name, "interval_score") for f in forecasts},
        coverage,
        {year: years.count(year) for year in sorted(set(years))},
    )


def _mean(rows: Sequence[ScoreRow], name: str, which: str) -> float:
    return float(np.mean([getattr(row, which) for row in rows if row.forecast == name]))


def _amount(scaled: float, target: Target) -> float:
    return float(np.sinh(scaled)) * target.zero_below
