"""Imputed years agree with printed totals, and a whole is no less than its parts."""

from datetime import date

import pytest

from coalface.earnings.bases import find_base
from coalface.earnings.cells import Cell
from coalface.earnings.evidence import Evidence
from coalface.earnings.known_years import EXPORTS, IMPORTS, find_known_years
from coalface.earnings.precedence import find_line, find_reading, load_lines, load_readings
from coalface.earnings.years import FIRST_YEAR, LAST_YEAR
from coalface.law import load_rulebook
from coalface.sources.packaged import read_packaged


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    flows, estimates, prices, fx = (
        read_packaged(n) for n in ("flows", "estimates", "prices", "fx")
    )
    return Evidence(flows, estimates, prices, fx, load_rulebook())


def sides(evidence: Evidence, year: int, reading: str = "by_rule") -> tuple[Cell, Cell]:
    cells = find_known_years(evidence, find_reading(reading)).cells(year)
    exports, imports = cells[EXPORTS], cells[IMPORTS]
    assert exports is not None
    assert imports is not None
    return exports, imports


@pytest.mark.parametrize("reading", ["by_rule", "published_only", "kotra_books"])
def test_a_side_that_was_not_printed_is_the_total_less_the_other(
    evidence: Evidence, reading: str
) -> None:
    _, imports = sides(evidence, 2021, reading)

    assert imports.mid == pytest.approx(318e6 - 58e6)
    assert (imports.basis, imports.mark, imports.model) == ("recorded", "derived", "")
    assert "both directions less" in imports.how
    assert "flows/2021/CHN-PRK/total_trade/TOTAL/scmp-2022" in imports.inputs


def test_an_imputed_year_says_that_no_print_is_packaged_and_not_that_there_is_none(
    evidence: Evidence,
) -> None:
    exports, _ = sides(evidence, 2008)

    assert exports.basis == "imputed"
    assert "no print of this year is packaged" in exports.note


@pytest.mark.parametrize(
    ("year", "reading", "printed"),
    [
        (2006, "by_rule", 1.70e9),
        (2009, "by_rule", 2.67e9),
        (2010, "by_rule", 3.47e9),
        (2010, "kotra_books", 4.17e9),
    ],
)
def test_imputed_sides_add_up_to_the_printed_total(
    evidence: Evidence, year: int, reading: str, printed: float
) -> None:
    pair = sides(evidence, year, reading)
    exports, imports = ((c.low or 0.0, c.mid or 0.0, c.high or 0.0) for c in pair)

    assert exports[1] + imports[1] == pytest.approx(printed)
    for one, other in ((exports, imports), (imports, exports)):
        assert one[0] <= one[1] <= one[2]
        assert one[0] + other[2] == pytest.approx(printed)
    for cell in pair:
        assert cell.basis == "imputed"
        assert "only the total of both directions was printed" in cell.note
        assert any("/total_trade/TOTAL/" in row for row in cell.inputs)


def test_a_total_of_other_books_moves_no_year(evidence: Evidence) -> None:
    exports, imports = sides(evidence, 2009, "kotra_books")

    assert not any("/total_trade/" in row for cell in (exports, imports) for row in cell.inputs)


@pytest.mark.parametrize("reading", load_readings(), ids=lambda reading: reading.id)
def test_an_imputed_whole_is_never_less_than_its_recorded_parts(
    evidence: Evidence, reading: object
) -> None:
    known = find_known_years(evidence, find_reading(getattr(reading, "id", "")))
    minerals = find_line("declared_minerals").overlaps

    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        cells = known.cells(year)
        wholes = {"declared_minerals": minerals, EXPORTS: (*minerals, "declared_textiles")}
        for name, parts in wholes.items():
            whole = cells[name]
            if whole is None or whole.basis != "imputed":
                continue
            recorded = [c.low or 0.0 for p in parts if (c := cells[p]) and c.basis == "recorded"]
            assert (whole.low or 0.0) >= sum(recorded) * (1 - 1e-9), (name, year)
            assert (whole.low or 0.0) <= (whole.mid or 0.0) <= (whole.high or 0.0), (name, year)


@pytest.mark.parametrize("name", [line.id for line in load_lines() if line.part_of])
def test_a_year_of_a_line_has_one_value_in_the_account_and_in_the_bases(
    evidence: Evidence, name: str
) -> None:
    known = find_known_years(evidence, find_reading("by_rule"))
    years = [y for y in range(FIRST_YEAR, 2018) if known.lines[name].cell(y) is not None]

    for year in years:
        starts_on, ends_on = date(year, 1, 1), date(year + 1, 1, 1)
        line = find_line(name)
        (figure,) = find_base(evidence, line, starts_on=starts_on, ends_on=ends_on).years
        cell = known.cells(year)[name]
        assert cell is not None
        assert (figure.value.value, figure.basis) == (cell.mid, cell.basis)
