"""The table `ingests`: which ingests there are, which of them a reader sees, and the next one."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from deltalake.exceptions import CommitFailedError

from coalface.errors import WorkspaceError
from coalface.tables.ingests import INGESTS
from coalface.workspace.delta import (
    MAX_TRIES,
    checkpoint,
    commit_parts,
    list_parts,
    make_table,
    open_table,
)
from coalface.workspace.layout import ATTEMPT, LEDGER, table_folder
from coalface.workspace.parts import write_part

__all__ = ["Visible", "enter", "read_ledger", "see"]

NUMBER = "coalface-ingest-number"  # the transaction that lets no two ingests take one number


@dataclass(frozen=True, slots=True)
class Visible:
    """What a reader sees: a version, and the ingests that it reads.

    Attributes:
        version: Number of the last ingest seen; 0 where there is none.
        ingests: Table `ingests` up to that version, with `is_replaced`.
    """

    version: int
    ingests: pl.DataFrame

    @property
    def read(self) -> pl.DataFrame:
        """Give the ingests whose rows are read."""
        return self.ingests.filter(~pl.col("is_replaced"))

    @property
    def attempts(self) -> list[str]:
        """Give the attempts whose files are read."""
        return self.read[ATTEMPT].to_list()


def read_ledger(folder: Path) -> pl.DataFrame:
    """Read the whole table `ingests` as it stands now, in order."""
    return _rows_of(folder, list_parts(open_table(folder, LEDGER)))


def see(folder: Path, version: int | None = None) -> Visible:
    """Find what a reader of some version sees.

    Args:
        folder: The workspace.
        version: Number of an ingest; the last one where None.

    Raises:
        WorkspaceError: If there is no such ingest.
    """
    ledger = read_ledger(folder)
    if version is not None and not 0 <= version <= ledger.height:
        raise WorkspaceError(
            f"{folder} has no ingest {version}: it has {ledger.height}. "
            "`coalface workspace history` lists them."
        )
    seen = ledger.head(ledger.height if version is None else version)
    replaced = {attempt for text in seen["replaces"] for attempt in json.loads(text)}
    is_replaced = pl.col(ATTEMPT).is_in(sorted(replaced))
    return Visible(seen.height, seen.with_columns(is_replaced=is_replaced))


def enter(
    folder: Path, row: dict[str, object], find_replaced: Callable[[pl.DataFrame], list[str] | None]
) -> dict[str, object] | None:
    """Write the row of an ingest, which makes it visible, unless it is there already.

    Args:
        folder: The workspace.
        row: Everything but `ingest` and `replaces`.
        find_replaced: Is given the table `ingests` as it stands, and says which attempts the new
            row replaces, or None where the ingest must not be entered any more.

    Returns:
        The row as it was written, or None where it was not.

    Raises:
        WorkspaceError: If it could not be written.
    """
    draft = None
    for _ in range(MAX_TRIES):
        delta = make_table(folder, LEDGER)
        parts = list_parts(delta)
        ledger = _rows_of(folder, parts)
        if draft is not None and draft.path not in set(parts["path"]):
            (table_folder(folder, LEDGER) / draft.path).unlink(missing_ok=True)
        replaced = find_replaced(ledger)
        if replaced is None:
            return None
        whole = row | {"ingest": ledger.height + 1, "replaces": json.dumps(replaced)}
        frame = pl.DataFrame([whole], schema=INGESTS)
        draft = write_part(folder, LEDGER, str(row[ATTEMPT]), frame)
        try:
            commit_parts(delta, LEDGER, [draft], transactions=_transactions(whole, ledger))
        except CommitFailedError:
            time.sleep(0.01)
        else:
            checkpoint(delta)
            return whole
    raise WorkspaceError(f"{folder}: others wrote all the time. Ingest the file again.")


def _transactions(row: dict[str, object], ledger: pl.DataFrame) -> list[tuple[str, int]]:
    n_before = ledger.filter(pl.col("key") == row["key"]).height
    return [(str(row["key"]), n_before + 1), (NUMBER, ledger.height + 1)]


def _rows_of(folder: Path, parts: pl.DataFrame) -> pl.DataFrame:
    if parts.is_empty():
        return pl.DataFrame(schema=INGESTS)
    paths = [table_folder(folder, LEDGER) / path for path in parts["path"]]
    rows = pl.scan_parquet(
        paths,
        schema=INGESTS,
        hive_partitioning=False,
        glob=False,
        missing_columns="insert",
        extra_columns="ignore",
    )
    return rows.sort("ingest").collect()
