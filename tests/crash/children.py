"""What the processes do that the crash tests start, and kill."""

import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from coalface.errors import CoalfaceError
from coalface.pipeline.claim_forgetting import forget_claims
from coalface.pipeline.intake import ingest_file
from coalface.sources.reading import ReadOptions
from coalface.workspace import Workspace, delta, forgetting, ingesting, ledger, parts

__all__ = [
    "compact_again",
    "forget_by_steps",
    "ingest_all",
    "ingest_one",
    "ingest_slowly",
    "ingest_with_small_files",
    "read_for_a_while",
]

SMALL_PART_ROWS = 200
OPTIONS = ReadOptions(block_bytes=1 << 14, batch_rows=150)


def ingest_one(folder: Path, file: Path, told: Connection, *, n_part_rows: int) -> None:
    """Ingest a file in many small steps; say when it begins, before and after its last commit."""
    parts.PART_ROWS = n_part_rows
    commit = delta.commit_parts

    def telling(*arguments: object, **more: object) -> None:
        told.send("last commit")
        commit(*arguments, **more)  # type: ignore[arg-type]
        told.send("committed")

    ledger.commit_parts = telling  # type: ignore[attr-defined]
    told.send("begun")
    ingest_file(Workspace(folder), file, "baci", OPTIONS)
    told.send("done")


def ingest_all(folder: Path, files: list[Path], told: Connection) -> None:
    """Ingest files one after the other; tell what became of each."""
    reports = [ingest_file(Workspace(folder), file, "baci", OPTIONS)[0] for file in files]
    told.send([(r.file, r.is_new, r.ingest) for r in reports])


def ingest_slowly(folder: Path, file: Path, told: Connection, *, pause_s: float) -> None:
    """Ingest a file and wait before the last commit."""
    enter = ledger.enter

    def waiting(*arguments: object) -> object:
        told.send("waiting")
        time.sleep(pause_s)
        return enter(*arguments)  # type: ignore[arg-type]

    ingesting.enter = waiting  # type: ignore[assignment, attr-defined]
    told.send(ingest_file(Workspace(folder), file, "baci", OPTIONS)[0].ingest)


def ingest_with_small_files(folder: Path, file: Path, told: Connection, *, n_bytes: int) -> None:
    """Ingest a file where no file may grow beyond a size, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))
    try:
        ingest_file(Workspace(folder), file, "baci", OPTIONS)
    except (CoalfaceError, OSError) as error:
        told.send(f"{type(error).__name__}: {error}")
    else:
        told.send("done")


def compact_again(folder: Path, told: Connection) -> None:
    """Compact without end."""
    told.send("begun")
    while True:
        Workspace(folder).compact(keep_hours=1)


def read_for_a_while(folder: Path, told: Connection, *, seconds: float) -> None:
    """Read again and again; tell every set of rows by ingest that was seen."""
    seen: set[tuple[tuple[str, int], ...]] = set()
    n_reads = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        workspace = Workspace(folder)
        visible = workspace.see()
        for table in ("flows", "rejects"):
            rows = workspace.read(table, visible).group_by("ingest_id").len().rows()
            seen.add(tuple(sorted((f"{table} {name}", n) for name, n in rows)))
        n_reads += 1
    told.send((n_reads, seen))


def forget_by_steps(folder: Path, which: str, told: Connection) -> None:
    """Forget; tell the number of each step before it is done, and wait to be killed or not."""
    numbers = count(1)

    def telling(step: Callable[..., object]) -> Callable[..., object]:
        def tell(*arguments: object, **more: object) -> object:
            is_lock = isinstance(arguments[0], Path) and arguments[0].parent.name == "running"
            if not is_lock:
                told.send(next(numbers))
                time.sleep(0.02)
            return step(*arguments, **more)

        return tell

    for name in ("write_part", "replace_parts", "_delete_unnamed", "_enter"):
        setattr(forgetting, name, telling(getattr(forgetting, name)))
    for name in ("unlink", "replace"):
        setattr(Path, name, telling(getattr(Path, name)))
    forget_claims(Workspace(folder), which, at=datetime.now(UTC))
    told.send("done")
