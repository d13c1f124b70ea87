"""Take one file in, whole or not at all. The order of the steps is that of `coalface.workspace`."""

import json
import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import polars as pl
from deltalake.exceptions import CommitFailedError

from coalface import __version__
from coalface.errors import CoalfaceError, InputError, WorkspaceError
from coalface.locks import hold
from coalface.workspace.delta import MAX_TRIES, Part, checkpoint, commit_parts, make_table
from coalface.workspace.layout import ATTEMPT, LEDGER, REJECTED, RUNNING
from coalface.workspace.ledger import enter, read_ledger, replaced_attempts
from coalface.workspace.manifests import mend_manifests, write_manifest
from coalface.workspace.origins import Origin
from coalface.workspace.parts import PartWriter
from coalface.workspace.reports import IngestReport
from coalface.workspace.sweeping import sweep
from coalface.workspace.upkeep import LEDGER_FILES, merge_ledger

__all__ = ["Batch", "begin_attempt", "ingest"]


class Batch(Protocol):
    """Some records of a file, as `coalface.sources.reading.FileBatch` gives them."""

    @property
    def table(self) -> str:
        """Name the table that the rows belong to."""

    @property
    def rows(self) -> pl.DataFrame:
        """Give rows of that table; `row_id` is unique within the file."""

    @property
    def rejects(self) -> pl.DataFrame:
        """Give table `rejects` of the records that became no rows."""

    @property
    def n_rows(self) -> int:
        """Count the records of the file that this batch covers."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Say how the file was read; the same note may come again."""


@dataclass(slots=True)
class _Tally:
    """What an ingest has counted so far."""

    n_rows: int = 0
    n_rejected: int = 0
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    vintages: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    first_reject: str = ""
    notes: dict[str, None] = field(default_factory=dict)

    def add(self, batch: Batch) -> None:
        """Count one batch."""
        self.n_rows += batch.n_rows
        self.notes |= dict.fromkeys(batch.notes)
        self.counts[batch.table] += batch.rows.height
        if batch.rejects.height:
            self.n_rejected += _n_rejected(batch.rejects)
            self.counts[REJECTED] += batch.rejects.height
            self.first_reject = self.first_reject or _told(batch.rejects.row(0, named=True))
        if {"source_id", "vintage"} <= set(batch.rows.columns):
            pairs = batch.rows.select("source_id", "vintage").unique().drop_nulls("source_id")
            self.vintages[batch.table] |= {(s, v or "") for s, v in pairs.iter_rows()}


def ingest(
    folder: Path,
    origin: Origin,
    batches: Iterable[Batch],
    *,
    tell: Callable[[int], None] = lambda _: None,
    is_again: bool = False,
) -> IngestReport:
    """Take one file in.

    Args:
        folder: The workspace.
        origin: Which file, as `describe_file` gives it.
        batches: What a reader makes of it. They are not asked for where the file is there already.
        tell: Is told the number of records read so far.
        is_again: Take it in although it is there, in place of the earlier ingest.

    Returns:
        What became of it.

    Raises:
        CoalfaceError: If the file cannot be read or written; nothing of it is then visible.
    """
    ledger = read_ledger(folder)
    with suppress(OSError):  # the next ingest tries again
        mend_manifests(folder, ledger)
    found = _find(ledger, origin)
    if found is not None and not is_again:
        return _report(found, is_new=False)
    if ledger.is_empty():
        make_table(folder, LEDGER)  # before anything else: where rows are, a ledger was
    _tidy(folder, origin)
    try:
        with begin_attempt(folder, origin) as attempt:
            row = _attempt(folder, origin, batches, attempt=attempt, tell=tell, is_again=is_again)
    except BaseException:
        _tidy(folder, origin)  # spares the attempt if it got through
        raise
    if row is not None:
        if row["ingest"] % LEDGER_FILES == 0:  # type: ignore[operator]
            with suppress(CoalfaceError, OSError):  # it is in; another time will do
                merge_ledger(folder)
        return _report(row, is_new=True)
    _tidy(folder, origin)  # another process took the same file in meanwhile
    found = _find(read_ledger(folder), origin)
    assert found is not None
    return _report(found, is_new=False)


@contextmanager
def begin_attempt(folder: Path, origin: Origin) -> Iterator[str]:
    """Give an attempt a name that nobody had, and hold its lock."""
    for _ in range(MAX_TRIES):
        attempt = f"{origin.ingest_id}-{secrets.token_hex(4)}"
        with hold(folder / RUNNING / attempt) as is_mine:
            if is_mine:
                yield attempt
                return
    raise WorkspaceError(f"{folder / RUNNING}: no lock could be taken. Can you write there?")


def _tidy(folder: Path, origin: Origin) -> None:
    """Take away dead attempts at a file, if it can be done: they are not seen in any case."""
    with suppress(CoalfaceError, OSError):
        sweep(folder, ingest_id=origin.ingest_id)


