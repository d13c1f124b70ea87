"""Turn blocks of delimited text into tables of cells: fast, and with a slow second look at faults.

Polars splits a block at once. Where it fails, or the delimiters do not add up to the cells, the
block is looked at again record by record, so that the row at fault is named. Rows are numbered
as a spreadsheet numbers them: a record with line ends inside quotes is one row, a blank line too.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from coalface.errors import InputError
from coalface.sources.case_files import RawCases
from coalface.sources.headers import NAMELESS
from coalface.sources.text_blocks import (
    TextBlock,
    count_byte,
    read_blocks,
    read_first_line,
    read_start,
)
from coalface.tables.rejects import REJECTS, no_rejects

__all__ = ["TextLayout", "read_chunks", "read_first_records"]

csv.field_size_limit(64 << 20)
QUOTED = re.compile(rb'"[^"]*"')
BLANKS = " \t\u00a0\u3000"  # what is trimmed from both ends of a cell
Cells = list[str]


@dataclass(frozen=True, slots=True)
class TextLayout:
    """How the text of a file is laid out.

    Attributes:
        names: A name for each column, in order; empty for one that is left out.
        delimiter: What parts the cells.
        encoding: How the file is written.
        n_header: Records above the data: 1 with a header, 0 without.
        header: The header's cells, to know it again in the middle of the file.
        is_checked: The whole file is known to be written in that encoding.
    """

    names: tuple[str, ...]
    delimiter: str = ","
    encoding: str = "utf-8"
    n_header: int = 1
    header: tuple[str, ...] = ()
    is_checked: bool = False


def read_first_records(
    path: Path, delimiter: str, encoding: str = "utf-8", *, n_records: int = 2
) -> list[Cells]:
    """Read the first records of a file, fewer if it has no more.

    Raises:
        InputError: If the file is empty, no text, or a record is longer than a mebibyte.
    """
    read_first_line(path)
    start = read_start(path)
    try:
        text = start[: start.rfind(b"\n") + 1 or None].decode(encoding)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [record for record, _ in zip(rows, range(n_records), strict=False)]
    except UnicodeDecodeError as error:
        found = ascii(start[max(0, error.start - 10) : error.start + 10])[2:-1]
        raise InputError(
            f"{path.name}: the first lines are not {encoding.upper()} (found {found}). "
            "Name the encoding with --encoding."
        ) from error
    except csv.Error as error:
        raise InputError(f"{path.name}, row 1: {error}. A quoted cell is not closed.") from error


def read_chunks(
    path: Path, layout: TextLayout, *, block_bytes: int, batch_rows: int
) -> Iterator[RawCases]:
    """Read a delimited file in chunks: column `row` and the named columns, all text, trimmed.

    Records of a wrong number of cells, and a header met again, come out as rejects.

    Args:
        path: The file.
        layout: Its columns, delimiter and encoding.
        block_bytes: Bytes to read at a time.
        batch_rows: Rows of one chunk, at most.

    Raises:
        InputError: If the file is cut in the middle of a record, or its quoting is broken.
    """
    with ThreadPoolExecutor(max_workers=1) as ahead:  # one block is read while one is used
        chunks = _chunks(path, layout, block_bytes)
        coming = ahead.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            coming = ahead.submit(next, chunks, None)
            yield from _slices(path, *_tidy(path, chunk, layout), batch_rows)


class _UnevenError(Exception):
    """The delimiters of a block are not those of a table."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    frame: pl.DataFrame
    rejects: pl.DataFrame
    n_records: int
    has_odd_blanks: bool = True

    def without_first(self, n_rows: int) -> "_Chunk":
        """Leave out the rows of the header, which are the first of the file."""
        if not n_rows:
            return self
        is_data = pl.col("row") > n_rows
        return replace(self, frame=self.frame.filter(is_data), rejects=self.rejects.filter(is_data))


