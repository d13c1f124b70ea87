"""Steps 1 to 9, rule by rule, against values worked out by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.builders_scenarios import make_forcing
from tests.builders_worlds import central, make_rates, make_standing

from coalface.scenarios.behaviour.beliefs import update_belief
from coalface.scenarios.behaviour.interdict import seize
from coalface.scenarios.behaviour.law import carry_cap_use, count_cap_use, ration
from coalface.scenarios.behaviour.offer import order, quote_prices
from coalface.scenarios.behaviour.prepay import prepay
from coalface.scenarios.behaviour.produce import buy, haulage_room, mine, pit_price, possible_output
from coalface.scenarios.behaviour.routes import fit_routes, mix_routes
from coalface.scenarios.behaviour.settle import beside_the_price, find_due, pay
from coalface.scenarios.behaviour.ship import ship_lawful, store
from coalface.scenarios.behaviour.terms import barter_part, prepaid_part
from coalface.scenarios.branches import Branches
from coalface.scenarios.drivers import Month, find_months
from coalface.scenarios.relations import Floats
from coalface.scenarios.state import opening_state
from coalface.scenarios.world_files import small_world

WORLD = small_world()
RATES = make_rates()
STANDING = make_standing(RATES)
FIRST, LAST = date(2015, 1, 1), date(2015, 3, 1)


def column(*values: float) -> Floats:
    return np.array([values], dtype=float)


def month(**changes: object) -> Month:
    driven = {k: v for k, v in changes.items() if k not in Month.__dataclass_fields__}
    own = {k: v for k, v in changes.items() if k in Month.__dataclass_fields__}
    return replace(find_months(WORLD, make_forcing(FIRST, LAST, **driven))[0], **own)  # type: ignore[arg-type]


def capped(**changes: object) -> Month:
    own = {"has_cap": True, "cap_days": np.array([1.0, 0.0]), "cap_t": np.array([100.0, np.inf])}
    return month(**own | changes)


def test_without_a_cap_all_lawful_orders_pass() -> None:
    found = ration(month(), column(0, 0), column(0, 0), column(9e9, 5), column(1, 1))

    assert found.part.tolist() == [[1, 1]]
    assert found.counted.tolist() == [[0, 0]]


def test_a_cap_lets_pass_what_is_left_of_it() -> None:
    found = ration(capped(), column(70, 0), column(0, 0), column(60, 5), column(1, 1))

    assert found.part[0] == pytest.approx([0.5, 1])
    assert found.counted[0] == pytest.approx([1, 0])


def test_the_tighter_of_quantity_and_value_holds() -> None:
    both = capped(cap_usd=np.array([30.0, np.inf]))

    found = ration(both, column(70, 0), column(0, 0), column(60, 5), column(120, 1))

    assert found.part[0, 0] == pytest.approx(0.25)


def test_days_before_a_cap_are_not_rationed_and_do_not_count() -> None:
    half = capped(cap_days=np.array([0.5, 0.0]), cap_t=np.array([10.0, np.inf]))

    found = ration(half, column(0, 0), column(0, 0), column(60, 5), column(1, 1))

    assert found.part[0, 0] == pytest.approx(0.5 + 10 / 60)
    shipped = 60 * found.part
    assert count_cap_use(column(0, 0), shipped, found)[0, 0] == pytest.approx(10)


def test_a_new_period_starts_from_nothing_used() -> None:
    found = carry_cap_use(column(80, 80), month(goes_on=np.array([0.0, 1.0])))

    assert found.tolist() == [[0, 80]]


def test_beliefs_move_part_of_the_way_to_what_was_seen_and_heard() -> None:
    rates = make_rates(central())

    found = update_belief(column(0.2), column(0.5), 1.0, rates)

    heard = 0.5 + rates.news_weight[0, 0]
    assert found[0, 0] == pytest.approx(0.2 + rates.belief_gain[0, 0] * (heard - 0.2))


def test_risk_lowers_price_and_will_to_buy() -> None:
    calm = quote_prices(month(is_open=False), STANDING, RATES, column(0, 0))
    tense = quote_prices(month(is_open=False), STANDING, RATES, column(0.3, 0.3))

    assert (tense.fob < calm.fob).all()
    assert (tense.keen < calm.keen).all()
    assert (tense.dare < calm.dare).all()


def test_the_lawful_price_is_the_world_price_less_the_cut_and_freight() -> None:
    found = quote_prices(month(is_open=False), STANDING, RATES, column(0, 0))

    cut = 1 - RATES.discount_coal[0, 0]
    assert found.fob[0, 0] == pytest.approx(80 * cut - 8)
    assert (found.fob_unlawful <= found.fob).all()
    assert (found.resale_unlawful <= [80, 60]).all()


def test_nothing_is_asked_of_unlawful_cargo_while_all_is_open() -> None:
    found = quote_prices(month(), STANDING, RATES, column(0.2, 0.2))

    assert month().is_open
    assert found.dare.max() == found.fob_unlawful.max() == 0


def test_no_lane_is_ordered_more_than_it_has() -> None:
    quote = quote_prices(month(is_open=False), STANDING, RATES, column(0, 0))
    offered = np.full((1, WORLD.n_lanes), 100.0)
    port = np.full((1, WORLD.n_lanes), 20.0)

    found = order(WORLD, month(), RATES, quote, (offered, port), np.ones((1, WORLD.n_companies)))

    assert (found.lawful <= 120).all()
    assert (found.unlawful_pull <= found.lawful.max()).all()


def test_prepayment_is_the_custom_at_no_risk_and_fades_with_it() -> None:
    risks = np.linspace(0, 1, 11)
    found = [prepaid_part(month(), STANDING, RATES, column(risk, risk))[0, 0] for risk in risks]

    assert found[0] == pytest.approx(RATES.prepay_lawful[0, 0])
    assert found == sorted(found, reverse=True)
    assert found[-1] == pytest.approx(RATES.prepay_risky[0, 0], abs=1e-6)


def test_a_limit_on_terms_holds_whatever_the_custom_is() -> None:
    found = prepaid_part(month(prepayment_limit=0.1), STANDING, RATES, column(0, 0))

    assert found.max() <= 0.1


def test_a_closed_border_brings_goods_for_cash() -> None:
    opened, closed = barter_part(month(), STANDING), barter_part(month(border=0.0), STANDING)

    assert (closed >= opened).all()
    assert closed[0, 0] > opened[0, 0]


def test_no_trader_prepays_more_than_he_has() -> None:
    asked = np.full((1, WORLD.n_lanes), 10.0)

    found = prepay(WORLD, asked, asked * 3, asked * 0, column(55))

    assert found.sum() == pytest.approx(55)
    assert np.ptp(found) == pytest.approx(0)


def test_what_older_prepayments_leave_after_this_months_orders_counts_first() -> None:
    asked = np.full((1, WORLD.n_lanes), 10.0)

    found = prepay(WORLD, asked, asked * 3, asked * 3.4, column(1e6))

    assert found == pytest.approx(np.full_like(asked, 6.0))


def test_a_company_buys_as_much_as_its_money_reaches() -> None:
    wanted = np.full((1, WORLD.n_lanes), 100.0)
    price = np.full((1, WORLD.n_lanes), 20.0)
    released = np.full((1, WORLD.n_companies), 3000.0)

    found = buy(WORLD, STANDING, price, wanted, (released, released * 0 + 500))

    paid = WORLD.lane_company.sum(found.pit_usd) + found.haul_usd + found.port_usd
    assert paid == pytest.approx(np.full_like(paid, 3500.0))
    assert found.paid_in_usd == pytest.approx(np.full_like(paid, 500.0))


def test_off_book_cash_is_used_only_where_the_bank_does_not_release_enough() -> None:
    wanted = np.full((1, WORLD.n_lanes), 1.0)
    price = np.full((1, WORLD.n_lanes), 20.0)
    rich = np.full((1, WORLD.n_companies), 1e9)

    found = buy(WORLD, STANDING, price, wanted, (rich, rich))

    assert found.paid_in_usd.max() == 0
    assert found.tonnes == pytest.approx(wanted)


def test_the_pit_is_paid_between_its_floor_and_its_ceiling() -> None:
    wanted = np.full((1, WORLD.n_lanes), 10.0)

    low = pit_price(STANDING, RATES, wanted, wanted * 1.0)
    high = pit_price(STANDING, RATES, wanted, wanted * 1e4)

    assert low == pytest.approx(STANDING.pit_floor)
    assert high == pytest.approx(STANDING.pit_price)


def test_tonnes_mined_are_used_at_home_taken_or_stocked() -> None:
    state = replace(opening_state(WORLD, 1), pit_t=np.full((1, WORLD.n_mines), 500.0))
    possible = STANDING.capacity_t.copy()
    taken = 0.3 * STANDING.export_part * possible

    found = mine(STANDING, RATES, state, possible, taken)

    moved = found.home + taken + found.pit - state.pit_t
    assert found.produced == pytest.approx(moved)
    assert (found.produced <= possible * (1 + 1e-12)).all()
    assert (found.turned_home <= STANDING.home_room_t).all()


def test_water_and_want_of_fuel_lower_what_a_mine_can_give() -> None:
    state = opening_state(WORLD, 1)
    wet = replace(state, water=np.full((1, WORLD.n_mines), 0.5))
    full = possible_output(month(), STANDING, state, haulage_room(month(), RATES))

    assert possible_output(month(), STANDING, wet, haulage_room(month(), RATES)) == pytest.approx(
        full / 2
    )
    assert (
        possible_output(month(), STANDING, state, haulage_room(month(fuel=0.0), RATES)) < full
    ).all()


def test_berths_limit_coal_and_not_ore() -> None:
    stock = np.full((1, WORLD.n_lanes), 1000.0)

    found = ship_lawful(WORLD, stock, stock, column(70.0, np.inf))

    assert WORLD.lane_good.sum(found)[0, 0] == pytest.approx(70)
    assert found[0, WORLD.lane_good.parent == 1] == pytest.approx(1000)


def test_stock_at_port_keeps_what_came_in_and_loses_a_part_of_the_rest() -> None:
    found = store(RATES, column(100), column(40), column(7))

    loss = RATES.port_loss[0, 0]
    assert found.port[0, 0] == pytest.approx(60 * (1 - loss) + 7)


def test_the_mix_of_routes_sums_to_one_and_follows_room() -> None:
    mix = mix_routes(month(), STANDING, RATES, column(0.1))

    assert mix[:, :3].sum() == pytest.approx(1)
    assert mix[:, 3:].sum() == pytest.approx(1)


def test_no_class_of_routes_takes_more_than_its_room() -> None:
    mix = mix_routes(month(), STANDING, RATES, column(0.1))

    found = fit_routes(month(), STANDING, RATES, mix, column(1e9, 1e9))

    assert (found.by_route_t <= STANDING.room_t[:, :3] * (1 + 1e-9)).all()
    assert (found.kept < 1).all()


def test_nothing_is_seized_without_a_chance_of_it_and_all_is_at_certainty() -> None:
    shipped = np.linspace(500, 71_000, WORLD.n_lanes)[None, :]
    chance = np.linspace(0.001, 0.999, WORLD.n_lanes)[None, :]

    none = seize(RATES, (shipped, shipped), shipped * 0, 6.5, chance)
    all_of_it = seize(RATES, (shipped, shipped), shipped * 0 + 1, 6.5, chance)

    assert none.tonnes.sum() == 0
    assert all_of_it.tonnes == pytest.approx(shipped)


def test_cargoes_are_seized_whole_and_on_average_by_their_chance() -> None:
    rng = np.random.default_rng(5)
    shipped = np.full((1, 20_000), 3.5 * RATES.voyage_t[0, 0])
    rates = replace(RATES, dispute_share=RATES.dispute_share[:, :1])

    found = seize(
        rates, (shipped, shipped), shipped * 0 + 0.3, 6.5, rng.uniform(size=shipped.shape)
    )

    assert set(np.round(found.part[0] * 4, 9)) <= {0, 1, 2, 3, 4}
    assert found.part.mean() == pytest.approx(0.3, abs=0.01)


def due(settlement: str, outstanding: float = 30.0) -> list[float]:
    value = np.full((1, WORLD.n_lanes), 100.0)
    claims = (value * 0 + outstanding, value * 0)
    branches = Branches(settlement=settlement)  # type: ignore[arg-type]
    found = find_due(branches, STANDING, RATES, value, claims)
    return [round(float(x[0, 0]), 6) for x in (found.advance_used, found.at_delivery, found.later)]


def test_reading_a_splits_what_is_left_after_the_prepayment() -> None:
    assert due("A") == [30, 49, 21]


def test_reading_b_counts_the_prepayment_toward_the_part_at_delivery() -> None:
    assert due("B") == [30, 40, 30]


@pytest.mark.parametrize("settlement", ["A", "B"])
@pytest.mark.parametrize("outstanding", [0.0, 30.0, 500.0])
def test_the_parts_of_a_price_make_the_price(settlement: str, outstanding: float) -> None:
    assert sum(due(settlement, outstanding)) == pytest.approx(100)


def test_kiep_pays_the_dprk_side_alone_and_kdi_middlemen_too() -> None:
    kiep, none = beside_the_price(Branches(kickback="kiep"), RATES)
    kdi, middle = beside_the_price(Branches(kickback="kdi"), RATES)

    assert none.max() == 0
    assert kiep == pytest.approx(RATES.kickback_kiep)
    assert kdi + middle == pytest.approx(RATES.kickback_kdi)


def test_a_trader_short_of_cash_owes_the_rest_of_the_price_and_nothing_else() -> None:
    value = np.full((1, WORLD.n_lanes), 100.0)
    found_due = find_due(Branches(), STANDING, RATES, value, (value * 0, value * 0))
    extras = (value * 0.1, value * 0, value * 0.05, value * 0)
    owed = (found_due.at_delivery + value * 0.15).sum()

    found = pay(WORLD, found_due, value * 0 + 0.2, extras, column(owed / 2))

    assert found.cash + found.goods + found.credit == pytest.approx(value)
    assert found.goods == pytest.approx(0.2 * found_due.at_delivery / 2)
    assert found.beside == pytest.approx(value * 0.05)
    spent = found.cash.sum() + found.barter_purchase.sum() + found.beside.sum()
    assert spent + found.carriage.sum() == pytest.approx(owed / 2)
