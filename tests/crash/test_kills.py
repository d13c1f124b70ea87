"""Kill -9 at any moment: the workspace opens, holds whole ingests, and a second try completes."""

import shutil
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from tests.crash.children import OPTIONS, SMALL_PART_ROWS, compact_again, ingest_one
from tests.crash.conftest import Start, check_whole, write_baci

from coalface.pipeline.intake import ingest_file
from coalface.workspace import Workspace

pytestmark = [pytest.mark.crash, pytest.mark.timeout(400)]

N_KILLS_BY_TIME = 150
N_KILLS_AT_LAST_COMMIT = 50
N_KILLS_OF_COMPACTION = 30
N_INGESTS = 4
MOST_OF_COMPACTION_S = 0.25
N_A_WORKSPACE = 25
MOST_AFTER_COMMIT_S = 0.004


def seconds_of(start: Start, workspace: Workspace, file: Path) -> float:
    """How long one ingest takes from its beginning, when nobody kills it."""
    process, heard = start(ingest_one, workspace.folder, file, n_part_rows=SMALL_PART_ROWS)
    assert heard.recv() == "begun"
    begun = time.perf_counter()
    while heard.recv() != "done":
        pass
    process.join()
    return time.perf_counter() - begun


def rows_by_version(workspace: Workspace, versions: Iterable[int]) -> dict[int, int]:
    folder = workspace.folder
    return {v: Workspace(folder, version=v).read("flows").height for v in versions}


def test_after_a_kill_at_any_time_only_whole_ingests_are_seen(start: Start, tmp_path: Path) -> None:
    rng = np.random.default_rng(20260131)
    n_done_before_kill = 0
    for first in range(0, N_KILLS_BY_TIME, N_A_WORKSPACE):
        workspace = Workspace.make(tmp_path / f"w{first}")
        lasts = seconds_of(start, workspace, write_baci(tmp_path, first))
        for i in range(first + 1, first + 1 + N_A_WORKSPACE):
            file = write_baci(tmp_path, i)
            process, heard = start(ingest_one, workspace.folder, file, n_part_rows=SMALL_PART_ROWS)
            assert heard.recv() == "begun"
            time.sleep(rng.uniform(0, 1.1 * lasts))
            process.kill()
            process.join()

            n_seen = check_whole(workspace)
            again = ingest_file(workspace, file, "baci", OPTIONS)[0]

            n_done_before_kill += not again.is_new
            assert n_seen == i - first + (not again.is_new)
            assert check_whole(workspace) == i - first + 1
        found = workspace.verify()
        assert (found.faults, found.leftovers) == ((), ())
    assert 0 < n_done_before_kill < N_KILLS_BY_TIME / 2  # the times were spread over the ingest


def test_a_kill_around_the_last_commit_loses_nothing_and_doubles_nothing(
    start: Start, tmp_path: Path
) -> None:
    rng = np.random.default_rng(7)
    outcomes = set()
    for first in range(0, N_KILLS_AT_LAST_COMMIT, N_A_WORKSPACE):
        workspace = Workspace.make(tmp_path / f"w{first}")
        for i in range(first, first + N_A_WORKSPACE):
            file = write_baci(tmp_path, i)
            process, heard = start(ingest_one, workspace.folder, file, n_part_rows=SMALL_PART_ROWS)
            moment = "committed" if i % 5 == 0 else "last commit"
            while heard.recv() != moment:
                pass
            time.sleep(rng.uniform(0, MOST_AFTER_COMMIT_S) if moment == "last commit" else 0)
            process.kill()
            process.join()

            n_seen = check_whole(workspace)
            again = ingest_file(workspace, file, "baci", OPTIONS)[0]

            outcomes.add(again.is_new)
            assert moment == "last commit" or not again.is_new
            assert n_seen == i - first + (not again.is_new)
            assert check_whole(workspace) == i - first + 1
        assert workspace.verify().leftovers == ()
    assert outcomes == {True, False}  # some died before it was in, some after


def test_a_kill_of_compaction_changes_no_version(start: Start, tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    model = Workspace.make(tmp_path / "model")
    for i in range(N_INGESTS):
        seconds_of(start, model, write_baci(tmp_path, i))
    before = rows_by_version(model, range(N_INGESTS + 1))
    n_files = set()
    for i in range(N_KILLS_OF_COMPACTION):
        workspace = Workspace(shutil.copytree(model.folder, tmp_path / f"w{i}"))

        process, heard = start(compact_again, workspace.folder)
        assert heard.recv() == "begun"
        time.sleep(rng.uniform(0, MOST_OF_COMPACTION_S))
        process.kill()
        process.join()

        n_files.add(workspace.sizes()["n_files"].sum())
        assert rows_by_version(workspace, before) == before
        assert check_whole(workspace) == N_INGESTS
        workspace.compact(keep_hours=0)
        assert rows_by_version(workspace, before) == before
        assert workspace.verify().faults == ()
    assert len(n_files) > 2  # it was killed before, amid and after its commits
