"""Packaged scenarios through the small model: no effect before its cause, none without one."""

from functools import cache

import numpy as np
import pytest

from coalface.pipeline.scenario_inputs import read_world_tables
from coalface.scenarios.build_forcing import build_forcing
from coalface.scenarios.forcing import Forcing, array_names
from coalface.scenarios.outcomes import Outcomes
from coalface.scenarios.priors import load_priors
from coalface.scenarios.scenario_file import load_scenario
from coalface.scenarios.scenario_text import packaged_names
from coalface.scenarios.simulate import simulate
from coalface.scenarios.theta import draw_prior
from coalface.scenarios.world_files import small_world

N_DRAWS, SEED = 24, 5
NAMES = tuple(name for name in packaged_names() if name != "history")


@cache
def forcing(name: str) -> Forcing:
    return build_forcing(load_scenario(name), read_world_tables())


@cache
def outcomes(name: str) -> Outcomes:
    return simulate(
        small_world(),
        forcing(name),
        draw_prior(load_priors(), range(N_DRAWS), SEED),
        branches=load_scenario(name).branches,
        draws=range(N_DRAWS),
        seed=SEED,
    )


def first_difference(one: Forcing, two: Forcing) -> int:
    """Give the place of the first month in which any input differs."""
    places = []
    for name in array_names():
        a, b = (np.nan_to_num(np.asarray(getattr(f, name), float), nan=-1.0) for f in (one, two))
        differs = (a != b).reshape(len(a), -1).any(axis=1)
        places += np.flatnonzero(differs)[:1].tolist()
    return int(min(places))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_differs_before_the_first_input_that_does_and_something_after(name: str) -> None:
    at = first_difference(forcing(name), forcing("history"))
    base, made = outcomes("history").series, outcomes(name).series

    for series, values in base.items():
        assert np.array_equal(made[series][:, :at], values[:, :at], equal_nan=True), series
    assert [
        series
        for series, values in base.items()
        if not np.array_equal(made[series][:, at:], values[:, at:], equal_nan=True)
    ]


@pytest.mark.parametrize("name", ["history", *NAMES])
def test_no_declared_cargo_of_a_banned_good_in_a_month_wholly_banned(name: str) -> None:
    declared = outcomes(name).series["declared_t"]

    assert not declared[:, forcing(name).ban_share == 1].any()


@pytest.mark.parametrize("name", ["history", *NAMES])
def test_use_of_a_cap_never_exceeds_it(name: str) -> None:
    series, inputs = outcomes(name).series, forcing(name)
    for used, limit in (("cap_used_t", inputs.cap_t), ("cap_used_usd", inputs.cap_usd)):
        over = series[used] - np.where(np.isnan(limit), np.inf, limit)
        assert over.max() <= 1e-6, used


def test_with_no_rule_and_no_enforcement_nothing_is_unlawful_or_seized() -> None:
    series = outcomes("no-sanctions").series

    assert not series["unrecorded_t"].any()
    assert not series["seized_t"].any()


def test_allowing_two_million_tonnes_sells_no_more_than_that_lawfully() -> None:
    declared = outcomes("coal-cap-2024").series["declared_t"][:, :, 0]
    months = forcing("coal-cap-2024").months
    for year in range(2024, 2031):
        inside = [i for i, m in enumerate(months) if m.year == year]
        sold = declared[:, inside].sum(axis=1)
        assert sold.max() <= 2e6 * (1 + 1e-9)
        assert np.median(sold) > 5e5
