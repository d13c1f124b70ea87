"""Leave an ingest out that was a mistake: nothing is deleted, and earlier versions keep it."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from coalface.errors import WorkspaceError
from coalface.workspace.layout import ATTEMPT
from coalface.workspace.ledger import WITHDRAWAL, read_ledger, replaced_attempts
from coalface.workspace.notes import enter_note
from coalface.workspace.origins import Origin
from coalface.workspace.reports import IngestReport

__all__ = ["withdraw"]


def withdraw(folder: Path, ingest: int) -> IngestReport:
    """Enter that an ingest is no longer read. The entry has a number of its own, as ingests have.

    Versions before that number read the withdrawn ingest as ever. Its file can be taken in again.

    Args:
        folder: The workspace.
        ingest: Number of the ingest.

    Returns:
        The entry: its number is `ingest`, and `file` names what was withdrawn.

    Raises:
        WorkspaceError: If there is no such ingest, or it is not read any more.
    """
    row = _find(folder, read_ledger(folder), ingest)
    attempt = str(row[ATTEMPT])
    origin = Origin(
        file=f"withdrawal of ingest {ingest}, {row['file']}",
        sha256=hashlib.sha256(attempt.encode()).hexdigest(),
        n_bytes=0,
        kind=WITHDRAWAL,
    )

    def find_replaced(ledger: pl.DataFrame) -> list[str]:
        _find(folder, ledger, ingest)  # somebody may have been quicker
        return [attempt]

    number = enter_note(folder, origin, datetime.now(UTC), find_replaced)
    return IngestReport(
        is_new=True,
        ingest=number,
        ingest_id=origin.ingest_id,
        file=origin.file,
        sha256=origin.sha256,
        kind=WITHDRAWAL,
        n_rows=0,
        n_rejected=0,
        counts={},
    )


def _find(folder: Path, ledger: pl.DataFrame, ingest: int) -> dict[str, object]:
    found = ledger.filter(pl.col("ingest") == ingest)
    if found.is_empty():
        raise WorkspaceError(
            f"{folder} has no ingest {ingest}: it has {ledger.height}. "
            "`coalface workspace history` lists them."
        )
    row = found.row(0, named=True)
    if row["kind"] == WITHDRAWAL:
        raise WorkspaceError(
            f"ingest {ingest} is itself a withdrawal. To undo it, ingest the file again."
        )
    if row[ATTEMPT] in replaced_attempts(ledger):
        raise WorkspaceError(
            f"ingest {ingest}, {row['file']}, is not read any more: it was replaced or withdrawn."
        )
    return row
