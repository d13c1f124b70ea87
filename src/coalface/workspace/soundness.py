"""Is the ledger all there? What it does not name would be taken away, so this is asked first."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from coalface.errors import WorkspaceError
from coalface.workspace.delta import list_parts, open_table
from coalface.workspace.layout import ATTEMPT, LEDGER, TABLES
from coalface.workspace.manifests import read_attempt

__all__ = ["check_attempts", "check_numbers", "damaged"]


def damaged(folder: Path, what: str) -> WorkspaceError:
    """Give the error of a ledger that cannot be trusted: nothing may be taken away by it."""
    return WorkspaceError(
        f"{folder / LEDGER}: the list of ingests is damaged: {what}. Nothing was read or taken "
        f"away. Put the folder {LEDGER!r} back from a copy; without one, begin a new workspace and "
        "ingest the files again: manifests/ names them with their digests and options."
    )


def check_numbers(folder: Path, ledger: pl.DataFrame, manifests: Mapping[int, Path]) -> None:
    """Check that the ledger counts from 1 without a gap, up to the last manifest at least.

    Args:
        folder: The workspace.
        ledger: Table `ingests` as it was read.
        manifests: What `list_manifests` gave *before* the ledger was read.

    Raises:
        WorkspaceError: If an ingest is missing.
    """
    numbers = ledger["ingest"].to_list()
    missing = sorted({*range(1, max(numbers, default=0) + 1), *manifests} - set(numbers))
    if missing:
        raise damaged(folder, f"it lacks {len(missing):,} ingests, the first is {missing[0]}")
    if len(set(numbers)) != len(numbers):
        raise damaged(folder, f"it has {len(numbers):,} rows of {len(set(numbers)):,} ingests")
    if not numbers and open_table(folder, LEDGER) is None:
        # An attempt makes the ledger before it writes anything.
        held = [t for t in TABLES if list_parts(open_table(folder, t)).height]
        if held:
            raise damaged(folder, f"it is not there, and table {held[0]!r} has rows")


def check_attempts(folder: Path, ledger: pl.DataFrame, manifests: Mapping[int, Path]) -> None:
    """Check that each manifest was written for the attempt that the ledger names.

    Raises:
        WorkspaceError: If the ledger is that of another workspace, or was put back and went on.
    """
    attempts = dict(ledger.select("ingest", ATTEMPT).iter_rows())
    for number, path in manifests.items():
        told = read_attempt(path)
        if told is not None and told != attempts.get(number):
            raise damaged(
                folder,
                f"ingest {number} is attempt {attempts.get(number)}, its manifest says {told}",
            )