def _attempt(
    folder: Path,
    origin: Origin,
    batches: Iterable[Batch],
    *,
    attempt: str,
    tell: Callable[[int], None],
    is_again: bool,
) -> dict[str, object] | None:
    started_at = datetime.now(UTC)
    tally = _Tally()
    with PartWriter(folder, attempt, origin.ingest_id) as writer:
        for batch in batches:
            tally.add(batch)
            writer.add(batch.table, batch.rows)
            writer.add(REJECTED, batch.rejects)
            tell(tally.n_rows)
        parts = writer.finish()
    _check_not_empty(origin, tally)
    origin.check_unchanged()
    for table in sorted(parts):
        _commit(folder, table, parts[table])
    row = _row(origin, tally, attempt, started_at)

    def find_replaced(ledger: pl.DataFrame) -> list[str] | None:
        return _replaced(ledger, origin, is_again=is_again)

    entered = enter(folder, row, find_replaced)
    if entered is not None:
        with suppress(OSError):  # the ingest is in; whoever comes next writes it from the ledger
            write_manifest(folder, entered, tally.notes)
    return entered


def _commit(folder: Path, table: str, parts: list[Part]) -> None:
    told = ""
    for _ in range(MAX_TRIES):
        delta = make_table(folder, table)
        try:
            commit_parts(delta, table, parts)
        except CommitFailedError as error:
            told = str(error)
            time.sleep(0.01)
        else:
            checkpoint(delta)
            return
    raise WorkspaceError(f"{table} could not be written: {told}. Try again when others are done.")


def _replaced(ledger: pl.DataFrame, origin: Origin, *, is_again: bool) -> list[str] | None:
    """Say which attempts the new ingest replaces, or None where its file is there already."""
    if _find(ledger, origin) is not None and not is_again:
        return None
    is_older = pl.col("kind") == origin.kind if origin.is_release else pl.col("key") == origin.key
    gone = replaced_attempts(ledger)
    return [a for a in ledger.filter(is_older)[ATTEMPT].to_list() if a not in gone]


def _find(ledger: pl.DataFrame, origin: Origin) -> dict[str, object] | None:
    """Find the ingest that holds a file and is still read."""
    gone = sorted(replaced_attempts(ledger))
    rows = ledger.filter((pl.col("key") == origin.key) & ~pl.col(ATTEMPT).is_in(gone))
    return rows.row(-1, named=True) if rows.height else None


def _row(origin: Origin, tally: _Tally, attempt: str, started_at: datetime) -> dict[str, object]:
    vintages = {table: sorted(pairs) for table, pairs in sorted(tally.vintages.items())}
    return {
        "ingest_id": origin.ingest_id,
        "key": origin.key,
        "attempt": attempt,
        "file": origin.file,
        "sha256": origin.sha256,
        "n_bytes": origin.n_bytes,
        "kind": origin.kind,
        "options": origin.options_json,
        "n_rows": tally.n_rows,
        "n_rejected": tally.n_rejected,
        "counts": json.dumps(dict(sorted(tally.counts.items()))),
        "vintages": json.dumps(vintages),
        "started_at": started_at,
        "completed_at": datetime.now(UTC),
        "software": f"coalface {__version__}, polars {pl.__version__}",
    }


def _report(row: Mapping[str, object], *, is_new: bool) -> IngestReport:
    started_at, completed_at = row["started_at"], row["completed_at"]
    assert isinstance(started_at, datetime)
    assert isinstance(completed_at, datetime)
    same = ("ingest", "ingest_id", "file", "sha256", "kind", "n_rows", "n_rejected")
    return IngestReport(
        **{name: row[name] for name in same},  # type: ignore[arg-type]
        is_new=is_new,
        counts=json.loads(str(row["counts"])),
        seconds=(completed_at - started_at).total_seconds() if is_new else 0.0,
    )


def _check_not_empty(origin: Origin, tally: _Tally) -> None:
    if sum(n for table, n in tally.counts.items() if table != REJECTED):
        return
    first = f" The first one: {tally.first_reject}" if tally.first_reject else ""
    raise InputError(
        f"{origin.file}: none of its {tally.n_rows:,} records could be taken in as "
        f"{origin.kind!r}.{first} Is it of another kind? Nothing was changed."
    )


def _n_rejected(rejects: pl.DataFrame) -> int:
    """Count records, not complaints: one record may have several."""
    return rejects["row"].drop_nulls().n_unique() + rejects["row"].null_count()


def _told(reject: Mapping[str, object]) -> str:
    where = f"row {reject['row']}" if reject["row"] is not None else "the file"
    return (
        f"{where}, column {reject['column']}: {reject['reason']}; found {reject['found']!r}, "
        f"expected {reject['expected']}."
    )
