"""The same month as a Mesa 3 model: mines, companies, traders and lanes are Mesa agents.

It follows docs/scenarios-model.md as the plain objects of `tests/reference` do, whose numbers the
room's arrays are held to; a draw of it gives the same series. One draw a model, as Mesa has it.
"""

from types import SimpleNamespace
from typing import Any

import mesa
from tests.reference import scenario_shares as later
from tests.reference import scenario_trade as sooner
from tests.reference.scenario_agents import Agents, fix_constants, make_agents
from tests.reference.scenario_model import names_of_page
from tests.reference.scenario_series import find_series

from coalface.earnings.parameters import load_parameters
from coalface.scenarios.branches import Branches
from coalface.scenarios.forcing import Forcing
from coalface.scenarios.world import World

__all__ = ["MechanismModel"]


class CompanyAgent(mesa.Agent):  # type: ignore[misc]
    """A trading company."""

    def __init__(self, model: "MechanismModel", company: Any) -> None:
        super().__init__(model)
        self.company = company

    def fund(self) -> None:
        sooner.fund(self.company, self.model.p)

    def share_out(self) -> None:
        later.levy(self.company, self.model.p)
        later.spend(self.company, self.model.p)


class MineAgent(mesa.Agent):  # type: ignore[misc]
    """A mine."""

    def __init__(self, model: "MechanismModel", mine: Any) -> None:
        super().__init__(model)
        self.mine = mine

    def dig(self) -> None:
        sooner.dig(self.mine, self.model.p)

    def age(self) -> None:
        later.age(self.mine, self.model.p)


class TraderAgent(mesa.Agent):  # type: ignore[misc]
    """A Chinese trader."""

    def __init__(self, model: "MechanismModel", trader: Any) -> None:
        super().__init__(model)
        self.trader = trader

    def believe(self) -> None:
        p, trader = self.model.p, self.trader
        news = min(trader.seen + p.news_weight * self.model.month.news, 1.0)
        trader.belief = trader.belief + p.belief_gain * (news - trader.belief)

    def quote(self) -> None:
        model = self.model
        self.trader.now.quotes = [
            sooner.quote(self.trader, g, model.p, model.month) for g in (0, 1)
        ]


class MechanismModel(mesa.Model):  # type: ignore[misc]
    """One draw."""

    def __init__(
        self,
        world: World,
        forcing: Forcing,
        values: dict[str, float],
        branches: Branches,
        chances: list[list[float]],
    ) -> None:
        super().__init__(seed=0)
        self.world, self.forcing, self.chances = world, forcing, chances
        self.sector: Agents = make_agents(world)
        self.p: Any = SimpleNamespace(**{n: values[i] for n, i in names_of_page().items()})
        rivals = load_parameters()["prod.coal.total_2016"].components
        self.p.coal_total_mt = rivals[0 if branches.output == "statkor" else 1].value
        fix_constants(self.sector, self.p, branches, world)
        self.memory = SimpleNamespace(used_t=[0.0, 0.0], used_usd=[0.0, 0.0], coke=0.0)
        self.month: Any = None
        self.t = 0
        self.series: list[dict[str, Any]] = []
        for company in self.sector.companies:
            CompanyAgent(self, company)
        for mine in self.sector.mines:
            MineAgent(self, mine)
        for trader in self.sector.traders:
            TraderAgent(self, trader)

    def step(self) -> None:
        """Run a month: agents act by class, what joins them is worked out by the model."""
        sector, p, memory = self.sector, self.p, self.memory
        f = self.month = sooner.read_month(self.forcing, self.t, memory)
        companies, mines = self.agents_by_type[CompanyAgent], self.agents_by_type[MineAgent]
        traders = self.agents_by_type[TraderAgent]
        traders.do("believe")
        sooner.see_what_is_possible(sector, p, f)
        traders.do("quote")
        sooner.order(sector, f, p, memory)
        sooner.terms_and_prepayment(sector, p, f)
        companies.do("fund")
        mines.do("dig")
        sooner.sell_at_home(sector, p)
        sooner.ship(sector, p, f)
        sooner.interdict(sector, p, f, self.chances[self.t])
        later.settle(sector, p, f)
        later.find_food_need(sector, p)
        companies.do("share_out")
        later.spend_elsewhere(sector, p, f)
        later.invest(sector, p)
        later.make_steel(sector, p, f, memory)
        later.adapt(sector, p, f)
        before = [(m.water, m.faces, m.equipment, m.strength) for m in sector.mines]
        later.post_shares(sector, f)
        later.remember(sector, f, memory)
        mines.do("age")
        later.carry_over(sector)
        self.series.append(find_series(sector, p, f, memory, before, self.world))
        self.t += 1
