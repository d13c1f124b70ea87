"""Checks find what was changed; compaction and clean-up change nothing that is seen."""

import os
from pathlib import Path

import polars as pl
import pytest
from tests.workspace_builders import make_batches, make_file

from coalface.errors import WorkspaceError
from coalface.locks import hold
from coalface.workspace import Workspace, ingesting
from coalface.workspace.layout import RUNNING


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Two ingests, each in several small parts."""
    monkeypatch.setattr("coalface.workspace.parts.PART_ROWS", 4)
    made = Workspace.make(tmp_path / "workspace")
    for name in ("a.csv", "b.csv"):
        made.ingest(make_file(name), make_batches(3))
    return made


def parts_of(workspace: Workspace, table: str = "flows") -> list[Path]:
    return sorted((workspace.folder / table).rglob("part-*.parquet"))


def leave_something(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Die just before the last commit, without a chance to tidy up."""
    with monkeypatch.context() as patched:
        patched.setattr(ingesting, "enter", lambda *_: 1 / 0)
        patched.setattr(ingesting, "_tidy", lambda *_: None)
        with pytest.raises(ZeroDivisionError):
            workspace.ingest(make_file("dead.csv"), make_batches())


def test_a_workspace_as_it_was_written_has_no_fault(workspace: Workspace) -> None:
    found = workspace.verify()

    assert (found.n_ingests, found.faults, found.leftovers) == (2, (), ())
    assert found.n_files == len(parts_of(workspace)) + len(parts_of(workspace, "prices"))


def test_one_changed_byte_is_found_and_named(workspace: Workspace) -> None:
    path = parts_of(workspace)[0]
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)

    (fault,) = workspace.verify().faults
    assert fault.table == "flows"
    assert f"{path.parent.name}/{path.name} was changed" in fault.what


def test_a_lost_file_is_found_and_named(workspace: Workspace) -> None:
    path = parts_of(workspace)[0]
    path.unlink()

    (fault,) = workspace.verify().faults
    assert f"{path.name} is missing" in fault.what


def test_a_log_that_forgot_a_file_stops_the_reader(workspace: Workspace) -> None:
    log = sorted((workspace.folder / "flows" / "_delta_log").glob("*.json"))[-1]
    log.unlink()

    with pytest.raises(WorkspaceError, match=r"b\.csv \(ingest 2\) table 'flows' has 0 rows"):
        workspace.read("flows")


def test_what_a_dead_attempt_left_is_not_seen_and_is_mended(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_something(workspace, monkeypatch)

    assert workspace.read("flows").height == 24
    assert len(workspace.verify().leftovers) == 1
    swept = workspace.sweep()
    assert len(swept.attempts) == 1
    assert swept.n_files == 4
    assert workspace.verify().leftovers == ()
    assert workspace.read("flows").height == 24


def test_the_same_file_again_takes_away_what_its_dead_attempt_left(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_something(workspace, monkeypatch)

    workspace.ingest(make_file("dead.csv"), make_batches())

    assert workspace.verify().leftovers == ()
    assert workspace.read("flows").height == 36


def test_an_attempt_whose_lock_is_held_is_not_touched(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_something(workspace, monkeypatch)
    (attempt,) = workspace.verify().leftovers

    with hold(workspace.folder / RUNNING / attempt) as is_mine:
        assert is_mine
        assert workspace.sweep().attempts == ()
        assert workspace.verify().leftovers == ()

    assert workspace.sweep().attempts == (attempt,)


def test_a_lock_that_is_held_is_not_given_twice(tmp_path: Path) -> None:
    with hold(tmp_path / "lock") as first, hold(tmp_path / "lock") as second:
        assert (first, second) == (True, False)
    with hold(tmp_path / "lock") as third:
        assert third


def test_compaction_merges_parts_and_changes_no_row_of_any_version(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coalface.workspace.upkeep.PART_ROWS", 1000)
    before = [Workspace(workspace.folder, version=v).read("flows") for v in (0, 1, 2)]

    done = workspace.compact()

    after = [Workspace(workspace.folder, version=v).read("flows") for v in (0, 1, 2)]
    assert all(a.equals(b) for a, b in zip(after, before, strict=True))
    assert done.n_merged == 6 + 2  # of each ingest three parts of flows; two rows of `ingests`
    assert workspace.sizes().filter(pl.col("table") == "flows")["n_files"].item() == 2
    assert workspace.verify().faults == ()
    assert workspace.ingest(make_file("c.csv"), make_batches()).ingest == 3


def test_a_reading_that_has_begun_survives_compaction(workspace: Workspace) -> None:
    begun = workspace.scan("flows")

    workspace.compact()

    assert begun.collect().height == 24


def test_merged_files_go_when_their_days_are_over(workspace: Workspace) -> None:
    n_before = len(parts_of(workspace))
    workspace.compact()
    assert len(parts_of(workspace)) == n_before + 2
    assert workspace.compact().n_deleted == 0

    for path in parts_of(workspace):
        os.utime(path, (0, 0))
    workspace.compact()

    assert len(parts_of(workspace)) == 2
    assert workspace.read("flows").height == 24


def test_two_compactions_at_once_are_one(workspace: Workspace) -> None:
    with (
        hold(workspace.folder / RUNNING / "_upkeep"),
        pytest.raises(WorkspaceError, match="being compacted by another process"),
    ):
        workspace.compact()
