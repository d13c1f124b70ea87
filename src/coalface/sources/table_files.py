"""Read Coalface's own table `flows` from Parquet or CSV: what another workspace wrote out."""

import difflib
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from coalface.errors import InputError
from coalface.sources.case_fields import Field, cell_text, set_aside
from coalface.sources.case_files import RawCases
from coalface.sources.headers import find_text_delimiter
from coalface.sources.reading import FileBatch, ReadOptions, make_batch
from coalface.sources.seen_ids import SeenIds
from coalface.sources.text_tables import TextLayout, read_chunks, read_first_records
from coalface.tables.flows import FLOWS
from coalface.tables.rejects import no_rejects
from coalface.tables.schema import Column, dtypes_of

__all__ = ["read_flows"]

MAX_ROWS = 2_000_000_000
DTYPES = dtypes_of(FLOWS)


def read_flows(path: Path, options: ReadOptions) -> Iterator[FileBatch]:
    """Read a file that has the columns of table `flows`; optional ones may be left out.

    Args:
        path: Parquet, or CSV in UTF-8 with a header.
        options: `vintage` fills rows that have none.

    Returns:
        Batches of table `flows`. Ids, sources and vintages stay as they are.

    Raises:
        InputError: If a column is unknown or a required one is missing, or the file is damaged.
    """
    with path.open("rb") as file:
        is_parquet = file.read(4) == b"PAR1"
    chunks = _open_parquet(path, options) if is_parquet else _open_text(path, options)
    return _batches(path, chunks, options)


def _batches(path: Path, chunks: Iterator[RawCases], options: ReadOptions) -> Iterator[FileBatch]:
    seen = SeenIds()
    n_rows = 0
    for raw in chunks:
        batch = _make_rows(raw, seen, options.vintage)
        n_rows += batch.n_rows
        yield batch
    if not n_rows:
        raise InputError(f"{path.name}: columns but no rows. Nothing to read.")


def _open_text(path: Path, options: ReadOptions) -> Iterator[RawCases]:
    encoding = options.encoding or "utf-8"
    delimiter = find_text_delimiter(path, list(DTYPES), encoding)
    header = [cell.strip() for cell in read_first_records(path, delimiter, encoding)[0]]
    _check_columns(path, header)
    layout = TextLayout(tuple(header), delimiter, encoding, header=tuple(header))
    return read_chunks(path, layout, block_bytes=options.block_bytes, batch_rows=options.batch_rows)


def _open_parquet(path: Path, options: ReadOptions) -> Iterator[RawCases]:
    row = 1
    try:
        _check_columns(path, list(pl.read_parquet_schema(path)))
        table = pl.scan_parquet(path, glob=False)
        for frame in table.collect_batches(chunk_size=options.batch_rows, maintain_order=True):
            for part in frame.iter_slices(options.batch_rows):
                yield RawCases(path.name, part.with_row_index("row", row), no_rejects())
                row += len(part)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        said = str(error).splitlines()[0].rstrip(".") if str(error) else "no reason given"
        raise InputError(
            f"{path.name} cannot be read as Parquet: {said}. The file is cut short or damaged; "
            "copy or export it again."
        ) from error


def _check_columns(path: Path, given: list[str]) -> None:
    unknown = [name for name in given if name not in DTYPES]
    required = [column.name for column in FLOWS.columns if column.required]
    missing = [name for name in required if name not in given]
    twice = [name for name in given if given.count(name) > 1]
    if twice:
        raise InputError(f"{path.name}: two columns are called {twice[0][:80]!r}. Keep one.")
    if missing:
        near = difflib.get_close_matches(missing[0], unknown, 1, cutoff=0.5)
        renamed = f" It may now be called {near[0][:80]!r}." if near else ""
        raise InputError(
            f"{path.name}: column {missing[0]!r} of table flows is missing.{renamed} Required: "
            f"{', '.join(required)}."
        )
    if unknown:
        near = difflib.get_close_matches(unknown[0], list(DTYPES), 1)
        meant = f" The nearest known is {near[0]!r}." if near else ""
        raise InputError(
            f"{path.name}: column {unknown[0][:80]!r} is not one of table flows.{meant} "
            "Remove or rename it."
        )


