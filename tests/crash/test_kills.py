"""Kill -9 at any moment: the workspace opens, holds whole ingests, and a second try completes.

Moments are steps of the work, and a little time after each, so that they are the same on a slow
machine as on a quick one.
"""

import shutil
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from tests.crash.children import (
    OPTIONS,
    SMALL_PART_ROWS,
    Kill,
    compact_by_steps,
    ingest_by_steps,
    ingest_one,
)
from tests.crash.conftest import Start, check_whole, was_killed, write_baci

from coalface.pipeline.intake import ingest_file
from coalface.workspace import Workspace

pytestmark = [pytest.mark.crash, pytest.mark.timeout(400)]

N_KILLS_AT_LAST_COMMIT = 20
N_KILLS_OF_COMPACTION = 12
N_INGESTS = 4
N_A_WORKSPACE = 20
N_WORKSPACES = 3
MOST_AFTER_STEP_S = 0.004
PAUSE_S = 0.3  # before the last commit, where it must not be done


def rows_by_version(workspace: Workspace, versions: Iterable[int]) -> dict[int, int]:
    folder = workspace.folder
    return {v: Workspace(folder, version=v).read("flows").height for v in versions}


def test_after_a_kill_at_any_step_only_whole_ingests_are_seen(start: Start, tmp_path: Path) -> None:
    rng = np.random.default_rng(20260131)
    n_steps = n_killed = n_done_before_kill = 0
    for number in range(N_WORKSPACES):
        first = number * (N_A_WORKSPACE + 1)
        workspace = Workspace.make(tmp_path / f"w{first}")
        whole = write_baci(tmp_path, first)
        _, heard = start(ingest_by_steps, workspace.folder, whole, n_part_rows=SMALL_PART_ROWS)
        n_steps = heard.recv()
        steps = np.linspace(1, n_steps, N_A_WORKSPACE).round().astype(int)
        for i, step in enumerate(rng.permutation(steps), first + 1):
            file = write_baci(tmp_path, i)
            kill = Kill(step, after_s=rng.choice([0.0, rng.uniform(0, MOST_AFTER_STEP_S)]))
            process, _ = start(
                ingest_by_steps, workspace.folder, file, n_part_rows=SMALL_PART_ROWS, kill=kill
            )
            n_killed += was_killed(process)

            n_seen = check_whole(workspace)
            again = ingest_file(workspace, file, "baci", OPTIONS)[0]

            n_done_before_kill += not again.is_new
            assert n_seen == i - first + (not again.is_new)
            assert check_whole(workspace) == i - first + 1
        found = workspace.verify()
        assert (found.faults, found.leftovers) == ((), ())
    assert n_steps > N_A_WORKSPACE
    assert n_killed > 0.8 * N_WORKSPACES * N_A_WORKSPACE  # a few may end before they are killed
    assert 0 < n_done_before_kill < N_WORKSPACES * N_A_WORKSPACE / 2  # before and after it was in


def test_a_kill_around_the_last_commit_loses_nothing_and_doubles_nothing(
    start: Start, tmp_path: Path
) -> None:
    after = np.linspace(0, MOST_AFTER_STEP_S, N_KILLS_AT_LAST_COMMIT)
    workspace = Workspace.make(tmp_path / "w")
    outcomes = set()
    for i in range(N_KILLS_AT_LAST_COMMIT):
        moment = "committed" if i % 5 == 0 else "last commit"
        pause_s = PAUSE_S if i % 5 == 1 else 0.0
        file = write_baci(tmp_path, i)
        process, heard = start(
            ingest_one, workspace.folder, file, n_part_rows=SMALL_PART_ROWS, pause_s=pause_s
        )
        while heard.recv() != moment:
            pass
        time.sleep(after[i] if moment == "last commit" else 0)
        process.kill()
        process.join()

        n_seen = check_whole(workspace)
        again = ingest_file(workspace, file, "baci", OPTIONS)[0]

        outcomes.add(again.is_new)
        assert moment == "last commit" or not again.is_new
        assert n_seen == i + (not again.is_new)
        assert check_whole(workspace) == i + 1
    assert workspace.verify().leftovers == ()
    assert outcomes == {True, False}  # some died before it was in, some after


def test_a_kill_of_compaction_changes_no_version(start: Start, tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    model = Workspace.make(tmp_path / "model")
    for i in range(N_INGESTS):
        _, heard = start(
            ingest_by_steps, model.folder, write_baci(tmp_path, i), n_part_rows=SMALL_PART_ROWS
        )
        heard.recv()
    before = rows_by_version(model, range(N_INGESTS + 1))
    undisturbed = shutil.copytree(model.folder, tmp_path / "undisturbed")
    _, heard = start(compact_by_steps, undisturbed)
    steps = np.linspace(1, heard.recv(), N_KILLS_OF_COMPACTION).round().astype(int)
    n_files = set()
    for step in steps:
        workspace = Workspace(shutil.copytree(model.folder, tmp_path / f"w{step}"))

        kill = Kill(step, after_s=rng.choice([0.0, rng.uniform(0, MOST_AFTER_STEP_S)]))
        process, _ = start(compact_by_steps, workspace.folder, kill=kill)
        process.join()

        n_files.add(workspace.sizes()["n_files"].sum())
        assert rows_by_version(workspace, before) == before
        assert check_whole(workspace) == N_INGESTS
        workspace.compact(keep_hours=0)
        assert rows_by_version(workspace, before) == before
        assert workspace.verify().faults == ()
    assert len(n_files) > 2  # it was killed before, amid and after its commits
