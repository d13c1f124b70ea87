"""Laws of the trade analyses that hold for any table."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import make_flows, make_prices, make_processing_inputs, make_shares

from coalface.law import load_rulebook
from coalface.trade.changes import changes_table, find_changes
from coalface.trade.emerging import emerging_table, find_emerging
from coalface.trade.figures import Figure, difference, ratio, split_change
from coalface.trade.observations import find_series, without_overlaps
from coalface.trade.relief import find_relief, find_relief_total, relief_table

no_deadline = settings(deadline=None, max_examples=50)
AS_OF = date(2026, 11, 1)
CODES = (
    "27",
    "2701",
    "270111",
    "2601",
    "2608",
    "2611",
    "50",
    "5002",
    "5003",
    "61-62",
    "72",
    "720221",
)
amounts = st.floats(min_value=1, max_value=1e10)
rows = st.lists(
    st.tuples(
        st.sampled_from(CODES),
        st.integers(min_value=2012, max_value=2024),
        st.one_of(st.none(), st.just(0.0), amounts),
        st.one_of(st.none(), amounts),
        st.sampled_from(["high", "medium", "low"]),
    ),
    min_size=1,
    max_size=15,
)


def flows_of(drawn: list[Any]) -> pl.DataFrame:
    codes, years, values, masses, confidence = (list(column) for column in zip(*drawn, strict=True))
    return make_flows(
        hs_code=codes,
        period_start=[date(y, 1, 1) for y in years],
        period_end=[date(y + 1, 1, 1) for y in years],
        value_cif_usd=values,
        mass_t=masses,
        confidence=confidence,
    )


def relief_of(flows: pl.DataFrame) -> Any:
    prices = make_prices()
    return find_relief(flows, make_processing_inputs(), prices, load_rulebook(), as_of=AS_OF)


@given(amounts, amounts, amounts, amounts)
def test_price_and_quantity_effects_add_up_to_the_change(
    value_0: float, mass_0: float, value_1: float, mass_1: float
) -> None:
    figures = [Figure(x, x, x, ()) for x in (value_0, mass_0, value_1, mass_1)]

    effects = split_change((figures[0], figures[1]), (figures[2], figures[3]))

    assert effects is not None
    scale = max(abs(effects[0].value), abs(effects[1].value), value_0, value_1)
    found = effects[0].value + effects[1].value
    assert found == pytest.approx(value_1 - value_0, abs=1e-9 * scale)


@given(amounts, amounts, amounts, amounts)
def test_ranges_keep_low_below_value_below_high(a: float, b: float, c: float, d: float) -> None:
    left, right = (
        Figure(max(a, b), min(a, b), max(a, b), ()),
        Figure(min(c, d), min(c, d), max(c, d), ()),
    )

    for found in (ratio(left, right), difference(left, right)):
        assert found is not None
        assert found.low <= found.value <= found.high


@no_deadline
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_analysis(drawn: list[Any], random: Any) -> None:
    flows = flows_of(drawn)
    order = list(range(flows.height))
    random.shuffle(order)
    other = flows[order]
    book, inputs, shares = load_rulebook(), make_processing_inputs(), make_shares()

    one = find_emerging(flows, inputs, shares, book, as_of=AS_OF)
    two = find_emerging(other, inputs, shares, book, as_of=AS_OF)

    assert emerging_table(one).equals(emerging_table(two))
    assert relief_table(relief_of(flows)).equals(relief_table(relief_of(other)))
    changes = [changes_table(find_changes(find_series((t,)))) for t in (flows, other)]
    assert changes[0].equals(changes[1])


@no_deadline
@given(rows)
def test_the_relief_total_never_exceeds_the_sum_over_measures(drawn: list[Any]) -> None:
    found = relief_of(flows_of(drawn))
    exports = [row for row in found if row.direction == "from_dprk"]

    total, with_nearest = find_relief_total(found)

    assert (total.value or 0) <= sum(row.value.value or 0 for row in exports) * (1 + 1e-12)
    assert (with_nearest.value or 0) <= sum(row.nearest.value or 0 for row in exports) * (1 + 1e-12)


@no_deadline
@given(rows)
def test_no_good_that_is_kept_lies_within_another(drawn: list[Any]) -> None:
    kept = without_overlaps(find_series((flows_of(drawn),)))

    codes = [part for series in kept for part in series.good.law_codes]
    assert not [(a, b) for a in codes for b in codes if a != b and b.startswith(a)]
    assert len(codes) == len(set(codes))


@no_deadline
@given(rows)
def test_every_figure_of_a_good_names_a_row_of_the_table(drawn: list[Any]) -> None:
    flows = flows_of(drawn)
    known = set(flows["row_id"]) | set(make_shares()["row_id"])

    found = find_emerging(
        flows, make_processing_inputs(), make_shares(), load_rulebook(), as_of=AS_OF
    )

    for row in found:
        for number in row.printed:
            assert set(number.inputs) <= known
            assert number.value is None or number.inputs
