"""Competing prints: one order for all commands, and differences within one source or compiler."""

from typing import Any

import pytest
from tests.builders import make_flows

from coalface.trade.figures import Figure
from coalface.trade.prints import (
    Print,
    difference_of_compiler,
    difference_of_source,
    find_prints,
    ranked_prints,
)

PRINTS = {
    row: Print(row, source, compiler, value)
    for row, source, compiler, value in (
        ("a/sold", "a", "KITA", 10.0),
        ("b/sold", "b", "", 12.0),
        ("b/bought", "b", "", 30.0),
        ("c/bought", "c", "KOTRA", 28.0),
    )
}
SOLD = Figure(10.0, 10.0, 12.0, ("a/sold", "b/sold"))
BOUGHT = Figure(30.0, 28.0, 30.0, ("b/bought", "c/bought"))


def test_the_later_release_goes_first_among_prints_of_one_grade_and_length() -> None:
    rows: list[dict[str, Any]] = [
        {"row_id": "1", "confidence": "medium", "vintage": "2013-01", "value": 24873.0},
        {"row_id": "2", "confidence": "medium", "vintage": "2013-02", "value": 25013.0},
        {"row_id": "3", "confidence": "medium", "vintage": "2014", "value": 25000.0},
        {"row_id": "4", "confidence": "high", "vintage": None, "value": 26000.0},
    ]

    ranked = ranked_prints(rows, lambda row: row["value"])

    assert [row["row_id"] for row in ranked] == ["4", "2", "1", "3"]
    assert ranked == ranked_prints(rows[::-1], lambda row: row["value"])


def test_two_sides_are_of_one_source_where_one_printed_both() -> None:
    found = difference_of_source(BOUGHT, SOLD, PRINTS)

    assert found is not None
    assert (found.value, found.low, found.high) == (18.0, 18.0, 18.0)
    assert found.inputs == ("b/bought", "b/sold")
    assert found.note == "of one source: b"


def test_without_a_shared_source_the_widest_range_is_kept() -> None:
    sold = Figure(10.0, 10.0, 11.0, ("a/sold", "x/sold"))

    found = difference_of_source(BOUGHT, sold, PRINTS)

    assert found is not None
    assert (found.value, found.low, found.high) == (20.0, 17.0, 20.0)


def test_a_side_that_is_itself_a_difference_is_no_print() -> None:
    rest = Figure(18.0, 16.0, 18.0, ("b/bought", "b/sold"))

    found = difference_of_source(BOUGHT, rest, PRINTS)

    assert found is not None
    assert (found.low, found.high) == (10.0, 14.0)


def test_the_reporters_own_sums_come_before_those_of_another_compiler() -> None:
    start = Figure(4.0, 4.0, 5.0, ("k/start", "b/start"))
    prints = {
        **PRINTS,
        "k/start": Print("k/start", "k", "KITA", 4.0),
        "b/start": Print("b/start", "b", "", 5.0),
    }

    found = difference_of_compiler(SOLD, start, prints)

    assert found is not None
    assert (found[0].value, found[0].low, found[0].high) == (7.0, 7.0, 7.0)
    assert found[1] == ()


def test_sums_of_different_compilers_are_named() -> None:
    start = Figure(4.0, 4.0, 4.0, ("k/start",))
    prints = {"k/start": Print("k/start", "k", "KITA", 4.0), "b/sold": PRINTS["b/sold"]}

    found = difference_of_compiler(Figure(12.0, 12.0, 12.0, ("b/sold",)), start, prints)

    assert found is not None
    assert found[0].value == 8.0
    assert found[1] == ("", "KITA")


@pytest.mark.parametrize(
    ("locator", "compiler"),
    [
        ("figure for 2017: All commodities (KITA, GACC)", "KITA"),
        ("figure for 2017: All commodities (GACC)", ""),
        ("figure for 2017: All commodities", ""),
        ("figure for 2014: Coal (news sources often say coal; HS 2701)", ""),
    ],
)
def test_the_compiler_is_read_from_the_end_of_the_locator(locator: str, compiler: str) -> None:
    found = find_prints(make_flows(row_id=["r"], locator=locator, value_cif_usd=1.0))

    assert found["r"].compiler == compiler


def test_only_the_trade_of_the_dprk_is_looked_up() -> None:
    flows = make_flows(row_id=["own", "other"], partner=["PRK", "VNM"], value_cif_usd=1.0)

    assert list(find_prints(flows)) == ["own"]
