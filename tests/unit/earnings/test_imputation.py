"""Imputed years: named models, bands that grow in the middle, checked on years held back."""

from datetime import date
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalface.earnings.bases import find_base, total_of
from coalface.earnings.cells import quarters_of, year_span
from coalface.earnings.evidence import Evidence
from coalface.earnings.imputation import MODELS, Band, impute, interval_score, scale_months
from coalface.earnings.imputation_checks import (
    CHECKED_LINES,
    check_imputation,
    holds,
    imputation_table,
    numbers,
)
from coalface.earnings.precedence import find_line, find_reading
from coalface.earnings.years import find_years
from coalface.law import load_rulebook
from coalface.sources.packaged import read_packaged

SERIES = {2000: 1.0, 2001: 2.0, 2004: 9.0, 2007: 30.0, 2008: 28.0, 2012: 60.0}
values = st.just(0.0) | st.floats(min_value=1, max_value=1e9)
series = st.dictionaries(st.integers(2000, 2020), values, min_size=6, max_size=15)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    tables = (read_packaged(n) for n in ("flows", "estimates", "prices", "fx"))
    flows, estimates, prices, fx = tables
    return Evidence(flows, estimates, prices, fx, load_rulebook())


@pytest.mark.parametrize("model", sorted(MODELS))
@given(points=series, year=st.integers(2000, 2020))
def test_a_band_holds_its_value_and_is_never_below_zero(
    model: str, points: dict[int, float], year: int
) -> None:
    band = impute(points, year, model)

    if band is not None:
        assert 0 <= band.low <= band.mid * (1 + 1e-9) + 1e-9
        assert band.mid <= band.high * (1 + 1e-9) + 1e-9


@given(points=series, year=st.integers(2001, 2019), factor=st.floats(0.1, 1000))
def test_doubling_every_value_doubles_the_band(
    points: dict[int, float], year: int, factor: float
) -> None:
    one = impute(points, year)
    other = impute({y: v * factor for y, v in points.items()}, year)

    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert other.mid == pytest.approx(one.mid * factor, rel=1e-6, abs=1e-6)
        assert other.high == pytest.approx(one.high * factor, rel=1e-6, abs=1e-6)


def test_the_year_itself_has_no_part_in_its_imputation() -> None:
    with_it = {**SERIES, 2005: 1e6}

    assert impute(with_it, 2005) == impute(SERIES, 2005)


def test_nothing_is_imputed_beyond_the_ends_or_from_few_points() -> None:
    assert impute(SERIES, 1999) is None
    assert impute(SERIES, 2013) is None
    assert impute({2000: 1.0, 2001: 2.0, 2004: 3.0, 2006: 4.0}, 2002) is None


def test_an_unknown_model_is_named_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"no imputation 'guess'.*two_scale_bridge"):
        impute(SERIES, 2005, "guess")


def test_a_band_is_widest_in_the_middle_of_a_gap() -> None:
    points = {2000: 10.0, 2001: 14.0, 2002: 11.0, 2003: 13.0, 2009: 13.0, 2010: 12.0, 2011: 15.0}

    widths = [b.high - b.low for y in (2004, 2006, 2008) if (b := impute(points, y, "log_linear"))]

    assert widths[1] > widths[0]
    assert widths[1] > widths[2]


def test_months_scaled_up_never_fall_below_what_was_published() -> None:
    band = scale_months(150.5, 10, (0.05, -0.1, 0.15))

    assert band.mid == pytest.approx(180.6)
    assert 150.5 <= band.low < band.mid < band.high


def test_the_interval_score_is_the_width_and_a_fine_for_a_miss() -> None:
    band = Band(mid=5, low=4, high=6)

    assert interval_score(band, 5) == pytest.approx(2)
    assert interval_score(band, 7) == pytest.approx(2 + 20)


def test_held_back_years_are_covered_and_scored_below_the_naive_rules(evidence: Evidence) -> None:
    checks = check_imputation(evidence)

    rows = {(c.series, c.model): c for c in checks}
    whole = rows["all", "two_scale_bridge"]
    assert whole.n_years == 44
    assert whole.coverage.value == pytest.approx(0.841, abs=0.002)
    assert whole.score.value == pytest.approx(1.80, abs=0.02)
    assert rows["all", "linear"].score.value == pytest.approx(1.95, abs=0.02)
    assert rows["all", "last_value"].score.value == pytest.approx(2.24, abs=0.02)
    assert holds(checks)


def test_iron_ore_alone_does_not_beat_the_last_value_and_the_check_says_so(
    evidence: Evidence,
) -> None:
    checks = check_imputation(evidence)

    assert {name: holds(checks, name) for name in CHECKED_LINES} == {
        "declared_coal": True,
        "declared_iron_ore": False,
        "declared_exports": True,
        "declared_imports": True,
    }
    for name in CHECKED_LINES:
        assert bool(find_line(name).imputation_note) == (not holds(checks, name)), name
    table = imputation_table(checks)
    assert (
        table.filter(pl.col("better_than_naive"))["model"].to_list().count("two_scale_bridge") == 4
    )


def test_every_number_of_the_check_names_the_rows_held_back(evidence: Evidence) -> None:
    found = numbers(check_imputation(evidence))

    assert all(n.inputs for n in found)
    assert len({n.id for n in found}) == len(found)


def test_an_imputed_year_is_marked_and_names_its_model(evidence: Evidence) -> None:
    years = find_years(evidence, find_line("declared_coal"), find_reading("by_rule"))

    cell = years.cell(2005)

    assert cell is not None
    assert (cell.mark, cell.basis, cell.model) == ("imputed", "imputed", "two_scale_bridge")
    assert "between 2004 and 2007" in cell.how


def test_imputed_iron_ore_says_beside_the_sum_that_its_check_fails(evidence: Evidence) -> None:
    starts_on, ends_on = date(2003, 1, 1), date(2010, 1, 1)
    coal, ore = (
        find_base(evidence, find_line(name), starts_on=starts_on, ends_on=ends_on)
        for name in ("declared_coal", "declared_iron_ore")
    )

    assert "fails its check" in total_of((coal, ore)).note
    assert total_of((coal,)).note == ""


def test_ten_months_of_iron_ore_stand_for_a_year_and_no_bridge_is_built(
    evidence: Evidence,
) -> None:
    years = find_years(evidence, find_line("declared_iron_ore"), find_reading("by_rule"))

    cell = years.cell(2012)

    assert cell is not None
    assert cell.model == "scaled_months"
    assert cell.mid == pytest.approx(205.56e6 * 1.2)


def test_a_year_has_four_quarters_that_join() -> None:
    quarters = quarters_of(2017)

    assert [q.label for q in quarters] == ["2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4"]
    assert all(a.ends_on == b.starts_on for a, b in pairwise(quarters))
    assert (quarters[0].starts_on, quarters[3].ends_on) == (date(2017, 1, 1), date(2018, 1, 1))
    assert [m.label for m in (year_span(2017),)] == ["2017"]
    assert len(quarters[1].months()) == 3
