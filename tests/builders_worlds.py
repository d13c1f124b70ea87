"""Small worlds, unknowns and runs for tests of the model. Everything in them is made up."""

from typing import Any

import numpy as np

from coalface.scenarios.branches import Branches
from coalface.scenarios.forcing import Forcing
from coalface.scenarios.outcomes import Outcomes
from coalface.scenarios.priors import load_priors
from coalface.scenarios.rates import Rates, find_rates
from coalface.scenarios.simulate import simulate
from coalface.scenarios.standing import Standing, find_standing
from coalface.scenarios.theta import Theta, draw_prior
from coalface.scenarios.world import World
from coalface.scenarios.world_files import WorldFile, build_world, small_world

__all__ = ["central", "make_rates", "make_standing", "make_theta", "make_world", "run"]

KINDS = ("basic", "self", "private")
SPONSORS = ("party", "military", "cabinet", "provincial")
BANKS = ("trade", "party", "military")


def make_world(
    rng: np.random.Generator, *, n_mines: int = 5, n_companies: int = 4, n_traders: int = 2
) -> World:
    """Give a world of random agents; the first mine gives coal, the second ore."""
    even = rng.uniform
    mines = [
        {
            "name": f"m{i}",
            "kind": "basic" if i == 1 else KINDS[rng.integers(3)],
            "good": "iron_ore" if i == 1 else "anthracite",
            "province": "",
            "size": float(even(0.2, 3)),
            "equipment": float(even(0.3, 1)),
            "strategic": float(even(0, 1)),
            "depth": float(even(0.3, 1.5)),
            "power_dependence": float(even(0, 0.8)),
        }
        for i in range(n_mines)
    ]
    companies = [
        {
            "name": f"c{i}",
            "sponsor": SPONSORS[rng.integers(4)],
            "bank": BANKS[rng.integers(3)],
            "size": float(even(0.2, 2)),
            "reach": float(even(0, 2)),
            "approval": float(even(0.3, 1)),
        }
        for i in range(n_companies)
    ]
    traders = [
        {"name": f"t{i}", "province": "", "size": float(even(0.2, 2))} for i in range(n_traders)
    ]
    lanes = [
        {"mine": f"m{m}", "company": f"c{c}", "trader": f"t{rng.integers(n_traders)}",
         "weight": float(even(0.1, 1))}
        for m in range(n_mines)
        for c in rng.choice(n_companies, size=min(2, n_companies), replace=False)
    ]  # fmt: skip
    rest = small_file()
    return build_world(
        WorldFile.model_validate(
            rest | {"name": "made-up", "mines": mines, "companies": companies,
                    "traders": traders, "lanes": lanes}
        ),
        "made-up",
    )  # fmt: skip


def small_file() -> dict[str, Any]:
    """Give what a file says beside its agents."""
    return {
        "land_share": {"anthracite": 0.05, "iron_ore": 0.6},
        "route_capacity_share": {"ship-to-ship": 0.12, "direct-dark": 0.1, "relabelled": 0.03},
        "opening": {
            "mines_usd": 4e6, "companies_usd": 8e6, "authorities_usd": 4e7, "households_usd": 1e7,
            "market_usd": 4e7, "traders_usd": 2e7,
        },
        "reasons": ("made up",),
    }  # fmt: skip


def make_theta(n_draws: int = 4, seed: int = 1, **changes: float) -> dict[str, Any]:
    """Give draws of the packaged priors; by keyword, `model__x=1.0` sets `model.x`."""
    theta = dict(draw_prior(load_priors(), range(n_draws), seed))
    for name, value in changes.items():
        theta[name.replace("__", ".")] = np.full(n_draws, value)
    return theta


def central(n_draws: int = 1) -> Theta:
    """Give the most likely values."""
    return {name: np.full(n_draws, prior.mode) for name, prior in load_priors().items()}


def make_rates(theta: Theta | None = None, world: World | None = None) -> Rates:
    """Give the unknowns as the rules want them."""
    return find_rates(theta or central(), Branches())


def make_standing(rates: Rates | None = None, world: World | None = None) -> Standing:
    """Give the constants of a block."""
    return find_standing(world or small_world(), rates or make_rates(world=world))


def run(
    forcing: Forcing,
    theta: Theta | None = None,
    *,
    world: World | None = None,
    branches: Branches | None = None,
    first_draw: int = 0,
    **options: Any,
) -> Outcomes:
    """Simulate with made-up or packaged values for what is not given."""
    theta = theta or make_theta()
    n_draws = len(next(iter(theta.values())))
    return simulate(
        world or small_world(),
        forcing,
        theta,
        branches=branches or Branches(),
        draws=range(first_draw, first_draw + n_draws),
        seed=options.pop("seed", 11),
        **options,
    )
