"""Runs a block of draws of one scenario, month after month."""

from typing import Literal

import numpy as np

from coalface.scenarios.branches import Branches
from coalface.scenarios.derived_series import find_residuals, find_series
from coalface.scenarios.drivers import find_months
from coalface.scenarios.flows import flow_names
from coalface.scenarios.forcing import Forcing
from coalface.scenarios.ledger import Ledger
from coalface.scenarios.month import MonthRun, run_month
from coalface.scenarios.month_parts import Setting
from coalface.scenarios.outcomes import Outcomes
from coalface.scenarios.rates import find_rates
from coalface.scenarios.recorder import Recorder
from coalface.scenarios.relations import Floats
from coalface.scenarios.standing import find_standing
from coalface.scenarios.state import STATE_NAMES, opening_state
from coalface.scenarios.theta import Theta
from coalface.scenarios.uniforms import uniforms
from coalface.scenarios.world import World

__all__ = ["INTERDICTION", "simulate"]

INTERDICTION = "interdiction"  # purpose of the random numbers, one a lane and month


def simulate(
    world: World,
    forcing: Forcing,
    theta: Theta,
    *,
    branches: Branches,
    draws: range,
    seed: int,
    keep: Literal["aggregates", "agents"] = "aggregates",
) -> Outcomes:
    """Simulate draws of one scenario.

    Each draw is one way in which things could go under one set of unknowns. None is a forecast, and
    a single draw says nothing without the others.

    Args:
        world: Who takes part.
        forcing: What drives the run from outside.
        theta: Parameter id to its values, `(draw,)`, in the order of `draws`.
        branches: The readings held fixed.
        draws: Numbers of the draws; they pick the random numbers.
        seed: Of the run.
        keep: `agents` keeps all balances and the state of each agent too: for few draws.

    Returns:
        Series, flows, balances and residuals.

    Raises:
        InputError: If a parameter is missing.
        ValueError: If theta has another number of draws, or the forcing other goods or routes.
    """
    rates = find_rates(theta, branches)
    n_draws, n_months = len(draws), len(forcing.months)
    if rates.levy_share.shape[0] != n_draws:
        raise ValueError(f"theta holds {rates.levy_share.shape[0]} draws, expected {n_draws}")
    setting = Setting(world, branches, rates, find_standing(world, rates))
    chance = _chances(world, draws, n_months, seed)
    ledger, state = Ledger(world, n_draws), opening_state(world, n_draws)
    recorder = Recorder(world, setting.standing, n_months, n_draws)
    flows = np.empty((n_months, len(flow_names()), n_draws))
    balances = np.empty((n_months + 1, len(ledger.accounts.blocks), n_draws))
    balances[0] = ledger.totals()
    agents = _Agents(keep == "agents")
    for at, month in enumerate(find_months(world, forcing)):
        run = run_month(setting, month, state, ledger, chance[at].T)
        np.concatenate(run.totals, out=flows[at])
        balances[at + 1] = ledger.totals()
        recorder.record(at, run, state)
        agents.keep(run, ledger)
        state = run.state
    blocks = tuple((b.instrument, b.sector) for b in ledger.accounts.blocks)
    series = find_series(world, forcing, recorder, flows, balances[1:])
    return Outcomes(
        months=forcing.months,
        draws=draws,
        series=series,
        flow_names=flow_names(),
        flow_totals=flows.transpose(2, 0, 1),
        blocks=blocks,
        balances=balances[1:].transpose(2, 0, 1),
        residuals=find_residuals(recorder, flows, balances),
        agents=agents.found(),
    )


class _Agents:
    """Keeps every balance and every agent's state, where asked to."""

    def __init__(self, is_on: bool) -> None:  # noqa: FBT001 - private, one caller
        self._is_on = is_on
        self._kept: dict[str, list[Floats]] = {name: [] for name in ("balances", *STATE_NAMES)}

    def keep(self, run: MonthRun, ledger: Ledger) -> None:
        if self._is_on:
            self._kept["balances"].append(ledger.snapshot().T)
            for name in STATE_NAMES:
                self._kept[name].append(getattr(run.state, name))

    def found(self) -> dict[str, Floats]:
        if not self._is_on:
            return {}
        return {name: np.stack(kept, axis=1) for name, kept in self._kept.items()}


def _chances(world: World, draws: range, n_months: int, seed: int) -> Floats:
    """Give the random numbers of interdiction, `(month, lane, draw)`."""
    found = uniforms(seed, INTERDICTION, draws, n_months, world.n_lanes)
    return np.ascontiguousarray(found.transpose(1, 2, 0))
