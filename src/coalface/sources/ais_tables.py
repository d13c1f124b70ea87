"""Files of AIS messages in rows and columns become batches of `positions` or `statics`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from coalface.errors import InputError
from coalface.sources.ais_cells import as_column, empty_rejects, reject_rows, text_of
from coalface.sources.ais_files import (
    BATCH_ROWS,
    BLOCK_BYTES,
    Block,
    column_names,
    csv_blocks,
    is_parquet,
    parquet_blocks,
)
from coalface.sources.ais_mapping import REQUIRED, AisMapping, find_mapping, shown_names
from coalface.sources.ais_row_numbers import are_row_numbers
from coalface.sources.reading import FileBatch
from coalface.tables.positions import POSITIONS
from coalface.tables.schema import Column, Table, dtypes_of, empty_table
from coalface.tables.statics import STATICS

__all__ = ["read_ais_table"]

COARSE_MESSAGE = 27  # ITU-R M.1371: position for long-range use, to 0.1 minute
TABLES = {"positions": POSITIONS, "statics": STATICS}
NEEDED = {"positions": REQUIRED, "statics": ("mmsi",)}
EXPECTED = {"mmsi": "a whole number"}
#: Where a static row finds what the mapping calls otherwise.
STATIC_NAMES = {"received_at": "sent_at", "imo_sent": "imo", "imo": ""}


@dataclass(frozen=True, slots=True)
class _Form:
    """How one file writes one table: the mapping, and the file's column for each of ours."""

    file_name: str
    table: Table
    mapping: AisMapping
    names: dict[str, str]
    notes: tuple[str, ...]

    def expected(self, name: str) -> str:
        """Say what a cell of one of our columns must hold."""
        if name == "sent_at":
            forms = ", ".join(self.mapping.columns[name].formats)
            return f"an instant ({forms}; UTC where it names no zone)"
        return EXPECTED.get(name, "a number")


def read_ais_table(
    path: Path,
    table: str = "positions",
    *,
    mapping: AisMapping | None = None,
    batch_rows: int = BATCH_ROWS,
    block_bytes: int = BLOCK_BYTES,
) -> Iterator[FileBatch]:
    """Read positions or statics from a file of rows and columns, in the order of the file.

    Reserved values come through as they were sent: `vessels.hygiene` counts and removes them.

    Args:
        path: `.csv` (also `.gz`, `.zst`, `.bz2`, or one file in a `.zip`) or Parquet.
        table: `positions` or `statics`.
        mapping: Its form, or None to know it by its columns.
        batch_rows: Rows of one batch of Parquet; results do not depend on it.
        block_bytes: Bytes of text read at a time; results do not depend on it.

    Yields:
        Batches; `row` counts from 0 where the file has no column of that name.

    Raises:
        InputError: If the file cannot be read, lacks a column that is needed, or has one that its
            form does not know.
    """
    form = _form_of(path, table, mapping)
    if "row" in form.names:
        numbers = _blocks(path, form, [form.names["row"]], batch_rows, block_bytes)
        form = form if are_row_numbers(frame.to_series() for frame, _ in numbers) else _bare(form)
    names = sorted(set(form.names.values()))
    start, unread = 0, Counter[str]()
    for frame, broken in _blocks(path, form, names, batch_rows, block_bytes):
        batch = _batch(frame, broken, form, start)
        unread.update(_unread_cells(frame, batch.rows, form))
        yield _accepted(batch)
        start += len(frame) + len(broken)
    if unread.total():
        yield _told(form, unread)


def _blocks(
    path: Path, form: _Form, names: list[str], batch_rows: int, block_bytes: int
) -> Iterator[Block]:
    if is_parquet(path):
        return parquet_blocks(path, names, batch_rows)
    return csv_blocks(path, names, form.mapping.delimiter, block_bytes)


def _form_of(path: Path, table: str, mapping: AisMapping | None) -> _Form:
    names = column_names(path, mapping.delimiter if mapping else ",")
    form = mapping or find_mapping(names, path.name, NEEDED[table])
    known = form.names()
    found: dict[str, str] = {}
    for name in names:
        ours = known.get(name.casefold())
        if ours is not None:
            found.setdefault(ours, name)
    missing = [name for name in NEEDED[table] if name not in found]
    ignored = {name.casefold() for name in form.ignore}
    others = [n for n in names if n.casefold() not in known and n.casefold() not in ignored]
    if missing or (others and form.other_columns == "stop"):
        raise InputError(
            f"{path.name}, row 1: columns missing {missing}, not known {shown_names(others)}; "
            f"expected those of {form.title}. The form has changed: name them in a mapping file "
            "(--mapping)."
        )
    notes = (f"{path.name}: columns not read: {shown_names(others)}",) if others else ()
    return _Form(path.name, TABLES[table], form, found, notes)


def _bare(form: _Form) -> _Form:
    """Read no row numbers from a file in which they are none."""
    names = {ours: name for ours, name in form.names.items() if ours != "row"}
    note = (
        f"{form.file_name}: column {form.names['row']!r} does not number the rows (a number is "
        "missing, negative or there twice): rows are counted from 0 in the file."
    )
    return replace(form, names=names, notes=(*form.notes, note))


