"""Any file of AIS messages: find out what it is and read it in batches."""

from collections.abc import Iterator
from pathlib import Path

from coalface.sources.ais_files import BATCH_ROWS, is_parquet
from coalface.sources.ais_mapping import AisMapping
from coalface.sources.ais_tables import read_ais_table
from coalface.sources.nmea import looks_like_nmea, read_nmea
from coalface.sources.reading import FileBatch

__all__ = ["read_positions", "read_statics"]


def read_positions(
    path: Path, *, mapping: AisMapping | None = None, batch_rows: int = BATCH_ROWS
) -> Iterator[FileBatch]:
    """Read positions from a file of sentences, or of rows and columns.

    Args:
        path: MarineCadastre, Danish, GFW-style or our own columns as CSV or Parquet; NMEA; or any
            table with a mapping.
        mapping: The form of a table of others, from `read_mapping`.
        batch_rows: Rows of one batch, about; results do not depend on it.

    Raises:
        InputError: If the file is none of these.
    """
    return _read(path, "positions", mapping, batch_rows)


def read_statics(
    path: Path, *, mapping: AisMapping | None = None, batch_rows: int = BATCH_ROWS
) -> Iterator[FileBatch]:
    """Read static messages from the same kinds of file as `read_positions`."""
    return _read(path, "statics", mapping, batch_rows)


def _read(
    path: Path, table: str, mapping: AisMapping | None, batch_rows: int
) -> Iterator[FileBatch]:
    if mapping is None and not is_parquet(path) and looks_like_nmea(path):
        return read_nmea(path, table, batch_lines=batch_rows)
    return read_ais_table(path, table, mapping=mapping, batch_rows=batch_rows)
