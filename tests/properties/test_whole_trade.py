"""Laws of the questions put to all trade: order, currency, and what may not change a finding."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.trade.test_level_shifts import changed, world
from tests.unit.trade.test_mixups import koreas
from tests.unit.trade.test_unit_values import coal

from coalface.trade.false_discoveries import find_q_values
from coalface.trade.level_shifts import ShiftQuestion, find_level_shifts
from coalface.trade.mixups import find_mixups
from coalface.trade.unit_values import find_unit_values

few = settings(deadline=None, max_examples=4)
SHIFTED = changed(world(churn=0.1), good="260103", times=1e6)
SWAPPED = koreas(swap=("TTO", 2015, 5.0))
COAL = coal(PRK_CHN_2015=1e-3)
MONEY = ("value_cif_usd", "value_fob_usd", "value_mixed_usd")
seeds = st.integers(0, 1000)


def shuffled(flows: pl.DataFrame, seed: int) -> pl.DataFrame:
    return flows.sample(fraction=1.0, shuffle=True, seed=seed)


def shifts(flows: pl.DataFrame) -> pl.DataFrame:
    return find_level_shifts(flows, ShiftQuestion(fdr=1.0)).table


QUESTIONS: list[Any] = [
    (shifts, SHIFTED),
    (lambda f: find_mixups(f).table, SWAPPED),
    (lambda f: find_unit_values(f).table, COAL),
]


@pytest.mark.parametrize(("ask", "flows"), QUESTIONS, ids=["shifts", "mixups", "unit values"])
@given(seed=seeds)
@few
def test_the_order_of_rows_changes_nothing(ask: Any, flows: pl.DataFrame, seed: int) -> None:
    assert ask(shuffled(flows, seed)).equals(ask(flows))


@given(times=st.sampled_from([8.0, 130.0, 1000.0]))
@few
def test_another_currency_finds_the_same_shifts(times: float) -> None:
    scaled = SHIFTED.with_columns(pl.col(c) * times for c in MONEY)
    key = ["exporter", "importer", "hs_code"]

    one, other = (shifts(f).sort(key) for f in (SHIFTED, scaled))

    assert other["p_value"].log().to_numpy() == pytest.approx(
        one["p_value"].log().to_numpy(), abs=0.01
    )


@given(times=st.sampled_from([0.1, 8.0, 1000.0]))
@few
def test_another_currency_gives_the_same_probabilities_of_mixups(times: float) -> None:
    scaled = SWAPPED.with_columns(pl.col(c) * times for c in MONEY)
    key = ["reporter", "flow", "hs_code", "year"]

    one, other = (find_mixups(f).table.sort(key) for f in (SWAPPED, scaled))

    assert other["probability"].to_numpy() == pytest.approx(
        one["probability"].to_numpy(), abs=0.001
    )


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
@settings(deadline=None)
def test_a_smaller_chance_never_gets_a_larger_q_value(drawn: list[float]) -> None:
    p_values = np.array(drawn)

    q_values = find_q_values(p_values)

    order = np.argsort(p_values)
    assert (np.diff(q_values[order]) >= 0).all()
    assert (q_values >= p_values - 1e-12).all()
    assert (find_q_values(p_values, dependence="any") >= q_values - 1e-12).all()