def _batch(frame: pl.DataFrame, broken: pl.DataFrame, form: _Form, start: int) -> FileBatch:
    """Read a block; the rows are still all there."""
    rows = _our_columns(frame, form, _row_numbers(len(frame), broken, start))
    rejects = [broken]
    for name in NEEDED[form.table.name]:
        bad = _is_unread(frame[form.names[name]], rows[name], ())
        if not bad.any():
            continue
        sent = text_of(frame[form.names[name]]).cast(pl.String)
        found = pl.DataFrame({"row": rows["row"], "found": sent}).filter(bad)
        refused = reject_rows(
            found,
            file_name=form.file_name,
            column=name,
            expected=form.expected(name),
            reason="unreadable_cell",
        )
        rejects.append(refused)
    told = pl.concat(rejects).unique("row", keep="first", maintain_order=True).sort("row")
    return FileBatch(form.table.name, rows, told, len(frame) + len(broken), form.notes)


def _accepted(batch: FileBatch) -> FileBatch:
    if batch.rejects.is_empty():
        return batch
    is_refused = pl.col("row").is_in(batch.rejects["row"].implode())
    return replace(batch, rows=batch.rows.filter(~is_refused))


def _is_unread(theirs: pl.Series, ours: pl.Series, unknown: Sequence[str]) -> pl.Series:
    """Say which cells hold something that did not become ours; an empty cell holds nothing."""
    n_read = len(ours) - ours.null_count()
    n_sent = len(theirs) - theirs.null_count()
    if theirs.dtype == pl.Binary:
        n_sent = int((theirs.bin.size() > 0).sum())
    if n_sent == n_read:
        return pl.repeat(value=False, n=len(ours), eager=True)
    known = theirs.fill_nan(None) if theirs.dtype.is_float() else theirs
    sent = text_of(known).cast(pl.String).str.strip_chars()
    is_sent = sent.ne("") & ~sent.is_in(["", *unknown])
    return ours.is_null() & is_sent.fill_null(value=False)


def _unread_cells(frame: pl.DataFrame, rows: pl.DataFrame, form: _Form) -> dict[str, int]:
    """Count the cells of columns that may be empty which could not be read and are unknown now."""
    counts: dict[str, int] = {}
    for column in form.table.columns:
        ours = STATIC_NAMES.get(column.name, column.name)
        if ours in form.names and column.name not in {*NEEDED[form.table.name], "row"}:
            unknown = form.mapping.columns[ours].unknown
            bad = _is_unread(frame[form.names[ours]], rows[column.name], unknown)
            counts[form.names[ours]] = int(bad.sum())
    return counts


def _told(form: _Form, unread: Counter[str]) -> FileBatch:
    """Say at the end of a file what could not be read, though its rows stay."""
    notes = tuple(
        f"{form.file_name}: {n:,} cells of column {name!r} could not be read and are unknown."
        for name, n in sorted(unread.items())
        if n
    )
    empty = empty_table(form.table)
    return FileBatch(form.table.name, empty, empty_rejects(), 0, notes)


def _row_numbers(n_rows: int, broken: pl.DataFrame, start: int) -> pl.Series:
    """Count the rows of a block, those that could not be split among them."""
    every = pl.int_range(start, start + n_rows + len(broken), dtype=pl.Int64, eager=True).alias(
        "row"
    )
    return every.filter(~every.is_in(broken["row"].implode())).head(n_rows)


def _our_columns(frame: pl.DataFrame, form: _Form, rows: pl.Series) -> pl.DataFrame:
    dtypes = dtypes_of(form.table)
    columns: dict[str, pl.Series] = {}
    for column in form.table.columns:
        ours = STATIC_NAMES.get(column.name, column.name)
        if ours in form.names:
            plain = Column(column.name, column.kind, choices=column.choices)
            columns[column.name] = _cells(frame, plain, ours, form)
        else:
            empty = pl.Series(column.name, [None], dtype=dtypes[column.name])
            columns[column.name] = empty.new_from_index(0, len(frame))
    if "row" not in form.names:
        columns["row"] = rows
    columns["source_id"] = columns["source_id"].fill_null(form.mapping.id)
    if "message_type" in form.names and "is_coarse" in columns:
        kind = _cells(frame, Column("message_type", "integer"), "message_type", form)
        columns["is_coarse"] = kind.eq(COARSE_MESSAGE).fill_null(value=False)
    return pl.DataFrame(columns)


def _cells(frame: pl.DataFrame, column: Column, ours: str, form: _Form) -> pl.Series:
    cells = frame[form.names[ours]]
    mapped = form.mapping.columns[ours]
    try:
        read = as_column(cells, column, mapped, decimal_comma=form.mapping.decimal_comma)
    except InputError as error:
        raise InputError(f"{form.file_name}: {error}") from error
    return read.alias(column.name)
