"""Take the content of some rows out of every file of a workspace, whatever version it is of.

Everything else in a workspace stays as it was written; this alone rewrites. A row that is forgotten
keeps its place, so that counts and digests of all ingests still hold, but every cell of it is
emptied; only the id of its ingest stays. Files that held it are deleted at once, and so are all
that no log names any more: a reader that has just begun may have to begin again.

What is to be forgotten is noted before the first file is touched, in a note that only the owner may
read and that goes with the work. If it is cut short, whoever forgets, sweeps or compacts next
completes it from the note. Copies of the folder, and what a disk keeps of deleted files, are out of
its reach.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import polars as pl

from coalface.errors import WorkspaceError
from coalface.locks import hold
from coalface.workspace import intents, private
from coalface.workspace.delta import list_parts, open_table, replace_parts
from coalface.workspace.intents import Intent, Removal
from coalface.workspace.layout import RUNNING, TABLES, table_folder
from coalface.workspace.notes import enter_note
from coalface.workspace.origins import Origin
from coalface.workspace.parts import write_part
from coalface.workspace.sweeping import sweep
from coalface.workspace.upkeep import UPKEEP

__all__ = [
    "FORGETTING",
    "Forgotten",
    "Intent",
    "Removal",
    "finish_forgetting",
    "forget_rows",
    "scan_every_row",
]

FORGETTING = "forgetting"  # the kind of an entry that only says when something was forgotten


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was taken out.

    Attributes:
        ingest: Number of the entry that says when it was done.
        n_rows: Rows emptied, by table; a row counts once for each version of it.
        n_files: Files deleted, those that no log named any more among them.
        n_pseudonyms: Names of sources taken out, which no claim uses any more.
    """

    ingest: int
    n_rows: Mapping[str, int]
    n_files: int
    n_pseudonyms: int = 0


def scan_every_row(folder: Path, table: str) -> pl.LazyFrame:
    """Give all rows of a table that any log names, those of replaced ingests too."""
    stored = TABLES[table].stored
    paths = [table_folder(folder, table) / p for p in list_parts(open_table(folder, table))["path"]]
    if not paths:
        return pl.LazyFrame(schema=stored)
    return pl.scan_parquet(
        paths,
        schema=stored,
        hive_partitioning=False,
        glob=False,
        missing_columns="insert",
        extra_columns="ignore",
    )


def forget_rows(folder: Path, intent: Intent) -> Forgotten:
    """Empty some rows in every file, delete the old files, and enter that it was done.

    Args:
        folder: The workspace.
        intent: What goes from each table; tables are done in this order.

    Returns:
        What was taken out. The entry names neither the rows nor who they were of.

    Raises:
        WorkspaceError: If the folder is being compacted, or cannot be written.
    """
    with _alone(folder):
        _finish(folder)
        sweep(folder)
        path = intents.note(folder, intent)
        return _carry_out(folder, intent, path)


def finish_forgetting(folder: Path) -> list[tuple[Intent, Forgotten]]:
    """Complete what was to be forgotten and was cut short, and take drafts of secrets away.

    Returns:
        What was asked, and what was taken out now.

    Raises:
        WorkspaceError: As `forget_rows`, or if a note is damaged.
    """
    if not intents.find(folder) and not private.find_drafts(folder):
        return []
    with _alone(folder):
        return _finish(folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with hold(folder / RUNNING / UPKEEP) as is_mine:
        if not is_mine:
            raise WorkspaceError(f"{folder} is being compacted by another process. Let it finish.")
        yield


def _finish(folder: Path) -> list[tuple[Intent, Forgotten]]:
    notes = [(intents.read(path), path) for path in intents.find(folder)]
    done = [(intent, _carry_out(folder, intent, path)) for intent, path in notes]
    private.sweep_drafts(folder)
    return done


def _carry_out(folder: Path, intent: Intent, path: Path) -> Forgotten:
    """Empty the rows of each table and delete its old files at once; the note goes last."""
    counts, n_files = {}, 0
    for table, removal in intent.rows.items():
        counts[table] = _empty(folder, table, removal)
        n_files += _delete_unnamed(folder, table)
    n_pseudonyms = _forget_names(folder) if "claims" in intent.rows else 0
    private.sweep_drafts(folder)
    number = _enter(folder, {t: n for t, n in counts.items() if n}, intent.at)
    path.unlink(missing_ok=True)
    return Forgotten(number, counts, n_files, n_pseudonyms)


def _forget_names(folder: Path) -> int:
    """Take out the pseudonyms that no version of any claim uses."""
    rows = scan_every_row(folder, "claims").select("attribution", "actor", "counterparty").collect()
    used = {*rows["attribution"].explode(), *rows["actor"], *rows["counterparty"]}
    return private.keep_pseudonyms(folder, used - {None})


def _empty(folder: Path, table: str, removal: Removal) -> int:
    n_rows = 0
    for part in list_parts(open_table(folder, table)).iter_slices(1):
        path = table_folder(folder, table) / part["path"].item()
        frame = pl.read_parquet(path, hive_partitioning=False)
        put = removal.put(frame)
        is_gone = frame.select(removal.which(frame.schema).fill_null(value=False)).to_series()
        emptied = frame.with_columns(
            pl.when(is_gone).then(cell).otherwise(pl.col(name)).alias(name)
            for name, cell in put.items()
        )
        if emptied.equals(frame):
            continue
        number = int(path.stem.split("-")[1])
        new = write_part(folder, table, part["attempt"].item(), emptied, number)
        if not replace_parts(folder, table, part, [new], is_change=True):
            raise WorkspaceError(f"{path}: another process changed it meanwhile. Do it again.")
        n_rows += int(is_gone.sum())
    return n_rows


def _delete_unnamed(folder: Path, table: str) -> int:
    """Delete every file of a table that its log does not name, however young."""
    place = table_folder(folder, table)
    named = {place / path for path in list_parts(open_table(folder, table))["path"]}
    n_files = 0
    for path in _files_of_rows(place):
        if path not in named:
            path.unlink(missing_ok=True)
            n_files += 1
    return n_files


def _files_of_rows(place: Path) -> Iterator[Path]:
    """Give the parts and drafts of finished attempts; whoever is writing now is left alone."""
    running = place.parent / RUNNING
    for folder in place.iterdir() if place.is_dir() else ():
        if not folder.name.startswith("attempt="):
            continue
        with hold(running / folder.name.removeprefix("attempt=")) as is_free:
            if is_free:
                yield from [path for path in folder.iterdir() if path.is_file()]


def _enter(folder: Path, counts: Mapping[str, int], at: datetime) -> int:
    words = ", ".join(f"{table}: {n:,}" for table, n in sorted(counts.items()))
    origin = Origin(
        file=f"rows forgotten ({words or 'none'})",
        sha256=hashlib.sha256(uuid4().bytes).hexdigest(),
        n_bytes=0,
        kind=FORGETTING,
    )
    return enter_note(folder, origin, at, lambda _: [])
