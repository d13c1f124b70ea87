"""Sheets with what Excel makes of cells: dates, failed formulas, rows without a period."""

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from tests.contracts.publisher_files import pinksheet_rows
from tests.contracts.publisher_writers import write_pinksheet
from tests.contracts.test_publishers import read_all

from coalface.errors import InputError
from coalface.sources.kinds import read_file
from coalface.sources.reading import ReadOptions

MAPPING = """\
id: made-up
title: A table
publisher: Somebody
columns:
  period: {column: month, format: "FORMAT"}
  hs_code: {column: code}
  value_cif_usd: {column: value}
constants: {reporter: CHN, partner: PRK, flow: import}
"""


def write_mapping(tmp_path: Path, pattern: str, **changes: str) -> Path:
    text = MAPPING.replace("FORMAT", pattern)
    for old, new in changes.items():
        text = text.replace(old, new)
    path = tmp_path / "m.yml"
    path.write_text(text if pattern else text.replace(', format: ""', ""))
    return path


def write_table(tmp_path: Path, cells: list[str]) -> Path:
    path = tmp_path / "t.csv"
    path.write_text(
        "month,code,value\n" + "".join(f"{c},270111,{n}\n" for n, c in enumerate(cells))
    )
    return path


def write_dated_sheet(tmp_path: Path, days: list[datetime]) -> Path:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["month", "code", "value"])
        for row, day in enumerate(days, 1):
            page.write_datetime(row, 0, day)
            page.write_row(row, 1, ["270111", row])
    return path


@pytest.mark.parametrize(
    ("pattern", "cells"),
    [
        ("%Y-%m", ["2017-01", "2017-02"]),
        ("%Y.%m", ["2017.01", "2017.02"]),
        ("%m/%Y", ["01/2017", "02/2017"]),
        ("%d.%m.%Y", ["31.01.2017", "01.02.2017"]),
        ("%Y-%m-%d", ["2017-01-31", "2017-02-28"]),
    ],
)
def test_period_is_read_by_its_format(tmp_path: Path, pattern: str, cells: list[str]) -> None:
    path = write_table(tmp_path, [*cells, "soon"])

    read = read_all(path, "mapped", mapping=write_mapping(tmp_path, pattern))

    assert read.rows["period_start"].to_list() == [date(2017, 1, 1), date(2017, 2, 1)]
    assert read.rows["period_end"].to_list() == [date(2017, 2, 1), date(2017, 3, 1)]
    assert read.rejects.select("row", "found").rows() == [(4, "soon")]


def test_dates_of_a_sheet_stand_for_their_months(tmp_path: Path) -> None:
    path = write_dated_sheet(tmp_path, [datetime(2017, 1, 1), datetime(2017, 2, 1)])  # noqa: DTZ001

    read = read_all(path, "mapped", mapping=write_mapping(tmp_path, "%Y-%m-%d"))

    assert read.rows["period_start"].to_list() == [date(2017, 1, 1), date(2017, 2, 1)]


def test_dates_without_a_format_are_refused_with_what_to_write(tmp_path: Path) -> None:
    path = write_dated_sheet(tmp_path, [datetime(2017, 1, 1)])  # noqa: DTZ001

    read = read_all(path, "mapped", mapping=write_mapping(tmp_path, ""))

    assert 'format: "%Y-%m-%d"' in read.rejects["expected"][0]


def test_file_of_which_every_record_is_refused_brings_no_source(tmp_path: Path) -> None:
    mapping = write_mapping(tmp_path, "%Y-%m", CHN="Atlantis")

    options = ReadOptions(mapping=mapping)
    batches = list(read_file(write_table(tmp_path, ["2017-01"]), "mapped", options))

    assert sum(len(batch.rows) for batch in batches) == 0
    assert sum(len(batch.rejects) for batch in batches) == 1


@pytest.mark.parametrize("shown", ["#DIV/0!", "#N/A", "#VALUE!", "#REF!", "#NAME?", "#NUM!"])
def test_formula_that_failed_is_refused_and_not_taken_for_empty(tmp_path: Path, shown: str) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["month", "code", "value"])
        page.write_row(1, 0, ["2017-01", "270111", 5])
        page.write_row(2, 0, ["2017-02", "270111"])
        page.write_formula(2, 2, "=1/0", None, shown)

    read = read_all(path, "mapped", mapping=write_mapping(tmp_path, "%Y-%m"))

    assert read.rejects.select("row", "column", "found").rows() == [(3, "value", shown)]


def test_pink_sheet_price_that_failed_is_refused(tmp_path: Path) -> None:
    rows = pinksheet_rows()
    rows[3][2:4] = ["high", "-3"]

    read = read_all(write_pinksheet(tmp_path / "p.xlsx", rows), "pinksheet")

    assert read.rejects.select("row", "column", "found").rows() == [
        (8, "crude_brent, crude_dubai", "high, -3")
    ]
    assert not read.rejects["row"].is_duplicated().any()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: rows[6].__setitem__(0, ""), r"row 11: period ''"),
        (lambda rows: rows.pop(6), r"row 11: 1960M06 follows 1960M04"),
        (lambda rows: rows.insert(2, rows.pop()), r"row 8: 1960M01 follows 1961M08"),
    ],
)
def test_pink_sheet_whose_months_do_not_follow_each_other_is_an_error(
    tmp_path: Path, change: object, message: str
) -> None:
    rows = pinksheet_rows()
    assert callable(change)
    change(rows)

    with pytest.raises(InputError, match=message):
        read_all(write_pinksheet(tmp_path / "p.xlsx", rows), "pinksheet")
