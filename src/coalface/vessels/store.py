"""Positions on disk, parted by ship: a task reads only its share, and no run holds them all.

Which part a ship falls into changes nothing but where it lies; results are sorted at the end.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from coalface.tables.positions import POSITIONS
from coalface.tables.schema import dtypes_of

__all__ = ["CODEC", "PartedStore", "part_positions", "write_frame"]

CODEC = "lz4"  # written once and read once: speed before size
#: A multiplier without pattern (2**32 over the golden mean): neighbouring numbers part evenly.
SPREAD = 2_654_435_769
POOL = 1 << 32
#: Columns that repeat few words.
WORDS = ("transponder_class", "receiver", "source_id")


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
        return self.folder / f"part-{part:04d}.parquet"

    def read(self, part: int) -> pl.DataFrame:
        """Read one part, whole ships in the order in which they came."""
        return pl.read_parquet(self.path(part))


def part_positions(batches: Iterable[pl.DataFrame], folder: Path, *, n_parts: int) -> PartedStore:
    """Write positions as parts, all rows of a ship in one of them.

    Args:
        batches: Rows of table `positions`, in any order.
        folder: Where to write; made if it is missing, files of the same names are replaced.
        n_parts: How many parts, at least 1.

    Returns:
        The store; its parts hold every row of every batch, each once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    store = PartedStore(folder, n_parts, ())
    counts = [0] * n_parts
    schema = pl.DataFrame(schema=dtypes_of(POSITIONS)).to_arrow().schema
    with ExitStack() as stack:
        writers = [
            stack.enter_context(
                pq.ParquetWriter(
                    store.path(part), schema, compression=CODEC, use_dictionary=list(WORDS)
                )
            )
            for part in range(n_parts)
        ]
        for batch in batches:
            if batch.is_empty():
                continue
            for part, rows in _split(batch.select(list(dtypes_of(POSITIONS))), n_parts):
                writers[part].write_table(_arrow(rows, schema), row_group_size=len(rows))
                counts[part] += len(rows)
    return PartedStore(folder, n_parts, tuple(counts))


def write_frame(frame: pl.DataFrame, path: Path, *, codec: str = "zstd") -> None:
    """Write a table whole or not at all; the same table gives the same bytes.

    Args:
        frame: The table.
        path: Its file; an existing one is replaced when the new one is complete.
        codec: How it is packed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    try:
        pq.write_table(frame.to_arrow(), unfinished, compression=codec, store_schema=False)
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


def _arrow(rows: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    return rows.to_arrow().cast(schema)
