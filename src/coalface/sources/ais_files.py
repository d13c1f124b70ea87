"""Open files of rows and columns as blocks of cells: CSV, plain or packed, and Parquet."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from coalface.errors import InputError
from coalface.sources.ais_cells import empty_rejects, reject_rows

__all__ = [
    "BATCH_ROWS",
    "BLOCK_BYTES",
    "Block",
    "column_names",
    "csv_blocks",
    "is_parquet",
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
    with _open(path) as stream:
        first = stream.read(1 << 16).splitlines()
    if not first:
        raise InputError(f"{path.name} is empty. Row 1 must name the columns.")
    head = first[0].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return [name.strip().strip('"') for name in head.split(delimiter)]


def parquet_blocks(path: Path, names: list[str], batch_rows: int) -> Iterator[Block]:
    """Give the named columns of a Parquet file, some rows at a time."""
    try:
        for batch in _parquet_file(path).iter_batches(batch_rows, columns=names):
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
    """Give the named columns of a text file as bytes, some rows at a time.

    A line with too few or too many cells is refused with its reason and the file goes on.
    """
    head = column_names(path, delimiter)
    refused: list[tuple[int, str, str]] = []

    def refuse(row: Any) -> str:
        text = row.text if isinstance(row.text, str) else str(row.text)
        refused.append(
            (row.number - 2, f"{row.actual_columns} cells: {text[:40]}", str(row.expected_columns))
        )
        return "skip"

    with _open(path) as stream:
        try:
            reader = pa_csv.open_csv(
                stream,
                read_options=pa_csv.ReadOptions(
                    block_size=block_bytes, column_names=head, skip_rows=1, use_threads=False
                ),
                parse_options=pa_csv.ParseOptions(delimiter=delimiter, invalid_row_handler=refuse),
                convert_options=pa_csv.ConvertOptions(
                    column_types=dict.fromkeys(head, pa.binary()),
                    include_columns=names,
                    strings_can_be_null=False,
                ),
            )
            for batch in reader:
                frame = pl.from_arrow(batch)
                assert isinstance(frame, pl.DataFrame)
                yield frame, _refused(refused, path.name)
                refused.clear()
        except (pa.ArrowException, OSError) as error:
            raise InputError(f"{path.name}: cannot be read as CSV: {error}.") from error
    if refused:
        yield pl.DataFrame(schema=dict.fromkeys(names, pl.Binary())), _refused(refused, path.name)


def _refused(refused: list[tuple[int, str, str]], file_name: str) -> pl.DataFrame:
    if not refused:
        return empty_rejects()
    rows = pl.DataFrame(refused, schema=["row", "found", "expected"], orient="row")
    return reject_rows(
        rows,
        file_name=file_name,
        column="",
        expected=f"{refused[0][2]} cells",
        reason="wrong_number_of_cells",
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
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{path.name}: not a whole Parquet file: {error}.") from error


@contextmanager
def _open(path: Path) -> Iterator[Any]:
    """Open a file for reading bytes, unpacked on the way."""
    try:
        if path.suffix.lower() == ".zip":
            with (
                zipfile.ZipFile(path) as archive,
                archive.open(_only_member(archive, path)) as file,
            ):
                yield pa.PythonFile(file, mode="r")
        else:
            packed = PACKED.get(path.suffix.lower())
            with pa.input_stream(str(path), compression=packed) as stream:
                yield stream
    except (zipfile.BadZipFile, FileNotFoundError, IsADirectoryError) as error:
        raise InputError(f"{path.name}: cannot be opened: {error}.") from error


def _only_member(archive: zipfile.ZipFile, path: Path) -> str:
    names = [n for n in archive.namelist() if not n.endswith("/")]
    if len(names) != 1:
        raise InputError(f"{path.name} holds {len(names)} files, expected one. Unpack it first.")
    return names[0]
