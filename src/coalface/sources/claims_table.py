"""Read a table of claims from CSV: the annotation guide's form, or columns of table `claims`."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from coalface.errors import InputError
from coalface.sources.text_files import read_header, read_text_rows
from coalface.tables.claims import CLAIMS, check_claims
from coalface.tables.schema import Column, dtypes_of

__all__ = ["read_claims_csv"]

#: Columns of the annotation guide that table `claims` does not keep.
IGNORED = frozenset({"set", "published_on", "checks", "slips", "note"})
RENAMED = {"document": "document_id"}
FILLED = {"sensitivity": "public", "extractor": "hand", "review_state": "proposed"}
LIST_MARKS = {"attribution": " > "}
LIST_MARK = "|"


def read_claims_csv(path: Path, *, encoding: str = "utf-8") -> pl.DataFrame:
    """Read claims from a CSV file.

    A row says what a document states, not what is true. Empty cells stay null; a file that does
    not say how sensitive its rows are is read as public and unconfirmed (`proposed`), by `hand`.
    `published` may hold words around a day; `published_on`, where there is one, is used before it.

    Args:
        path: The file.
        encoding: How the file is written.

    Returns:
        Table `claims`, in the order of the file.

    Raises:
        InputError: If a column is unknown or missing, or a cell does not fit; names file and row.
        TableError: If rows together break a rule of the table, as an id that stands twice.
    """
    known = [*(column.name for column in CLAIMS.columns), *IGNORED, *RENAMED]
    header = read_header(path, known, encoding=encoding)
    names = [RENAMED.get(cell, cell) for cell in header.cells]
    _check_names(names, path.name)
    rows = []
    for line in read_text_rows(path, header.delimiter, encoding=encoding):
        if line.problem:
            raise InputError(
                f"{path.name}, row {line.row}: {line.problem}, found {line.found!r}. Mend the row."
            )
        if len(line.cells) != len(names):
            raise InputError(
                f"{path.name}, row {line.row}: found {len(line.cells)} cells, expected "
                f"{len(names)}. Quote cells that hold a {header.delimiter!r}."
            )
        cells = dict(zip(names, line.cells, strict=True))
        rows.append(_row(cells, f"{path.name}, row {line.row}"))
    frame = pl.DataFrame(rows, schema=dtypes_of(CLAIMS))
    check_claims(frame)
    return frame


def _check_names(names: list[str], file: str) -> None:
    known = {column.name for column in CLAIMS.columns}
    unknown = [name for name in names if name not in known | IGNORED]
    needed = {column.name for column in CLAIMS.columns if column.required} - set(FILLED)
    missing = sorted(needed - set(names))
    if unknown or missing:
        raise InputError(
            f"{file}, row 1: columns missing {missing}, not known {unknown}. Name them as in "
            f"table `claims`: {[column.name for column in CLAIMS.columns]}."
        )


def _row(cells: Mapping[str, str], where: str) -> dict[str, Any]:
    row = {c.name: _cell(c, cells.get(c.name, ""), where) for c in CLAIMS.columns}
    if cells.get("published_on"):
        row["published"] = _cell(Column("published_on", "date"), cells["published_on"], where)
    for name, filled in FILLED.items():
        row[name] = row[name] or filled
    for column in CLAIMS.columns:
        _check_cell(column, row[column.name], where)
    return row


def _cell(column: Column, text: str, where: str) -> Any:
    text = text.strip()
    if not text:
        return None
    if column.name == "published":
        return _day_within(text)
    if column.kind == "texts":
        parts = text.split(LIST_MARKS.get(column.name, LIST_MARK))
        return [part.strip() for part in parts if part.strip()]
    try:
        return _READ[column.kind](text)
    except ValueError as error:
        raise InputError(
            f"{where}, column {column.name}: found {text!r}, expected {_WISH[column.kind]}. "
            "Mend the cell, or leave it empty if it is not known."
        ) from error


def _check_cell(column: Column, value: Any, where: str) -> None:
    if column.required and value is None:
        raise InputError(f"{where}, column {column.name}: empty, expected a value in every row.")
    if column.choices is not None and value is not None and value not in column.choices:
        raise InputError(
            f"{where}, column {column.name}: found {value!r}, expected one of "
            f"{sorted(column.choices)}. Use the guide's word."
        )


def _day_within(text: str) -> date | None:
    """Give the day that a cell begins with; words beside it, as "(inferred)", are left."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


_READ: Mapping[str, Callable[[str], Any]] = {
    "text": str,
    "date": date.fromisoformat,
    "number": float,
    "integer": int,
    "instant": _instant,
}
_WISH = {
    "date": "a day as YYYY-MM-DD",
    "number": "a number with a point",
    "integer": "a whole number",
    "instant": "a time as YYYY-MM-DDTHH:MM:SS, in UTC",
}
