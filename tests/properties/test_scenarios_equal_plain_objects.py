"""The arrays of the room and plain objects, written apart from the same page, agree."""

import numpy as np
import pytest
from tests.builders_scenarios import make_forcing
from tests.reference.scenario_model import names_of_page, run_reference
from tests.reference.scenario_worlds import make_random_forcing, make_random_world

from coalface.scenarios.branches import Branches, all_branches
from coalface.scenarios.forcing import Forcing
from coalface.scenarios.priors import load_priors
from coalface.scenarios.simulate import simulate
from coalface.scenarios.theta import draw_prior
from coalface.scenarios.world import World
from coalface.scenarios.world_files import small_world

CLOSE = 1e-10
OBSERVED = {"recorded_t", "recorded_value_cif_usd"}


def disagreements(
    world: World, forcing: Forcing, branches: Branches, draws: range, seed: int
) -> dict[str, float]:
    """Give the largest difference of each series that differs, as a part of its largest value."""
    theta = draw_prior(load_priors(), draws, seed)
    given = {"branches": branches, "draws": draws, "seed": seed}
    arrays = simulate(world, forcing, theta, **given).series  # type: ignore[arg-type]
    objects = run_reference(world, forcing, theta, **given)  # type: ignore[arg-type]
    assert set(arrays) - OBSERVED == set(objects)
    found = {}
    for name, expected in objects.items():
        size = max(float(np.abs(expected).max()), 1e-6)
        worst = float(np.abs(arrays[name] - expected).max()) / size
        if not worst <= CLOSE:
            found[name] = worst
    return found


@pytest.mark.parametrize("branches", [b for b in all_branches() if b.law == "practice"])
def test_small_world_agrees_in_every_reading(branches: Branches) -> None:
    forcing = make_random_forcing(np.random.default_rng(7))

    assert disagreements(small_world(), forcing, branches, range(2), 11) == {}


@pytest.mark.parametrize("seed", range(12))
def test_random_worlds_agree(seed: int) -> None:
    rng = np.random.default_rng(seed)
    world, forcing = make_random_world(rng), make_random_forcing(rng)
    branches = all_branches()[seed % len(all_branches())]

    assert disagreements(world, forcing, branches, range(seed, seed + 2), seed) == {}


def test_flat_months_without_law_agree() -> None:
    assert disagreements(small_world(), make_forcing(), Branches(), range(3), 5) == {}


def test_the_page_names_a_prior_for_each_of_its_parameters() -> None:
    assert set(names_of_page().values()) <= set(load_priors())
