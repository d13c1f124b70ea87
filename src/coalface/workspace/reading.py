"""Read the rows that a reader of some version sees, and nothing else."""

import json
from pathlib import Path

import polars as pl

from coalface.errors import WorkspaceError
from coalface.workspace.delta import list_parts, open_table
from coalface.workspace.layout import ATTEMPT, TABLES, table_folder
from coalface.workspace.ledger import Visible

__all__ = ["PACKAGED_KIND", "list_visible", "scan_table"]

PACKAGED_KIND = "packaged"  # the kind of ingest whose rows keep their own ids


def list_visible(folder: Path, table: str, visible: Visible) -> pl.DataFrame:
    """List the files of one table that a reader reads, in the order of ingests and their rows.

    Returns:
        `path`, `attempt`, `n_rows`, `n_bytes`.

    Raises:
        WorkspaceError: If a file is missing in the log that an ingest had written.
    """
    attempts = visible.attempts
    parts = list_parts(open_table(folder, table)).filter(pl.col(ATTEMPT).is_in(attempts))
    found = dict(parts.group_by(ATTEMPT).agg(pl.col("n_rows").sum()).iter_rows())
    for row in visible.read.iter_rows(named=True):
        expected = json.loads(row["counts"]).get(table, 0)
        if found.get(row[ATTEMPT], 0) != expected:
            raise WorkspaceError(
                f"{folder}: of {row['file']} (ingest {row['ingest']}) table {table!r} has "
                f"{found.get(row[ATTEMPT], 0):,} rows, expected {expected:,}. Run `coalface "
                "workspace verify`, put the folder back from a copy, or ingest the file --again."
            )
    in_order = pl.DataFrame({ATTEMPT: attempts}, schema={ATTEMPT: pl.String}).with_row_index("rank")
    return parts.join(in_order, on=ATTEMPT).sort("rank", "path").drop("rank")


def scan_table(folder: Path, table: str, visible: Visible) -> pl.LazyFrame:
    """Give the visible rows of one table, to be narrowed before they are collected.

    Rows of users' files get a `row_id` that is unique in the workspace: `TABLE/INGEST_ID/ROW`.

    Args:
        folder: The workspace.
        table: Name of a table.
        visible: What the reader sees.

    Returns:
        The table's columns, and `ingest_id`.

    Raises:
        WorkspaceError: If there is no such table, or files of it are missing.
    """
    if table not in TABLES:
        raise WorkspaceError(f"a workspace has no table {table!r}; there are {sorted(TABLES)}.")
    stored = TABLES[table].stored
    parts = list_visible(folder, table, visible)
    if parts.is_empty():
        return pl.LazyFrame(schema=stored)
    rows = pl.scan_parquet(
        [table_folder(folder, table) / path for path in parts["path"]],
        schema=stored,
        hive_partitioning=False,
        glob=False,
        missing_columns="insert",
        extra_columns="ignore",
    )
    return rows.with_columns(row_id=_row_id(table, visible)) if "row_id" in stored else rows


def _row_id(table: str, visible: Visible) -> pl.Expr:
    packaged = visible.read.filter(pl.col("kind") == PACKAGED_KIND)["ingest_id"].to_list()
    whole = pl.concat_str(pl.lit(f"{table}/"), "ingest_id", pl.lit("/"), "row_id")
    if not packaged:
        return whole
    is_packaged = pl.col("ingest_id").is_in(packaged)
    return pl.when(is_packaged).then(pl.col("row_id")).otherwise(whole)
