"""What every reader of a publisher's file takes and gives."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

import numpy as np
import polars as pl

from coalface.errors import InputError
from coalface.sources.case_fields import Field
from coalface.sources.case_files import RawCases
from coalface.sources.seen_records import Keys, SeenRecords
from coalface.tables.flows import FLOWS
from coalface.tables.schema import Table, dtypes_of

__all__ = [
    "FileBatch",
    "ReadOptions",
    "check_row_counts",
    "flow_rows",
    "make_batch",
    "say_periods",
    "sole_rejects",
    "table_rows",
]

BLOCK_BYTES = 16 << 20
BATCH_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class FileBatch:
    """Some records of one file: those that became rows, and those refused, each with its reason.

    Attributes:
        table: The table that the rows belong to: `flows` or `prices`.
        rows: Rows of that table; `row_id` is unique within the file.
        rejects: `file, row, column, found, expected, reason`, one line a refused record.
        n_rows: Records covered: always the accepted and the refused together.
        notes: What a reader should know of how the file was read; the same note may come again.
    """

    table: str
    rows: pl.DataFrame
    rejects: pl.DataFrame
    n_rows: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the file does not say, and how much of it to hold at a time.

    Attributes:
        encoding: How a text file is written; None finds it among those the publisher uses.
        vintage: The publisher's release; None takes it from the file's name where that says it.
        hs_revision: Edition of the Harmonized System, where neither file nor name says it.
        flow: `import` or `export`, for files whose query held it (China customs).
        currency: `CNY` or `USD`, where the file's column of values names none.
        partner_codes: Country of each of the publisher's own partner codes, by code.
        countries: CEPII's companion file of countries, to be used before our own list.
        mapping: The mapping file of the generic reader.
        read_on: Day of the reading: a figure of a period that begins after it is refused.
        block_bytes: Bytes of text read at a time; results do not depend on it.
        batch_rows: Rows of one batch, at most; results do not depend on it.
    """

    encoding: str | None = None
    vintage: str | None = None
    hs_revision: str | None = None
    flow: str | None = None
    currency: str | None = None
    partner_codes: Mapping[str, str] = field(default_factory=dict)
    countries: Path | None = None
    mapping: Path | None = None
    read_on: date | None = None
    block_bytes: int = BLOCK_BYTES
    batch_rows: int = BATCH_ROWS


def sole_rejects(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Put complaints together, the first one of each record, in order of rows."""
    joined = pl.concat(list(parts)).sort("row", maintain_order=True)
    return joined.unique("row", keep="first", maintain_order=True)


def make_batch(
    raw: RawCases,
    rows: pl.DataFrame,
    fields: Sequence[Field],
    *,
    table: str = "flows",
    notes: Sequence[str] = (),
    published: Mapping[str, str] | None = None,
    seen: tuple[SeenRecords, Keys] | None = None,
) -> FileBatch:
    """Part the rows of a chunk into those accepted and those that any field refuses.

    Args:
        raw: The chunk: `row` and the publisher's columns, and records that could not be split.
        rows: One row of the table for each row of the chunk, in its order.
        fields: What was checked; a record with several complaints keeps the first.
        table: Name of the table.
        notes: Notes beside those of the fields.
        published: The publisher's own name of each column that the chunk has by another.
        seen: The records met before, and the key of each row of the chunk: a row whose key stood
            before is refused, unless the earlier one was.
    """
    complaints = [part for field in fields for part in field.rejects]
    is_good = np.ones(len(raw.frame), dtype=np.bool_)
    if complaints:
        bad = pl.concat([part["row"] for part in complaints]).unique()
        is_good = (~raw.frame["row"].cast(pl.Int64).is_in(bad.implode())).to_numpy()
    if seen is not None and len(again := seen[0].refuse(raw, is_good, seen[1])):
        complaints.append(again)
        is_good &= ~np.isin(raw.frame["row"].to_numpy(), again["row"].to_numpy())
    if complaints:
        rows = rows.filter(pl.Series(is_good))
    rejects = sole_rejects([raw.rejects, *complaints])
    if published:
        rejects = rejects.with_columns(pl.col("column").replace(published))
    said = dict.fromkeys([*raw.notes, *notes, *(note for f in fields for note in f.notes)])
    return FileBatch(table, rows, rejects, len(raw.frame) + len(raw.rejects), tuple(said))


def flow_rows(columns: Mapping[str, pl.Series | str | None], n_rows: int) -> pl.DataFrame:
    """Give table `flows` from its filled columns; a text fills a column, the others are empty."""
    return table_rows(FLOWS, columns, n_rows)


def table_rows(
    table: Table, columns: Mapping[str, pl.Series | str | None], n_rows: int
) -> pl.DataFrame:
    """Give a table from its filled columns; a text fills a column, the others are empty."""
    dtypes = dtypes_of(table)
    unknown = set(columns) - set(dtypes)
    assert not unknown, f"{table.name} has no column {sorted(unknown)}"
    cells = [
        (c if isinstance(c := columns.get(name), pl.Series) else pl.lit(c)).cast(dtype).alias(name)
        for name, dtype in dtypes.items()
    ]
    # One constant stands for a whole column until it is written.
    return pl.select(pl.repeat(0, n_rows).alias("")).select(cells)


class _Counted(Protocol):
    """A definition that says how many records a whole file may have."""

    @property
    def min_rows(self) -> int: ...
    @property
    def max_rows(self) -> int: ...
    @property
    def file_name(self) -> str: ...


def say_periods(batches: Iterator[FileBatch]) -> Iterator[FileBatch]:
    """Hand batches on; a last one without rows says which years the file mixes, if it does."""
    years: set[int] = set()
    batch = None
    for batch in batches:
        years |= set(batch.rows["period_start"].dt.year().unique().to_list())
        yield batch
    if batch is not None and len(years) > 1:
        note = f"the file mixes years: {min(years)} to {max(years)}"
        yield FileBatch(batch.table, batch.rows.clear(), batch.rejects.clear(), 0, (note,))


def check_row_counts(
    batches: Iterator[FileBatch], path: Path, publisher: _Counted
) -> Iterator[FileBatch]:
    """Hand batches on; fail at the end if the file had fewer or more records than it may.

    Raises:
        InputError: Outside `min_rows` to `max_rows` of the publisher's definition.
    """
    n_rows = 0
    for batch in batches:
        n_rows += batch.n_rows
        if n_rows > publisher.max_rows:
            break
        yield batch
    if not n_rows and publisher.min_rows:
        raise InputError(
            f"{path.name}: no record, only the names of the columns. The query found nothing, or "
            "the file is cut short."
        )
    if not publisher.min_rows <= n_rows <= publisher.max_rows:
        more = " or more" if n_rows > publisher.max_rows else ""
        raise InputError(
            f"{path.name}: {n_rows:,}{more} records, expected {publisher.min_rows:,} to "
            f"{publisher.max_rows:,} ({publisher.file_name}). The file is cut short, or two files "
            "are glued together; fetch it again."
        )
