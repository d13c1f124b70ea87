"""The balance shows each set of books by itself, ranges and gaps included."""

from datetime import date

import polars as pl
from tests.builders import make_flows

from coalface.sources.packaged import read_packaged
from coalface.trade.balance import balance_table, find_balance, numbers


def _totals(**columns: object) -> pl.DataFrame:
    return make_flows(hs_code="TOTAL", **columns)


def test_the_deficit_is_imports_less_exports() -> None:
    flows = _totals(
        flow=["import", "export"], value_cif_usd=[10.0, None], value_fob_usd=[None, 30.0]
    )

    (row,) = find_balance(flows)

    assert (row.exports_usd.value, row.imports_usd.value, row.deficit_usd.value) == (10, 30, 20)
    assert (row.exports_valuation, row.imports_valuation) == ("CIF", "FOB")


def test_competing_prints_become_a_range_and_the_deficit_is_as_wide() -> None:
    flows = _totals(
        flow=["import", "import", "export"],
        value_cif_usd=[1650.0, 1720.0, None],
        value_fob_usd=[None, None, 3340.0],
        confidence=["high", "medium", "medium"],
    )

    (row,) = find_balance(flows)

    assert row.exports_usd.value == 1650
    assert (row.exports_usd.low, row.exports_usd.high) == (1650, 1720)
    assert (row.deficit_usd.low, row.deficit_usd.high) == (1620, 1690)
    assert "competing prints" in row.exports_usd.note


def test_a_side_that_was_not_published_is_the_total_less_the_other() -> None:
    flows = _totals(
        flow=["import", "total_trade"], value_cif_usd=[58.0, None], value_mixed_usd=[None, 318.0]
    )

    (row,) = find_balance(flows)

    assert row.imports_usd.value == 260
    assert row.imports_usd.mark == "derived"
    assert row.imports_usd.inputs == ("flows/1", "flows/0")


def test_a_side_without_any_print_has_no_figure_and_no_deficit() -> None:
    (row,) = find_balance(_totals(value_cif_usd=10.0))

    assert row.imports_usd.value is None
    assert row.deficit_usd.value is None


def test_a_year_without_a_print_has_no_row() -> None:
    flows = _totals(
        value_cif_usd=[10.0, 20.0],
        period_start=[date(2016, 1, 1), date(2018, 1, 1)],
        period_end=[date(2017, 1, 1), date(2019, 1, 1)],
    )

    assert [row.year for row in find_balance(flows)] == [2016, 2018]


def test_books_are_never_mixed() -> None:
    flows = _totals(
        reporter=["CHN", "PRK", "PRK"],
        partner=["PRK", "CHN", "WLD"],
        flow=["import", "export", "export"],
        value_cif_usd=[10.0, None, None],
        value_mixed_usd=[None, 11.0, 12.0],
    )

    rows = find_balance(flows)

    assert [(r.book, r.exports_usd.value) for r in rows] == [
        ("china_customs", 10),
        ("kotra_china", 11),
        ("kotra_world", 12),
    ]


def test_the_table_has_a_row_a_year_and_book_and_names_inputs() -> None:
    rows = find_balance(_totals(value_cif_usd=10.0))

    table = balance_table(rows)

    assert table["inputs"].to_list() == ["flows/0"]
    assert len(numbers(rows)) == 4


def test_a_total_that_kotra_compiled_stands_in_no_book_of_chinas_customs() -> None:
    rows = {(row.year, row.book): row for row in find_balance(read_packaged("flows"))}

    for year, total_usd in ((2007, 1_974_000_000), (2015, 5_710_000_000)):  # ETNews, Korea Herald
        assert rows[year, "kotra_china"].total_usd.value == total_usd
        customs = rows.get((year, "china_customs"))
        assert customs is None or customs.total_usd.value is None
