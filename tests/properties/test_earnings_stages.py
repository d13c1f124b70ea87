"""Laws of the stages: nothing is lost, both ledgers close, money scales, names do not matter."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalface.earnings.branches import Branch, TermsInForce, all_branches
from coalface.earnings.draws import draw_named
from coalface.earnings.ledgers import check_balance, company_ledger, national_ledger
from coalface.earnings.mines import mine_parameters, simulate_mines
from coalface.earnings.model import load_model
from coalface.earnings.parameters import load_parameters
from coalface.earnings.receivers import receiver_amounts, receiver_shares
from coalface.earnings.stages import (
    FlowDraws,
    parameters_of,
    payment_shares,
    simulate_flows,
    stage_shares,
)

CLOSE = 1e-9
MODEL = load_model()
COAL = MODEL.good("coal")
NAMES = parameters_of(COAL)
IS_PRICE = {name for name in NAMES if load_parameters()[name].unit == "USD/t"}
branches = st.sampled_from(all_branches())
terms = st.sampled_from(MODEL.terms).map(lambda t: TermsInForce(t, is_carried=False))
prices = st.floats(min_value=1, max_value=1000)
seeds = st.integers(min_value=0, max_value=2**32 - 1)
quick = settings(deadline=None, max_examples=40)


def random_draws(seed: int, n: int = 20) -> dict[str, Any]:
    """Draw each parameter from a range of its own, far wider than the packaged one."""
    rng = np.random.default_rng(seed)
    found = {name: rng.uniform(0.01, 0.6 if name not in IS_PRICE else 90, n) for name in NAMES}
    settle = MODEL.settlement_shares
    found[settle.on_delivery] = rng.uniform(0.6, 0.9, n)
    found[settle.after_inspection] = 1 - found[settle.on_delivery]
    return found


def flows_of(price: float, branch: Branch, in_force: TermsInForce, seed: int) -> FlowDraws:
    return simulate_flows(price, COAL, branch, in_force, random_draws(seed))


@quick
@given(prices, branches, terms, seeds)
def test_shares_of_stages_and_of_receivers_sum_to_one(
    price: float, branch: Branch, in_force: TermsInForce, seed: int
) -> None:
    flows = flows_of(price, branch, in_force, seed)

    for shares in (stage_shares(flows), receiver_shares(flows)):
        assert np.abs(shares.sum(axis=1) - 1).max() < CLOSE


@quick
@given(prices, branches, terms, seeds)
def test_both_ledgers_close_in_every_draw(
    price: float, branch: Branch, in_force: TermsInForce, seed: int
) -> None:
    flows = flows_of(price, branch, in_force, seed)

    for ledger in (national_ledger(flows), company_ledger(flows)):
        check_balance(ledger, scale=flows.paid)
        assert np.abs(ledger.gap / flows.paid).max() < CLOSE


@quick
@given(prices, branches, terms, seeds)
def test_doubling_all_prices_doubles_all_money(
    price: float, branch: Branch, in_force: TermsInForce, seed: int
) -> None:
    draws = random_draws(seed)
    doubled = {name: x * (2 if name in IS_PRICE else 1) for name, x in draws.items()}

    once = simulate_flows(price, COAL, branch, in_force, draws)
    twice = simulate_flows(2 * price, COAL, branch, in_force, doubled)

    np.testing.assert_allclose(twice.amounts, 2 * once.amounts, rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(stage_shares(twice), stage_shares(once), rtol=0, atol=CLOSE)


@quick
@given(st.lists(prices, min_size=2, max_size=5), branches, terms, seeds, st.permutations(range(5)))
def test_relabelling_goods_permutes_their_results(
    values: list[float], branch: Branch, in_force: TermsInForce, seed: int, order: list[int]
) -> None:
    draws = random_draws(seed)
    goods = [COAL.model_copy(update={"id": f"good_{i}"}) for i in range(len(values))]
    order = [i for i in order if i < len(values)]

    def results(labels: list[int]) -> dict[str, Any]:
        return {
            goods[label].id: simulate_flows(price, goods[label], branch, in_force, draws).amounts
            for label, price in zip(labels, values, strict=True)
        }

    plain, relabelled = results(list(range(len(values)))), results(order)

    for i, label in enumerate(order):
        np.testing.assert_array_equal(relabelled[f"good_{label}"], plain[f"good_{i}"])


@quick
@given(seeds, st.integers(1, 40_000), st.integers(0, 40_000))
def test_draws_do_not_depend_on_the_size_of_a_chunk(seed: int, n: int, start: int) -> None:
    names = ("pay.kickback_share", "levy.other_share")
    whole = draw_named(names, start + n, rng=np.random.default_rng(seed))

    part = draw_named(reversed(names), n, rng=np.random.default_rng(seed), start=start)

    for name in names:
        np.testing.assert_array_equal(part[name], whole[name][start:])


@quick
@given(branches, terms, seeds)
def test_payments_before_at_and_after_delivery_sum_to_one(
    branch: Branch, in_force: TermsInForce, seed: int
) -> None:
    shares = payment_shares(branch.settlement, in_force, random_draws(seed), MODEL)

    assert np.abs(shares.sum(axis=1) - 1).max() < CLOSE
    assert shares.min() >= 0


@quick
@given(
    seed=seeds,
    exports=st.floats(0.0, 30.0),
    series=st.sampled_from(MODEL.series),
    as_before=st.booleans(),
)
def test_exports_by_type_of_mine_sum_to_the_exports_recorded(
    *, seed: int, exports: float, series: Any, as_before: bool
) -> None:
    rng = np.random.default_rng(seed)
    draws = {name: rng.uniform(0, 1, 50) for name in mine_parameters()}

    found = simulate_mines(exports, series, draws, as_before=as_before)

    np.testing.assert_allclose(found.output_mt.sum(axis=1), series.value, rtol=1e-12)
    np.testing.assert_allclose(found.exports_mt, exports, rtol=1e-9, atol=1e-9)
    assert (found.leakage_mt * found.not_needed_mt == 0).all()


@pytest.mark.parametrize("of", [stage_shares, receiver_amounts])
def test_more_than_one_draw_keeps_its_order(of: Callable[[FlowDraws], Any]) -> None:
    branch, in_force = all_branches()[5], TermsInForce(MODEL.terms[0], is_carried=False)
    draws = draw_named(NAMES, 10, rng=np.random.default_rng(1))
    one = simulate_flows(80, COAL, branch, in_force, {k: v[3:4] for k, v in draws.items()})

    np.testing.assert_allclose(
        of(simulate_flows(80, COAL, branch, in_force, draws))[3], of(one)[0], rtol=1e-12
    )
    assert in_force.terms.valid_from == date(2000, 1, 1)
