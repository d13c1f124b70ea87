"""Read the World Bank's Pink Sheet: monthly world prices, one column a good."""

import difflib
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from coalface.errors import InputError
from coalface.sources.headers import plain_name
from coalface.sources.publishers import Publisher, SeriesRule, read_publisher
from coalface.sources.reading import FileBatch, ReadOptions, check_row_counts, table_rows
from coalface.sources.safe_workbooks import open_workbook, read_sheet_cells
from coalface.tables.prices import PRICES
from coalface.tables.rejects import REJECTS

__all__ = ["NAME_ROW", "SHEET", "UNIT_ROW", "read_pinksheet"]

SHEET = "Monthly Prices"
NAME_ROW, UNIT_ROW, FIRST_ROW = 5, 6, 7  # as the sheet prints them
PERIOD = r"^(19|20)\d{2}M(0[1-9]|1[0-2])$"
LARGEST_PRICE = 1e9
N_LETTERS = 26


def read_pinksheet(path: Path, options: ReadOptions) -> Iterator[FileBatch]:
    """Read the monthly prices of the goods that the definition names.

    A price is a world benchmark of one grade at one place. It is not what a certain buyer paid.

    Args:
        path: The workbook, `CMO-Historical-Data-Monthly.xlsx`.
        options: `vintage` is the sheet's month of release.

    Returns:
        One batch of table `prices`; a record is a cell that holds something.

    Raises:
        InputError: If the sheet is missing, a heading is unknown or gone, a unit has changed, or
            the periods do not follow each other.
    """
    publisher = read_publisher("pinksheet")
    cells = read_sheet_cells(path, open_workbook(path), SHEET)
    columns = _find_series(path, cells, publisher)
    body = cells.filter(pl.col("row") >= FIRST_ROW).filter(pl.col("column_1") != "")
    starts = _read_months(path, body)
    parts = [
        _read_series(body, starts, column, rule, publisher) for column, rule in columns.items()
    ]
    frame = pl.concat(parts)
    batch = _make_batch(path, frame, publisher, options.vintage)
    return check_row_counts(iter([batch]), path, publisher)


def _find_series(path: Path, cells: pl.DataFrame, publisher: Publisher) -> dict[str, SeriesRule]:
    """Find the column of each series; all others must be on the definition's ignore list."""
    if len(cells) < FIRST_ROW:
        raise InputError(f"{path.name}: {len(cells)} rows; row {FIRST_ROW} is the first of data.")
    names = cells.row(NAME_ROW - 1, named=True)
    units = cells.row(UNIT_ROW - 1, named=True)
    rules = {plain_name(heading): rule for heading, rule in publisher.series.items()}
    ignored = {plain_name(heading) for heading in publisher.ignore}
    found: dict[str, SeriesRule] = {}
    unknown: list[str] = []
    for column in cells.columns[2:]:
        heading = plain_name(names[column])
        if heading in rules and rules[heading] not in found.values():
            found[column] = rules[heading]
            _check_unit(path, names[column], units[column], rules[heading])
        elif heading in rules:
            raise InputError(f"{path.name}: two columns are called {names[column]!r} in row 5.")
        elif heading and heading not in ignored:
            unknown.append(names[column])
    missing = [h for h, rule in publisher.series.items() if rule not in found.values()]
    _check_headings(path, missing, unknown, publisher)
    return found


def _check_headings(
    path: Path, missing: list[str], unknown: list[str], publisher: Publisher
) -> None:
    if missing:
        near = difflib.get_close_matches(missing[0], unknown, 1, cutoff=0.4)
        renamed = f" It may now be called {near[0][:80]!r}." if near else ""
        raise InputError(
            f"{path.name}, sheet {SHEET!r}, row {NAME_ROW}: no column {missing[0]!r}.{renamed} "
            f"If the World Bank renamed it, mend {publisher.file_name}."
        )
    if unknown:
        raise InputError(
            f"{path.name}, sheet {SHEET!r}, row {NAME_ROW}: column {unknown[0][:80]!r} is not "
            f"known. Add it to {publisher.file_name}, or to its ignore list."
        )


def _check_unit(path: Path, heading: str, unit: str, rule: SeriesRule) -> None:
    if plain_name(unit) != plain_name(rule.printed_unit):
        raise InputError(
            f"{path.name}, sheet {SHEET!r}, row {UNIT_ROW}: {heading!r} is given in {unit!r}, "
            f"expected {rule.printed_unit!r}. The unit changed: prices would be wrong."
        )


def _read_months(path: Path, body: pl.DataFrame) -> pl.Series:
    bad = body.filter(~pl.col("column_1").str.contains(PERIOD))
    if len(bad):
        row, found = bad.row(0)[:2]
        raise InputError(
            f"{path.name}, sheet {SHEET!r}, row {row}: period {found[:40]!r}, expected a month "
            "such as 1960M01."
        )
    starts = body["column_1"].str.strptime(pl.Date, "%YM%m")
    if starts.is_duplicated().any():
        row = body.filter(starts.is_duplicated())["row"][-1]
        raise InputError(f"{path.name}, sheet {SHEET!r}, row {row}: a month that stood before.")
    return starts


def _read_series(
    body: pl.DataFrame, starts: pl.Series, column: str, rule: SeriesRule, publisher: Publisher
) -> pl.DataFrame:
    letters = _letters(int(column.removeprefix("column_")))
    frame = pl.DataFrame([body["row"], starts.alias("start"), body[column].alias("found")]).filter(
        ~pl.col("found").is_in(list(publisher.missing))
    )
    price = pl.col("found").cast(pl.Float64, strict=False)
    return frame.with_columns(
        cell=pl.format("{}{}", pl.lit(letters), "row"),
        price=price,
        is_good=price.is_between(0, LARGEST_PRICE).fill_null(value=False),
        series=pl.lit(rule.series),
        unit=pl.lit(rule.unit),
    )


def _letters(number: int) -> str:
    """Give a column as a spreadsheet names it: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, N_LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def _make_batch(
    path: Path, frame: pl.DataFrame, publisher: Publisher, vintage: str | None
) -> FileBatch:
    good = frame.filter("is_good")
    columns: dict[str, pl.Series | str | None] = {
        "row_id": good["cell"],
        "dataset": "benchmark_monthly",
        "series": good["series"],
        "period_start": good["start"],
        "period_end": good["start"].dt.offset_by("1mo"),
        "price_low": good["price"],
        "price_high": good["price"],
        "currency": "USD",
        "unit": good["unit"],
        "source_id": publisher.id,
        "vintage": vintage,
        "locator": f"sheet {SHEET}, cell " + good["cell"],
        "confidence": "high",
    }
    rejects = frame.filter(~pl.col("is_good")).select(
        file=pl.lit(path.name),
        row=pl.col("row"),
        column=pl.col("series"),
        found=pl.col("found"),
        expected=pl.lit("a price in US dollars"),
        reason=pl.lit("not a number, negative, or too large for a price"),
    )
    rows = table_rows(PRICES, columns, len(good))
    return FileBatch("prices", rows, rejects.match_to_schema(REJECTS), len(frame))