def _chunks(path: Path, layout: TextLayout, block_bytes: int) -> Iterator[_Chunk]:
    row = 1
    n_skip = layout.n_header
    blocks = read_blocks(path, layout.encoding, block_bytes, is_checked=layout.is_checked)
    for block in blocks:
        text = block.text.rstrip(b"\r\n") if block.is_last else block.text
        if not text:
            continue
        try:
            frame = _split(text, layout, row)
        except (_UnevenError, pl.exceptions.PolarsError, pl.exceptions.PanicException):
            frame = None
        if frame is None:
            chunk = _look_again(path, block, layout, row)
            row += chunk.n_records
        else:
            chunk = _Chunk(frame, no_rejects(), len(frame), _has_odd_blanks(text))
            row += len(frame)
        chunk, n_skip = chunk.without_first(n_skip), 0
        yield chunk


def _padded(frame: pl.DataFrame, names: list[str]) -> list[str]:
    """Give the columns in which some cell begins or ends with a space."""
    edges = frame.select(
        (pl.col(names).str.starts_with(" ") | pl.col(names).str.ends_with(" ")).any()
    )
    return [name for name in names if edges[name][0]]


def _split(text: bytes, layout: TextLayout, row: int) -> pl.DataFrame:
    """Split well-formed records; the cells of columns left out are not kept."""
    n_columns = len(layout.names)
    frame = pl.read_csv(
        text,
        has_header=False,
        schema={f"column_{i}": pl.String for i in range(n_columns)},
        columns=[f"column_{i}" for i, name in enumerate(layout.names) if name],
        separator=layout.delimiter,
        empty_string_is_null=False,
        missing_columns="insert",
        raise_if_empty=False,
    )
    # Records that are too short come filled up, and too long ones cut, where columns are left out.
    if _n_outside(text, layout.delimiter.encode()) != len(frame) * (n_columns - 1):
        raise _UnevenError
    frame.columns = [name for name in layout.names if name]
    return frame.with_row_index("row", row).with_columns(pl.col("row").cast(pl.Int64))


def _n_outside(text: bytes, mark: bytes) -> int:
    """Count the delimiters outside quotation marks."""
    return count_byte(QUOTED.sub(b"", text) if b'"' in text else text, mark)


def _has_odd_blanks(text: bytes) -> bool:
    """Say whether blanks other than spaces occur: tabs, fixed and ideographic spaces."""
    if b"\t" in text:
        return True
    return not text.isascii() and any(blank.encode() in text for blank in BLANKS[2:])


def _look_again(path: Path, block: TextBlock, layout: TextLayout, row: int) -> _Chunk:
    """Split a block record by record, setting aside those of a wrong number of cells."""
    n_columns = len(layout.names)
    good: list[Cells] = []
    rows: list[int] = []
    rejects: list[tuple[str | int | None, ...]] = []
    records = list(_records(path, block.text.decode(), layout.delimiter, row))
    for number, cells in enumerate(records, row):
        if len(cells) == n_columns:
            good.append(cells)
            rows.append(number)
        elif any(cells):
            _check_not_cut(path, number, cells, n_columns, _is_cut(block, number, row, records))
            rejects.append(_uneven(path, number, len(cells), n_columns))
    columns = list(zip(*good, strict=True)) or [()] * n_columns
    series = [pl.Series("row", rows, dtype=pl.Int64)]
    series += [
        pl.Series(name, cells, dtype=pl.String)
        for name, cells in zip(layout.names, columns, strict=True)
        if name
    ]
    return _Chunk(pl.DataFrame(series), pl.DataFrame(rejects, REJECTS, orient="row"), len(records))


def _is_cut(block: TextBlock, number: int, row: int, records: Sequence[Cells]) -> bool:
    return block.is_last and not block.has_end and number == row + len(records) - 1


def _check_not_cut(path: Path, row: int, cells: Cells, n_columns: int, is_cut: bool) -> None:  # noqa: FBT001
    if is_cut and len(cells) < n_columns:
        raise InputError(
            f"{path.name}, row {row}: the last line has {len(cells)} of {n_columns} cells and no "
            f"line end: the file is cut short. Its last whole row is {row - 1}; fetch it again."
        )


