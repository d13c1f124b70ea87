"""Positions on disk, parted by ship: a task reads only its share, and no run holds them all.

Which part a ship falls into changes nothing but where it lies; results are sorted at the end.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

from coalface.tables.positions import POSITIONS
from coalface.tables.schema import dtypes_of

__all__ = ["PartedStore", "part_positions", "read_rows", "write_frame", "write_rows"]
__all__ += ["ROW_GROUP", "write_parquet"]

#: A multiplier without pattern (2**32 over the golden mean): neighbouring numbers part evenly.
SPREAD = 2_654_435_769
POOL = 1 << 32
NEWEST = pl.CompatLevel.newest()
ROW_GROUP = 1 << 20  # rows of a group in a file of Parquet
FEW_ROWS = 1 << 13


@dataclass(frozen=True, slots=True)
class PartedStore:
    """Where the parts of a table lie.

    Attributes:
        folder: Their folder.
        n_parts: How many there are.
        n_rows: Rows of each.
    """

    folder: Path
    n_parts: int
    n_rows: tuple[int, ...]

    def path(self, part: int) -> Path:
        """Give the file of one part."""
        return self.folder / f"part-{part:04d}.arrow"

    def read(self, part: int, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Read one part, whole ships in the order in which they came."""
        return read_rows(self.path(part), columns)

    def drop(self) -> None:
        """Delete all parts."""
        shutil.rmtree(self.folder)


def part_positions(batches: Iterable[pl.DataFrame], folder: Path, *, n_parts: int) -> PartedStore:
    """Write positions as parts, all rows of a ship in one of them.

    Args:
        batches: Rows of table `positions`, in any order, all with the same columns.
        folder: Where to write; made if it is missing, files of the same names are replaced.
        n_parts: How many parts, at least 1.

    Returns:
        The store; its parts hold every row of every batch, each once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    store = PartedStore(folder, n_parts, ())
    counts = np.zeros(n_parts, np.int64)
    writers: list[pa.ipc.RecordBatchFileWriter] = []

    def write(batch: pl.DataFrame) -> None:
        for part, rows in _split(batch, n_parts):
            writers[part].write_table(rows.to_arrow(compat_level=NEWEST))
            counts[part] += len(rows)

    with ExitStack() as stack, ThreadPoolExecutor(1) as pool:
        written: Future[None] | None = None
        for batch in batches:  # one is made while the one before is written
            if written is None:
                writers = _writers(store, batch, stack)
            else:
                written.result()
            written = pool.submit(write, batch)
        if written is None:
            _writers(store, pl.DataFrame(schema=dtypes_of(POSITIONS)), stack)
        else:
            written.result()
    pa.default_memory_pool().release_unused()  # what reading took stands idle from here on
    return PartedStore(folder, n_parts, tuple(counts.tolist()))


def _writers(
    store: PartedStore, like: pl.DataFrame, stack: ExitStack
) -> list[pa.ipc.RecordBatchFileWriter]:
    schema = like.head(0).to_arrow(compat_level=NEWEST).schema
    paths = (store.path(part) for part in range(store.n_parts))
    return [stack.enter_context(pa.ipc.new_file(str(path), schema)) for path in paths]


def write_rows(frame: pl.DataFrame, path: Path) -> None:
    """Write rows for work in progress, whole or not at all: not packed, as they are read soon."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    frame.write_ipc(unfinished, compression="uncompressed")
    unfinished.replace(path)


def read_rows(path: Path, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """Map what `write_rows` or `part_positions` wrote, or some columns of it.

    Nothing is copied: what is not looked at is not read, and the system may take back what was.
    """
    with pa.memory_map(str(path)) as mapped, pa.ipc.open_file(mapped) as file:
        rows = file.read_all()  # not with `included_fields`: that copies
    frame = pl.from_arrow(rows if columns is None else rows.select(columns), rechunk=False)
    assert isinstance(frame, pl.DataFrame)
    return frame


def write_frame(
    frame: pl.DataFrame,
    path: Path,
    *,
    rows_at_once: int = ROW_GROUP,
    after: Callable[[], None] | None = None,
) -> None:
    """Write a table whole or not at all; the same table gives the same bytes.

    Args:
        frame: The table.
        path: Its file; an existing one is replaced when the new one is complete.
        rows_at_once: Rows of a row group: no more of them are held as they are written.
        after: Is called whenever some thousand rows were copied and are not looked at again.
    """
    lows = range(0, max(len(frame), 1), rows_at_once)
    write_parquet((_copied(frame[low : low + rows_at_once], after) for low in lows), path)


def _copied(rows: pl.DataFrame, after: Callable[[], None] | None) -> pa.Table:
    if after is None:
        return rows.to_arrow()
    pieces = []
    for low in range(0, max(len(rows), 1), FEW_ROWS):
        pieces.append(rows[low : low + FEW_ROWS].to_arrow())
        after()
    return pa.concat_tables(pieces).combine_chunks()  # pieces would be pages of their own


def write_parquet(tables: Iterable[pa.Table], path: Path) -> None:
    """Write tables of one schema as row groups of one file, whole or not at all.

    Args:
        tables: One or more, each a row group.
        path: The file; an existing one is replaced when the new one is complete.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    coming = iter(tables)
    first = next(coming)
    try:
        with pq.ParquetWriter(
            unfinished, first.schema, compression="zstd", store_schema=False
        ) as writer:
            for table in chain((first,), coming):
                writer.write_table(table, row_group_size=max(len(table), 1))
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _split(batch: pl.DataFrame, n_parts: int) -> Iterator[tuple[int, pl.DataFrame]]:
    if n_parts == 1:
        yield 0, batch
        return
    part = (pl.col("mmsi") * SPREAD % POOL * n_parts // POOL).cast(pl.Int32)
    marked = batch.with_columns(part=part)
    for (number,), rows in marked.partition_by("part", as_dict=True, include_key=False).items():
        yield int(number), rows
