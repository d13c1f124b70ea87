"""What lines of exports come to: which figure stands for a year, and how gaps are filled."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import make_flows

from coalface.earnings.bases import base_table, find_base, numbers, total_of
from coalface.earnings.known_years import find_known_years
from coalface.earnings.model import Line
from coalface.errors import InputError

ORE = Line(id="ore", title="Ore", hs_codes=("2601",))
FIRST, AFTER = date(2010, 1, 1), date(2018, 1, 1)


def flows_of(years: dict[int, float | None], **changes: Any) -> pl.DataFrame:
    return make_flows(
        hs_code=["2601"] * len(years),
        period_start=[date(y, 1, 1) for y in years],
        period_end=[date(y + 1, 1, 1) for y in years],
        value_cif_usd=list(years.values()),
        **changes,
    )


def ending_early(value: float) -> pl.DataFrame:
    """Whole years, and the last three months of 2017 on their own."""
    return pl.concat(
        [
            flows_of({2016: 80.0, 2017: 40.0}),
            make_flows(
                hs_code=["2601"],
                period_start=[date(2017, 10, 1)],
                period_end=[date(2018, 1, 1)],
                value_cif_usd=[value],
            ),
        ]
    )


def test_a_published_year_stands_as_it_is() -> None:
    base = find_base(
        flows_of({2016: 80.0, 2017: 40.0}),
        ORE,
        starts_on=date(2016, 1, 1),
        ends_on=date(2018, 1, 1),
    )

    assert [(y.year, y.value.value, y.basis) for y in base.years] == [
        (2016, 80.0, "recorded"),
        (2017, 40.0, "recorded"),
    ]
    total = total_of((base,))
    assert (total.low, total.value, total.high) == (120.0, 120.0, 120.0)


def test_a_missing_year_is_imputed_marked_and_never_zero() -> None:
    years: dict[int, float | None] = {y: 100.0 + y for y in range(2010, 2018) if y != 2013}

    base = find_base(flows_of(years), ORE, starts_on=FIRST, ends_on=AFTER)

    gap = base.years[3]
    assert (gap.year, gap.basis, gap.value.mark) == (2013, "imputed", "imputed")
    assert gap.value.low <= gap.value.value <= gap.value.high
    assert gap.value.value > 0
    assert {n.mark for n in numbers(base) if n.id.endswith("/2013")} == {"imputed"}
    assert base_table((base,)).filter(pl.col("basis") == "imputed")["year"].to_list() == [2013]


def test_a_year_outside_the_data_is_an_error_that_names_it() -> None:
    with pytest.raises(InputError, match=r"line 'ore': no figure for 2010"):
        find_base(flows_of({2016: 80.0, 2017: 40.0}), ORE, starts_on=FIRST, ends_on=AFTER)


def test_a_year_of_which_months_were_published_is_carried_on_with_a_band() -> None:
    flows = make_flows(
        hs_code=["2601"],
        period_start=[date(2016, 1, 1)],
        period_end=[date(2016, 11, 1)],
        value_cif_usd=[100.0],
    )

    year = find_known_years(flows, ORE)[2016]

    assert year.value.value == pytest.approx(120.0)
    assert year.value.low >= 100.0
    assert year.value.high > 120.0


def test_the_mass_of_a_year_is_valued_at_the_unit_value_of_a_part_of_it() -> None:
    flows = make_flows(
        hs_code=["2601"] * 2,
        period_start=[date(2016, 1, 1)] * 2,
        period_end=[date(2017, 1, 1), date(2016, 7, 1)],
        value_cif_usd=[None, 60.0],
        mass_t=[15.0, 10.0],
    )

    year = find_known_years(flows, ORE)[2016]

    assert (year.value.low, year.value.value, year.value.high) == (60.0, 90.0, 120.0)


def test_the_last_year_counts_whole_where_nothing_came_in_afterwards() -> None:
    stopped, went_on = (
        find_base(
            ending_early(later), ORE, starts_on=date(2016, 1, 1), ends_on=date(2017, 10, 1)
        ).years[-1]
        for later in (0.0, 5.0)
    )

    assert (stopped.value.low, stopped.value.value) == (40.0, 40.0)
    assert (went_on.value.low, went_on.value.high) == (30.0, 40.0)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.floats(1.0, 1e9), min_size=8, max_size=8),
    st.sets(st.integers(1, 6), max_size=3),
    st.floats(0.5, 8.0),
)
def test_multiplying_all_values_multiplies_the_sum_and_its_band(
    values: list[float], missing: set[int], factor: float
) -> None:
    years = {2010 + i: v for i, v in enumerate(values) if i not in missing}
    scaled: dict[int, float | None] = {y: v * factor for y, v in years.items()}

    one = total_of((find_base(flows_of({**years}), ORE, starts_on=FIRST, ends_on=AFTER),))
    other = total_of((find_base(flows_of(scaled), ORE, starts_on=FIRST, ends_on=AFTER),))

    assert one.low <= one.value <= one.high
    for before, after in ((one.low, other.low), (one.value, other.value), (one.high, other.high)):
        assert after == pytest.approx(before * factor, rel=1e-9, abs=1e-6)
