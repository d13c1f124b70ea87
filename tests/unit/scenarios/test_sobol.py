import sys

import numpy as np
import pytest

from coalface.errors import MissingExtraError
from coalface.scenarios.priors import PriorDefinition
from coalface.scenarios.sobol import find_sobol_shares
from coalface.scenarios.theta import Theta


def prior(name: str, basis: str = "assumption") -> PriorDefinition:
    return PriorDefinition.model_validate(
        {
            "id": name, "meaning": name, "unit": "x", "low": -1.0, "mode": 0.0, "high": 1.0,
            "distribution": "uniform", "basis": basis, "reason": "a test",
        }
    )  # fmt: skip


PRIORS = {name: prior(name) for name in ("a", "b", "idle")} | {"known": prior("known", "evidence")}


def product(theta: Theta, _: range) -> np.ndarray:
    return theta["a"] * theta["b"] + 0.5 * theta["known"]


def test_interplay_counts_in_the_total_and_not_alone() -> None:
    pytest.importorskip("SALib")

    shares = find_sobol_shares(product, ["a", "b", "idle", "known"], PRIORS, 1024, seed=1)

    found = {s.parameter: s for s in shares}
    # variances: 1/9 of a product of two uniforms, 1/12 of half a third
    assert found["a"].alone == pytest.approx(0.0, abs=0.05)
    assert found["a"].total == pytest.approx(4 / 7, abs=0.05)
    assert found["known"].alone == pytest.approx(3 / 7, abs=0.05)
    assert found["idle"].total == pytest.approx(0.0, abs=0.01)
    assert [s.parameter for s in shares if s.must_be_marked] == ["a", "b"]


def test_parameters_not_named_stand_still() -> None:
    pytest.importorskip("SALib")

    shares = find_sobol_shares(product, ["known"], PRIORS, 64, seed=1)

    assert [s.parameter for s in shares] == ["known"]
    assert shares[0].alone == pytest.approx(1.0, abs=0.1)


def test_an_answer_that_does_not_vary_has_no_shares() -> None:
    pytest.importorskip("SALib")

    assert find_sobol_shares(lambda t, _: 0.0 * t["a"], ["a"], PRIORS, 64, seed=1) == ()


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.analyze", None)

    with pytest.raises(MissingExtraError, match="sensitivity"):
        find_sobol_shares(product, ["a"], PRIORS, 64, seed=1)
