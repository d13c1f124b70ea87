"""The fuel account in tonnes: ledgers named, never added, and nothing where nobody says."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import pytest

from coalface.earnings.fuel import FuelLine, find_fuel, fuel_table, numbers
from coalface.earnings.fuel_sources import FuelTables, load_fuel_model
from coalface.law import load_rulebook
from coalface.sources.packaged import read_packaged


@pytest.fixture(scope="module")
def tables() -> FuelTables:
    flows, estimates, indicators = (
        read_packaged(name) for name in ("flows", "estimates", "indicators")
    )
    return FuelTables(flows, estimates, indicators, load_rulebook(), load_fuel_model())


@pytest.fixture(scope="module")
def fuel(tables: FuelTables) -> tuple[FuelLine, ...]:
    return find_fuel(tables)


def one(lines: Sequence[FuelLine], name: str, period: str) -> FuelLine:
    (found,) = (x for x in lines if (x.line, x.period) == (name, period))
    return found


def test_it_opens_with_2004_and_nine_months_of_2018(fuel: Sequence[FuelLine]) -> None:
    assert one(fuel, "reported", "2004").figure.value == 290_000
    assert one(fuel, "reported", "2018-01_2018-09").figure.value == 12_874 + 15_104


def test_barrels_alleged_by_a_named_ledger_are_about_91_000_tonnes(
    fuel: Sequence[FuelLine],
) -> None:
    line = one(fuel, "alleged", "2018-01_2018-09")

    assert line.figure.value == pytest.approx(91_000, rel=0.005)
    assert "United States to the 1718 Committee: 759,793 bbl" in line.figure.how
    assert line.figure.inputs[0].startswith("estimates/import_unrecorded/2018-01_2018-05")
    assert [n.id.rsplit("/", 1)[1] for n in line.rivals] == ["alleged_us"]
    assert line.rivals[0].inputs[0].startswith("law/ledger/")


def test_the_allegation_that_covers_most_months_is_taken_and_others_stand_beside_it(
    fuel: Sequence[FuelLine],
) -> None:
    alleged = one(fuel, "alleged", "2020")

    assert alleged.figure.value == pytest.approx(4_400_000 / 8.3333, rel=1e-4)
    assert len(alleged.rivals) == 2
    assert all((n.value or 0) < (alleged.figure.value or 0) for n in alleged.rivals)


def test_an_allegation_of_part_of_a_year_is_a_floor(fuel: Sequence[FuelLine]) -> None:
    assert one(fuel, "alleged", "2018").figure.high is None
    assert one(fuel, "supply", "2018").figure.high is None


def test_an_estimate_of_all_imports_does_not_count_the_reported_ones_twice(
    fuel: Sequence[FuelLine],
) -> None:
    supply, alleged, crude = (
        one(fuel, name, "2019").figure.value for name in ("supply", "alleged", "from_crude")
    )

    assert alleged is not None
    assert crude is not None
    assert supply == pytest.approx(alleged + crude)


def test_fuel_from_crude_is_marked_assumed_with_its_yield(fuel: Sequence[FuelLine]) -> None:
    made = one(fuel, "from_crude", "2017").figure

    assert made.mark == "assumed"
    assert "parameters/fuel.refinery_yield" in made.inputs
    assert made.value == pytest.approx(512_500 * 0.8)


def test_crude_that_nobody_estimated_is_carried_on_and_says_so(fuel: Sequence[FuelLine]) -> None:
    crude = one(fuel, "crude", "2021").figure

    assert crude.mark == "assumed"
    assert "carried on" in crude.note


def test_gasification_has_no_figure_but_the_coal_it_would_need(fuel: Sequence[FuelLine]) -> None:
    for period in ("2017", "2018-01_2018-09", "2024"):
        assert one(fuel, "gasification", period).figure.value is None


def test_coal_needed_is_for_what_reports_and_allegations_leave_open(
    fuel: Sequence[FuelLine],
) -> None:
    need = one(fuel, "coal_needed", "2018-01_2018-09").figure
    short = one(fuel, "short_of_2004", "2018-01_2018-09").figure
    alleged = one(fuel, "alleged", "2018-01_2018-09").figure.value or 0

    assert short.value == pytest.approx(290_000 * 9 / 12 - 27_978)
    assert need.low == pytest.approx(((short.value or 0) - alleged) * 4)
    assert need.high == pytest.approx(((short.value or 0) - alleged) * 8)
    assert short.mark == need.mark == "assumed"
    assert "a floor" in need.note


@pytest.mark.parametrize("year", ["2019", "2020", "2021", "2023"])
def test_no_coal_is_needed_where_alleged_tonnes_exceed_2004_or_nobody_alleges(
    fuel: Sequence[FuelLine], year: str
) -> None:
    assert one(fuel, "coal_needed", year).figure.value is None


def test_the_residual_of_2017_is_oil_used_less_crude_before_refining_or_less(
    fuel: Sequence[FuelLine],
) -> None:
    residual = one(fuel, "residual", "2017").figure
    need = one(fuel, "coal_needed", "2017").figure

    assert (residual.low, residual.value, residual.high) == (None, 350_000, 350_000)
    assert "upper bound" in residual.note
    assert (need.low, need.value, need.high) == (None, 2_800_000, 2_800_000)


def test_the_residual_stands_only_where_the_oil_used_was_published(
    fuel: Sequence[FuelLine],
) -> None:
    periods = {x.period for x in fuel if x.line == "residual" and x.figure.value is not None}

    assert periods == {"2017", "2024"}


def test_a_year_without_reports_has_no_figure_and_not_zero(tables: FuelTables) -> None:
    bare = replace(tables, flows=tables.flows.filter(pl.col("dataset") != "refined_1718"))

    assert one(find_fuel(bare), "reported", "2018").figure.value is None


def test_ids_are_one_number_each_and_the_table_keeps_rivals(fuel: Sequence[FuelLine]) -> None:
    found = numbers(fuel)

    table = fuel_table(fuel)

    assert len({n.id for n in found}) == len(found) == len(table)
    assert table.filter(pl.col("is_rival")).height == sum(len(x.rivals) for x in fuel)
    for n in found:
        ends = [e for e in (n.low, n.value, n.high) if e is not None]
        assert ends == sorted(ends), n.id
