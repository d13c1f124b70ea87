"""What the processes do that the crash tests start, and kill."""

import os
import resource
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from coalface.errors import CoalfaceError
from coalface.pipeline.claim_forgetting import forget_claims
from coalface.pipeline.intake import ingest_file
from coalface.sources.reading import ReadOptions
from coalface.workspace import Workspace, delta, forgetting, ingesting, ledger, parts, upkeep

__all__ = [
    "Kill",
    "compact_again",
    "compact_by_steps",
    "forget_by_steps",
    "ingest_all",
    "ingest_by_steps",
    "ingest_one",
    "ingest_slowly",
    "ingest_with_small_files",
    "read_for_a_while",
]

SMALL_PART_ROWS = 200
OPTIONS = ReadOptions(block_bytes=1 << 14, batch_rows=150)


@dataclass(frozen=True, slots=True)
class Kill:
    """When a process is killed: as it begins its step of this number, or some time later."""

    step: int
    after_s: float = 0.0


def ingest_one(
    folder: Path, file: Path, told: Connection, *, n_part_rows: int, pause_s: float
) -> None:
    """Ingest a file; say when its last commit is next, wait, do it, and say that it is done."""
    parts.PART_ROWS = n_part_rows
    commit = delta.commit_parts

    def telling(*arguments: object, **more: object) -> None:
        told.send("last commit")
        time.sleep(pause_s)
        commit(*arguments, **more)  # type: ignore[arg-type]
        told.send("committed")

    ledger.commit_parts = telling  # type: ignore[attr-defined]
    ingest_file(Workspace(folder), file, "baci", OPTIONS)
    told.send("done")


def ingest_by_steps(
    folder: Path, file: Path, told: Connection, *, n_part_rows: int, kill: Kill | None = None
) -> None:
    """Ingest a file in many small steps; tell their number at the end, if it comes to that."""
    parts.PART_ROWS = n_part_rows
    steps = _Steps(kill)
    for module, names in (
        (parts, ("write_part", "digest_of")),
        (ingesting, ("make_table", "commit_parts", "checkpoint", "enter", "write_manifest")),
        (ledger, ("make_table", "write_part", "commit_parts", "checkpoint")),
        (Path, ("unlink", "replace")),
    ):
        steps.count(module, *names)
    ingest_file(Workspace(folder), file, "baci", OPTIONS)
    told.send(steps.n_begun)


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


def compact_by_steps(folder: Path, told: Connection, *, kill: Kill | None = None) -> None:
    """Compact once; tell the number of steps at the end, if it comes to that."""
    steps = _Steps(kill)
    steps.count(upkeep, "write_part", "replace_parts", "checkpoint", "_delete_old")
    steps.count(Path, "replace")
    Workspace(folder).compact(keep_hours=1)
    told.send(steps.n_begun)


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


def forget_by_steps(
    folder: Path, which: str, told: Connection, *, kill: Kill | None = None
) -> None:
    """Forget; tell the number of steps at the end, if it comes to that."""
    steps = _Steps(kill)
    steps.count(forgetting, "write_part", "replace_parts", "_delete_unnamed", "_enter")
    steps.count(Path, "unlink", "replace")
    forget_claims(Workspace(folder), which, at=datetime.now(UTC))
    told.send(steps.n_begun)


class _Steps:
    """Counts the steps of a process, and kills it as it begins one, or a moment later.

    It kills itself, so that a busy machine does not move the moment.
    """

    def __init__(self, kill: Kill | None) -> None:
        self._kill = kill
        self._one_at_a_time = threading.Lock()  # parts are written by a thread of their own
        self.n_begun = 0

    def count(self, place: object, *names: str) -> None:
        """Count each call of some functions of a module or class, before it is made."""
        for name in names:
            setattr(place, name, self._counted(getattr(place, name)))

    def _counted(self, step: Callable[..., object]) -> Callable[..., object]:
        def begin(*arguments: object, **more: object) -> object:
            is_lock = isinstance(arguments[0], Path) and arguments[0].parent.name == "running"
            if not is_lock:
                with self._one_at_a_time:
                    self.n_begun += 1
                    self._kill_or_not()
            return step(*arguments, **more)

        return begin

    def _kill_or_not(self) -> None:
        if self._kill is None or self._kill.step != self.n_begun:
            return
        if self._kill.after_s:
            threading.Timer(self._kill.after_s, os.kill, (os.getpid(), signal.SIGKILL)).start()
        else:
            os.kill(os.getpid(), signal.SIGKILL)
