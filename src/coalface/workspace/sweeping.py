"""Find and take away what attempts left behind that died before they were complete."""

import shutil
from pathlib import Path

import polars as pl

from coalface.locks import hold
from coalface.workspace.delta import list_parts, open_table, replace_parts
from coalface.workspace.layout import (
    ATTEMPT,
    LEDGER,
    MERGED,
    RUNNING,
    TABLES,
    attempt_folder,
    attempt_of,
    table_folder,
)
from coalface.workspace.ledger import read_ledger
from coalface.workspace.manifests import list_manifests, mend_manifests
from coalface.workspace.reports import Swept
from coalface.workspace.soundness import check_attempts

__all__ = ["find_leftovers", "sweep"]


def find_leftovers(folder: Path) -> list[str]:
    """Name the attempts that `ingests` does not name and that nobody is working on."""
    complete = _complete(folder)
    candidates = sorted(_attempts_on_disk(folder) - complete)
    return [a for a in candidates if _is_dead(folder, a)]


def sweep(folder: Path, *, ingest_id: str | None = None) -> Swept:
    """Take away what dead attempts left; what is visible or being written is not touched.

    Args:
        folder: The workspace.
        ingest_id: Only attempts at this ingest; all where None.

    Raises:
        WorkspaceError: If the ledger is damaged: what it does not name may then be complete.
    """
    if ingest_id is None:
        _mend(folder)
    begins = "" if ingest_id is None else f"{ingest_id}-"
    candidates = {a for a in _attempts_on_disk(folder) if a.startswith(begins)}
    done, n_files, n_bytes = [], 0, 0
    for attempt in sorted(candidates - _complete(folder) if candidates else ()):
        with hold(folder / RUNNING / attempt) as is_free:
            # Asked only now: while it was being looked for it may have become complete.
            if not is_free or attempt in _complete(folder):
                continue
            files, size = _take_away(folder, attempt)
        done.append(attempt)
        n_files, n_bytes = n_files + files, n_bytes + size
    return Swept(tuple(done), n_files, n_bytes)


def _mend(folder: Path) -> None:
    manifests = list_manifests(folder)
    ledger = read_ledger(folder)
    check_attempts(folder, ledger, manifests)
    mend_manifests(folder, ledger)


def _complete(folder: Path) -> set[str]:
    return set(read_ledger(folder)[ATTEMPT])


def _is_dead(folder: Path, attempt: str) -> bool:
    with hold(folder / RUNNING / attempt) as is_free:
        return is_free and attempt not in _complete(folder)


def _attempts_on_disk(folder: Path) -> set[str]:
    """Name every attempt of which there is a lock or a folder; a log names no file outside one."""
    places = [table_folder(folder, table) for table in (*TABLES, LEDGER)]
    found = (p for place in places if place.is_dir() for p in place.iterdir() if p.is_dir())
    folders = {attempt_of(path.name) for path in found}
    running = folder / RUNNING
    locks = {p.name for p in running.iterdir()} if running.is_dir() else set()
    return {name for name in folders | locks if not name.startswith("_") and name != MERGED}


def _take_away(folder: Path, attempt: str) -> tuple[int, int]:
    n_files = n_bytes = 0
    for table in (*TABLES, LEDGER):
        place = attempt_folder(folder, table, attempt)
        named = list_parts(open_table(folder, table)).filter(pl.col(ATTEMPT) == attempt)
        if named.height:  # out of the log first: a log never names a file that is gone
            replace_parts(folder, table, named, [], is_change=True)
        if place.is_dir():
            files = [path for path in place.iterdir() if path.is_file()]
            n_files += len(files)
            n_bytes += sum(path.stat().st_size for path in files)
            shutil.rmtree(place)
    return n_files, n_bytes
