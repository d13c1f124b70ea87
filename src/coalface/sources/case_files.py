"""Open a file of cases in any of its formats and hand it on in batches, still unchecked."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import fastexcel
import polars as pl

from coalface.errors import InputError
from coalface.sources.safe_workbooks import open_workbook
from coalface.sources.text_files import DELIMITERS, TextRow, read_header, read_text_rows
from coalface.tables.cases import CASES
from coalface.tables.rejects import REJECTS, no_rejects

__all__ = ["REJECTS", "RawCases", "no_rejects", "open_case_file"]

TEXT_BATCH_ROWS = 100_000
REQUIRED = "hs_code (or activity), direction, and on (or period_start with period_end)"


@dataclass(frozen=True, slots=True)
class RawCases:
    """Some rows as they stand in the file: column `row` and the file's own columns."""

    file: str
    frame: pl.DataFrame
    rejects: pl.DataFrame
    notes: tuple[str, ...] = ()


def open_case_file(
    path: Path, batch_rows: int, *, encoding: str = "utf-8", ignore: Sequence[str] = ()
) -> Iterator[RawCases]:
    """Open a CSV, Parquet or XLSX file and give its rows in batches.

    Rows are numbered as a spreadsheet shows them, the header being row 1; Parquet has no header,
    its first row is row 1.

    Args:
        path: The file; its ending tells the format.
        batch_rows: Rows to hand on at a time (of text files at most 100,000).
        encoding: How a text file is written.
        ignore: Columns of the file to leave out. Any other unknown column stops the reading.

    Raises:
        InputError: If the file as a whole cannot be read.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder. Give one CSV, Parquet or XLSX file of cases in it.")
    if not path.is_file():
        raise InputError(f"{path}: no such file. Give a CSV, Parquet or XLSX file of cases.")
    openers = {
        ".csv": lambda: _open_text(path, batch_rows, encoding, ignore),
        ".tsv": lambda: _open_text(path, batch_rows, encoding, ignore),
        ".txt": lambda: _open_text(path, batch_rows, encoding, ignore),
        ".parquet": lambda: _open_parquet(path, batch_rows, ignore),
        ".pq": lambda: _open_parquet(path, batch_rows, ignore),
        ".xlsx": lambda: _open_workbook(path, ignore),
    }
    if path.suffix.lower() not in openers:
        raise InputError(
            f"{path.name}: files that end in {path.suffix or 'nothing'} are not read. "
            "Save it as .csv (UTF-8), .parquet or .xlsx."
        )
    return openers[path.suffix.lower()]()


def _open_text(
    path: Path, batch_rows: int, encoding: str, ignore: Sequence[str]
) -> Iterator[RawCases]:
    header = read_header(path, tuple(CASES), encoding=encoding)
    names = _column_names(path, header.cells, ignore)
    notes = _ignored_note(header.cells, names)
    if header.delimiter != ",":
        notes = (*notes, f"{path.name}: columns are parted by {DELIMITERS[header.delimiter]}.")
    rows = read_text_rows(path, header.delimiter, encoding=encoding)
    n_batch = min(batch_rows, TEXT_BATCH_ROWS)
    while batch := list(islice(rows, n_batch)):
        yield _text_batch(path, names, batch, notes)


def _text_batch(
    path: Path, names: Sequence[str], batch: Sequence[TextRow], notes: tuple[str, ...]
) -> RawCases:
    good = [r for r in batch if not r.problem and len(r.cells) == len(names)]
    columns = list(zip(*(r.cells for r in good), strict=True)) or [()] * len(names)
    series = [pl.Series("row", [r.row for r in good], dtype=pl.Int64)]
    series += [
        pl.Series(name, cells, dtype=pl.String)
        for name, cells in zip(names, columns, strict=True)
        if name
    ]
    frame = pl.DataFrame(series).with_columns(pl.col(pl.String).str.strip_chars())
    rejects = [
        _text_reject(path, names, r) for r in batch if r.problem or len(r.cells) != len(names)
    ]
    return RawCases(path.name, frame, pl.DataFrame(rejects, REJECTS, orient="row"), notes)


def _text_reject(path: Path, names: Sequence[str], row: TextRow) -> tuple[str | int, ...]:
    expected = f"{len(names)} cells"
    if row.problem:
        return (path.name, row.row, "", row.found, "a line that can be read", row.problem)
    reason = "cells are missing or too many: a delimiter inside an unquoted cell?"
    return (path.name, row.row, "", f"{len(row.cells)} cells", expected, reason)


def _open_parquet(path: Path, batch_rows: int, ignore: Sequence[str]) -> Iterator[RawCases]:
    row = 1
    try:
        given = list(pl.read_parquet_schema(path))
        names = dict(zip(given, _column_names(path, given, ignore), strict=True))
        wanted = {old: new for old, new in names.items() if new}
        notes = _ignored_note(given, list(names.values()))
        table = pl.scan_parquet(path, glob=False).select(list(wanted))
        for frame in table.collect_batches(chunk_size=batch_rows, maintain_order=True):
            flat = _flat(path, frame.rename(wanted)).with_row_index("row", row)
            yield RawCases(path.name, flat, no_rejects(), notes)
            row += len(frame)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise InputError(
            f"{path.name} cannot be read as Parquet: {_first_line(error)} "
            "The file is cut short or damaged; copy or export it again."
        ) from error


def _flat(path: Path, frame: pl.DataFrame) -> pl.DataFrame:
    for name, kind in frame.schema.items():
        if kind.is_nested() or kind in (pl.Binary, pl.Object, pl.Duration, pl.Time):
            raise InputError(
                f"{path.name}: column {name!r} is of type {kind}. "
                f"Store it as {CASES[name].__name__}."
            )
    return frame.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))


def _open_workbook(path: Path, ignore: Sequence[str]) -> Iterator[RawCases]:
    book = open_workbook(path)
    try:
        sheet = book.load_sheet(0, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise InputError(
            f"{path.name} cannot be read as XLSX: {_first_line(error)} "
            "The file is cut short or damaged, or is no workbook; save it again."
        ) from error
    names = _column_names(path, sheet.columns, ignore)
    notes = _ignored_note(sheet.columns, names)
    if len(book.sheet_names) > 1:
        notes = (*notes, f"{path.name}: only the first sheet, {book.sheet_names[0]!r}, is read.")
    wanted = {new: old for old, new in zip(sheet.columns, names, strict=True) if new}
    cells = sheet.select(pl.col(old).str.strip_chars().alias(new) for new, old in wanted.items())
    rows = cells.with_row_index("row", 2).filter(pl.any_horizontal(pl.exclude("row").is_not_null()))
    yield RawCases(path.name, rows, no_rejects(), notes)


def _column_names(path: Path, given: Sequence[str], ignore: Sequence[str]) -> list[str]:
    """Give the column names as the table has them, empty for those to leave out."""
    left_out = {_normal_name(name): name for name in ignore}
    names = [_normal_name(name) for name in given]
    nowhere = [name for normal, name in left_out.items() if normal not in names]
    if nowhere:
        raise InputError(
            f"{path.name}: no column {nowhere[0]!r} to leave out. There are: {', '.join(given)}."
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    kept = [name for name in names if name not in left_out]
    unknown = [name for name in kept if name not in CASES]
    if twice:
        raise InputError(f"{path.name}: two columns are called {twice[0]!r}. Keep one.")
    if unknown:
        raise InputError(_unknown_column(path, names, unknown[0]))
    if ("hs_code" not in kept and "activity" not in kept) or "direction" not in kept:
        raise InputError(
            f"{path.name}: found only the columns {', '.join(kept)}. Required: {REQUIRED}."
        )
    if not {"on", "period_start"} & set(kept):
        raise InputError(f"{path.name}: no column tells the time. Required: {REQUIRED}.")
    return ["" if name in left_out else name for name in names]


def _unknown_column(path: Path, names: Sequence[str], unknown: str) -> str:
    if len(names) == 1:
        return (
            f"{path.name}: the first line is one single cell, {unknown[:80]!r}. Columns must be "
            f"parted by commas, semicolons or tabs. Required: {REQUIRED}."
        )
    near = difflib.get_close_matches(unknown, CASES, 1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    return (
        f"{path.name}: column {unknown[:80]!r} is not known.{meant} Known: {', '.join(CASES)}. "
        f"Rename it, or leave it out with --ignore {unknown[:80]!r}."
    )


def _ignored_note(given: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    ignored = [old for old, new in zip(given, names, strict=True) if not new]
    return (f"Columns left out as told: {', '.join(ignored)}.",) if ignored else ()


def _first_line(error: BaseException) -> str:
    """Give the first line of another library's message as a sentence."""
    return f"{str(error).splitlines()[0].rstrip('.')}."


def _normal_name(name: str) -> str:
    return "_".join(name.strip().casefold().replace("-", " ").split())