def _uneven(path: Path, row: int, n_cells: int, n_columns: int) -> tuple[str | int | None, ...]:
    shifted = " (each cell may stand in its neighbour's column)" if n_cells > n_columns else ""
    reason = f"cells are missing or too many: a delimiter inside an unquoted cell?{shifted}"
    return (path.name, row, None, f"{n_cells} cells", f"{n_columns} cells", reason)


def _records(path: Path, text: str, delimiter: str, row: int) -> Iterator[Cells]:
    """Give the cells of each record; a record ends where its quotation marks are even."""
    pending: list[str] = []
    is_open = False
    for line in io.StringIO(text, newline="\n"):
        pending.append(line)
        is_open ^= bool(line.count('"') % 2)
        if is_open:
            continue
        yield _cells(path, pending, delimiter, row)
        row += 1
        pending = []


def _cells(path: Path, lines: Sequence[str], delimiter: str, row: int) -> Cells:
    try:
        given = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(
            f"{path.name}, row {row}: {error}. A quotation mark inside a cell must be doubled, and "
            "the cell quoted. Mend that row; nothing was kept."
        ) from error
    if len(given) > 1:
        raise InputError(
            f"{path.name}, row {row}: a quotation mark stands inside an unquoted cell, found "
            f"{lines[0][:60]!r}. Quote the cell and double the mark; nothing was kept."
        )
    return given[0] if given else []


def _tidy(path: Path, chunk: _Chunk, layout: TextLayout) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Trim cells, leave out blank rows, set aside the header met again."""
    names = [name for name in layout.names if name]
    frame = chunk.frame
    padded = names if chunk.has_odd_blanks else _padded(frame, names)
    if padded:
        frame = frame.with_columns(pl.col(padded).str.strip_chars(BLANKS))
    if (frame[names[0]] == "").any():
        frame = frame.filter(pl.any_horizontal(pl.col(names) != ""))
    rejects = chunk.rejects
    frame, nameless = _without_nameless(path, frame)
    rejects = pl.concat([rejects, *nameless]).sort("row") if nameless else rejects
    names = [name for name in names if name in frame.columns]
    if layout.header:
        given = zip(layout.names, layout.header, strict=True)
        pairs = [(name, old) for name, old in given if name in names]
        is_header = pl.all_horizontal(pl.col(name) == old.strip() for name, old in pairs)
        is_like = frame[pairs[0][0]] == pairs[0][1].strip()
        again = frame.filter(is_like).filter(is_header)
        if len(again):
            frame = frame.filter(~is_header)
            rejects = pl.concat([rejects, _headers_again(path, again)]).sort("row")
    return frame, rejects


def _without_nameless(path: Path, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Leave out the columns without a name, and set aside the rows that have something there."""
    nameless = [name for name in frame.columns if name.startswith(NAMELESS)]
    rejects = []
    for name in nameless:
        filled = frame.filter(pl.col(name) != "")
        if len(filled):
            frame = frame.filter(pl.col(name) == "")
            rejects.append(
                filled.select(
                    file=pl.lit(path.name),
                    row=pl.col("row"),
                    column=pl.lit(name),
                    found=pl.col(name),
                    expected=pl.lit("an empty cell"),
                    reason=pl.lit("a value in a column without a name: a shifted row?"),
                )
            )
    return frame.drop(nameless), rejects


def _headers_again(path: Path, again: pl.DataFrame) -> pl.DataFrame:
    return again.select(
        file=pl.lit(path.name),
        row=pl.col("row"),
        column=pl.lit(None, pl.String),
        found=pl.lit("the header again"),
        expected=pl.lit("a record"),
        reason=pl.lit("the header stands again in the middle of the file: two files in one?"),
    )


def _slices(
    path: Path, frame: pl.DataFrame, rejects: pl.DataFrame, batch_rows: int
) -> Iterator[RawCases]:
    done = 0
    for part in frame.iter_slices(batch_rows):
        last = part["row"][-1]
        here = rejects.filter((pl.col("row") > done) & (pl.col("row") <= last))
        yield RawCases(path.name, part, here)
        done = last
    rest = rejects.filter(pl.col("row") > done)
    if len(rest):
        yield RawCases(path.name, frame.clear(), rest)
