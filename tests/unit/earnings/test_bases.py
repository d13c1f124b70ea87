"""What lines of exports come to: which figure stands for a year, and how gaps are filled."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import make_estimates, make_flows, make_fx, make_prices

from coalface.earnings.bases import BaseTotal, find_base, numbers, total_of
from coalface.earnings.evidence import Evidence
from coalface.earnings.precedence import FlowChoice, LineRule
from coalface.errors import InputError
from coalface.law import load_rulebook

CUSTOMS = FlowChoice(
    kind="flow",
    id="customs",
    title="customs",
    reporter="CHN",
    partner="PRK",
    flow="import",
    code="2601",
)
ORE = LineRule(
    id="ore",
    order=1,
    title="Ore",
    section="goods",
    side="income",
    choices=(CUSTOMS,),
    imputation="two_scale_bridge",
)
FIRST, AFTER = date(2010, 1, 1), date(2018, 1, 1)


def base_of(flows: pl.DataFrame, starts_on: date = FIRST, ends_on: date = AFTER) -> BaseTotal:
    evidence = Evidence(flows, make_estimates(), make_prices(), make_fx(), load_rulebook())
    return find_base(evidence, ORE, starts_on=starts_on, ends_on=ends_on)


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
    base = base_of(flows_of({2016: 80.0, 2017: 40.0}), date(2016, 1, 1))

    assert [(y.year, y.value.value, y.basis) for y in base.years] == [
        (2016, 80.0, "recorded"),
        (2017, 40.0, "recorded"),
    ]
    total = total_of((base,))
    assert (total.low, total.value, total.high) == (120.0, 120.0, 120.0)


def test_a_missing_year_is_imputed_marked_and_never_zero() -> None:
    years: dict[int, float | None] = {y: 100.0 + y for y in range(2010, 2018) if y != 2013}

    base = base_of(flows_of(years))

    gap = base.years[3]
    assert (gap.year, gap.basis, gap.value.mark) == (2013, "imputed", "imputed")
    assert gap.value.low <= gap.value.value <= gap.value.high
    assert gap.value.value > 0
    assert {n.mark for n in numbers(base) if n.id.endswith("/2013")} == {"imputed"}
    assert [year.year for year in base.years if year.basis == "imputed"] == [2013]


def test_years_of_one_gap_err_together_and_separate_gaps_apart() -> None:
    apart, together = (
        base_of(flows_of({y: 100.0 + y % 3 * 50 for y in range(2010, 2018) if y not in gone}))
        for gone in ({2012, 2015}, {2012, 2013})
    )

    def bands(base: BaseTotal) -> tuple[list[float], float]:
        total = total_of((base,))
        return [y.value.high - y.value.value for y in base.years if y.is_gap], (
            total.high - total.value
        )

    (one, other), whole = bands(apart)
    assert whole == pytest.approx((one**2 + other**2) ** 0.5)
    (one, other), whole = bands(together)
    assert whole == pytest.approx((one**2 + other**2 + 2 * 0.5 * one * other) ** 0.5)


def test_a_year_outside_the_data_is_an_error_that_names_it() -> None:
    with pytest.raises(InputError, match=r"line 'ore': no figure for 2010"):
        base_of(flows_of({2016: 80.0, 2017: 40.0}))


def test_the_last_year_counts_whole_where_nothing_came_in_afterwards() -> None:
    stopped, went_on = (
        base_of(ending_early(later), date(2016, 1, 1), date(2017, 10, 1)).years[-1]
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

    one = total_of((base_of(flows_of({**years})),))
    other = total_of((base_of(flows_of(scaled)),))

    assert one.low <= one.value <= one.high
    for before, after in ((one.low, other.low), (one.value, other.value), (one.high, other.high)):
        assert after == pytest.approx(before * factor, rel=1e-9, abs=1e-6)


@settings(deadline=None, max_examples=20)
@given(
    st.lists(st.floats(1.0, 1e9), min_size=8, max_size=8),
    st.lists(st.floats(1.0, 1e9), min_size=8, max_size=8),
    st.sets(st.integers(1, 6), max_size=2),
)
def test_relabelling_goods_permutes_their_sums(
    ore: list[float], zinc: list[float], missing: set[int]
) -> None:
    years = [2010 + i for i in range(8) if i not in missing]

    def sums(codes: tuple[str, str]) -> dict[str, Any]:
        flows = make_flows(
            hs_code=[code for code in codes for _ in years],
            period_start=[date(y, 1, 1) for y in years] * 2,
            period_end=[date(y + 1, 1, 1) for y in years] * 2,
            value_cif_usd=[v[y - 2010] for v in (ore, zinc) for y in years],
        )
        evidence = Evidence(flows, make_estimates(), make_prices(), make_fx(), load_rulebook())
        lines = {
            code: ORE.model_copy(
                update={"id": code, "choices": (CUSTOMS.model_copy(update={"code": code}),)}
            )
            for code in codes
        }
        found = {
            code: total_of((find_base(evidence, line, starts_on=FIRST, ends_on=AFTER),))
            for code, line in lines.items()
        }
        return {code: (f.low, f.value, f.high) for code, f in found.items()}

    plain, swapped = sums(("2601", "2608")), sums(("2608", "2601"))

    assert plain["2601"] == swapped["2608"]
    assert plain["2608"] == swapped["2601"]
