"""Break-even and losses: the arithmetic is pinned, not the verdict."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from tests.builders import make_flows

from coalface.earnings.branches import find_branch, terms_on
from coalface.earnings.breakeven import (
    break_even_numbers,
    estimate_losses,
    find_unit_values,
    name_silent_years,
)
from coalface.earnings.draws import draw_named
from coalface.earnings.model import load_model
from coalface.earnings.stages import parameters_of, simulate_flows
from coalface.errors import TableError

COAL = load_model().good("coal")


def rng() -> np.random.Generator:
    return np.random.default_rng(20_180_502)


def coal_flows() -> pl.DataFrame:
    return make_flows(
        hs_code=["270111"] * 3,
        period_start=[date(2013, 1, 1), date(2016, 1, 1), date(2014, 1, 1)],
        period_end=[date(2014, 1, 1), date(2017, 1, 1), date(2015, 1, 1)],
        value_cif_usd=[1000.0, 500.0, 700.0],
        mass_t=[10.0, 10.0, None],
    )


def test_break_even_at_the_modes_is_90_and_74_usd_per_t() -> None:
    without, with_kickback = break_even_numbers(1000, rng=rng())

    assert without.value == pytest.approx(45 / (1 - 0.5))
    assert with_kickback.value == pytest.approx(45 / (1 - 0.5 + 0.11))
    assert round(with_kickback.value or 0) == 74


def test_break_even_ranges_are_those_of_the_packaged_parameters() -> None:
    without, with_kickback = break_even_numbers(100_000, rng=rng())

    assert (without.low, without.high) == pytest.approx((68, 118), abs=1)
    assert (with_kickback.low, with_kickback.high) == pytest.approx((56, 96), abs=1)


def test_a_year_without_mass_has_no_unit_value() -> None:
    found = find_unit_values(coal_flows(), COAL)

    assert [(v.year, v.usd_per_t.value) for v in found] == [(2013, 100.0), (2016, 50.0)]


def parts_of_2017(*months: tuple[int, int, float]) -> pl.DataFrame:
    return make_flows(
        hs_code=["270111"] * len(months),
        period_start=[date(2017, first, 1) for first, _, _ in months],
        period_end=[date(2017, after, 1) for _, after, _ in months],
        value_cif_usd=[value for _, _, value in months],
        mass_t=[10.0] * len(months),
    )


@pytest.mark.parametrize(
    ("months", "period", "usd_per_t"),
    [
        ([(1, 2, 800.0)], "2017, Jan only", 80),
        ([(1, 2, 800.0), (2, 3, 900.0), (9, 10, 700.0)], "2017, Jan, Feb and Sep only", 80),
        ([(1, 2, 800.0), (1, 7, 600.0), (8, 9, 900.0)], "2017, Jan to Jun and Aug only", 75),
    ],
)
def test_months_that_stand_for_a_year_are_pooled_once_and_named(
    months: list[tuple[int, int, float]], period: str, usd_per_t: float
) -> None:
    (found,) = find_unit_values(parts_of_2017(*months), COAL)

    assert found.period == period
    assert found.usd_per_t.value == pytest.approx(usd_per_t)
    (loss,) = estimate_losses((found,), 100, rng=rng(), branches=(find_branch("kiep.A.fob"),))
    assert loss.period == period
    assert period in loss.probability.label


def test_years_without_a_unit_value_are_named() -> None:
    assert name_silent_years([2009, 2013, 2011]) == "2010, 2012, before 2009, after 2013"


def test_a_dearer_year_is_never_likelier_to_lose() -> None:
    branch = find_branch("kiep.A.fob")
    losses = estimate_losses(
        find_unit_values(coal_flows(), COAL), 4000, rng=rng(), branches=(branch,)
    )

    by_year = {row.year: row.probability.value or 0 for row in losses}
    assert by_year[2016] > by_year[2013]


def test_between_a_tenth_and_nine_tenths_it_cannot_be_told() -> None:
    found = estimate_losses(find_unit_values(coal_flows(), COAL), 4000, rng=rng())

    for row in found:
        in_between = 0.1 <= (row.probability.value or 0) <= 0.9
        assert (row.verdict == "can't tell") == in_between
    assert {row.verdict for row in found} <= {"can't tell", "likely lost", "likely earned"}


def test_no_unit_value_at_all_is_an_error() -> None:
    with pytest.raises(TableError, match="no period has both value and mass"):
        estimate_losses((), 10, rng=rng())


def test_the_chance_of_a_loss_is_that_of_the_draws_below_nothing() -> None:
    branch, (value, _) = find_branch("kiep.A.fob"), find_unit_values(coal_flows(), COAL)
    draws = draw_named(parameters_of(COAL), 4000, rng=rng())
    flows = simulate_flows(100.0, COAL, branch, terms_on(date(2013, 1, 1)), draws)

    (loss,) = estimate_losses((value,), 4000, rng=rng(), branches=(branch,))

    profit = flows.of("result") + flows.of("kickback_home")
    assert loss.probability.value == pytest.approx(np.count_nonzero(profit < 0) / 4000)
