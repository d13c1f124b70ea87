"""Paths from tables: what is published is kept, what is filled is marked."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from coalface.errors import InputError
from coalface.scenarios.demand_path import tonnes_by_year
from coalface.scenarios.history import DemandRule, load_history, spans_of_steps, step_path
from coalface.scenarios.months import month_axis
from coalface.scenarios.table_paths import filled_months, monthly_price, yearly_path

MONTHS = month_axis(date(2010, 1, 1), date(2011, 12, 1))


def make_known(*levels: tuple[int, float]) -> dict[date, tuple[float, str]]:
    return {MONTHS[i]: (level, "src") for i, level in levels}


def test_published_months_are_kept_and_those_between_lie_on_a_line() -> None:
    path, spans = filled_months(make_known((0, 10.0), (4, 30.0)), MONTHS[:5], "price")

    assert path.tolist() == [10, 15, 20, 25, 30]
    assert [(s.first.month, s.last.month, s.mark) for s in spans] == [
        (1, 1, "published"),
        (2, 4, "imputed"),
        (5, 5, "published"),
    ]


def test_after_the_last_figure_the_mean_of_its_last_year_is_held() -> None:
    known = make_known(*((i, float(i)) for i in range(13)))

    path, spans = filled_months(known, MONTHS, "price")

    assert set(path[13:].tolist()) == {np.mean(range(1, 13))}
    assert (spans[-1].mark, spans[-1].first) == ("imputed", MONTHS[13])


def test_no_figure_at_all_is_an_error() -> None:
    empty = pl.DataFrame(
        schema={
            "series": pl.String,
            "dataset": pl.String,
            "period_start": pl.Date,
            "source_id": pl.String,
            "price_low": pl.Float64,
            "price_high": pl.Float64,
        }
    )

    with pytest.raises(InputError, match="no monthly price of series 'coal'"):
        monthly_price(empty, "coal", MONTHS)


def test_yearly_points_stand_in_the_middle_of_their_years() -> None:
    path = yearly_path({2010: 12.0, 2011: 24.0}, MONTHS)

    assert path[5] == 12
    assert path[6] == pytest.approx(12.5)
    assert path[-1] == 24


def test_steps_hold_until_the_next_one() -> None:
    steps = load_history().border
    months = month_axis(date(2019, 12, 1), date(2022, 3, 1))

    path = step_path(months, steps)

    assert path[:3].tolist() == [1.0, 1.0, 0.1]
    assert path[-1] == 0.3
    spans = spans_of_steps(months, steps)
    assert spans[0].first == months[0]
    assert spans[-1].last == months[-1]


def make_flows(*rows: tuple[int, float | None, float | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "row_id": f"flows/{year}",
                "reporter": "CHN",
                "partner": "PRK",
                "flow": "import",
                "hs_code": "270111",
                "dataset": "annual",
                "period_start": date(year, 1, 1),
                "value_cif_usd": value,
                "mass_t": mass,
            }
            for year, value, mass in rows
        ],
        schema_overrides={"value_cif_usd": pl.Float64, "mass_t": pl.Float64},
    )


RULE = DemandRule(series="coal_exports_to_china", hs_code="270111")


def test_values_become_tonnes_by_the_middle_ratio_to_the_price_elsewhere() -> None:
    flows = make_flows((2001, 100.0, None), (2002, 80.0, 2.0))

    tonnes, marks = tonnes_by_year(flows, RULE, {2001: 50.0, 2002: 80.0}, 2002)

    assert tonnes == {2001: 100 / (50 * 0.5), 2002: 2.0}
    assert marks == {2001: "derived", 2002: "published"}


def test_no_figure_after_the_last_year_of_data_is_looked_at() -> None:
    flows = make_flows((2002, 80.0, 2.0), (2003, 9e9, 9e9))

    tonnes, _ = tonnes_by_year(flows, RULE, {2002: 80.0, 2003: 80.0}, 2002)

    assert list(tonnes) == [2002]


def test_values_alone_are_no_tonnes() -> None:
    with pytest.raises(InputError, match="cannot be turned into tonnes"):
        tonnes_by_year(make_flows((2001, 100.0, None)), RULE, {2001: 50.0}, 2001)


def test_every_packaged_step_of_enforcement_says_that_it_is_assumed_and_why() -> None:
    steps = [s for path in load_history().enforcement.values() for s in path]

    assert {s.mark for s in steps} == {"assumed"}
    assert [s.source for s in steps if len(s.source) < 15] == []