def _make_rows(raw: RawCases, seen: SeenIds, vintage: str | None) -> FileBatch:
    absent = [name for name in DTYPES if name not in raw.frame.columns]
    frame = raw.frame.with_columns(
        pl.col("row").cast(pl.Int64), *(pl.lit(None, pl.String).alias(name) for name in absent)
    )
    raw = RawCases(raw.file, frame, raw.rejects, raw.notes)
    fields = {column.name: _read_column(raw, column) for column in FLOWS.columns}
    repeated = seen.find_repeated(fields["row_id"].values)
    reason = "an earlier row has this row_id; that row stands"
    again = Field(repeated, set_aside(raw, repeated, "row_id", "an id used once", reason))
    rows = pl.DataFrame([fields[name].values.alias(name) for name in DTYPES])
    spans = _check_periods(raw, rows)
    if vintage:
        rows = rows.with_columns(pl.col("vintage").fill_null(vintage))
    return make_batch(raw, rows, [*fields.values(), spans, again])


def _read_column(raw: RawCases, column: Column) -> Field:
    given = raw.frame[column.name]
    if given.dtype.is_nested() or given.dtype == pl.Binary:
        raise InputError(
            f"{raw.file}: column {column.name!r} is of type {given.dtype}; expected "
            f"{DTYPES[column.name]}."
        )
    if given.dtype == pl.String:
        given = given.set((given == "").fill_null(value=False), None)
    elif given.dtype != DTYPES[column.name] and column.kind == "text":
        given = cell_text(given)
    try:
        if given.dtype == pl.String and column.kind == "date":
            values = given.str.to_date("%Y-%m-%d", strict=False)
        else:
            values = given.cast(DTYPES[column.name], strict=False)
    except pl.exceptions.PolarsError as error:
        raise InputError(
            f"{raw.file}: column {column.name!r} is of type {given.dtype}; expected "
            f"{DTYPES[column.name]}."
        ) from error
    return Field(values, _broken(raw, column, given, values))


def _broken(
    raw: RawCases, column: Column, given: pl.Series, values: pl.Series
) -> tuple[pl.DataFrame, ...]:
    """Set aside the rows that break a rule of their column, each with the rule's words."""
    cell = pl.col("v")
    unread = f"a {column.kind} in plain form"
    rules: list[tuple[pl.Expr, str]] = [(cell.is_null() & pl.col("g").is_not_null(), unread)]
    if column.required:
        rules.append((cell.is_null(), "a value in every row"))
    if column.choices is not None:
        words = sorted(column.choices)
        rules.append((~cell.is_in(words), f"one of {', '.join(words)}"))
    if column.pattern is not None:
        rules.append((~cell.str.contains(column.pattern), f"text like {column.pattern}"))
    if column.kind == "number":
        rules.append((~cell.is_finite(), "a finite number, or empty"))
    if column.low is not None:
        rules.append((cell < column.low, f"{column.low:g} or more, or empty"))
    frame = pl.DataFrame({"g": given, "v": values})
    masks = frame.select(
        rule.fill_null(value=False).alias(str(i)) for i, (rule, _) in enumerate(rules)
    )
    parts: tuple[pl.DataFrame, ...] = ()
    for i, (_, expected) in enumerate(rules):
        parts += set_aside(raw, masks[str(i)], column.name, expected, "breaks the table's rule")
    return parts


def _check_periods(raw: RawCases, rows: pl.DataFrame) -> Field:
    bad = (rows["period_start"] >= rows["period_end"]).fill_null(value=False)
    expected = "a day before period_end (ranges exclude their end)"
    return Field(bad, set_aside(raw, bad, "period_start", expected, "breaks the table's rule"))
