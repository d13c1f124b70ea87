"""Calibrate the model on recorded trade, and score its forecasts of what came after."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coalface.allocators import keep_memory
from coalface.errors import InputError
from coalface.pipeline.facts import PACKAGED_FACTS, Facts
from coalface.pipeline.scenario_inputs import read_world_tables
from coalface.pipeline.scenarios import WORLDS
from coalface.scenarios.build_forcing import build_forcing
from coalface.scenarios.calibrate.baselines import (
    forecast_last_year,
    forecast_walk,
    lawful_shares,
)
from coalface.scenarios.calibrate.before_fit import BeforeFit, look_before_fit
from coalface.scenarios.calibrate.es_mda import EsMdaSettings
from coalface.scenarios.calibrate.fit import (
    CalibrationTask,
    Fit,
    Recorded,
    Scores,
    fit_posterior,
    forecast_of,
    rule_out,
    score_forecasts,
)
from coalface.scenarios.calibrate.held_forcing import hold_from
from coalface.scenarios.calibrate.history_match import Wave
from coalface.scenarios.calibrate.posterior import write_posterior
from coalface.scenarios.calibrate.scores import PriorScores
from coalface.scenarios.calibrate.scoring import Forecast
from coalface.scenarios.calibrate.settings import load_settings
from coalface.scenarios.calibrate.targets import Target, find_targets
from coalface.scenarios.forcing import Forcing
from coalface.scenarios.months import month_axis
from coalface.scenarios.priors import load_priors
from coalface.scenarios.recorded_trade import TradeRecorder
from coalface.scenarios.scenario_file import Scenario, load_scenario
from coalface.scenarios.theta import Theta

__all__ = ["HELD", "MODEL", "PRIOR", "Calibrated", "CalibrationOptions", "calibrate_model",
           "other_world", "report_of"]  # fmt: skip

MODEL, PRIOR = "model, fitted", "model, before the fit"
HELD = "model, fitted, prices held"
FEWEST_MEMBERS = 100
BASE = "history"


@dataclass(frozen=True, slots=True)
class CalibrationOptions:
    """What is asked for.

    Attributes:
        members: Members of the ensemble.
        steps: Steps of the smoother.
        seed: Of all chance.
        world: `small` or `register`.
        against: A world that is fitted and scored beside it, to tell which predicts better.
    """

    members: int = 500
    steps: int = EsMdaSettings().n_steps
    seed: int = 7
    world: str = "small"
    against: str | None = None


@dataclass(frozen=True)
class Calibrated:
    """A calibration and its scores.

    Attributes:
        options: What was asked for.
        branches: Id of the readings that hold.
        fitted: Figures that were fitted.
        scored: Figures that were forecast.
        before: What the priors give for the figures, and what the figures can tell apart.
        fit: The posterior.
        waves: What history matching leaves.
        scores: Of the model, fitted and not, of another world, and of both baselines.
        rivals: Names of the baselines.
    """

    options: CalibrationOptions
    branches: str
    fitted: tuple[Target, ...]
    scored: tuple[Target, ...]
    before: BeforeFit
    fit: Fit
    waves: tuple[Wave, ...]
    scores: Scores
    rivals: tuple[str, ...]

    @property
    def beats_baselines(self) -> bool:
        """Say whether the fitted model is better than both baselines, by both scores, surely.

        It must be so with prices as they came and with prices held: the baselines know no later
        prices either.
        """
        return all(self.scores.beats(name, self.rivals) for name in (MODEL, HELD))

    @property
    def n_of_nothing(self) -> int:
        """Give how many of the figures that are scored are plain noughts."""
        return sum(target.value == 0 for target in self.scored)


def calibrate_model(
    out: Path | None,
    options: CalibrationOptions,
    *,
    facts: Facts = PACKAGED_FACTS,
    tell: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> Calibrated:
    """Fit the parameters to trade recorded until 2016, forecast what came after, and score it.

    Args:
        out: Folder of the posterior; nothing is written where None.
        options: What is asked for.
        facts: Where tables come from.
        tell: Is told what is being done.

    Raises:
        InputError: If the options make no sense, or there are no figures.
    """
    _check(options)
    keep_memory()
    problem = _Problem.of(facts)
    task = _task(problem, options.world, options)
    before = look_before_fit(task, tell=lambda done, total: tell("before the fit", done, total))
    fit = _fit(task, options.world, tell, n_steps=options.steps)
    tell("history matching", 0, 1)
    waves = rule_out(task)
    tell("history matching", 1, 1)
    unfitted = task.scores.to_parameters(fit.prior_scores)
    held = _task(problem.held(), options.world, options)
    own = [
        forecast_of(name, made, theta, problem.scored)
        for name, made, theta in ((MODEL, task, fit.theta), (HELD, held, fit.theta),
                                  (PRIOR, task, unfitted))
    ]  # fmt: skip
    if options.against is not None:
        other = _task(problem, options.against, options)
        other_fit = _fit(other, options.against, tell, n_steps=options.steps)
        name = f"{other_world(options)}"
        own.append(forecast_of(name, other, other_fit.theta, problem.scored))
    rivals = problem.baselines()
    found = Calibrated(
        options=options,
        branches=problem.scenario.branches.id,
        fitted=problem.fitted,
        scored=problem.scored,
        before=before,
        fit=fit,
        waves=waves,
        scores=score_forecasts([*own, *rivals], problem.scored),
        rivals=tuple(r.name for r in rivals),
    )
    if out is not None:
        write_posterior(out, fit.theta, report_of(found))
    return found


def other_world(options: CalibrationOptions) -> str | None:
    """Give the name of the forecasts of the world that is fitted beside the first, if any."""
    return None if options.against is None else f"model, fitted, world {options.against}"


def report_of(found: Calibrated) -> dict[str, Any]:
    """Give a calibration as plain values: what `calibration.json` holds."""
    return {
        "options": asdict(found.options),
        "branches": found.branches,
        "beats_baselines": found.beats_baselines,
        "n_fitted": len(found.fitted),
        **found.before.as_values(),
        "misfit": found.fit.smoothed.misfit.tolist(),
        "inflation": found.fit.smoothed.inflation.tolist(),
        "yardstick": asdict(found.fit.yardstick),
        "informed": [asdict(i) | {"words": i.words} for i in found.fit.informed],
        "history_matching": [
            {"cut_off": w.cut_off, "kept_share": w.kept_share, "space_share": w.space_share}
            for w in found.waves
        ],
        "scores": {
            "mean_log": dict(found.scores.mean_log),
            "mean_interval": dict(found.scores.mean_interval),
            "coverage": dict(found.scores.coverage),
            "margins": _margins(found, MODEL),
            "margins_prices_held": _margins(found, HELD),
            "n_of_nothing": found.n_of_nothing,
            "n_by_year": {str(year): n for year, n in found.scores.n_by_year.items()},
            "rows": [
                {
                    "figure": row.target.words,
                    "row_id": row.target.row_id,
                    "value": row.target.value,
                    "forecast": row.forecast,
                    "low": row.low,
                    "mid": row.mid,
                    "high": row.high,
                    "log_score": row.log_score,
                    "interval_score": row.interval_score,
                }
                for row in found.scores.rows
            ],
        },
    }


def _margins(found: Calibrated, name: str) -> dict[str, dict[str, dict[str, float]]]:
    return {
        rival: {
            which: asdict(found.scores.margin(name, rival, which))
            for which in ("log_score", "interval_score")
        }
        for rival in found.rivals
    }


@dataclass(frozen=True)
class _Problem:
    """The figures to fit and to forecast, and what drives the model until the last of them."""

    scenario: Scenario
    forcing: Forcing
    fitted: tuple[Target, ...]
    known: tuple[Target, ...]
    scored: tuple[Target, ...]

    @classmethod
    def of(cls, facts: Facts) -> "_Problem":
        settings, flows = load_settings(), facts.read("flows")
        scenario = _until(load_scenario(BASE), settings.score_until)
        first, until = scenario.months[0], settings.fit_until
        fitted = find_targets(flows, settings, starts_on=first, ends_on=until)
        known = find_targets(flows, settings, starts_on=first, ends_on=until, with_parts=True)
        end = settings.score_until
        scored = find_targets(
            flows, settings, starts_on=settings.score_from, ends_on=end, with_parts=True
        )
        if not fitted or not scored:
            raise InputError(
                "the tables hold no figures to fit, or none to score. Use the packaged facts."
            )
        forcing = build_forcing(scenario, read_world_tables(facts))
        return cls(scenario, forcing, fitted, known, scored)

    def held(self) -> "_Problem":
        """Give the same with prices and rates that nobody knows on the first day scored."""
        return replace(self, forcing=hold_from(self.forcing, load_settings().score_from))

    def baselines(self) -> list[Forecast]:
        forcing = self.forcing
        lawful = lawful_shares(forcing.months, forcing.goods, forcing.ban_share)
        return [
            forecast_last_year(self.known, self.scored),
            forecast_walk(self.known, self.scored, lawful),
        ]


def _task(problem: _Problem, world: str, options: CalibrationOptions) -> CalibrationTask:
    model = TradeRecorder(WORLDS[world](), problem.forcing, problem.scenario.branches, options.seed)
    return CalibrationTask(
        model, problem.scenario.months, PriorScores.of(load_priors()), problem.fitted,
        options.members, options.seed,
    )  # fmt: skip


def _fit(
    task: CalibrationTask, world: str, tell: Callable[[str, int, int], None], *, n_steps: int
) -> Fit:
    counted = _Counted(task.recorded, tell, f"fitting, world {world}", n_steps)
    return fit_posterior(replace(task, recorded=counted), EsMdaSettings(n_steps=n_steps))


@dataclass(frozen=True)
class _Counted:
    """Tells how many steps are done."""

    model: Recorded
    tell: Callable[[str, int, int], None]
    what: str
    n_steps: int

    def __call__(self, theta: Theta, draws: range) -> Mapping[tuple[str, str], NDArray[np.float64]]:
        step = draws.start // len(draws)
        self.tell(self.what, step, self.n_steps + 1)
        found = self.model(theta, draws)
        self.tell(self.what, step + 1, self.n_steps + 1)
        return found


def _until(scenario: Scenario, end: date) -> Scenario:
    months: Sequence[date] = [m for m in scenario.months if m < end]
    return replace(scenario, months=month_axis(months[0], months[-1]))


def _check(options: CalibrationOptions) -> None:
    if options.members < FEWEST_MEMBERS:
        raise InputError(
            f"--members {options.members}: fewer than {FEWEST_MEMBERS} give no 90 % range. Give "
            "500 or so."
        )
    if not 1 <= options.steps <= 20:  # noqa: PLR2004 - more steps gain nothing
        raise InputError(f"--steps {options.steps}: give 1 to 20; 4 are usual.")
    for option, world in (("--world", options.world), ("--against", options.against)):
        if world is not None and world not in WORLDS:
            raise InputError(f"{option} {world!r} is none of {', '.join(WORLDS)}.")
