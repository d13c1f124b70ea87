"""The workspace as callers know it: open a folder, read tables, take files in, keep it tidy."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from uuid import uuid4

import platformdirs
import polars as pl

from coalface.errors import WorkspaceError
from coalface.workspace import ingesting, private, upkeep
from coalface.workspace.forgetting import (
    Forgotten,
    Intent,
    finish_forgetting,
    forget_rows,
    scan_every_row,
)
from coalface.workspace.ingesting import Batch
from coalface.workspace.layout import ATTEMPT, MARKER, TABLES
from coalface.workspace.ledger import Visible, see
from coalface.workspace.origins import Origin
from coalface.workspace.reading import list_visible, scan_table
from coalface.workspace.reports import Compacted, IngestReport, Swept, Verified
from coalface.workspace.sweeping import sweep
from coalface.workspace.withdrawing import withdraw

__all__ = ["Workspace", "default_folder", "is_workspace"]

_DRAFT = f".{MARKER}."
FORMAT = 1  # of the folder; raised when an older coalface could not read a newer folder


def default_folder() -> Path:
    """Give the folder of the workspace that is used where none is named."""
    return platformdirs.user_data_path("coalface", appauthor=False) / "workspace"


def is_workspace(folder: Path) -> bool:
    """Say whether a folder is a workspace."""
    return (folder / MARKER).is_file()


class Workspace:
    """A folder of tables, read as of one version.

    Attributes:
        folder: Where it lies.
        version: The ingest up to which it is read, or None for the last one at each reading.
    """

    def __init__(self, folder: Path, *, version: int | None = None) -> None:
        """Open a workspace.

        Raises:
            WorkspaceError: If the folder is none, is of a newer format, or has no such version.
        """
        self.folder = folder
        self.version = version
        _check_marker(folder)
        if version is not None:
            see(folder, version)

    @classmethod
    def make(cls, folder: Path) -> "Workspace":
        """Open a workspace, made if the folder is empty or not there.

        Raises:
            WorkspaceError: If the folder holds other things.
        """
        if not is_workspace(folder):
            if folder.exists() and not _is_empty(folder):
                raise WorkspaceError(
                    f"{folder} is no workspace and not empty. Name an empty or a new folder."
                )
            folder.mkdir(parents=True, exist_ok=True)
            draft = folder / f"{_DRAFT}{uuid4().hex}"
            draft.write_text(json.dumps({"format": FORMAT}), encoding="utf-8")
            draft.replace(folder / MARKER)
        return cls(folder)

    def see(self) -> Visible:
        """Find the ingests that this reader sees."""
        return see(self.folder, self.version)

    def scan(self, table: str, visible: Visible | None = None) -> pl.LazyFrame:
        """Give the visible rows of one table, to be narrowed before they are collected.

        All vintages are there: competing figures are for the reader to set side by side, or see
        `keep_newest`. Rows of packaged facts keep their `row_id`, those of users' files have
        `TABLE/INGEST_ID/ROW`.

        Args:
            table: Name of a table.
            visible: What `see` gave, so that several tables are read as of one moment.

        Returns:
            The table's own columns, and `ingest_id`.

        Raises:
            WorkspaceError: If there is no such table, or files are missing.
        """
        return scan_table(self.folder, table, visible or self.see())

    def read(self, table: str, visible: Visible | None = None) -> pl.DataFrame:
        """Read one table whole; see `scan`."""
        return self.scan(table, visible).collect()

    def ingest(
        self,
        origin: Origin,
        batches: Iterable[Batch],
        *,
        tell: Callable[[int], None] = lambda _: None,
        is_again: bool = False,
    ) -> IngestReport:
        """Take one file in, whole or not at all; see `coalface.workspace.ingesting.ingest`.

        Args:
            origin: Which file; see `describe_file`.
            batches: What a reader makes of it.
            tell: Is told the number of records read so far.
            is_again: Take it in although it is there, in place of the earlier ingest.
        """
        return ingesting.ingest(self.folder, origin, batches, tell=tell, is_again=is_again)

    def sizes(self) -> pl.DataFrame:
        """Give `table, n_rows, n_files, n_bytes, n_ingests` of every table with visible rows."""
        visible = self.see()
        rows = []
        for table in TABLES:
            parts = list_visible(self.folder, table, visible)
            if parts.height:
                sums = parts.select("n_rows", "n_bytes").sum().row(0)
                rows.append((table, sums[0], parts.height, sums[1], parts[ATTEMPT].n_unique()))
        names = ("n_rows", "n_files", "n_bytes", "n_ingests")
        schema = {"table": pl.String} | dict.fromkeys(names, pl.Int64)
        return pl.DataFrame(rows, schema=schema, orient="row")

    def n_bytes_on_disk(self) -> int:
        """Give the size of the folder, with what is not seen any more."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def verify(self, *, tell: Callable[[str], None] = lambda _: None) -> Verified:
        """Read every file again, and set digests and counts against the ingests."""
        return upkeep.verify(self.folder, version=self.version, tell=tell)

    def withdraw(self, ingest: int) -> IngestReport:
        """Leave an ingest out of what is read from now on; see `withdrawing.withdraw`."""
        return withdraw(self.folder, ingest)

    def scan_every_row(self, table: str) -> pl.LazyFrame:
        """Give the rows of all versions of one table, to find what is to be forgotten."""
        return scan_every_row(self.folder, table)

    def forget_rows(self, intent: Intent) -> Forgotten:
        """Take the content of some rows out of every version; see `forgetting.forget_rows`."""
        return forget_rows(self.folder, intent)

    def finish_forgetting(self) -> list[tuple[Intent, Forgotten]]:
        """Complete what was to be forgotten and was cut short; see `forgetting`."""
        return finish_forgetting(self.folder)

    def read_pseudonyms(self) -> dict[str, str]:
        """Read which words each pseudonym of a source stands for; see `private`."""
        return private.read_pseudonyms(self.folder)

    def give_pseudonyms(self, words: Iterable[str]) -> dict[str, str]:
        """Give a pseudonym for each of some words, kept in a file only its owner may read."""
        return private.give_pseudonyms(self.folder, words)

    def keep_pseudonyms(self, used: Iterable[str]) -> int:
        """Take the pseudonyms out that nothing uses any more; gives their number."""
        return private.keep_pseudonyms(self.folder, used)

    def sweep(self) -> Swept:
        """Complete what was being forgotten, and take away what dead attempts left behind."""
        finish_forgetting(self.folder)
        return sweep(self.folder)

    def compact(
        self,
        *,
        keep_hours: float = upkeep.KEEP_HOURS,
        tell: Callable[[str], None] = lambda _: None,
    ) -> Compacted:
        """Put small files together; see `coalface.workspace.upkeep.compact`."""
        finish_forgetting(self.folder)
        return upkeep.compact(self.folder, keep_hours=keep_hours, tell=tell)


def _is_empty(folder: Path) -> bool:
    """Say whether a folder holds nothing, or nothing but what another maker is about to finish."""
    return folder.is_dir() and all(
        path.name == MARKER or path.name.startswith(_DRAFT) for path in folder.iterdir()
    )


def _check_marker(folder: Path) -> None:
    try:
        found = json.loads((folder / MARKER).read_text(encoding="utf-8"))["format"]
    except FileNotFoundError:
        raise WorkspaceError(
            f"{folder} is no workspace. `coalface ingest FILE --workspace DIR` makes one, and "
            "`coalface workspace import-packaged` puts the packaged facts in it."
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            f'{folder / MARKER} cannot be read: {error}. Put it back: {{"format": {FORMAT}}}'
        ) from error
    if found != FORMAT:
        raise WorkspaceError(
            f"{folder} has format {found}, this coalface knows {FORMAT}. Use a newer coalface."
        )
