"""Sums over years and branches, and the figure of 100 dollars: what goes in comes out."""

from datetime import date

import numpy as np
import pytest

import coalface.earnings.summaries as module
from coalface.earnings.branches import Branch, all_branches, find_branch, terms_on
from coalface.earnings.breakeven import UnitValue
from coalface.earnings.draws import draw_named
from coalface.earnings.model import load_model
from coalface.earnings.receivers import receiver_shares
from coalface.earnings.sankey import find_sankey, link_table, numbers
from coalface.earnings.stages import parameters_of, simulate_flows, stage_shares
from coalface.earnings.summaries import QUANTILES, Summary, simulate_years
from coalface.trade.figures import Figure

MODEL = load_model()
COAL = MODEL.good("coal")
PRICES = {2012: 100.0, 2016: 53.0, 2020: 40.0}


def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def value(price: float, year: int = 2013) -> UnitValue:
    return UnitValue(year, str(year), Figure(price, price, price, ("flows/x",)))


def assert_same(one: Summary, other: Summary) -> None:
    for name in ("stages", "receivers", "stays", "p_loss"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_the_number_of_workers_changes_nothing() -> None:
    assert_same(
        simulate_years(PRICES, 3000, rng=rng()), simulate_years(PRICES, 3000, rng=rng(), workers=3)
    )


def test_the_size_of_a_chunk_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = simulate_years(PRICES, 3000, rng=rng())

    monkeypatch.setattr(module, "CHUNK", 700)

    assert_same(simulate_years(PRICES, 3000, rng=rng()), whole)


def test_the_order_of_branches_changes_nothing() -> None:
    branches = all_branches()[:8]

    one = simulate_years(PRICES, 1000, rng=rng(), branches=branches)
    other = simulate_years(PRICES, 1000, rng=rng(), branches=branches[::-1])

    np.testing.assert_array_equal(one.stages, other.stages[:, ::-1])
    np.testing.assert_array_equal(one.p_loss, other.p_loss[:, ::-1])


@pytest.mark.parametrize("branch", all_branches(), ids=lambda b: b.id)
def test_sums_are_the_quantiles_of_the_draws(branch: Branch) -> None:
    found = simulate_years({2013: 83.0}, 2000, rng=rng(), branches=(branch,))
    draws = draw_named(parameters_of(COAL), 2000, rng=rng())
    flows = simulate_flows(83.0, COAL, branch, terms_on(date(2013, 1, 1)), draws)

    for kept, shares in (
        (found.stages, stage_shares(flows)),
        (found.receivers, receiver_shares(flows)),
    ):
        expected = np.quantile(shares, QUANTILES, axis=0).T
        np.testing.assert_allclose(kept[0, 0], expected, atol=2e-6)
    assert found.gap.max() < 1e-9


def test_a_ledger_that_does_not_close_is_named_with_year_and_branch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_fill", lambda *_: (0, 0.5))

    with pytest.raises(ValueError, match=r"2012, branch .*: a ledger is off by 0\.5"):
        simulate_years(PRICES, 100, rng=rng())


@pytest.mark.parametrize("price", [50.0, 83.0, 150.0])
@pytest.mark.parametrize("branch", ["none.A.fob", "kiep.B.cif", "kdi.A.fob"])
def test_what_enters_a_node_leaves_it(price: float, branch: str) -> None:
    found = find_sankey(value(price), find_branch(branch), 2000, rng=rng())

    flow = {node: 0.0 for node, _ in found.nodes}
    for link in found.links:
        flow[link.source] -= link.amount.value or 0
        flow[link.target] += link.amount.value or 0
    inner = {"buyer"} | {s.id for s in MODEL.stages} & set(flow)
    for node in inner - {"buyer"}:
        assert flow[node] == pytest.approx(0, abs=1e-6)
    assert flow["buyer"] == pytest.approx(-100, abs=1e-6)
    assert sum(n.value or 0 for n in found.receivers) == pytest.approx(100, abs=1e-6)
    assert len(found.nodes) <= 15


def test_a_mean_loss_comes_in_as_cover_and_no_link_is_negative() -> None:
    found = find_sankey(value(85.0), find_branch("none.A.fob"), 2000, rng=rng())

    assert "loss_cover" in {link.source for link in found.links}
    assert min(link.amount.value or 0 for link in found.links) >= 0


def test_tables_and_numbers_of_the_figure_name_every_link_once() -> None:
    found = find_sankey(value(83.0), find_branch("kiep.A.fob"), 2000, rng=rng())

    ids = [n.id for n in numbers(found)]
    assert len(set(ids)) == len(ids)
    assert link_table([found]).height == len(found.links)
    assert set(link_table([found])["target"]) <= {node for node, _ in found.nodes}


def test_the_caption_names_only_parameters_that_rest_on_assumptions() -> None:
    found = find_sankey(value(83.0), find_branch("kdi.A.fob"), 8000, rng=rng())

    assert "pay.kdi_middleman_share" in {d.parameter for d in found.caption}
    assert all(d.is_assumed for d in found.caption)
