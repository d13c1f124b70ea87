"""One draw of the mechanism in plain objects: runs the months and gives the series."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tests.reference import scenario_shares as later
from tests.reference import scenario_trade as sooner
from tests.reference.scenario_agents import Agents, fix_constants, make_agents
from tests.reference.scenario_series import find_series

from coalface.earnings.parameters import load_parameters
from coalface.scenarios.branches import Branches
from coalface.scenarios.forcing import Forcing
from coalface.scenarios.theta import Theta
from coalface.scenarios.uniforms import uniforms
from coalface.scenarios.world import World

PAGE = Path(__file__).parents[2] / "docs" / "scenarios-model.md"


class Draw:
    """One draw: agents, the parameters under the page's names, and what is remembered."""

    def __init__(
        self, world: World, forcing: Forcing, values: dict[str, float], branches: Branches
    ) -> None:
        self.world, self.forcing = world, forcing
        self.agents: Agents = make_agents(world)
        self.p: Any = SimpleNamespace(**{n: values[i] for n, i in names_of_page().items()})
        rivals = load_parameters()["prod.coal.total_2016"].components
        self.p.coal_total_mt = rivals[0 if branches.output == "statkor" else 1].value
        fix_constants(self.agents, self.p, branches, world)
        self.memory = SimpleNamespace(used_t=[0.0, 0.0], used_usd=[0.0, 0.0], coke=0.0)

    def step(self, t: int, chances: list[float]) -> dict[str, Any]:
        agents, p, memory = self.agents, self.p, self.memory
        f = sooner.read_month(self.forcing, t, memory)
        sooner.believe(agents, p, f)
        sooner.see_what_is_possible(agents, p, f)
        sooner.offer(agents, p, f, memory)
        sooner.terms_and_prepayment(agents, p, f)
        sooner.produce(agents, p)
        sooner.ship(agents, p, f)
        sooner.interdict(agents, p, f, chances)
        later.settle(agents, p, f)
        later.share_out(agents, p, f)
        later.invest(agents, p)
        later.make_steel(agents, p, f, memory)
        later.adapt(agents, p, f)
        before = [(m.water, m.faces, m.equipment, m.strength) for m in agents.mines]
        later.post_shares(agents, f)
        later.turn_the_month(agents, p, f, memory)
        return find_series(agents, p, f, memory, before, self.world)


def names_of_page() -> dict[str, str]:
    """Read the table of parameters: the page's names to ids."""
    text = PAGE.read_text(encoding="utf-8").split("## Parameters")[1]
    return dict(re.findall(r"^\| (\w+) \| `([^`]+)` \|$", text, re.MULTILINE))


def run_reference(
    world: World,
    forcing: Forcing,
    theta: Theta,
    *,
    branches: Branches,
    draws: range,
    seed: int,
) -> dict[str, NDArray[np.float64]]:
    """Run some draws one by one; gives series `(draw, month)` or `(draw, month, class)`."""
    n = len(forcing.months)
    chances = uniforms(seed, "interdiction", draws, n, world.n_lanes)
    found: list[list[dict[str, Any]]] = []
    for at in range(len(draws)):
        values = {name: float(array[at]) for name, array in theta.items()}
        draw = Draw(world, forcing, values, branches)
        found.append([draw.step(t, [float(u) for u in chances[at, t]]) for t in range(n)])
    names = found[0][0]
    return {k: np.array([[month[k] for month in draw] for draw in found]) for k in names}
