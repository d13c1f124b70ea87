"""What drives a result, and the buyer's condition, on functions whose answer is known."""

import sys
from datetime import date

import numpy as np
import polars as pl
import pytest

from coalface.earnings.branches import find_branch
from coalface.earnings.breakeven import UnitValue
from coalface.earnings.draws import Draws, Floats, draw_named
from coalface.earnings.model import load_model
from coalface.earnings.parameters import Parameter, load_parameters
from coalface.earnings.profit import profit_drivers
from coalface.earnings.sensitivity import (
    assumed_drivers,
    decompose_variance,
    sobol_indices,
)
from coalface.earnings.smuggling import (
    BuyerDraws,
    deterring_chance,
    deterring_fine,
    simulate_buyer,
    yearly_rate,
)
from coalface.errors import DefinitionError, MissingExtraError, TableError
from coalface.trade.figures import Figure

NAMES = ("levy.other_share", "pay.finance_rate_yearly", "pay.on_delivery_share")


def rng() -> np.random.Generator:
    return np.random.default_rng(11)


def fx(year: int = 2024) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "row_id": [f"fx/{year}"],
            "pair": ["CNY per USD"],
            "frequency": ["annual"],
            "period_start": [date(year, 1, 1)],
            "rate": [7.2],
        }
    )


def weighted(draws: Draws) -> Floats:
    first, second, fixed = (draws[name] for name in NAMES)
    return np.asarray(first + second + fixed)


def test_parts_of_a_sum_are_those_of_its_variances() -> None:
    draws = draw_named(NAMES, 50_000, rng=rng())
    variances = {name: draws[name].var() for name in NAMES}

    found = {
        d.parameter: d.share.value for d in decompose_variance(weighted(draws), draws, key="x")
    }

    whole = sum(variances.values())
    for name in NAMES:
        assert found[name] == pytest.approx(variances[name] / whole, abs=0.02)
    assert found["pay.on_delivery_share"] == 0


def test_a_result_that_does_not_vary_has_no_drivers() -> None:
    draws = draw_named(NAMES, 100, rng=rng())

    found = decompose_variance(np.ones(100), draws, key="x")

    assert {d.share.value for d in found} == {0.0}


def test_only_assumed_parameters_that_matter_go_to_the_caption() -> None:
    draws = draw_named(NAMES, 20_000, rng=rng())
    found = decompose_variance(weighted(draws), draws, key="x")

    assert [d.parameter for d in assumed_drivers(found)] == ["pay.finance_rate_yearly"]
    assert found[-1].parameter == "pay.on_delivery_share"


def test_sobol_indices_agree_with_the_plain_parts_of_a_sum() -> None:
    pytest.importorskip("SALib")
    draws = draw_named(NAMES, 50_000, rng=rng())
    plain = {
        d.parameter: d.share.value for d in decompose_variance(weighted(draws), draws, key="x")
    }

    found = sobol_indices(weighted, NAMES, 1024, key="x", rng=rng())

    assert len(found) == 2
    for driver in found:
        assert driver.share.value == pytest.approx(plain[driver.parameter], abs=0.03)
        assert driver.total.value == pytest.approx(driver.share.value, abs=0.03)


def test_sobol_indices_without_the_extra_say_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "SALib.analyze", None)

    with pytest.raises(MissingExtraError, match=r"coalface\[sensitivity\]"):
        sobol_indices(weighted, NAMES, 16, key="x", rng=rng())


def test_sobol_indices_of_a_profit_put_the_costs_first() -> None:
    pytest.importorskip("SALib")
    value = UnitValue(2013, "2013", Figure(83.0, 83.0, 83.0, ()))
    branch, coal = find_branch("kiep.A.fob"), load_model().good("coal")

    plain = profit_drivers(value, branch, 8192, rng=rng(), good=coal)
    found = profit_drivers(value, branch, 256, rng=rng(), good=coal, with_sobol=True)

    assert found[0].parameter == plain[0].parameter == "cost.coal.stack_to_fob"
    assert found[0].total.value == pytest.approx(plain[0].share.value, abs=0.1)


def one_cargo() -> BuyerDraws:
    return BuyerDraws(np.array([400.0]), np.array([400.0]), np.array([200.0]), ())


def test_the_chance_that_deters_is_higher_where_only_the_fine_is_at_risk() -> None:
    assert deterring_chance(one_cargo(), is_prepaid=True)[0] == pytest.approx(0.4)
    assert deterring_chance(one_cargo(), is_prepaid=False)[0] == pytest.approx(2 / 3)


@pytest.mark.parametrize("is_prepaid", [True, False])
def test_the_fine_that_deters_at_a_chance_makes_that_chance_deter(is_prepaid: bool) -> None:  # noqa: FBT001
    buyer = simulate_buyer(1000, fx(), year=2024, rng=rng())
    fine = deterring_fine(buyer, 0.2, is_prepaid=is_prepaid)

    then = deterring_chance(
        BuyerDraws(buyer.gain_usd, buyer.cargo_usd, fine, ()), is_prepaid=is_prepaid
    )

    np.testing.assert_allclose(then[fine > 0], 0.2)


def test_a_chance_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        deterring_fine(one_cargo(), 0.0, is_prepaid=True)


def test_a_currency_without_a_rate_is_an_error_that_names_the_year() -> None:
    with pytest.raises(TableError, match="no yearly rate of CNY per USD for 2024"):
        yearly_rate(fx(2019), "CNY per USD", 2024)


def fined_in(unit: str) -> dict[str, Parameter]:
    known = load_parameters()
    return known | {"enf.fine": known["enf.fine"].model_copy(update={"unit": unit})}


def test_a_fine_is_converted_by_its_own_unit() -> None:
    def fine(unit: str) -> BuyerDraws:
        return simulate_buyer(10, fx(), year=2024, rng=rng(), parameters=fined_in(unit))

    assert fine("RMB").fine_usd[0] == fine("CNY").fine_usd[0] == pytest.approx(1_200_000 / 7.2)
    assert fine("USD").fine_usd[0] == 1_200_000
    assert "fx/2024" not in fine("USD").inputs


def test_a_currency_that_no_rate_speaks_of_is_an_error_with_its_line() -> None:
    with pytest.raises(DefinitionError, match=r"enf\.fine\.yml, line 5: no rate of 'XYZ'"):
        simulate_buyer(10, fx(), year=2024, rng=rng(), parameters=fined_in("XYZ"))
