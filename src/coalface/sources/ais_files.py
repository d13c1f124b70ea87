"""Open files of rows and columns as blocks of cells: CSV, plain or packed, and Parquet."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from coalface.ahead import one_ahead
from coalface.errors import InputError
from coalface.sources.ais_cells import empty_rejects
from coalface.sources.csv_lines import line_blocks, parse_lines

__all__ = [
    "BATCH_ROWS",
    "BLOCK_BYTES",
    "Block",
    "column_names",
    "csv_blocks",
    "is_parquet",
    "opened",
    "parquet_blocks",
    "parquet_rows",
]

BATCH_ROWS = 1_000_000
BLOCK_BYTES = 16 << 20
PACKED = {".gz": "gzip", ".zst": "zstd", ".bz2": "bz2"}
#: Rows that became cells, and rows that could not be split; `row` counts from 0 in the file.
Block = tuple[pl.DataFrame, pl.DataFrame]


def column_names(path: Path, delimiter: str = ",") -> list[str]:
    """Give the names of a file's columns.

    Raises:
        InputError: If the file cannot be opened, or is empty.
    """
    if is_parquet(path):
        return [str(name) for name in _parquet_file(path).schema_arrow.names]
    with opened(path) as stream:
        first = stream.read(1 << 16).splitlines()
    if not first:
        raise InputError(f"{path.name} is empty. Row 1 must name the columns.")
    head = first[0].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return [name.strip().strip('"') for name in head.split(delimiter)]


def parquet_blocks(path: Path, names: list[str], batch_rows: int) -> Iterator[Block]:
    """Give the named columns of a Parquet file, some rows at a time.

    One batch is unpacked while the one before is worked on.
    """
    try:
        batches = _parquet_file(path).iter_batches(batch_rows, columns=names)
        for batch in one_ahead(batches):
            frame = pl.from_arrow(batch)
            assert isinstance(frame, pl.DataFrame)
            yield frame, empty_rejects()
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"{path.name}: broken off inside: {error}. Fetch the file again."
        ) from error


def parquet_rows(path: Path) -> int:
    """Give the number of rows that a Parquet file says it has."""
    return int(_parquet_file(path).metadata.num_rows)


def csv_blocks(path: Path, names: list[str], delimiter: str, block_bytes: int) -> Iterator[Block]:
    """Give the named columns of a text file as bytes, some lines at a time.

    A line with too few or too many cells, or with a quote that it does not close, is refused with
    its reason and the file goes on.
    """
    head = column_names(path, delimiter)
    n_before = 0
    with opened(path) as stream:
        try:
            for block in line_blocks(stream, block_bytes):
                frame, refused = parse_lines(block, head, names, delimiter)
                yield frame, _refused(refused, path.name, n_before)
                n_before += len(frame) + len(refused)
        except pa.ArrowException as error:
            raise InputError(f"{path.name}: cannot be read as CSV: {error}.") from error


def _refused(
    refused: list[tuple[int, str, str, str]], file_name: str, n_before: int
) -> pl.DataFrame:
    if not refused:
        return empty_rejects()
    told = pl.DataFrame(refused, schema=["row", "found", "expected", "reason"], orient="row")
    return told.select(
        file=pl.lit(file_name),
        row=pl.col("row").cast(pl.Int64) + n_before,
        column=pl.lit(""),
        found=pl.col("found"),
        expected=pl.col("expected"),
        reason=pl.col("reason"),
    )


def is_parquet(path: Path) -> bool:
    """Say whether a file begins as a Parquet file does.

    Raises:
        InputError: If there is no such file.
    """
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PAR1"
    except OSError as error:
        raise InputError(f"{path}: cannot be opened: {error.strerror}.") from error


def _parquet_file(path: Path) -> Any:
    try:
        # Read ahead, the bytes of all groups of rows would be held to the end of the file.
        return pq.ParquetFile(path, pre_buffer=False)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{path.name}: not a whole Parquet file: {error}.") from error


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a file for reading bytes, unpacked on the way.

    Raises:
        InputError: If it cannot be opened, or is broken inside.
    """
    try:
        if path.suffix.lower() == ".zip":
            with (
                zipfile.ZipFile(path) as archive,
                archive.open(_only_member(archive, path)) as file,
            ):
                yield file
        else:
            packed = PACKED.get(path.suffix.lower())
            with pa.input_stream(str(path), compression=packed) as stream:
                yield stream
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise InputError(
            f"{path.name}: cannot be opened or unpacked: {error}. Fetch the file again."
        ) from error


def _only_member(archive: zipfile.ZipFile, path: Path) -> str:
    names = [n for n in archive.namelist() if not n.endswith("/")]
    if len(names) != 1:
        raise InputError(f"{path.name} holds {len(names)} files, expected one. Unpack it first.")
    return names[0]
