"""Write records as the publishers do: CSV, JSON, workbooks."""

import csv
import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from tests.contracts.publisher_files import Record


def write_csv(
    path: Path,
    header: Sequence[str],
    records: Sequence[Record],
    *,
    encoding: str = "utf-8",
    ends: str = "\n",
    has_empty_last: bool = False,
) -> Path:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=ends)
    tail = [""] if has_empty_last else []
    writer.writerow([*header, *tail])
    writer.writerows([record[name] for name in header] + tail for record in records)
    data = text.getvalue().encode(encoding)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def write_json(path: Path, records: Sequence[Record]) -> Path:
    numbers = {"qty", "netWgt", "cifvalue", "fobvalue", "primaryValue", "altQty", "grossWgt"}
    whole = {"reporterCode", "partnerCode", "partner2Code", "motCode", "qtyUnitCode", "refYear"}

    def typed(name: str, cell: str) -> object:
        if cell in {"True", "False"}:
            return cell == "True"
        if cell == "" and name in numbers:
            return None
        return float(cell) if name in numbers else int(cell) if name in whole else cell

    data = [{name: typed(name, cell) for name, cell in record.items()} for record in records]
    path.write_text(
        json.dumps({"elapsedTime": "0.1 secs", "count": len(data), "data": data, "error": ""})
    )
    return path


def write_sheet(
    path: Path, rows: Sequence[Sequence[str | float]], *, sheet: str = "Sheet1", first_row: int = 1
) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows, first_row - 1):
            for column, cell in enumerate(row):
                if cell != "":
                    page.write(number, column, cell)
    return path


def write_pinksheet(path: Path, rows: Sequence[Sequence[str | float]]) -> Path:
    title: list[list[str | float]] = [
        ["World Bank Commodity Price Data (The Pink Sheet)"],
        ["monthly prices in nominal US dollars, 1960 to present"],
        ["(made up for a test)"],
        [],
    ]
    return write_sheet(path, [*title, *rows], sheet="Monthly Prices")
