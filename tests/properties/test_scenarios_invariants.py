"""What must hold in every run, whatever the world, the unknowns and the scenario."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders_scenarios import make_forcing
from tests.builders_worlds import make_theta, make_world, run

from coalface.scenarios.branches import Branches
from coalface.scenarios.forcing import Forcing
from coalface.scenarios.outcomes import Outcomes
from coalface.scenarios.series_names import SERIES_BY_NAME
from coalface.scenarios.world import World
from coalface.scenarios.world_files import small_world

N = 36
FIRST, LAST = date(2014, 1, 1), date(2016, 12, 1)
SETTINGS = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
#: Shares that a claim, a stock or cash may lie below zero by rounding, in USD or t.
ROUNDING = 1e-5


def forcing(rng: np.random.Generator) -> Forcing:
    """Give a forcing with a ban, a cap, closures and lean times at random."""
    ban_at = int(rng.integers(N))
    ban = np.zeros((N, 2))
    ban[ban_at, :] = rng.uniform()
    ban[ban_at + 1 :, :] = rng.choice([0.0, 1.0])
    cap_at = int(rng.integers(N))
    days = np.zeros((N, 2))
    days[cap_at:, 0] = np.minimum(rng.uniform(0.2, 1), 1 - ban[cap_at:, 0])
    period = np.full((N, 2), -1)
    period[cap_at:, 0] = np.arange(cap_at, N) // 12
    cap = np.full((N, 2), np.nan)
    cap[cap_at:, 0] = rng.uniform(1e5, 5e6)
    value = cap * rng.uniform(20, 80)
    return make_forcing(
        FIRST,
        LAST,
        ban_share=ban,
        cap_days_share=days,
        cap_period=period,
        cap_t=cap,
        cap_usd=value,
        enforcement=rng.uniform(0, 0.5, (N, 5)),
        world_price_usd_per_t=rng.uniform(20, 200, (N, 2)),
        demand_t=rng.uniform(0, 3e6, (N, 2)),
        border=rng.choice([0.0, 0.5, 1.0, 1.0], N),
        news=rng.uniform(0, 1, N),
        power=rng.uniform(0, 1, N),
        fuel=rng.uniform(0, 1, N),
    )


def case(seed: int) -> tuple[World, Forcing, dict[str, Any], Branches]:
    rng = np.random.default_rng(seed)
    world = make_world(rng, n_mines=int(rng.integers(2, 7)), n_companies=int(rng.integers(1, 6)))
    branches = Branches(
        kickback=("kiep", "kdi")[rng.integers(2)],
        settlement=("A", "B")[rng.integers(2)],
        output=("statkor", "nkri")[rng.integers(2)],
    )
    return world, forcing(rng), make_theta(4, seed), branches


def simulate_case(seed: int, **options: Any) -> Outcomes:
    world, driven, theta, branches = case(seed)
    return run(driven, theta, world=world, branches=branches, **options)


seeds = st.integers(0, 10_000)


@SETTINGS
@given(seeds)
def test_money_claims_and_goods_add_up_each_month(seed: int) -> None:
    outcomes = simulate_case(seed)

    worst = {name: float(values.max()) for name, values in outcomes.residuals.items()}
    assert max(worst.values()) < 1e-9, worst


@SETTINGS
@given(seeds)
def test_each_balance_changes_by_its_flows_alone(seed: int) -> None:
    outcomes = simulate_case(seed)
    flows = dict(zip(outcomes.flow_names, np.moveaxis(outcomes.flow_totals, 2, 0), strict=True))
    places = {block: i for i, block in enumerate(outcomes.blocks)}

    households = outcomes.balances[:, :, places["currency", "households"]]
    came = flows["wages"] + flows["staff"]
    went = flows["household_purchases"] + flows["household_imports"]
    change = np.diff(households, axis=1, prepend=1e7)
    assert np.allclose(change, came - went, rtol=1e-9, atol=1e-3)


@SETTINGS
@given(seeds)
def test_no_stock_cash_or_claim_is_negative_and_shares_stay_shares(seed: int) -> None:
    outcomes = simulate_case(seed, keep="agents")

    for i, (instrument, sector) in enumerate(outcomes.blocks):
        if sector != "world":
            least = outcomes.balances[:, :, i].min()
            assert least > -ROUNDING, (instrument, sector, least)
    assert outcomes.flow_totals.min() > -ROUNDING
    for name in ("port_t", "pit_t", "coke_t", "cap_used_t"):
        assert outcomes.agents[name].min() >= -ROUNDING, name
    for name in ("equipment", "water", "strength", "faces", "belief", "joined", "effort", "skill"):
        values = outcomes.agents[name]
        assert values.min() >= -1e-12, name
        assert values.max() <= 1 + 1e-12, name
    for name, series in SERIES_BY_NAME.items():
        if series.unit == "share" and name in outcomes.series and name != "discount":
            assert outcomes.series[name].min() >= -1e-9, name
            if name != "export_share":  # more may leave in a month than is mined in it
                assert outcomes.series[name].max() <= 1 + 1e-9, name


@SETTINGS
@given(seeds)
def test_every_value_is_a_number(seed: int) -> None:
    outcomes = simulate_case(seed)

    assert all(np.isfinite(values).all() for values in outcomes.series.values())


@SETTINGS
@given(seeds)
def test_a_banned_good_is_not_declared_and_no_cap_is_exceeded(seed: int) -> None:
    _, driven, _, _ = case(seed)

    outcomes = simulate_case(seed)

    declared = outcomes.series["declared_t"]
    assert declared[:, driven.ban_share == 1.0].max(initial=0.0) == 0.0
    for name, cap in (("cap_used_t", driven.cap_t), ("cap_used_usd", driven.cap_usd)):
        used = outcomes.series[name]
        assert (used <= np.where(np.isnan(cap), np.inf, cap) * (1 + 1e-9) + ROUNDING).all(), name


@SETTINGS
@given(seeds)
def test_all_shipped_on_days_under_a_cap_counts_against_it(seed: int) -> None:
    _, driven, _, _ = case(seed)
    whole = make_forcing(
        FIRST,
        LAST,
        cap_t=np.tile([3e6, np.nan], (N, 1)),
        cap_days_share=np.tile([1.0, 0.0], (N, 1)),
        cap_period=np.tile([0, -1], (N, 1)),
        enforcement=driven.enforcement,
    )

    outcomes = run(whole, make_theta(4, seed))

    total = outcomes.series["declared_t"][..., 0].cumsum(axis=1)
    assert np.allclose(outcomes.series["cap_used_t"][..., 0], total)
    assert total.max() <= 3e6 * (1 + 1e-9)


@SETTINGS
@given(seeds)
def test_prepayments_stay_within_the_traders_cash_and_offsets_within_prepayments(seed: int) -> None:
    outcomes = simulate_case(seed)
    places = {block: i for i, block in enumerate(outcomes.blocks)}
    flows = dict(zip(outcomes.flow_names, np.moveaxis(outcomes.flow_totals, 2, 0), strict=True))

    cash = outcomes.balances[:, :, places["currency", "traders"]]
    held = np.concatenate([np.full((4, 1), 2e7), cash[:, :-1]], axis=1)
    assert (flows["prepayment"] <= held * (1 + 1e-9) + ROUNDING).all()
    owed = outcomes.balances[:, :, places["prepayment", "traders"]]
    before = np.concatenate([np.zeros((4, 1)), owed[:, :-1]], axis=1)
    used = flows["advance_used"] + flows["prepayment_lost"]
    assert (used <= before * (1 + 1e-9) + ROUNDING).all()


def test_a_seized_cargo_pays_no_price_and_no_kickback() -> None:
    driven = make_forcing(FIRST, LAST, ban_from=FIRST, enforcement=np.ones((N, 5)))
    theta = make_theta(4, model__enforcement_scale=1.0)

    outcomes = run(driven, theta)

    flows = dict(zip(outcomes.flow_names, np.moveaxis(outcomes.flow_totals, 2, 0), strict=True))
    series = outcomes.series
    assert series["unrecorded_t"].sum() > 0
    assert np.allclose(series["seized_t"], series["unrecorded_t"])
    assert [flows[n].max() for n in ("delivery", "credit_sale", "kickback", "advance_used")] == [
        0
    ] * 4


def test_without_rules_and_enforcement_a_run_is_that_without_sanctions() -> None:
    quiet = make_forcing(FIRST, LAST, enforcement=np.zeros((N, 5)))
    loud = make_forcing(FIRST, LAST, enforcement=np.ones((N, 5)))

    one, other = run(quiet), run(loud)

    for name, values in one.series.items():
        assert np.array_equal(values, other.series[name]), name


def test_a_run_equal_to_its_base_differs_by_exactly_nothing() -> None:
    driven = make_forcing(FIRST, LAST, ban_from=date(2015, 6, 1))

    one, other = run(driven), run(make_forcing(FIRST, LAST, ban_from=date(2015, 6, 1)))

    for name, values in one.series.items():
        assert np.array_equal(values, other.series[name]), name


@SETTINGS
@given(seeds, st.integers(1, N - 1))
def test_nothing_before_a_change_changes(seed: int, at: int) -> None:
    world, driven, theta, branches = case(seed)
    rng = np.random.default_rng(seed + 1)
    changed: dict[str, Any] = {
        name: np.concatenate([getattr(driven, name)[:at], getattr(other, name)[at:]])
        for other in (forcing(rng),)
        for name in ("ban_share", "enforcement", "world_price_usd_per_t", "border", "news", "power")
    }
    cap_days = np.minimum(driven.cap_days_share, 1 - changed["ban_share"])
    kept = ("cap_t", "cap_usd", "demand_t", "cap_period", "fuel")
    unchanged: dict[str, Any] = {name: getattr(driven, name) for name in kept}
    later = make_forcing(FIRST, LAST, cap_days_share=cap_days, **changed, **unchanged)

    one = run(driven, theta, world=world, branches=branches)
    other = run(later, theta, world=world, branches=branches)

    for name, values in one.series.items():
        assert np.array_equal(values[:, :at], other.series[name][:, :at]), name


def test_a_longer_run_starts_like_a_shorter_one() -> None:
    short, long = make_forcing(FIRST, date(2015, 12, 1)), make_forcing(FIRST, LAST)

    one, other = run(short), run(long)

    for name, values in one.series.items():
        assert np.array_equal(values, other.series[name][:, :24]), name


def test_more_enforcement_gives_less_prepayment_in_the_median() -> None:
    theta, first, last = make_theta(40), date(2010, 1, 1), date(2015, 12, 1)
    used_up = 24  # months in which deliveries use up what was prepaid before the ban
    shares = []
    for level in (0.0, 0.05, 0.15, 0.4):
        driven = make_forcing(
            first, last, ban_from=date(2011, 1, 1), enforcement=np.full((72, 5), level)
        )
        found = run(driven, theta).series["prepayment_share"][:, used_up:]
        shares.append(np.median(found, axis=0).mean())

    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1]


@pytest.mark.parametrize("months", [3, 6, 12, 24])
def test_a_stop_leaves_more_water_in_the_median_than_none(months: int) -> None:
    # Not more with each month of it: what is left dry of a mine soon works all the time, and pumps.
    theta = make_theta(40)
    banned = np.zeros((N, 2))
    banned[N - months :] = 1.0
    stopped = make_forcing(FIRST, LAST, ban_share=banned)

    flooded = [
        np.median(run(driven, theta).series["flooded_share"][:, -1, 1:], axis=0)
        for driven in (make_forcing(FIRST, LAST), stopped)
    ]

    assert (flooded[0] < flooded[1]).all()


USD_PARAMETERS = (
    "cost.coal.mine_gate", "cost.coal.truck_jikdong_taean", "cost.coal.port_loading",
    "cost.coal.inspection", "split.coal.domestic_price_2019", "cost.russia_relabel_fee", "enf.fine",
    "model.ship_to_ship_usd_per_t", "model.direct_dark_usd_per_t",
    "model.relabel_detour_usd_per_t", "model.food_price_usd_per_t", "model.reopen_usd_per_t",
    "model.equipment_usd_per_t", "model.substitute_scale_usd", "model.pit_price_ore_usd_per_t",
    "model.haul_ore_usd_per_t",
)  # fmt: skip


def test_all_money_and_prices_times_ten_gives_all_money_times_ten() -> None:
    base: dict[str, Any] = {"ban_from": date(2015, 6, 1)}
    driven = make_forcing(FIRST, LAST, **base)
    tenfold = make_forcing(
        FIRST,
        LAST,
        **base,
        world_price_usd_per_t=10 * driven.world_price_usd_per_t,
        freight_usd_per_t=10 * driven.freight_usd_per_t,
    )
    theta = make_theta(4)
    dear = {k: v * (10 if k in USD_PARAMETERS else 1) for k, v in theta.items()}
    world = small_world()
    opening = type(world.opening)(**{k: 10 * v for k, v in vars(world.opening).items()})
    rich = World(**{k: v for k, v in vars(world).items() if k in World.__dataclass_fields__}
                 | {"opening": opening})  # fmt: skip

    one, other = run(driven, theta), run(tenfold, dear, world=rich)

    for name, values in one.series.items():
        factor = 10 if SERIES_BY_NAME[name].unit.startswith("USD") else 1
        assert np.allclose(other.series[name], factor * values, rtol=1e-6, atol=1e-3), name


@SETTINGS
@given(seeds)
def test_another_order_of_agents_changes_nothing_but_the_order(seed: int) -> None:
    world, driven, theta, branches = case(seed)
    theta = {**theta, "model.enforcement_scale": np.zeros(4)}  # lanes have their own luck
    rng = np.random.default_rng(seed)

    one = run(driven, theta, world=world, branches=branches)
    other = run(driven, theta, world=_shuffled(world, rng), branches=branches)

    for name, values in one.series.items():
        scale = np.abs(values).max() + 1.0
        assert np.allclose(values, other.series[name], rtol=1e-7, atol=1e-9 * scale), name


def _shuffled(world: World, rng: np.random.Generator) -> World:
    mine, company, lane = (
        rng.permutation(n) for n in (world.n_mines, world.n_companies, world.n_lanes)
    )
    to_mine, to_company = np.argsort(mine), np.argsort(company)
    lanes = type(world.lanes)(
        to_mine[world.lanes.mine[lane]],
        to_company[world.lanes.company[lane]],
        world.lanes.trader[lane],
        world.lanes.weight[lane],
    )
    changed = {
        "mines": _taken(world.mines, mine),
        "companies": _taken(world.companies, company),
        "lanes": lanes,
    }
    kept = {k: v for k, v in vars(world).items() if k in World.__dataclass_fields__}
    return World(**kept | changed)


def _taken(rows: Any, order: Any) -> Any:
    return type(rows)(
        **{
            k: tuple(np.array(v, dtype=object)[order]) if isinstance(v, tuple) else v[order]
            for k, v in vars(rows).items()
        }
    )


@pytest.mark.parametrize("cut", [1, 3, 5])
def test_splitting_a_block_changes_nothing(cut: int) -> None:
    driven = make_forcing(FIRST, LAST, ban_from=date(2015, 6, 1))
    theta = make_theta(8)
    first = {k: v[:cut] for k, v in theta.items()}
    second = {k: v[cut:] for k, v in theta.items()}

    whole = run(driven, theta)
    parts = run(driven, first), run(driven, second, first_draw=cut)

    for name, values in whole.series.items():
        joined = np.concatenate([part.series[name] for part in parts])
        assert np.abs(values - joined).max() <= 1e-10 * max(np.abs(values).max(), 1.0), name


def test_the_same_block_gives_the_same_bits() -> None:
    driven = make_forcing(FIRST, LAST, ban_from=date(2015, 6, 1))

    one, other = run(driven, make_theta(100)), run(driven, make_theta(100))

    assert all(np.array_equal(one.series[n], other.series[n]) for n in one.series)
