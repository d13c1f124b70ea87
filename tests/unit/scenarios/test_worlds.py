from dataclasses import replace

import numpy as np
import pytest
from tests.builders_scenarios import make_forcing
from tests.builders_worlds import make_standing, make_theta, run

from coalface.errors import DefinitionError, InputError
from coalface.scenarios.branches import Branches
from coalface.scenarios.rates import find_rates
from coalface.scenarios.relations import Relation
from coalface.scenarios.series_names import SERIES, SERIES_BY_NAME
from coalface.scenarios.simulate import simulate
from coalface.scenarios.state import opening_state
from coalface.scenarios.world_files import read_world, small_world
from coalface.scenarios.world_register import (
    draw_register,
    load_register_prior,
    register_world,
)

LANE = """
name: broken
mines: [{name: m, kind: basic, good: anthracite, province: "", size: 1, equipment: 1, strategic: 0, depth: 1, power_dependence: 0}]
companies: [{name: c, sponsor: party, bank: trade, size: 1, reach: 1, approval: 1}]
traders: [{name: t, province: "", size: 1}]
lanes: [{mine: m, company: c, trader: TRADER, weight: WEIGHT}]
land_share: {anthracite: 0, iron_ore: 0}
route_capacity_share: {ship-to-ship: 0, direct-dark: 0, relabelled: 0}
opening: {mines_usd: 0, companies_usd: 0, authorities_usd: 0, households_usd: 0, market_usd: 0, traders_usd: 0}
reasons: []
"""  # noqa: E501


def test_a_relation_adds_up_and_spreads_back() -> None:
    relation = Relation(np.array([2, 0, 2]), 4)

    assert relation.sum(np.array([[1.0, 2.0, 4.0]])).tolist() == [[2, 0, 5, 0]]
    assert relation.spread(np.array([[7.0, 8.0, 9.0, 6.0]])).tolist() == [[9, 7, 9]]


def test_a_relation_to_a_parent_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="outside 0 to 1"):
        Relation(np.array([2]), 2)


def test_the_small_world_has_a_mine_of_each_kind_and_a_company_of_each_sponsor() -> None:
    world = small_world()

    assert (world.n_mines, world.n_companies, world.n_traders) == (4, 4, 1)
    assert set(world.mines.kind[world.mines.good == 0]) == {0, 1, 2}
    assert set(world.companies.sponsor) == {0, 1, 2, 3}


def test_the_register_has_the_size_it_should_and_codes_for_names() -> None:
    world = register_world()

    assert (world.n_mines, world.n_companies) == (60, 40)
    assert 20 <= world.n_traders <= 38
    names = world.mines.names + world.companies.names + world.traders.names
    assert all(name[-2:].isdigit() for name in names)


def test_another_seed_gives_another_register_and_the_same_seed_the_same() -> None:
    prior = load_register_prior()

    assert draw_register(prior, 3) == draw_register(prior, 3)
    assert draw_register(prior, 3) != draw_register(prior, 4)


def test_capacity_by_kind_is_the_same_in_both_worlds() -> None:
    theta = make_theta(3)
    sums = []
    for world in (small_world(), register_world()):
        standing = make_standing(find_rates(theta, Branches()), world)
        coal = world.mines.good == 0
        kinds = [
            standing.capacity_t[:, coal & (world.mines.kind == k)].sum(axis=1) for k in (0, 1, 2)
        ]
        sums.append(np.array(kinds))

    assert np.allclose(sums[0], sums[1])


@pytest.mark.parametrize(
    ("trader", "weight", "told"),
    [("x", "1", "names the trader 'x'"), ("t", "0", "no lane with a weight above 0"),
     ("t", "-1", "line 6")],
)  # fmt: skip
def test_a_world_that_does_not_hold_together_is_refused(
    trader: str, weight: str, told: str
) -> None:
    text = LANE.replace("TRADER", trader).replace("WEIGHT", weight)

    with pytest.raises(DefinitionError, match=told):
        read_world(text, "broken.yml")


def test_a_missing_parameter_is_named() -> None:
    theta = make_theta(2)
    del theta["model.headroom"]

    with pytest.raises(InputError, match=r"theta lacks model\.headroom"):
        find_rates(theta, Branches())


def test_theta_of_another_number_of_draws_is_refused() -> None:
    with pytest.raises(ValueError, match="theta holds 2 draws, expected 3"):
        simulate(
            small_world(),
            make_forcing(),
            make_theta(2),
            branches=Branches(),
            draws=range(3),
            seed=1,
        )


def test_each_reading_of_output_has_its_own_total() -> None:
    theta = make_theta(2)

    totals = [
        find_rates(theta, Branches(output=output)).coal_total_mt[0, 0]
        for output in ("statkor", "nkri")
    ]

    assert totals == [31.06, 38.287]


def test_a_run_gives_every_series_that_is_listed_in_the_shape_that_is_listed() -> None:
    outcomes = run(make_forcing(), make_theta(2))

    simulated = {s.name for s in SERIES if not s.name.startswith("recorded_")}
    assert set(outcomes.series) == simulated
    for name, values in outcomes.series.items():
        classes = SERIES_BY_NAME[name].classes
        assert values.shape == ((2, 60, len(classes)) if classes else (2, 60)), name


def test_agents_are_kept_only_when_asked_for() -> None:
    few = run(make_forcing(), make_theta(2), keep="agents")

    assert run(make_forcing(), make_theta(2)).agents == {}
    assert few.agents["water"].shape == (2, 60, 4)
    assert few.agents["balances"].shape[:2] == (2, 60)


def test_the_state_that_rules_see_is_read_only() -> None:
    state = replace(opening_state(small_world(), 2), water=np.zeros((2, 4)))

    with pytest.raises(ValueError, match="read-only"):
        state.water[0, 0] = 1.0


def test_coal_is_exported_at_the_size_of_the_published_figures() -> None:
    outcomes = run(make_forcing(), make_theta(50))

    yearly = outcomes.series["declared_t"][:, 36:48, 0].sum(axis=1)
    mined = outcomes.series["produced_t"][:, 36:48, 0].sum(axis=1)
    assert 10e6 < np.median(yearly) < 19e6  # 18 Mt wanted a year in the made-up forcing
    assert 20e6 < np.median(mined) < 40e6
