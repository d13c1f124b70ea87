"""Run history and a full lift under each reading, and judge the patterns that sources report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from coalface.errors import InputError
from coalface.pipeline.facts import PACKAGED_FACTS, Facts
from coalface.pipeline.scenario_inputs import read_world_tables
from coalface.pipeline.scenarios import WORLDS
from coalface.scenarios.blocks import block_ranges
from coalface.scenarios.branches import Branches
from coalface.scenarios.build_forcing import WorldTables, build_forcing
from coalface.scenarios.forcing import Forcing
from coalface.scenarios.model_run import make_theta
from coalface.scenarios.observe import observe
from coalface.scenarios.outcomes import Outcomes
from coalface.scenarios.pattern_figures import NEEDED, PatternRun, find_figures
from coalface.scenarios.pattern_models import load_patterns
from coalface.scenarios.patterns import PatternFound, judge_pattern
from coalface.scenarios.scenario_file import Scenario, load_scenario
from coalface.scenarios.simulate import simulate
from coalface.scenarios.summaries import check_draws
from coalface.scenarios.theta import Theta
from coalface.scenarios.world import World

__all__ = ["READINGS", "PatternOptions", "find_patterns"]

Floats = NDArray[np.float64]
BASE = Branches()
#: The packaged reading, and each rival taken alone.
READINGS: tuple[Branches, ...] = (
    BASE,
    replace(BASE, kickback="kdi"),
    replace(BASE, settlement="B"),
    replace(BASE, output="nkri"),
    replace(BASE, law="text"),
)
HISTORY, LIFT = "history", "full-lift.yml"


@dataclass(frozen=True, slots=True)
class PatternOptions:
    """What is asked for.

    Attributes:
        draws: How many.
        seed: Of all chance.
        world: `small` or `register`.
    """

    draws: int = 400
    seed: int = 7
    world: str = "small"


def find_patterns(
    options: PatternOptions,
    *,
    facts: Facts = PACKAGED_FACTS,
    tell: Callable[[str, int, int], None] = lambda _what, _done, _total: None,
) -> Mapping[str, PatternFound]:
    """Judge every pattern under every reading, on draws of the priors.

    Nothing is fitted and nothing is chosen by its outcome. A pass says that the model can give the
    pattern within its suppositions, never that the mechanism works so.

    Args:
        options: Draws, seed, world.
        facts: Where tables come from.
        tell: Is told what is done.

    Returns:
        Patterns by id, in the order of the file.

    Raises:
        InputError: If there are too few draws, or no such world.
    """
    check_draws(options.draws)
    if options.world not in WORLDS:
        raise InputError(f"--world {options.world!r} is none of {', '.join(WORLDS)}.")
    world, tables = WORLDS[options.world](), read_world_tables(facts)
    figures: dict[str, Mapping[str, Floats]] = {}
    for reading in READINGS:
        runs = _Runs(world, tables, reading, options.seed)
        blocks = block_ranges(options.draws)
        parts = []
        for n, block in enumerate(blocks):
            parts.append(runs.figures(block))
            tell(reading.id, n + 1, len(blocks))
        figures[reading.id] = {
            name: np.concatenate([part[name] for part in parts]) for name in parts[0]
        }
    return {p.id: judge_pattern(p, figures) for p in load_patterns().patterns}


class _Runs:
    """History and the full lift under one reading."""

    def __init__(self, world: World, tables: WorldTables, reading: Branches, seed: int) -> None:
        self._world, self._reading, self._seed = world, reading, seed
        self._history = replace(load_scenario(HISTORY), branches=reading)
        self._forcing = build_forcing(self._history, tables)
        self._lift = build_forcing(replace(_full_lift(), branches=reading), tables)

    def figures(self, draws: range) -> dict[str, Floats]:
        """Give every figure of a block of draws, `(draw,)`."""
        theta = make_theta(self._history, draws, self._seed, None)
        outcomes = self._run(self._forcing, theta, draws)
        recorded = observe(outcomes, theta, self._forcing, seed=self._seed)
        series = dict(outcomes.series) | dict(recorded)
        lifted = self._run(self._lift, theta, draws).series["capacity_t"][..., 0]
        kept = {name: series[name] for name in NEEDED}
        return find_figures(PatternRun(self._forcing.months, kept, lifted, theta, load_patterns()))

    def _run(self, forcing: Forcing, theta: Theta, draws: range) -> Outcomes:
        return simulate(
            self._world, forcing, theta, branches=self._reading, draws=draws, seed=self._seed
        )


def _full_lift() -> Scenario:
    file = resources.files("coalface") / "data" / "scenarios" / "patterns" / LIFT
    with resources.as_file(file) as path:
        return load_scenario(path)
