"""Stages, receivers and ledgers on figures small enough to follow by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from coalface.earnings.branches import Branch, all_branches, find_branch, terms_on
from coalface.earnings.draws import Draws, draw_named
from coalface.earnings.ledgers import check_balance, company_ledger, national_ledger
from coalface.earnings.mines import mine_parameters, simulate_mines
from coalface.earnings.model import load_model
from coalface.earnings.receivers import receiver_shares
from coalface.earnings.stages import (
    FlowDraws,
    parameters_of,
    payment_shares,
    simulate_flows,
    stage_shares,
)

MODEL = load_model()
COAL = MODEL.good("coal")
IN_2013 = terms_on(date(2013, 1, 1))


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def by_hand() -> Draws:
    values = dict.fromkeys(parameters_of(COAL), 0.0) | {
        "cost.coal.sea_freight": 10,
        "cost.coal.stack_to_fob": 50,
        "cost.coal.mine_gate": 3,
        "cost.coal.truck_jikdong_taean": 1,
        "cost.coal.port_loading": 1,
        "levy.unconditional_share": 0.3,
        "levy.other_share": 0.2,
        "pay.kickback_share": 0.1,
        "pay.kickback_share_kdi": 0.4,
        "pay.kdi_middleman_share": 0.25,
        "pay.prepay_share": 0.3,
        "pay.on_delivery_share": 0.7,
        "pay.after_inspection_share": 0.3,
        "in.imported_mine_supplies": 0.5,
    }
    return {name: np.array([value], dtype=float) for name, value in values.items()}


def flows_of(branch_id: str, price: float = 110.0) -> FlowDraws:
    return simulate_flows(price, COAL, find_branch(branch_id), IN_2013, by_hand())


@pytest.mark.parametrize(
    ("branch", "paid", "booked", "home", "abroad"),
    [
        ("none.A.cif", 110, 110, 0, 0),
        ("none.A.fob", 110, 100, 0, 0),
        ("kiep.A.fob", 121, 100, 11, 0),
        ("kiep_inside-to_dprk.A.fob", 110, 90, 10, 0),
        ("kiep_inside-to_china.A.fob", 110, 90, 0, 10),
        ("kdi.A.fob", 154, 100, 33, 11),
    ],
)
def test_a_kick_back_is_paid_on_top_or_from_within_as_its_reading_says(
    branch: str, paid: float, booked: float, home: float, abroad: float
) -> None:
    flows = flows_of(branch)

    assert flows.paid[0] == pytest.approx(paid)
    assert flows.booked[0] == pytest.approx(booked)
    assert flows.of("kickback_home")[0] == pytest.approx(home)
    assert flows.of("kickback_abroad")[0] == pytest.approx(abroad)


def test_levies_are_owed_on_what_is_booked_and_costs_keep_their_proportions() -> None:
    flows = flows_of("kiep.A.fob")

    assert flows.of("levy")[0] == pytest.approx(30)
    assert flows.of("fees")[0] == pytest.approx(20)
    assert flows.of("purchase_home")[0] == pytest.approx(15)
    assert flows.of("purchase_supplies")[0] == pytest.approx(15)
    assert flows.of("haulage")[0] == pytest.approx(10)
    assert flows.of("port")[0] == pytest.approx(10)
    assert flows.of("result")[0] == pytest.approx(0)


@pytest.mark.parametrize(
    ("costs", "prepaid", "waiting"),
    [(50, 100 * 0.3 * 0.03, 20 * 0.03 + 21 * 0.01), (20, 0.9, 0.21)],
)
def test_the_buyer_finances_the_advance_and_the_company_the_rest_and_the_wait(
    costs: float, prepaid: float, waiting: float
) -> None:
    draws = dict(by_hand()) | {
        "cost.coal.stack_to_fob": np.array([float(costs)]),
        "pay.finance_rate_yearly": np.array([0.12]),
        "pay.months_prepaid": np.array([3.0]),
        "pay.months_to_inspection": np.array([1.0]),
    }

    flows = simulate_flows(110.0, COAL, find_branch("none.A.fob"), IN_2013, draws)

    assert flows.of("finance_prepaid")[0] == pytest.approx(prepaid)
    assert flows.of("finance_waiting")[0] == pytest.approx(waiting)


def test_the_nation_may_keep_most_while_the_company_loses() -> None:
    flows = flows_of("none.A.fob", price=80.0)

    nation, company = national_ledger(flows), company_ledger(flows)

    assert nation.margin[0] > 0.6
    assert company.left[0] < 0


def test_the_prepayment_is_part_of_the_seventy_or_comes_before_it() -> None:
    rest = payment_shares(find_branch("none.A.cif").settlement, IN_2013, by_hand(), MODEL)
    whole = payment_shares(find_branch("none.B.cif").settlement, IN_2013, by_hand(), MODEL)

    np.testing.assert_allclose(rest[0], [0.3, 0.49, 0.21])
    np.testing.assert_allclose(whole[0], [0.3, 0.4, 0.3])


def test_payment_shares_that_cannot_sum_to_one_name_the_draw() -> None:
    draws = dict(by_hand()) | {"pay.on_delivery_share": np.array([0.8])}

    with pytest.raises(ValueError, match=r"shares of draw 0 .*must be positive and sum to 1"):
        payment_shares(find_branch("none.B.cif").settlement, IN_2013, draws, MODEL)


def test_a_lost_flow_is_named_with_its_draw() -> None:
    flows = flows_of("kiep.A.fob")
    broken = replace(flows, amounts=flows.amounts * np.where(np.arange(12) == 3, 0, 1))

    with pytest.raises(ValueError, match=r"shares of draw 0 sum to .* not 1"):
        stage_shares(broken)
    with pytest.raises(ValueError, match="company ledger: draw 0 does not close"):
        check_balance(company_ledger(broken), scale=broken.paid)


@pytest.mark.parametrize("branch", all_branches(), ids=lambda b: b.id)
def test_the_packaged_parameters_balance_in_every_branch(branch: Branch) -> None:
    draws = draw_named(parameters_of(COAL), 500, rng=rng())
    flows = simulate_flows(60.0, COAL, branch, IN_2013, draws)

    for ledger in (national_ledger(flows), company_ledger(flows)):
        check_balance(ledger, scale=flows.paid)
    assert stage_shares(flows).shape == (500, len(MODEL.stages))
    assert receiver_shares(flows).shape == (500, len(MODEL.receivers))


def test_the_quota_needs_leakage_only_where_other_mines_dig_too_little() -> None:
    statkor = next(s for s in MODEL.series if s.id == "statkor")
    draws = {name: np.array([0.5]) for name in mine_parameters()} | {
        "prod.share.basic_mines_2011": np.array([0.6]),
        "prod.share.private_mines": np.array([0.1]),
        "prod.basic_export_quota": np.array([0.1]),
        "split.coal.other_mines_export_share": np.array([1.0]),
    }

    much = simulate_mines(22.49, statkor, draws, as_before=True)
    little = simulate_mines(10.0, statkor, draws, as_before=True)

    assert much.leakage_mt[0] == pytest.approx(22.49 - 31.06 * (0.6 * 0.1 + 0.4))
    assert little.leakage_mt[0] == 0
    with pytest.raises(ValueError, match="exceed the output of Statistics Korea"):
        simulate_mines(40.0, statkor, draws)
