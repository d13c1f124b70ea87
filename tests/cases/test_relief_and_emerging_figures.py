"""Figures of the packaged tables that the brief will print, with where they come from."""

from datetime import date

import pytest

from coalface.law import load_rulebook
from coalface.sources.packaged import read_packaged
from coalface.trade.changes import find_changes
from coalface.trade.emerging import EmergingGood, find_emerging
from coalface.trade.observations import find_series
from coalface.trade.relief import Relief, find_relief, find_relief_total, numbers

AS_OF = date(2026, 11, 1)


@pytest.fixture(scope="module")
def relief() -> tuple[Relief, ...]:
    flows, inputs, prices = map(read_packaged, ("flows", "processing_inputs", "prices"))
    return find_relief(flows, inputs, prices, load_rulebook(), as_of=AS_OF)


@pytest.fixture(scope="module")
def goods() -> dict[str, EmergingGood]:
    flows, inputs, shares = map(read_packaged, ("flows", "processing_inputs", "shares"))
    rows = find_emerging(flows, inputs, shares, load_rulebook(), as_of=AS_OF)
    return {row.code: row for row in rows}


def test_coal_under_2371_is_worth_what_kores_printed_for_2016(relief: tuple[Relief, ...]) -> None:
    (coal,) = (row for row in relief if row.measure_id == "UN-2371-8-coal")

    assert coal.base_year == 2016
    assert coal.value.value == 1_186_835_000
    assert coal.mass.value == 22_490_000
    assert coal.value.inputs == ("flows/2016/CHN-PRK/import/270111/kores-2018",)
    assert coal.counted.value is None


def test_the_relief_total_counts_coal_once_with_the_value_of_2015_and_iron_ore_with_2017(
    relief: tuple[Relief, ...],
) -> None:
    total, with_nearest = find_relief_total(relief)

    assert total.value == pytest.approx(1_048_888_889)
    assert with_nearest.value == pytest.approx(
        1_048_888_889 + 100_000_000 + 20_881_000 + 51_027_000 + 800_000_000 + 79_232_160
    )
    assert total.note.endswith("years differ by measure: 2015")
    assert with_nearest.note.endswith("years differ by measure: 2015, 2016, 2017")


def test_a_figure_of_one_good_of_several_is_marked_alone_and_every_cell_has_its_period(
    relief: tuple[Relief, ...],
) -> None:
    by_id = {row.measure_id: row for row in relief}

    assert by_id["UN-2270-29-coal-iron"].figure_of == "Anthracite 2015 alone"
    assert by_id["UN-2371-8-coal"].still.value == 0
    assert by_id["UN-2371-8-coal"].still_period == "2017-11 alone, no later figure"
    for row in relief:
        assert bool(row.figure_of) == (row.nearest.value is not None)
        assert bool(row.still_period) == (row.still.value is not None)


def test_each_total_counts_the_measures_without_a_figure_of_its_own_years(
    relief: tuple[Relief, ...],
) -> None:
    exports = [row for row in relief if row.direction == "from_dprk"]
    in_base = sum(row.value.value is None for row in exports)
    near = sum(row.nearest.value is None for row in exports)

    total, with_nearest = find_relief_total(relief)

    assert in_base > near
    assert total.note.startswith(f"{in_base} of {len(exports)} measures have no figure for their")
    assert with_nearest.note.startswith(f"{near} of {len(exports)} measures have no figure for a")


def test_crude_that_customs_no_longer_print_has_no_figure_rather_than_zero(
    relief: tuple[Relief, ...],
) -> None:
    for measure_id in ("UN-2375-15-crude-freeze", "UN-2397-4-crude"):
        (crude,) = (row for row in relief if row.measure_id == measure_id)

        assert crude.nearest.value is None
        assert "2709: customs print none in 2014" in crude.note


def test_lead_and_seafood_have_no_figure_rather_than_zero(relief: tuple[Relief, ...]) -> None:
    silent = {row.measure_id for row in relief if row.nearest.value is None}

    assert {"UN-2371-10-lead", "UN-2371-9-seafood"} <= silent


def test_every_input_of_relief_is_a_packaged_row(relief: tuple[Relief, ...]) -> None:
    known = {
        row_id
        for name in ("flows", "processing_inputs", "prices")
        for row_id in read_packaged(name)["row_id"]
    }

    assert all(set(number.inputs) <= known for number in numbers(relief))


def test_wigs_of_2024_leave_five_to_fourteen_percent_after_hair(
    goods: dict[str, EmergingGood],
) -> None:
    wigs = goods["6704"]

    assert wigs.latest_value.value == 180_210_000
    assert wigs.net_basis == "share of other periods"
    assert wigs.net.low == pytest.approx(0.05 * 180_210_000)
    assert wigs.net.high == pytest.approx((1 - 65.71 / 76.367516) * 180_210_000)


def test_silk_of_2022_keeps_both_printed_figures(goods: dict[str, EmergingGood]) -> None:
    silk = goods["50"].latest_value

    assert (silk.low, silk.high) == (12_176_000, 12_700_000)
    assert goods["50"].rank.value == 4


def test_iron_ore_of_2017_is_no_high_because_parts_of_2010_and_2012_were_higher(
    goods: dict[str, EmergingGood],
) -> None:
    ratio = goods["2601"].comparisons[0].value_ratio

    assert goods["2601"].is_new_high is False
    assert ratio.value is None
    assert ratio.note == "part of 2012 was higher"
    assert "2012-01_2012-10 alone was 63," in goods["7201"].latest_value.note


def test_coal_of_2016_rose_by_quantity_while_its_price_fell() -> None:
    changes = find_changes(find_series((read_packaged("flows"),)))

    (coal,) = (c for c in changes if (c.code, c.from_year) == ("270111", 2015))

    assert coal.price_effect.value is not None
    assert coal.quantity_effect.value is not None
    assert coal.price_effect.value < 0 < coal.quantity_effect.value
    assert coal.price_effect.value + coal.quantity_effect.value == pytest.approx(
        1_186_835_000 - 1_048_888_889
    )
