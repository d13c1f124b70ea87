"""Priors and draws: within their range, of the right form, and each on its own."""

import numpy as np
import pytest

from coalface.earnings.parameters import Component, load_parameters
from coalface.errors import DefinitionError
from coalface.scenarios.priors import PriorDefinition, load_priors, read_priors
from coalface.scenarios.theta import draw_prior, quantile, rank

MODEL = """
model:
  - {id: model.a, meaning: m, unit: share, low: 0.1, mode: 0.2, high: 0.9, reason: r}
"""


def make_prior(**changes: object) -> PriorDefinition:
    whole = {"id": "model.x", "meaning": "m", "unit": "u", "low": 1.0, "mode": 2.0, "high": 5.0}
    return PriorDefinition.model_validate(whole | {"reason": "made up"} | changes)


def test_packaged_priors_of_the_mechanism_keep_its_ranges_and_sources() -> None:
    priors = load_priors()

    taken = [p for p in priors.values() if p.id in load_parameters()]
    assert len(taken) > 30
    for prior in taken:
        parameter = load_parameters()[prior.id]
        if parameter.is_found and prior.basis != "assumption":
            assert (prior.low, prior.mode, prior.high) == parameter.range, prior.id
            assert prior.sources == parameter.sources


def test_every_behaviour_that_no_source_measures_says_why_its_range() -> None:
    own = [p for p in load_priors().values() if p.id.startswith("model.")]

    assert own
    assert [p.id for p in own if p.mark != "assumed" or len(p.reason) < 10] == []


def test_draws_stay_within_low_and_high() -> None:
    priors = load_priors()

    theta = draw_prior(priors, range(500), seed=3)

    for name, prior in priors.items():
        assert prior.low <= theta[name].min(), name
        assert theta[name].max() <= prior.high, name


def test_a_draw_depends_on_its_number_and_not_on_its_company() -> None:
    priors = load_priors()
    names = list(priors)
    some = {name: priors[name] for name in reversed(names[:40])}

    whole = draw_prior(priors, range(300), seed=9)
    part = draw_prior(some, range(200, 260), seed=9)

    assert all(np.array_equal(part[name], whole[name][200:260]) for name in some)


def test_rank_undoes_quantile_for_each_form() -> None:
    share = np.linspace(0.001, 0.999, 101)

    for form in ("triangular", "uniform", "lognormal"):
        prior = make_prior(distribution=form)
        assert np.allclose(rank(prior, quantile(prior, share)), share, atol=1e-12), form


@pytest.mark.parametrize("mode", [1.0, 5.0])
def test_a_triangle_with_its_top_at_an_end_has_no_gap(mode: float) -> None:
    prior = make_prior(mode=mode)
    share = np.linspace(0, 1, 11)

    values = quantile(prior, share)

    assert values[[0, -1]].tolist() == [1.0, 5.0]
    assert np.allclose(rank(prior, values), share)


def test_a_triangle_has_the_mean_of_a_triangle() -> None:
    values = quantile(make_prior(), (np.arange(100_000) + 0.5) / 100_000)

    assert values.mean() == pytest.approx((1 + 2 + 5) / 3, rel=1e-6)


def test_a_mixture_draws_its_rival_values_whole_and_by_weight() -> None:
    components = (Component(value=1.0, weight=0.7), Component(value=5.0, weight=0.3))
    prior = make_prior(components=components, distribution="mixture")

    values = quantile(prior, (np.arange(1000) + 0.5) / 1000)

    assert set(values.tolist()) == {1.0, 5.0}
    assert (values == 1.0).mean() == pytest.approx(0.7)
    with pytest.raises(ValueError, match="has no rank"):
        rank(prior, values)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"mode": 9.0}, "order them"),
        ({"low": 0.0, "distribution": "lognormal"}, "low above 0"),
        ({"distribution": "fixed"}, "fixed needs one value"),
        ({"reason": ""}, "needs a `reason`"),
    ],
)
def test_a_prior_that_cannot_be_drawn_is_refused(changes: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        make_prior(**changes)


@pytest.mark.parametrize(
    ("mechanism", "told"),
    [
        ("  - {id: pay.nothing}", "line 3: 'pay.nothing' is no parameter of the mechanism"),
        ("  - {id: pay.cash_share, low: 0.1}", "line 3: .*give low, mode and high"),
        ("  - {id: pay.cash_share, low: 0.1, mode: 0.2, high: 0.3}", "needs a `reason`"),
        ("  - {id: cost.coal.rail}", "cost.coal.rail has no range"),
        ("  - {id: pay.cash_share}\n  - {id: pay.cash_share}", "stands twice"),
    ],
)
def test_a_wrong_list_of_priors_is_told_with_its_line(mechanism: str, told: str) -> None:
    with pytest.raises(DefinitionError, match=told):
        read_priors(f"\nmechanism:\n{mechanism}{MODEL}", "priors.yml")


def test_a_range_of_our_own_is_marked_as_assumed() -> None:
    text = "mechanism:\n  - {id: pay.cash_share, low: 0.1, mode: 0.2, high: 0.3, reason: made up}"

    prior = read_priors(text + MODEL, "priors.yml")["pay.cash_share"]

    assert (prior.low, prior.high, prior.mark) == (0.1, 0.3, "assumed")
