"""Read everything again, put small files together, take away what nobody sees."""

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from coalface.errors import WorkspaceError
from coalface.locks import hold
from coalface.tables.ingests import INGESTS
from coalface.workspace.delta import Part, checkpoint, list_parts, open_table, replace_parts
from coalface.workspace.layout import (
    ATTEMPT,
    LEDGER,
    MERGED,
    RUNNING,
    TABLES,
    attempt_folder,
    table_folder,
)
from coalface.workspace.ledger import read_ledger, see
from coalface.workspace.manifests import list_manifests
from coalface.workspace.parts import PART_ROWS, check_parts, write_part
from coalface.workspace.reports import Compacted, Fault, Verified
from coalface.workspace.soundness import check_attempts
from coalface.workspace.sweeping import find_leftovers, sweep

__all__ = ["KEEP_HOURS", "LEDGER_FILES", "compact", "merge_ledger", "verify"]

KEEP_HOURS = 168.0  # files that were put together stay for readers that have begun
SMALL_ROWS = PART_ROWS // 2
LEDGER_FILES = 16  # of like size, from which on they are merged after an ingest
_ROUNDING = 1e-9  # 16 rows are of the second size, whatever the logarithm's last digit
_UPKEEP = "_upkeep"  # the lock of compaction: one at a time
_HOUR_S = 3600


def verify(
    folder: Path, *, version: int | None = None, tell: Callable[[str], None] = lambda _: None
) -> Verified:
    """Read every file of every ingest again, and set digests and counts against the ledger.

    Args:
        folder: The workspace.
        version: The last ingest whose files are read again; all where None.
        tell: Is told the name of each table as it is begun.

    Raises:
        WorkspaceError: If the ledger itself is damaged, or there is no such version.
    """
    manifests = list_manifests(folder)
    check_attempts(folder, read_ledger(folder), manifests)
    ledger = see(folder, version).ingests
    faults: list[Fault] = []
    n_files = n_bytes = 0
    for table in TABLES:
        tell(table)
        parts = list_parts(open_table(folder, table))
        by_attempt = parts.partition_by(ATTEMPT, as_dict=True)
        for row in ledger.iter_rows(named=True):
            own = by_attempt.get((row[ATTEMPT],), parts.clear())
            expected = json.loads(row["counts"]).get(table, 0)
            told = [*check_parts(folder, table, own), *_miscounted(own, expected)]
            faults += [Fault(row["ingest"], row["file"], table, what) for what in told]
            n_files, n_bytes = n_files + own.height, n_bytes + int(own["n_bytes"].sum())
    leftovers = tuple(find_leftovers(folder))
    return Verified(ledger.height, n_files, n_bytes, tuple(faults), leftovers)


def compact(
    folder: Path,
    *,
    keep_hours: float = KEEP_HOURS,
    tell: Callable[[str], None] = lambda _: None,
) -> Compacted:
    """Put the small files of each ingest together, and take away what nobody sees.

    Every version stays readable. At each moment a reader finds the old files or the new ones.

    Args:
        folder: The workspace.
        keep_hours: How long files that were put together stay, for readers that have begun.
        tell: Is told the name of each table as it is begun.

    Raises:
        WorkspaceError: If somebody else is at it, a file that it would merge was changed, or the
            ledger is damaged; nothing is then taken away.
    """
    with hold(folder / RUNNING / _UPKEEP) as is_mine:
        if not is_mine:
            raise WorkspaceError(f"{folder} is being compacted by another process. Let it finish.")
        swept = sweep(folder)
        n_merged = n_made = n_deleted = 0
        complete = set(read_ledger(folder)[ATTEMPT])
        for table in (*TABLES, LEDGER):
            tell(table)
            for old, new in _merge(folder, table, complete):
                n_merged, n_made = n_merged + old, n_made + new
            n_deleted += _delete_old(folder, table, complete, keep_hours)
            delta = open_table(folder, table)
            if delta is not None:
                checkpoint(delta, is_due=True)
    return Compacted(n_merged, n_made, n_deleted, swept)


def merge_ledger(folder: Path) -> bool:
    """Put rows of `ingests` together where many files hold a few each, unless somebody is at it.

    Files of like size are merged, `LEDGER_FILES` at a time, so that a long list is neither spread
    over many files nor written again and again.

    Returns:
        Whether anything was merged.
    """
    parts = list_parts(open_table(folder, LEDGER))
    size = (pl.col("n_rows").log(LEDGER_FILES) + _ROUNDING).floor()
    groups = [group for _, group in parts.group_by(size) if group.height >= LEDGER_FILES]
    if not groups:
        return False
    with hold(folder / RUNNING / _UPKEEP) as is_mine:
        return is_mine and any(_merge_group(folder, LEDGER, MERGED, g) != (0, 0) for g in groups)


def _miscounted(parts: pl.DataFrame, expected: int) -> Iterator[str]:
    found = int(parts["n_rows"].sum())
    if found != expected:
        yield f"the log names files of {found:,} rows, the ingest had {expected:,}"


def _merge(folder: Path, table: str, complete: set[str]) -> Iterator[tuple[int, int]]:
    """Put together the small parts of each complete attempt; of `ingests`, all parts."""
    small = list_parts(open_table(folder, table)).filter(pl.col("n_rows") < SMALL_ROWS)
    if table == LEDGER:
        groups = [(MERGED, small)]
    else:
        small = small.filter(pl.col(ATTEMPT).is_in(sorted(complete)))
        groups = [(str(name), group) for (name,), group in small.group_by(ATTEMPT)]
    for name, group in groups:
        if group.height > 1:
            yield _merge_group(folder, table, name, group)


def _merge_group(folder: Path, table: str, name: str, old: pl.DataFrame) -> tuple[int, int]:
    for what in check_parts(folder, table, old):
        raise WorkspaceError(
            f"{folder}: {table}/{what}. Files were not merged, so that the fault stays plain. Run "
            "`coalface workspace verify`, and put the file back from a copy."
        )
    place = table_folder(folder, table)
    schema = INGESTS if table == LEDGER else TABLES[table].stored
    rows = pl.scan_parquet(
        [place / path for path in old["path"]],
        schema=schema,
        hive_partitioning=False,
        glob=False,
        missing_columns="insert",
        extra_columns="ignore",
    )
    new: list[Part] = []
    first = int(old["path"][0].split("-")[-2])
    for start in range(0, int(old["n_rows"].sum()), PART_ROWS):
        frame = rows.slice(start, PART_ROWS).collect()
        new.append(write_part(folder, table, name, frame, first + len(new)))
    if not replace_parts(folder, table, old, new, is_change=False):
        return 0, 0
    for path in old["path"]:
        os.utime(place / path)  # from now on the days are counted for which it is kept
    return old.height, len(new)


def _delete_old(folder: Path, table: str, complete: set[str], keep_hours: float) -> int:
    """Delete files of complete attempts that no log names any more, after some time."""
    place = table_folder(folder, table)
    named = {place / path for path in list_parts(open_table(folder, table))["path"]}
    until = time.time() - keep_hours * _HOUR_S
    n_deleted = 0
    for attempt in sorted({*complete, MERGED}):
        for path in attempt_folder(folder, table, attempt).glob("part-*.parquet"):
            if path not in named and path.stat().st_mtime <= until:
                path.unlink()
                n_deleted += 1
    return n_deleted
