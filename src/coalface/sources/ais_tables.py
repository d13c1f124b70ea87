"""Files of AIS messages in rows and columns become batches of `positions` or `statics`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from coalface.errors import InputError
from coalface.sources.ais_cells import as_column, reject_rows, text_of
from coalface.sources.ais_files import (
    BATCH_ROWS,
    BLOCK_BYTES,
    Block,
    column_names,
    csv_blocks,
    is_parquet,
    parquet_blocks,
)
from coalface.sources.ais_mapping import REQUIRED, AisMapping, find_mapping
from coalface.sources.reading import FileBatch
from coalface.tables.positions import POSITIONS
from coalface.tables.schema import Column, Table, dtypes_of
from coalface.tables.statics import STATICS

__all__ = ["read_ais_table"]

COARSE_MESSAGE = 27  # ITU-R M.1371: position for long-range use, to 0.1 minute
TABLES = {"positions": POSITIONS, "statics": STATICS}
NEEDED = {"positions": REQUIRED, "statics": ("mmsi",)}
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
    names = sorted(set(form.names.values()))
    start = 0
    for frame, broken in _blocks(path, form, names, batch_rows, block_bytes):
        yield _batch(frame, broken, form, start)
        start += len(frame) + len(broken)


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
            f"{path.name}, row 1: columns missing {missing}, not known {others}; expected those of "
            f"{form.title}. The form has changed: name them in a mapping file (--mapping)."
        )
    notes = (f"{path.name}: columns not read: {', '.join(others)}",) if others else ()
    return _Form(path.name, TABLES[table], form, found, notes)


def _batch(frame: pl.DataFrame, broken: pl.DataFrame, form: _Form, start: int) -> FileBatch:
    rows = _our_columns(frame, form, _row_numbers(len(frame), broken, start))
    rejects = broken
    for name in NEEDED[form.table.name]:
        theirs = frame[form.names[name]] if name in rows.columns else None
        if theirs is None or rows[name].null_count() == theirs.null_count():
            continue  # whatever was sent was read
        # An empty cell was not sent: hygiene counts it. Text that cannot be read is refused here.
        sent = text_of(theirs).cast(pl.String)
        bad = rows[name].is_null() & sent.str.strip_chars().ne("").fill_null(value=False)
        if bad.any():
            found = pl.DataFrame({"row": rows["row"], "found": sent}).filter(bad)
            expected = "an instant" if name == "sent_at" else "a number"
            refused = reject_rows(
                found,
                file_name=form.file_name,
                column=name,
                expected=expected,
                reason="unreadable_cell",
            )
            rejects = pl.concat([rejects, refused])
    rejects = rejects.unique("row", keep="first", maintain_order=True).sort("row")
    kept = rows.filter(~pl.col("row").is_in(rejects["row"].implode())) if len(rejects) else rows
    return FileBatch(form.table.name, kept, rejects, len(frame) + len(broken), form.notes)


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
            columns[column.name] = _cells(frame, Column(column.name, column.kind), ours, form)
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
    return as_column(cells, column, mapped, decimal_comma=form.mapping.decimal_comma).alias(
        column.name
    )
