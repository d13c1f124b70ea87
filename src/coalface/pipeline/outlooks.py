"""The scenarios of the brief: run in memory, side by side."""

from datetime import date

import numpy as np

from coalface.pipeline.steps import Flow
from coalface.scenarios.blocks import block_ranges
from coalface.scenarios.build_forcing import WorldTables, build_forcing
from coalface.scenarios.comparison import Ensemble
from coalface.scenarios.forcing import Forcing
from coalface.scenarios.model_run import ScenarioModel, make_theta
from coalface.scenarios.outlook import Outlook, find_outlook
from coalface.scenarios.scenario_file import load_scenario
from coalface.scenarios.world_files import small_world

__all__ = ["DRAWN", "SHOWN", "find_brief_outlook", "find_outlook_of"]

#: The scenarios of the brief, the one that the others are compared with first.
SHOWN = (
    "history",
    "ban-one-year-earlier",
    "coal-cap-2024",
    "enforcement-doubled",
)
DRAWN = ("history", "ban-one-year-earlier", "coal-cap-2024")
FIRST_DAY = date(2018, 1, 1)  # the bans that history supposes are all adopted
N_DRAWS = 100  # five beyond each end of a 90 % range, and the brief stays quick

#: The last one made, by what drove it: the same inputs give the same outlook.
_MADE: dict[tuple[str, ...], Outlook] = {}


def find_brief_outlook(tables: WorldTables) -> Outlook:
    """Run the brief's scenarios over the small world, from the priors.

    The same tables give the same numbers. Nothing of it is fitted to data: `coalface calibrate` and
    a posterior do that, in a run of the user's own.

    Args:
        tables: What drives the runs.
    """
    forcings = {name: build_forcing(load_scenario(name), tables) for name in SHOWN}
    key = tuple(forcing.digest for forcing in forcings.values())
    if key not in _MADE:
        _MADE.clear()
        _MADE[key] = find_outlook([_run(*named) for named in forcings.items()], DRAWN)
    return _MADE[key]


def find_outlook_of(flow: Flow) -> Outlook | None:
    """Run the brief's scenarios on what was known on its day; None before they suppose anything.

    They begin with the bans as they came, so that a brief of an earlier day has none.
    """
    if flow.as_of < FIRST_DAY:
        return None
    names = ("prices", "fx", "flows", "indicators")
    return find_brief_outlook(WorldTables(*(flow.tables[name] for name in names)))


def _run(name: str, forcing: Forcing) -> Ensemble:
    scenario = load_scenario(name)
    seed, world = scenario.ensemble.seed, small_world()
    model = ScenarioModel(world, forcing, scenario.branches, "headline")
    theta = make_theta(scenario, range(N_DRAWS), seed, None)
    blocks = []
    for draws in block_ranges(N_DRAWS):
        part = {name: values[draws.start : draws.stop] for name, values in theta.items()}
        blocks.append(model(part, draws, seed)[0])
    pairing = {
        "id": f"{world.name}-{N_DRAWS}-{seed}",
        "seed": f"{seed}",
        "world": world.name,
        "draws": f"{N_DRAWS}",
        "posterior": "none: the priors",
        "is_proven": "False",
    }
    columns = {name: np.concatenate([b[name] for b in blocks]) for name in blocks[0]}
    return Ensemble(
        scenario.name,
        scenario.title,
        forcing.months,
        forcing,
        theta,
        columns,
        pairing,
        scenario.branches,
    )
