"""Before the fit: what is out of reach is named, and what figures see only together."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from coalface.scenarios.calibrate.before_fit import FEWEST_DRAWS, BeforeFit, look_before_fit
from coalface.scenarios.calibrate.fit import CalibrationTask
from coalface.scenarios.calibrate.scores import PriorScores
from coalface.scenarios.calibrate.targets import Target
from coalface.scenarios.months import month_axis
from coalface.scenarios.priors import PriorDefinition

Floats = NDArray[np.float64]
MONTHS = month_axis(date(2010, 1, 1), date(2012, 12, 1))
ASKED: list[range] = []


def prior(name: str) -> PriorDefinition:
    return PriorDefinition.model_validate(
        {
            "id": name, "meaning": name, "unit": "x", "low": 1.0, "mode": 2.0, "high": 4.0,
            "reason": "a test",
        }
    )  # fmt: skip


def recorded(theta: Mapping[str, Floats], draws: range) -> dict[tuple[str, str], Floats]:
    """Only the product of tonnes and price is seen; the third has no effect."""
    ASKED.append(draws)
    month = 1e6 * theta["tonnes"] * theta["price"]
    return {("anthracite", "usd"): np.repeat(month[:, None], len(MONTHS), axis=1)}


def year(number: int, value: float) -> Target:
    return Target(
        "anthracite", "usd", date(number, 1, 1), date(number + 1, 1, 1), value, 0.05, 0.1, 1e6, "x"
    )


@pytest.fixture(scope="module")
def before() -> BeforeFit:
    ASKED.clear()
    fitted = (year(2010, 12 * 4e6), year(2011, 12 * 5e6), year(2012, 12 * 4e9))
    names = ("tonnes", "price", "idle")
    scores = PriorScores.of({name: prior(name) for name in names})
    return look_before_fit(CalibrationTask(recorded, MONTHS, scores, fitted, 200, 3))


def test_a_figure_that_no_draw_reaches_is_named_with_its_side(before: BeforeFit) -> None:
    assert [check.target.starts_on.year for check in before.outside] == [2012]
    assert before.outside[0].verdict == "out of reach"
    assert before.share_within == pytest.approx(2 / 3)


def test_parameters_that_only_multiply_stand_in_one_ridge(before: BeforeFit) -> None:
    (ridge,) = before.known.ridges
    assert set(ridge.parameters) == {"tonnes", "price"}
    assert before.known.alone == ()
    assert before.known.unseen == ("idle",)


def test_each_parameter_is_seen_together_alone_faintly_or_not_at_all(before: BeforeFit) -> None:
    known = before.known
    shared = [name for ridge in known.ridges for name in ridge.parameters]
    told = [*shared, *known.alone, *known.faint, *known.unseen]

    assert sorted(told) == sorted(known.names)


def test_each_draw_is_run_once_block_by_block(before: BeforeFit) -> None:
    assert [n for draws in ASKED for n in draws] == list(range(before.n_draws))
    assert before.n_draws >= FEWEST_DRAWS
    assert len(ASKED) > 1


def test_the_plain_values_name_figures_ridges_and_what_is_not_seen(before: BeforeFit) -> None:
    told = before.as_values()

    assert [f["verdict"] for f in told["prior_check"]["figures"]] == [
        "within", "within", "out of reach",
    ]  # fmt: skip
    assert told["prior_check"]["figures"][2]["side"] == "prior too low"
    assert told["identified"]["ridges"][0]["words"] == before.known.ridges[0].words
    assert told["identified"]["unseen"] == ["idle"]
