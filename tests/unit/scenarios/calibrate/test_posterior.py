from pathlib import Path

import numpy as np
import pytest

from coalface.errors import InputError
from coalface.scenarios.calibrate.posterior import read_posterior, write_posterior
from coalface.scenarios.model_run import make_theta
from coalface.scenarios.priors import load_priors
from coalface.scenarios.scenario_file import load_scenario
from coalface.scenarios.theta import draw_prior

N = 30


def theta() -> dict[str, np.ndarray]:
    return dict(draw_prior(load_priors(), range(N), 1))


def margins(low: float) -> dict[str, dict[str, dict[str, float]]]:
    """Margins over two baselines, of which the last score of the last has this lower end."""
    one = {which: {"low": 0.2} for which in ("log_score", "interval_score")}
    return {"last year": one, "trend": one | {"interval_score": {"low": low}}}


def scores(low: float, low_held: float) -> dict[str, object]:
    return {"margins": margins(low), "margins_prices_held": margins(low_held)}


def test_what_was_written_is_read(tmp_path: Path) -> None:
    drawn = theta()
    write_posterior(tmp_path / "post", drawn, {"scores": scores(0.1, 0.1)})

    found = read_posterior(tmp_path / "post")

    assert found.n_members == N
    assert found.beats_baselines
    assert all(np.array_equal(found.theta[name], drawn[name]) for name in drawn)


@pytest.mark.parametrize(
    "report",
    [
        {},
        {"scores": scores(-0.1, 0.1)},
        {"scores": scores(0.1, -0.1)},
        {"scores": {"margins": margins(0.1)}},
        {"scores": {"margins": {}, "margins_prices_held": {}}},
    ],
)
def test_a_verdict_that_the_scores_do_not_bear_out_does_not_count(
    tmp_path: Path, report: dict[str, object]
) -> None:
    write_posterior(tmp_path, theta(), {**report, "beats_baselines": True})

    assert not read_posterior(tmp_path).beats_baselines


def test_a_posterior_that_has_not_won_is_not_said_to_have(tmp_path: Path) -> None:
    write_posterior(tmp_path, theta(), {})

    assert not read_posterior(tmp_path).beats_baselines


def test_another_table_has_another_digest(tmp_path: Path) -> None:
    drawn = theta()
    write_posterior(tmp_path / "a", drawn, {})
    drawn["pay.prepay_share"] = drawn["pay.prepay_share"][::-1].copy()
    write_posterior(tmp_path / "b", drawn, {})

    assert read_posterior(tmp_path / "a").digest != read_posterior(tmp_path / "b").digest


def test_a_missing_parameter_is_named(tmp_path: Path) -> None:
    drawn = theta()
    del drawn["pay.prepay_share"]
    write_posterior(tmp_path, drawn, {})

    with pytest.raises(InputError, match=r"lacks parameter pay\.prepay_share"):
        read_posterior(tmp_path)


@pytest.mark.parametrize("value", [-1.0, 2.0, np.nan])
def test_a_parameter_outside_its_prior_is_named_with_its_row(tmp_path: Path, value: float) -> None:
    drawn = theta()
    drawn["pay.prepay_share"][4] = value
    write_posterior(tmp_path, drawn, {})

    with pytest.raises(InputError, match=r"row 5: pay\.prepay_share"):
        read_posterior(tmp_path)


def test_a_folder_without_a_posterior_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no posterior can be read"):
        read_posterior(tmp_path)


def test_draws_are_rows_of_the_posterior_and_no_more(tmp_path: Path) -> None:
    write_posterior(tmp_path, theta(), {})
    posterior, history = read_posterior(tmp_path), load_scenario("history")

    found = make_theta(history, range(10, 20), 7, posterior)

    assert np.array_equal(found["pay.prepay_share"], theta()["pay.prepay_share"][10:20])
    with pytest.raises(InputError, match="30 rows, 31 draws"):
        make_theta(history, range(31), 7, posterior)
