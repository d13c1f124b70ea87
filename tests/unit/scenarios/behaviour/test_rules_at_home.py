"""Steps 10 to 14, rule by rule, against values worked out by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.builders_scenarios import make_forcing
from tests.builders_worlds import make_rates, make_standing

from coalface.scenarios.behaviour.adapt import (
    join_unlawful,
    share_mines,
    survive,
    turn_to_substitutes,
)
from coalface.scenarios.behaviour.home import pay_out, sell_at_home
from coalface.scenarios.behaviour.imports import feed_miners, food_wanted, spend_company
from coalface.scenarios.behaviour.levy import levy
from coalface.scenarios.behaviour.mines import age_mines, invest, reopen, repay_investors
from coalface.scenarios.behaviour.steel import make_steel
from coalface.scenarios.drivers import Month, find_months
from coalface.scenarios.relations import Floats
from coalface.scenarios.state import opening_state
from coalface.scenarios.world_files import small_world

WORLD = small_world()
RATES = make_rates()
STANDING = make_standing(RATES)
STATE = opening_state(WORLD, 1)


def companies(value: float) -> Floats:
    return np.full((1, WORLD.n_companies), value)


def mines(value: float) -> Floats:
    return np.full((1, WORLD.n_mines), value)


def lanes(value: float) -> Floats:
    return np.full((1, WORLD.n_lanes), value)


def month(power: float = 0.0) -> Month:
    driven = make_forcing(date(2015, 1, 1), date(2015, 2, 1), power=np.full(2, power))
    return find_months(WORLD, driven)[0]


def levies(deposit: float, arrears: float = 0.0, port: float = 0.0) -> dict[str, float]:
    owed = np.full((1, 4 * WORLD.n_companies), arrears)
    business = (companies(100), companies(0), companies(port))
    found = levy(WORLD, STANDING, RATES, business, (companies(deposit), owed))
    sums = {name: float(getattr(found, name)[0].sum()) for name in found._fields}
    return {name: value / WORLD.n_companies for name, value in sums.items()}


def test_a_rich_company_pays_levy_and_fees_and_owes_nothing() -> None:
    found = levies(1000)

    total = RATES.authority_share[0, 0] * 100
    assert found["paid"] == pytest.approx(30)
    assert found["fees"] == pytest.approx(total - 30)
    assert found["unpaid"] == 0
    assert found["left"] == pytest.approx(1000 - total)


def test_what_was_paid_at_the_port_is_no_longer_due_as_a_fee() -> None:
    assert levies(1000, port=15)["fees"] == pytest.approx(levies(1000)["fees"] - 15)


def test_a_levy_that_cannot_be_paid_is_owed_on_and_a_fee_is_not() -> None:
    found = levies(10)

    assert (found["paid"], found["unpaid"], found["fees"]) == pytest.approx((10, 20, 0))


def test_old_arrears_are_paid_from_what_is_left_and_never_more_than_owed() -> None:
    some, all_of_it = levies(60, arrears=1000), levies(1e6, arrears=1)

    left = 60 - RATES.authority_share[0, 0] * 100
    assert some["arrears_paid"] == pytest.approx(RATES.arrears_catchup[0, 0] * left)
    assert all_of_it["arrears_paid"] == pytest.approx(4)


def test_food_comes_first_and_within_its_part_of_receipts() -> None:
    business = (companies(100), companies(0), companies(0))

    found = spend_company(RATES, companies(1000), companies(500), companies(0), business)

    assert found.food == pytest.approx(RATES.food_budget[0, 0] * 100)


def test_a_company_does_not_spend_what_it_was_founded_with() -> None:
    business = (companies(0), companies(0), companies(50))

    found = spend_company(RATES, companies(50), companies(500), companies(0), business)

    assert sum(float(x.sum()) for x in found) == 0


def test_all_food_paid_feeds_every_miner() -> None:
    wanted = food_wanted(WORLD, STANDING, RATES, STATE.weight)

    full = feed_miners(WORLD, RATES, (wanted, wanted), STATE.weight)
    none = feed_miners(WORLD, RATES, (wanted * 0, wanted), STATE.weight)

    assert full == pytest.approx(mines(1.0))
    assert none == pytest.approx(mines(RATES.home_food_share[0, 0]))


def aged(*, worked: float, water: float = 0.0, power: float = 0.0) -> Floats:
    state = replace(STATE, water=mines(water))
    work = (mines(worked), mines(1.0), mines(0.0), mines(0.0))
    return age_mines(month(power), STANDING, RATES, state, work).water


def test_a_mine_that_stands_still_floods_and_one_at_work_does_not() -> None:
    assert aged(worked=1.0) == pytest.approx(mines(0.0))
    assert (aged(worked=0.0) > 0).all()
    assert (aged(worked=0.0, water=0.3) > 0.3).all()


def test_work_drains_a_flooded_mine() -> None:
    assert (aged(worked=1.0, water=0.5) < 0.5).all()


def test_the_state_keeps_its_pumps_only_where_it_cares_and_has_power() -> None:
    dark, lit = aged(worked=0.0), aged(worked=0.0, power=1.0)

    assert lit[0, 0] < dark[0, 0]  # a state mine
    assert lit[0, 2] == pytest.approx(dark[0, 2])  # a private pit


def test_faces_under_deep_water_are_lost() -> None:
    work = (mines(1.0), mines(1.0), mines(0.0), mines(0.0))

    deep = age_mines(month(), STANDING, RATES, replace(STATE, water=mines(0.9)), work)
    shallow = age_mines(month(), STANDING, RATES, replace(STATE, water=mines(0.01)), work)

    assert (deep.faces < 1).all()
    assert shallow.faces == pytest.approx(mines(1.0))


def test_faces_return_with_money_at_their_own_pace_and_not_under_water() -> None:
    lost = replace(STATE, faces=mines(0.2))
    step = 1 / RATES.recovery_months[0, 0]
    price = RATES.reopen_usd_per_t[0, 0] * 12 * STANDING.capacity_t

    assert reopen(STANDING, RATES, lost, mines(1e12)) == pytest.approx(step * price)
    assert reopen(STANDING, RATES, lost, mines(5.0)) == pytest.approx(mines(5.0))
    assert reopen(STANDING, RATES, replace(lost, water=mines(0.9)), mines(1e12)).max() == 0


def test_hunger_and_food_tell_with_a_lag() -> None:
    weak = replace(STATE, strength=mines(0.7))
    work = (mines(1.0), mines(1.0), mines(0.0), mines(0.0))

    found = age_mines(month(), STANDING, RATES, weak, work).strength

    assert found == pytest.approx(mines(0.7 + RATES.strength_speed[0, 0] * 0.3))


def test_traders_put_money_only_into_mines_that_lack_equipment() -> None:
    cash = np.full((1, 1), 1e9)

    assert invest(WORLD, RATES, lanes(100), mines(1.0), cash).max() == 0
    assert invest(WORLD, RATES, lanes(-100), mines(0.5), cash).max() == 0
    assert (invest(WORLD, RATES, lanes(100), mines(0.5), cash) > 0).all()


def test_mines_pay_investors_back_as_far_as_their_cash_goes() -> None:
    found = repay_investors(WORLD, RATES, lanes(1e6), mines(10.0))

    assert WORLD.lane_mine.sum(found) == pytest.approx(mines(10.0))


def test_the_market_buys_coal_and_not_ore_within_its_cash() -> None:
    found = sell_at_home(RATES, mines(1e6), np.full((1, 1), 1000.0), WORLD.is_coal)

    assert found[0, 3] == 0
    assert found.sum() == pytest.approx(RATES.market_spend[0, 0] * 1000)


def test_a_mine_pays_on_no_more_than_it_received() -> None:
    found = pay_out(RATES, mines(100.0))

    assert (found.wages + found.supplies <= 100).all()


def test_steel_without_coke_is_what_needs_none() -> None:
    ore = np.full((1, 1), 1000.0)

    without, plenty = make_steel(RATES, ore, ore * 0), make_steel(RATES, ore, ore * 10)

    possible = 1000 / RATES.ore_per_steel[0, 0]
    assert plenty.made[0, 0] == pytest.approx(possible)
    assert without.made[0, 0] == pytest.approx(possible * (1 - RATES.coke_dependence[0, 0]))
    used = possible * RATES.coke_dependence[0, 0] * RATES.coke_per_steel[0, 0]
    assert plenty.coke[0, 0] == pytest.approx(10_000 - used)


def test_companies_of_wide_reach_take_up_unlawful_routes_first() -> None:
    joined = companies(0.0)
    for _ in range(6):
        joined = join_unlawful(WORLD, RATES, joined, np.ones((1, 1)))

    party, military, cabinet, provincial = joined[0]
    assert 1 >= military > party > cabinet > provincial > 0


def test_effort_follows_its_goal_and_sales_start_small() -> None:
    first = turn_to_substitutes(
        WORLD, RATES, (companies(0.0), companies(0.05)), companies(1.0), 1.0
    )
    later = turn_to_substitutes(WORLD, RATES, (first.effort, first.skill), companies(1.0), 1.0)

    assert first.sold_usd.max() == 0
    assert (later.sold_usd > 0).all()
    assert (later.sold_usd < 0.01 * RATES.substitute_scale_usd).all()


def test_a_company_closes_after_long_want_and_comes_back() -> None:
    short, closed = companies(0.0), companies(0.0)
    history = []
    for _ in range(60):
        found = survive(RATES, companies(-1.0), short, closed)
        short, closed = found.short_months, found.closed_months
        history.append(float(closed[0, 0]))

    until = int(np.ceil(RATES.closing_months[0, 0]))
    assert history[: until - 1] == [0] * (until - 1)
    assert history[until - 1] == 1
    assert history[until - 1 + int(RATES.refound_months[0, 0])] == 0


def test_one_good_month_ends_the_count_of_bad_ones() -> None:
    found = survive(RATES, companies(1.0), companies(5.0), companies(0.0))

    assert found.short_months.max() == 0


def test_the_mine_of_a_closed_company_goes_to_its_rivals() -> None:
    closed = companies(0.0)
    closed[0, 0] = 3.0

    found = share_mines(WORLD, closed)

    assert found[0, WORLD.lanes.company == 0].max() == 0
    assert WORLD.lane_mine.sum(found) == pytest.approx(mines(1.0))


def test_a_mine_whose_companies_are_all_closed_lies_idle() -> None:
    assert share_mines(WORLD, companies(2.0)).max() == 0
