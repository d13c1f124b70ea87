"""What customs would record of a run, whatever the world and the unknowns."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders_scenarios import make_forcing
from tests.builders_worlds import make_theta, make_world, run

from coalface.scenarios.observe import observe

FIRST, LAST = date(2014, 1, 1), date(2016, 12, 1)
ROUNDING = 1e-5


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_nothing_is_recorded_but_what_was_declared_or_found_out(seed: int) -> None:
    world = make_world(np.random.default_rng(seed))
    driven = make_forcing(FIRST, LAST, ban_from=date(2015, 6, 1))
    exact = make_theta(4, seed, model__reporting_noise=0.0)
    outcomes = run(driven, exact, world=world)

    seen = observe(outcomes, exact, driven, seed=11)

    relabelled = outcomes.series["shipped_by_route_t"][..., 4]
    found_out = exact["model.misclassified_share"][:, None] * relabelled
    declared = outcomes.series["declared_t"]
    assert np.allclose(seen["recorded_t"].sum(axis=2), declared.sum(axis=2) + found_out)
    assert (seen["recorded_t"] >= declared - ROUNDING).all()


def test_months_of_recorded_trade_sum_to_the_year_and_hidden_months_are_missing() -> None:
    driven, theta = make_forcing(FIRST, LAST), make_theta(4)
    outcomes = run(driven, theta)
    hidden = {date(2015, 2, 1)}

    seen = observe(outcomes, theta, driven, seed=11, unpublished=hidden)["recorded_t"]
    whole = observe(outcomes, theta, driven, seed=11)["recorded_t"]

    assert np.isnan(seen[:, 13]).all()
    assert np.isnan(seen).sum() == seen[:, 13].size
    assert np.array_equal(np.delete(seen, 13, axis=1), np.delete(whole, 13, axis=1))


def test_noise_of_recording_is_small_and_has_no_slant() -> None:
    driven = make_forcing(FIRST, LAST)
    theta = make_theta(200, model__reporting_noise=0.05, model__misclassified_share=0.0)
    outcomes = run(driven, theta)

    recorded = observe(outcomes, theta, driven, seed=3)["recorded_t"]
    traded = outcomes.series["declared_t"] > 0
    ratio = recorded[traded] / outcomes.series["declared_t"][traded]

    assert abs(ratio.mean() - 1) < 0.01
    assert abs(np.log(ratio).std() - 0.05) < 0.005
