"""What every reader of a publisher's file takes and gives."""

from dataclasses import dataclass

import polars as pl

__all__ = ["FileBatch"]


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
