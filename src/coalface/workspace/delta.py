"""The Delta tables of a workspace: open, make, list what the log names, commit."""

import json
import os
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Transaction
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from coalface.errors import WorkspaceError
from coalface.workspace.layout import ATTEMPT, delta_schema, partitions_of, table_folder
from coalface.workspace.modes import close_table

__all__ = [
    "MAX_TRIES",
    "Part",
    "checkpoint",
    "commit_parts",
    "list_parts",
    "make_table",
    "open_table",
    "replace_parts",
]

MAX_TRIES = 100
#: A commit is done or not: what may fail after it, checkpoints, is asked for on its own.
_NO_HOOKS = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)
_CHECKPOINT_EVERY = 20
_LISTED = {"path": pl.String, ATTEMPT: pl.String, "n_rows": pl.Int64, "n_bytes": pl.Int64}


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file: its place below the table's folder, who wrote it, and its size."""

    path: str
    attempt: str
    n_rows: int
    n_bytes: int


def open_table(folder: Path, table: str) -> DeltaTable | None:
    """Open one table as it stands now, or give None where nothing was ever put in it.

    Raises:
        WorkspaceError: If its log cannot be read.
    """
    place = table_folder(folder, table)
    if place.is_dir() and not os.access(place, os.R_OK | os.X_OK):  # else it would seem empty
        raise WorkspaceError(
            f"{place}: only the owner of this workspace may read the table. Ask them for what you "
            "need; they can hand it on with `coalface claims export`."
        )
    try:
        return DeltaTable(place) if DeltaTable.is_deltatable(str(place)) else None
    except TableNotFoundError:
        return None
    except (DeltaError, OSError) as error:
        raise _unreadable(place, error) from error


def _unreadable(place: object, error: Exception) -> WorkspaceError:
    return WorkspaceError(
        f"{place}: the log of this table cannot be read: {_first_line(error)}. Put the folder back "
        "from a copy, or begin a new workspace and ingest the files again."
    )


def _first_line(error: Exception) -> str:
    """Give what an error says without the trace that the library hangs on it."""
    return next(iter(str(error).splitlines()), "").rstrip(". ")


def make_table(folder: Path, table: str) -> DeltaTable:
    """Open one table; make it, or add the columns it lacks, where need be."""
    schema = delta_schema(table)
    close_table(folder, table)
    for _ in range(MAX_TRIES):
        found = open_table(folder, table)
        try:
            if found is None:
                place = str(table_folder(folder, table))
                return DeltaTable.create(
                    place, schema, mode="error", partition_by=partitions_of(table)
                )
            known = {field.name for field in found.schema().fields}
            new = [field for field in schema.fields if field.name not in known]
            if new:
                found.alter.add_columns(new)
        except DeltaError:  # somebody else was quicker
            time.sleep(0.01)
        else:
            return found
    raise WorkspaceError(f"table {table!r} could not be made in {folder}. Can you write there?")


def list_parts(delta: DeltaTable | None) -> pl.DataFrame:
    """List the files that a table's log names: `path`, `attempt`, `n_rows`, `n_bytes`."""
    if delta is None:
        return pl.DataFrame(schema=_LISTED)
    try:
        found = pl.DataFrame(delta.get_add_actions(flatten=True))
    except (DeltaError, OSError) as error:
        raise _unreadable(delta.table_uri, error) from error
    if found.is_empty():
        return pl.DataFrame(schema=_LISTED)
    return found.select(
        "path",
        pl.col("path").str.extract(r"([^/=]+)/[^/]+$").alias(ATTEMPT),
        pl.col("num_records").alias("n_rows"),
        pl.col("size_bytes").alias("n_bytes"),
    ).sort("path")


def commit_parts(
    delta: DeltaTable,
    table: str,
    parts: Sequence[Part],
    *,
    removed: Iterable[Part] = (),
    transactions: Sequence[tuple[str, int]] = (),
    is_change: bool = True,
) -> None:
    """Add and remove files in one commit, against the table as it was when it was opened.

    Raises:
        CommitFailedError: If somebody else's commit since then stands against it.
    """
    now = int(time.time() * 1000)
    actions = [
        AddAction(
            path=part.path,
            size=part.n_bytes,
            partition_values=dict.fromkeys(partitions_of(table), part.attempt),
            modification_time=now,
            data_change=is_change,
            stats=json.dumps({"numRecords": part.n_rows}),
        )
        for part in parts
    ]
    gone = [
        RemoveAction(
            path=part.path,
            data_change=is_change,
            deletion_timestamp=now,
            size=part.n_bytes,
            partition_values=dict.fromkeys(partitions_of(table), part.attempt),
        )
        for part in removed
    ]
    try:
        delta.create_write_transaction(
            [*actions, *gone],
            mode="append",
            schema=delta_schema(table),
            partition_by=partitions_of(table),
            post_commithook_properties=_NO_HOOKS,
            commit_properties=CommitProperties(
                app_transactions=[Transaction(name, number) for name, number in transactions]
            ),
        )
    except CommitFailedError:
        raise
    except (DeltaError, OSError) as error:
        raise WorkspaceError(
            f"table {table!r} could not be written: {_first_line(error)}. Is the disk full, or the "
            "folder read-only? What was there before is unchanged."
        ) from error


def checkpoint(delta: DeltaTable, *, is_due: bool = False) -> None:
    """Sum up a long log, which readers then read faster; that it fails does no harm.

    Args:
        delta: The table, as it was before the last commit or after it.
        is_due: Do it however short the log is.
    """
    with suppress(DeltaError, OSError):
        delta.update_incremental()
        if is_due or delta.version() % _CHECKPOINT_EVERY == 0:
            delta.create_checkpoint()


def replace_parts(
    folder: Path, table: str, old: pl.DataFrame, new: Sequence[Part], *, is_change: bool
) -> bool:
    """Take files out of a table's log, others in their place, unless they are gone already.

    Returns:
        Whether it was done: False where somebody else had taken one of the files out before.
    """
    parts = [Part(**row) for row in old.iter_rows(named=True)]
    for _ in range(MAX_TRIES):
        delta = open_table(folder, table)
        named = set(list_parts(delta)["path"])
        if delta is None or not named.issuperset(part.path for part in parts):
            return False
        try:
            commit_parts(delta, table, new, removed=parts, is_change=is_change)
        except CommitFailedError:
            time.sleep(0.01)
        else:
            return True
    raise WorkspaceError(f"{table}: others wrote all the time. Try again when they are done.")
