"""Read UN Comtrade's JSON replies: the same keys as the CSV, in a list under `data`."""

import difflib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import polars as pl

from coalface.errors import InputError
from coalface.sources.case_files import RawCases
from coalface.sources.comtrade_rows import comtrade_batches
from coalface.sources.json_records import Record, read_json_records
from coalface.sources.publishers import Publisher, read_publisher
from coalface.sources.reading import FileBatch, ReadOptions
from coalface.tables.rejects import no_rejects

__all__ = ["read_comtrade_json"]

BATCH_RECORDS = 20_000
TEXT_BYTES = 1 << 20


def read_comtrade_json(path: Path, options: ReadOptions) -> Iterator[FileBatch]:
    """Read a JSON reply of UN Comtrade's API, record by record: it may be larger than memory.

    Args:
        path: The file.
        options: `vintage` is the day of the download.

    Returns:
        Batches of table `flows`; `locator` counts the records of the list from 1.

    Raises:
        InputError: If the file is no such reply, is cut, or has a key that is not known.
    """
    publisher = read_publisher("comtrade")
    chunks = _read_chunks(path, publisher, min(options.batch_rows, BATCH_RECORDS))
    return comtrade_batches(chunks, path, publisher, options, word="record")


def _read_chunks(path: Path, publisher: Publisher, n_batch: int) -> Iterator[RawCases]:
    records = read_json_records(path, "data", TEXT_BYTES)
    names = [column.name for column in publisher.columns]
    required = [column.name for column in publisher.columns if column.required]
    known = {*names, *publisher.ignore}
    first = 1
    while batch := list(islice(records, n_batch)):
        for number, record in enumerate(batch, first):
            _check_keys(path, number, record, known, required)
        columns = {
            name: pl.Series(name, [_text(record.get(name)) for record in batch], pl.String)
            for name in names
        }
        frame = pl.DataFrame(columns).with_row_index("row", first)
        frame = frame.with_columns(pl.col("row").cast(pl.Int64), pl.col(names).str.strip_chars())
        yield RawCases(path.name, frame, no_rejects())
        first += len(batch)


def _check_keys(
    path: Path, number: int, record: Record, known: set[str], required: list[str]
) -> None:
    missing = [name for name in required if name not in record]
    unknown = [name for name in record if name not in known]
    if missing:
        near = difflib.get_close_matches(missing[0], unknown, 1, cutoff=0.5)
        renamed = f" It may now be called {near[0][:80]!r}." if near else ""
        raise InputError(f"{path.name}, record {number}: no key {missing[0]!r}.{renamed}")
    if unknown:
        near = difflib.get_close_matches(unknown[0], sorted(known), 1)
        meant = f" The nearest known is {near[0]!r}." if near else ""
        raise InputError(
            f"{path.name}, record {number}: key {unknown[0][:80]!r} is not known.{meant} Add it to "
            "data/publishers/comtrade.yml, or to its ignore list."
        )


def _text(value: str | bool | None) -> str:  # noqa: FBT001 - a JSON value
    if value is None:
        return ""
    return value if isinstance(value, str) else str(value).lower()
