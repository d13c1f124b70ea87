"""The prior beside the figures: within, at the edge, or out of reach of any fit."""

from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from coalface.scenarios.calibrate.prior_check import check_prior, share_within
from coalface.scenarios.calibrate.targets import Target, to_scale

Floats = NDArray[np.float64]


def figure(value: float, sd: float = 0.05) -> Target:
    return Target(
        "anthracite", "usd", date(2010, 1, 1), date(2011, 1, 1), value, sd, 0.0001, 1e6, "x"
    )


def predict(targets: tuple[Target, ...], n: int = 4000) -> Floats:
    """Give a prior that lies around 100 million, within a factor of about two either way."""
    draws = 1e8 * np.exp(0.4 * np.random.default_rng(5).standard_normal((n, 1)))
    return to_scale(np.repeat(draws, len(targets), axis=1), targets)


def test_a_figure_is_within_at_the_edge_or_out_of_reach() -> None:
    targets = tuple(figure(v) for v in (1e8, 2.1e8, 1e9, 1e6))

    checks = check_prior(targets, predict(targets), rng=np.random.default_rng(0))

    assert [c.verdict for c in checks] == ["within", "at the edge", "out of reach", "out of reach"]
    assert [c.side for c in checks[2:]] == ["prior too low", "prior too high"]
    assert share_within(checks) == 0.25


def test_the_range_is_in_the_unit_of_the_figure() -> None:
    targets = (figure(1e8),)

    (check,) = check_prior(targets, predict(targets), rng=np.random.default_rng(0))

    assert check.mid == pytest.approx(1e8, rel=0.05)
    assert check.low == pytest.approx(1e8 * np.exp(-0.4 * 1.645), rel=0.08)
    assert check.high == pytest.approx(1e8 * np.exp(0.4 * 1.645), rel=0.08)


def test_noise_of_a_figure_widens_what_the_prior_may_give() -> None:
    sharp, vague = (figure(2.5e8, sd) for sd in (0.01, 0.8))
    targets = (sharp, vague)

    checks = check_prior(targets, predict(targets), rng=np.random.default_rng(0))

    assert checks[0].verdict != "within"
    assert checks[1].verdict == "within"


def test_a_figure_of_nothing_is_met_by_draws_of_nothing() -> None:
    targets = (figure(0.0),)

    (check,) = check_prior(targets, np.zeros((500, 1)), rng=np.random.default_rng(0))

    assert check.verdict == "within"
    assert check.low == 0
