"""A user's file of one country's yearly totals, such as those of a research data set."""

from pathlib import Path

import polars as pl

from coalface.errors import InputError
from coalface.sources.text_files import read_header, read_text_rows

__all__ = ["read_country_totals"]

COLUMNS = {"year": pl.Int64, "flow": pl.String, "value_usd": pl.Float64, "source_id": pl.String}
FIRST_YEAR, LAST_YEAR = 1945, 2100


def read_country_totals(path: Path) -> pl.DataFrame:
    """Read yearly totals of one country's trade.

    Args:
        path: Delimited text in UTF-8 with the columns `year`, `flow` (`export`, `import` or
            `total_trade`, seen from that country), `value_usd` (US dollars, not millions) and
            `source_id` (whose figure).

    Returns:
        These columns, one row a total, in the order of the file.

    Raises:
        InputError: At the first cell that cannot be read, or if a column is missing or unknown.
    """
    header = read_header(path, tuple(COLUMNS))
    names = [cell.strip() for cell in header.cells]
    if sorted(names) != sorted(COLUMNS):
        raise InputError(
            f"{path.name}, row 1: columns {', '.join(names)}; expected {', '.join(COLUMNS)}. "
            "Rename them, or leave the others out."
        )
    rows = []
    for record in read_text_rows(path, header.delimiter):
        where = f"{path.name}, row {record.row}"
        if record.problem or len(record.cells) != len(names):
            found = record.problem or f"{len(record.cells)} cells"
            raise InputError(f"{where}: {found}; expected {len(names)} cells. Mend that row.")
        rows.append(_read_row(where, dict(zip(names, map(str.strip, record.cells), strict=True))))
    if not rows:
        raise InputError(f"{path.name}: no row below the header. Add a total.")
    return pl.DataFrame(rows, schema=COLUMNS)


def _read_row(where: str, cells: dict[str, str]) -> dict[str, object]:
    year = _read_number(where, "year", cells["year"], (FIRST_YEAR, LAST_YEAR))
    if year != int(year):
        raise InputError(f"{where}, column year: {cells['year']!r} is no whole year.")
    if not cells["source_id"]:
        raise InputError(f"{where}, column source_id: empty. Say whose figure it is.")
    value = _read_number(where, "value_usd", cells["value_usd"], (0.0, 1e15))
    return cells | {"year": int(year), "value_usd": value}


def _read_number(where: str, column: str, text: str, span: tuple[float, float]) -> float:
    low, high = span
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise InputError(
            f"{where}, column {column}: found {text!r}, expected a number from {low:g} to "
            f"{high:g}, without thousands separators."
        )
    return value
