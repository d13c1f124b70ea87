"""Write rows as Parquet files whose names hold their own digest, while the next ones are read."""

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

import polars as pl

from coalface.errors import WorkspaceError
from coalface.workspace.delta import Part
from coalface.workspace.layout import LEDGER, TABLES, attempt_folder, table_folder
from coalface.workspace.modes import OWNER_ONLY_FOLDER, close_table, make_closed

__all__ = ["PART_ROWS", "PartWriter", "check_parts", "digest_of", "write_part"]

PART_ROWS = 1 << 20  # rows of a part, and of a row group: a few tens of MB, one unit of reading
_DIGITS = 32  # of the digest, in the name
_BLOCK = 1 << 20


def digest_of(path: Path) -> str:
    """Give the digest of a part as its name holds it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:_DIGITS]


def write_part(folder: Path, table: str, attempt: str, rows: pl.DataFrame, number: int = 0) -> Part:
    """Write some rows as one file, safely on disk; no log names it yet.

    Text is stored once a dictionary, and each group of rows keeps its smallest and largest values.

    Args:
        folder: The workspace.
        table: Name of the table.
        attempt: Who writes.
        rows: The rows, in the columns that are stored.
        number: Place of the part among those of the attempt: rows are read in this order.
    """
    place = attempt_folder(folder, table, attempt)
    is_closed = close_table(folder, table)
    place.mkdir(mode=OWNER_ONLY_FOLDER if is_closed else 0o777, parents=True, exist_ok=True)
    draft = place / f".{uuid4().hex}"
    try:
        if is_closed:
            make_closed(draft)
        rows.write_parquet(
            draft,
            compression="zstd",
            compression_level=1,
            statistics=True,
            row_group_size=PART_ROWS,
        )
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        path = place / f"part-{number:06d}-{digest_of(draft)}.parquet"
        draft.replace(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise WorkspaceError(
            f"{place}: rows could not be written: {error}. Is the disk full, or the folder "
            "read-only? Make room and ingest the file again; nothing of it is visible."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return Part(f"{place.name}/{path.name}", attempt, rows.height, path.stat().st_size)


def check_parts(
    folder: Path, table: str, parts: pl.DataFrame, *, is_counted: bool = True
) -> Iterator[str]:
    """Read parts again; say of each that is not as it was written what is wrong.

    Args:
        folder: The workspace.
        table: Name of the table.
        parts: What `list_parts` gave of it.
        is_counted: Count rows too. A part with the digest of its name holds what it held.
    """
    for part in parts.iter_rows(named=True):
        path = table_folder(folder, table) / part["path"]
        if not path.is_file():
            yield f"{part['path']} is missing"
        elif not path.name.endswith(f"-{digest_of(path)}.parquet"):
            yield f"{part['path']} was changed: its digest is not that of its name"
        elif is_counted and (n_rows := _height(path)) != part["n_rows"]:
            yield f"{part['path']} has {n_rows:,} rows, the log says {part['n_rows']:,}"


def _height(path: Path) -> int:
    rows = pl.scan_parquet(path, hive_partitioning=False, glob=False)
    return int(rows.select(pl.len()).collect().item())


class PartWriter:
    """Gather the rows of one attempt and write them in parts, one thread behind the reader.

    What is in memory at once: the rows being gathered, and one part of each size being written.
    """

    def __init__(self, folder: Path, attempt: str, ingest_id: str) -> None:
        self._folder = folder
        self._attempt = attempt
        self._ingest_id = ingest_id
        self._gathered: dict[str, list[pl.DataFrame]] = defaultdict(list)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="parts")
        self._pending: Future[None] | None = None
        self.parts: dict[str, list[Part]] = defaultdict(list)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.shutdown(wait=True)

    def add(self, table: str, rows: pl.DataFrame) -> None:
        """Take some rows of one table.

        Raises:
            WorkspaceError: If there is no such table.
            TableError: If a row breaks its rules; it may be a row of an earlier call.
        """
        if table not in TABLES or table == LEDGER:
            raise WorkspaceError(f"no file may fill a table {table!r}; there are {sorted(TABLES)}.")
        if rows.is_empty():
            return
        self._gathered[table].append(rows)
        if sum(frame.height for frame in self._gathered[table]) >= PART_ROWS:
            self._flush(table)

    def finish(self) -> dict[str, list[Part]]:
        """Write what is left; give the parts of each table."""
        for table in list(self._gathered):
            self._flush(table)
        self._wait()
        return dict(self.parts)

    def _flush(self, table: str) -> None:
        self._wait()
        frames = self._gathered.pop(table, [])
        if frames:
            self._pending = self._thread.submit(self._write, table, frames)

    def _wait(self) -> None:
        pending, self._pending = self._pending, None
        if pending is not None:
            pending.result()

    def _write(self, table: str, frames: list[pl.DataFrame]) -> None:
        stored = TABLES[table]
        rows = pl.concat(frames, rechunk=True)  # checks of rows in many pieces take far longer
        stored.check(rows)
        rows = rows.with_columns(ingest_id=pl.lit(self._ingest_id)).select(*stored.stored)
        for part in rows.iter_slices(PART_ROWS):
            number = len(self.parts[table])
            done = write_part(self._folder, table, self._attempt, part, number)
            self.parts[table].append(done)
