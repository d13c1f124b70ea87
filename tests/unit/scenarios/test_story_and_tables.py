import numpy as np
import polars as pl
import pytest
from tests.unit.scenarios.ensemble_builders import MONTHS, N_DRAWS, ban_from, make_forcing

from coalface.errors import InputError
from coalface.scenarios.measures import HEADLINE
from coalface.scenarios.run_tables import fan_table, flow_table
from coalface.scenarios.story import find_turns, middle_draw, tell_story

DECLARED = "declared_value_cif_usd/anthracite"
BAN = 30


def columns() -> dict[str, np.ndarray]:
    found = dict.fromkeys(sorted(HEADLINE), np.full((N_DRAWS, len(MONTHS)), 1e7))
    fallen = np.full((N_DRAWS, len(MONTHS)), 2e8)
    fallen[:, BAN:] = 0.0
    return found | {DECLARED: fallen}


def test_a_story_dates_the_fall_and_names_what_changed() -> None:
    pay = np.full((N_DRAWS, len(MONTHS)), 9e7)
    pay[:, BAN:] = 0.0
    forcing = make_forcing(ban_share=ban_from(BAN))

    opening, sentence = tell_story(columns(), {"delivery": pay}, forcing, 3)

    assert "no account of what happened" in opening
    assert sentence.startswith("2017-07: declared exports fall from 210 to 10")
    assert "days on which coal may not be declared 0% to 100%" in sentence
    assert "-90.0" in sentence


def test_turns_of_a_few_months_are_told_together() -> None:
    paid = np.full((N_DRAWS, len(MONTHS)), 0.3)
    paid[:, BAN + 3 :] = 0.05
    both = columns() | {"prepayment_share": paid}

    _, sentence = tell_story(both, {}, make_forcing(ban_share=ban_from(BAN)), 3)

    assert "from 2017-10 the part of orders paid in advance falls from 30 to 5.00 %" in sentence


def test_a_course_without_turns_has_no_sentences() -> None:
    flat = dict.fromkeys(sorted(HEADLINE), np.full((N_DRAWS, len(MONTHS)), 1e7))

    assert find_turns(flat, 0) == ()


def test_the_middle_draw_is_that_nearest_to_the_median() -> None:
    assert middle_draw(np.array([9.0, 1.0, 5.2, 100.0, 0.0])) == 2


def test_a_fan_table_has_each_month_and_quantile_once() -> None:
    values = np.random.default_rng(1).normal(size=(N_DRAWS, len(MONTHS)))

    found = fan_table({"x": values}, {"x": "USD"}, MONTHS)

    assert len(found) == 5 * len(MONTHS)
    assert found.select("month", "quantile").is_unique().all()
    middle = found.filter(pl.col("quantile") == 0.5)["value"].to_numpy()
    assert middle == pytest.approx(np.median(values, axis=0))


def test_flows_are_summed_by_year_and_nil_ones_left_out() -> None:
    flows = {
        "delivery": np.full((N_DRAWS, len(MONTHS)), 2.0),
        "kickback": np.zeros((N_DRAWS, len(MONTHS))),
    }

    found = flow_table(flows, MONTHS)

    assert found["flow"].unique().to_list() == ["delivery"]
    assert found["year"].to_list() == [2015, 2016, 2017, 2018, 2019]
    assert found["mean_usd"].to_list() == [24.0] * 5
    assert found.row(0, named=True)["payer"] == "Chinese traders"


def test_too_few_draws_make_no_table() -> None:
    with pytest.raises(InputError, match="--draws 100"):
        flow_table({"delivery": np.ones((20, len(MONTHS)))}, MONTHS)
