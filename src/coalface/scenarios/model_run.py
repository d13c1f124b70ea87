"""The model of one scenario as a block is run with it: world, forcing and readings in one value."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from coalface.errors import InputError
from coalface.scenarios.branches import Branches
from coalface.scenarios.calibrate.posterior import Posterior
from coalface.scenarios.fixed import load_fixed
from coalface.scenarios.forcing import GOODS, Forcing
from coalface.scenarios.manifest import (
    RunContent,
    folder_digest,
    model_digest,
    text_digest,
)
from coalface.scenarios.measures import HEADLINE
from coalface.scenarios.observe import RECORDED, observe
from coalface.scenarios.outcomes import Outcomes
from coalface.scenarios.priors import load_priors
from coalface.scenarios.runs import RunPlan, flat_columns
from coalface.scenarios.scenario_file import Scenario
from coalface.scenarios.series_names import SERIES_BY_NAME
from coalface.scenarios.simulate import simulate
from coalface.scenarios.theta import Theta, draw_prior
from coalface.scenarios.value_digests import value_digest
from coalface.scenarios.world import World

__all__ = ["FLOW", "Keep", "ScenarioModel", "make_theta", "plan_run"]

Floats = NDArray[np.float64]
Keep = Literal["aggregates", "headline", "agents"]
FLOW = "flow/"
BLOCKS_AT_ONCE = 2  # of a small world: more of them fill the memory and save little
MANY_LANES = 40  # a world of more fills the fast cache with one block


@dataclass(frozen=True)
class ScenarioModel:
    """Runs a block of draws of one scenario.

    Attributes:
        world: Who takes part.
        forcing: What drives it from outside.
        branches: The readings that hold.
        keep: What is given: all aggregates, only what answers need, or the agents too.
    """

    world: World
    forcing: Forcing
    branches: Branches
    keep: Keep = "aggregates"

    @property
    def blocks_at_once(self) -> int:
        """Give how many blocks go fastest together; with all agents kept there is no room."""
        return 1 if self.keep == "agents" or self.world.n_lanes > MANY_LANES else BLOCKS_AT_ONCE

    def __call__(
        self, theta: Theta, draws: range, seed: int
    ) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """Give columns, `(draw, month)`, and the largest residual of each identity, `(draw,)`."""
        outcomes = simulate(
            self.world, self.forcing, theta, branches=self.branches, draws=draws, seed=seed,
            keep="agents" if self.keep == "agents" else "aggregates",
        )  # fmt: skip
        columns = self._columns(outcomes, theta, seed)
        residuals = {name: values.max(axis=1) for name, values in outcomes.residuals.items()}
        return columns, residuals

    def _columns(self, outcomes: Outcomes, theta: Theta, seed: int) -> dict[str, Floats]:
        classes = {name: series.classes for name, series in SERIES_BY_NAME.items()}
        classes |= dict.fromkeys(RECORDED, GOODS)
        columns = flat_columns(outcomes.series, classes)
        columns |= {
            f"{FLOW}{name}": outcomes.flow_totals[:, :, i]
            for i, name in enumerate(outcomes.flow_names)
        }
        if self.keep == "headline":
            return {name: values for name, values in columns.items() if name in HEADLINE}
        recorded = observe(outcomes, theta, self.forcing, seed=seed)
        columns |= flat_columns(recorded, classes)
        for name, values in outcomes.agents.items():
            columns |= {f"agents/{name}/{i}": values[:, :, i] for i in range(values.shape[2])}
        return columns


def make_theta(scenario: Scenario, draws: range, seed: int, posterior: Posterior | None) -> Theta:
    """Give the parameters of a scenario's draws.

    Args:
        scenario: Those that it sets to one value are set.
        draws: Numbers of the draws; of a posterior they are its rows.
        seed: Of the run, where the priors are drawn from.
        posterior: Draws given data, or None for the priors.

    Raises:
        InputError: If the posterior has fewer rows, or other parameters than the model.
    """
    priors = load_priors()
    if posterior is None:
        theta = dict(draw_prior(priors, draws, seed))
    else:
        if posterior.n_members < draws.stop:
            raise InputError(
                f"posterior {posterior.name}: {posterior.n_members} rows, {draws.stop} draws asked "
                f"for. Give --draws {posterior.n_members} or fewer, or calibrate with more members."
            )
        theta = {name: posterior.theta[name][draws.start : draws.stop] for name in priors}
    n = len(draws)
    return theta | {name: np.full(n, value) for name, value in scenario.parameters.items()}


def plan_run(
    scenario: Scenario,
    world: World,
    forcing: Forcing,
    *,
    n_draws: int,
    seed: int,
    keep: Keep = "aggregates",
    posterior: Posterior | None = None,
) -> RunPlan:
    """Plan a run: everything that decides its results, with digests.

    Args:
        scenario: Checked whole.
        world: Who takes part.
        forcing: Made from the scenario.
        n_draws: How many draws.
        seed: Of all chance.
        keep: What is written.
        posterior: Draws given data, or None for the priors.

    Raises:
        InputError: If something asked for is not there.
    """
    if keep not in get_args(Keep):
        raise InputError(f"--keep {keep!r} is none of {', '.join(get_args(Keep))}.")
    theta = make_theta(scenario, range(n_draws), seed, posterior)
    set_values = ", ".join(f"{n}={v!r}" for n, v in sorted(scenario.parameters.items()))
    digests = {
        "scenario": scenario.digest,
        "rules": folder_digest("data", "regimes"),
        "parameters": folder_digest("data", "parameters"),
        "priors": text_digest(repr(list(load_priors().items())) + set_values),
        "fixed values": text_digest(repr(list(load_fixed().values()))),
        "world": value_digest(world),
        "forcing": value_digest(forcing),
        "model code": model_digest(),
        "posterior": posterior.digest if posterior else "none: the priors",
    }
    content = RunContent(
        scenario.name, scenario.title, world.name, scenario.branches.id, seed, keep, digests
    )
    return RunPlan(
        content,
        ScenarioModel(world, forcing, scenario.branches, keep),
        scenario.months,
        theta,
        {"posterior": posterior.name if posterior else None},
    )
