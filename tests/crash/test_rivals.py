"""Several processes at once: no ingest is lost or doubled, and a reader never sees half."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.crash.children import (
    compact_again,
    ingest_all,
    ingest_slowly,
    ingest_with_small_files,
    read_for_a_while,
)
from tests.crash.conftest import N_REJECTED, N_ROWS, Start, check_whole, write_baci

from coalface.workspace import Workspace

pytestmark = [pytest.mark.crash, pytest.mark.timeout(120)]

N_WRITERS = 4
N_FILES_EACH = 4
MANY_TIMES = 500  # half a million rows: long enough to be interrupted


def test_of_four_writers_at_once_none_is_lost(
    start: Start, workspace: Workspace, tmp_path: Path
) -> None:
    files = [write_baci(tmp_path, i) for i in range(N_WRITERS * N_FILES_EACH)]

    at_work = [start(ingest_all, workspace.folder, files[i::N_WRITERS]) for i in range(N_WRITERS)]
    told = [line for _, heard in at_work for line in heard.recv()]

    assert sorted(number for _, _, number in told) == list(range(1, len(files) + 1))
    assert all(is_new for _, is_new, _ in told)
    assert check_whole(workspace) == len(files)
    assert workspace.verify().leftovers == ()


def test_one_file_from_four_processes_at_once_is_one_ingest(
    start: Start, workspace: Workspace, tmp_path: Path
) -> None:
    files = [write_baci(tmp_path, i) for i in range(N_FILES_EACH)]

    at_work = [start(ingest_all, workspace.folder, files) for _ in range(N_WRITERS)]
    told = [line for _, heard in at_work for line in heard.recv()]

    assert sum(is_new for _, is_new, _ in told) == len(files)
    assert len({(file, number) for file, _, number in told}) == len(files)
    assert check_whole(workspace) == len(files)
    assert workspace.verify().leftovers == ()


def test_a_reader_never_sees_half_while_others_write_and_compact(
    start: Start, workspace: Workspace, tmp_path: Path
) -> None:
    files = [write_baci(tmp_path, i) for i in range(2 * N_FILES_EACH)]

    reader, seen_by = start(read_for_a_while, workspace.folder, seconds=6.0)
    compactor, _ = start(compact_again, workspace.folder)
    writers = [start(ingest_all, workspace.folder, files[i::2]) for i in range(2)]
    told = [line for _, heard in writers for line in heard.recv()]
    n_reads, seen = seen_by.recv()
    compactor.kill()
    reader.join()
    compactor.join()

    assert n_reads > 3
    assert len(told) == len(files)
    assert {n for rows in seen for _, n in rows} == {N_ROWS, N_REJECTED}
    assert check_whole(workspace) == len(files)


def test_mending_spares_an_ingest_that_is_at_work(
    start: Start, workspace: Workspace, tmp_path: Path
) -> None:
    _, heard = start(ingest_slowly, workspace.folder, write_baci(tmp_path, 1), pause_s=1.0)
    assert heard.recv() == "waiting"

    assert workspace.verify().leftovers == ()
    assert workspace.sweep().attempts == ()

    assert heard.recv() == 1
    assert check_whole(workspace) == 1


def test_an_interrupt_ends_with_130_and_leaves_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = write_baci(tmp_path, 1)
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([head, *(lines * MANY_TIMES)]), encoding="utf-8")
    code = "from coalface.cli.main import run; run()"
    asked = ["ingest", "baci", str(file), "--workspace", str(workspace.folder)]
    process = subprocess.Popen([sys.executable, "-c", code, *asked])  # noqa: S603 - our own code
    while not any((workspace.folder / "running").glob("*-*")):
        assert process.poll() is None
        time.sleep(0.01)

    process.send_signal(signal.SIGINT)

    assert process.wait() == 130
    assert check_whole(workspace) == 0
    assert list(workspace.folder.rglob("*.parquet")) == []
    assert workspace.verify().leftovers == ()


@pytest.mark.parametrize("n_bytes", [300, 2_000, 12_000])
def test_a_full_disk_is_said_and_leaves_the_last_ingest(
    start: Start, workspace: Workspace, tmp_path: Path, n_bytes: int
) -> None:
    _, heard = start(ingest_all, workspace.folder, [write_baci(tmp_path, 1)])
    heard.recv()

    process, heard = start(
        ingest_with_small_files, workspace.folder, write_baci(tmp_path, 2), n_bytes=n_bytes
    )
    told = heard.recv()
    process.join()

    assert "Is the disk full" in told
    assert check_whole(workspace) == 1
    workspace.sweep()
    assert workspace.verify().leftovers == ()
