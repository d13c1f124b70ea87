"""Ridges: what figures see only together is named with its signs, what they see alone is not."""

import numpy as np
import pytest
from numpy.typing import NDArray

from coalface.scenarios.calibrate.identifiability import Identified, find_identified

Floats = NDArray[np.float64]
NAMES = ("levy", "fees", "kickback", "capacity", "idle")
N = 600


def draw(n: int = N, p: int = len(NAMES)) -> Floats:
    return np.random.default_rng(4).standard_normal((n, p))


def identify(predicted: Floats, scores: Floats | None = None) -> Identified:
    return find_identified(
        NAMES, draw() if scores is None else scores, predicted, rng=np.random.default_rng(1)
    )


def burden(noise: float = 0.3) -> Floats:
    """Give figures that see levy + fees - kickback, and capacity apart."""
    x = draw()
    together = 3 * x[:, 0] + 2 * x[:, 1] - 3 * x[:, 2]
    years = np.stack([together * (1 + i / 5) for i in range(4)] + [4 * x[:, 3]] * 2, axis=1)
    return years + noise * np.random.default_rng(2).standard_normal(years.shape)


def test_what_is_seen_only_together_is_one_ridge_with_its_signs() -> None:
    found = identify(burden())

    (ridge,) = found.ridges
    assert set(ridge.parameters) == {"levy", "fees", "kickback"}
    signs = dict(zip(ridge.parameters, np.sign(ridge.weights), strict=True))
    assert signs["levy"] == signs["fees"] == -signs["kickback"]
    assert dict(zip(ridge.parameters, np.abs(ridge.weights), strict=True)) == pytest.approx(
        {"levy": 1.0, "kickback": 1.0, "fees": 2 / 3}, rel=0.05
    )


def test_the_words_of_a_ridge_name_each_part_with_its_sign() -> None:
    words = identify(burden()).ridges[0].words

    assert "x levy" in words
    assert "x fees" in words
    assert "- 1.0 x kickback" in words or "- 1.0 x levy" in words
    assert words.endswith("how it splits is not")


def test_what_is_seen_alone_and_what_is_not_seen_are_told() -> None:
    found = identify(burden())

    assert found.alone == ("capacity",)
    assert found.unseen == ("idle",)


def test_two_independent_combinations_are_counted_as_two() -> None:
    assert identify(burden()).n_seen == 2


def test_figures_of_noise_alone_see_nothing() -> None:
    noise = np.random.default_rng(8).standard_normal((N, 6))

    found = identify(noise)

    assert found.n_seen == 0
    assert found.ridges == ()
    assert len(found.unseen) >= 4


def test_parameters_seen_by_different_figures_share_no_ridge() -> None:
    x = draw()

    found = identify(np.stack([3 * x[:, i] for i in range(4)], axis=1))

    assert found.ridges == ()
    assert found.alone == NAMES[:4]


def test_a_slope_is_in_noise_for_one_spread_of_the_prior() -> None:
    x = draw()

    found = identify(np.stack([3 * x[:, 0], 4 * x[:, 0]], axis=1))

    assert found.strengths[0] == pytest.approx(5.0)


def test_the_order_of_parameters_changes_nothing_but_the_order() -> None:
    order = [3, 0, 4, 2, 1]
    plain = identify(burden())
    turned = find_identified(
        [NAMES[i] for i in order], draw()[:, order], burden(), rng=np.random.default_rng(1)
    )

    assert set(turned.ridges[0].parameters) == set(plain.ridges[0].parameters)
    assert turned.strengths == pytest.approx(plain.strengths[order], rel=1e-9)


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(ValueError, match="100 draws are too few for 5 parameters: give 315"):
        identify(np.ones((100, 2)), draw(100))
