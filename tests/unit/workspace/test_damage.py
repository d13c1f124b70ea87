"""A ledger that is not all there is named, and then nothing is taken away."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.workspace_builders import make_batches, make_file

from coalface.errors import WorkspaceError
from coalface.workspace import Workspace, ingesting
from coalface.workspace.delta import list_parts, open_table
from coalface.workspace.manifests import list_manifests

NAMES = ("a.csv", "b.csv", "c.csv")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.make(tmp_path / "workspace")
    for name in NAMES:
        made.ingest(make_file(name), make_batches(1))
    return made


def data_of(workspace: Workspace) -> list[Path]:
    tables = ("flows", "prices")
    return sorted(p for t in tables for p in (workspace.folder / t).rglob("part-*.parquet"))


def ledger_parts(workspace: Workspace) -> list[Path]:
    return sorted((workspace.folder / "ingests").rglob("part-*.parquet"))


def lose_it_all(workspace: Workspace) -> None:
    shutil.rmtree(workspace.folder / "ingests")


def lose_it_with_the_manifests(workspace: Workspace) -> None:
    lose_it_all(workspace)
    shutil.rmtree(workspace.folder / "manifests")


def lose_its_last_commit(workspace: Workspace) -> None:
    max((workspace.folder / "ingests" / "_delta_log").glob("*.json")).unlink()


def flip_a_byte(workspace: Workspace) -> None:
    path = ledger_parts(workspace)[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut_a_part(workspace: Workspace) -> None:
    path = ledger_parts(workspace)[0]
    path.write_bytes(path.read_bytes()[:100])


def lose_a_part(workspace: Workspace) -> None:
    ledger_parts(workspace)[0].unlink()


DAMAGES = (
    lose_it_all,
    lose_it_with_the_manifests,
    lose_its_last_commit,
    flip_a_byte,
    cut_a_part,
    lose_a_part,
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_by_a_damaged_ledger_nothing_is_read_written_or_taken_away(
    workspace: Workspace, damage: Callable[[Workspace], None]
) -> None:
    damage(workspace)
    before = data_of(workspace)

    for action in (
        workspace.see,
        workspace.verify,
        workspace.sweep,
        workspace.compact,
        lambda: workspace.ingest(make_file("d.csv"), make_batches(1)),
        lambda: workspace.ingest(make_file("c.csv"), make_batches(1)),
    ):
        with pytest.raises(WorkspaceError, match=r"list of ingests is damaged: .*from a copy"):
            action()

    assert data_of(workspace) == before


def test_a_ledger_of_another_run_is_told_by_the_manifests(
    workspace: Workspace, tmp_path: Path
) -> None:
    other = Workspace.make(tmp_path / "other")
    for name in NAMES:
        other.ingest(make_file(name), make_batches(1))
    lose_it_all(workspace)
    shutil.copytree(other.folder / "ingests", workspace.folder / "ingests")
    before = data_of(workspace)

    for action in (workspace.verify, workspace.sweep, workspace.compact):
        with pytest.raises(WorkspaceError, match="its manifest says"):
            action()

    assert data_of(workspace) == before


def test_a_first_ingest_that_died_is_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Workspace.make(tmp_path / "workspace")
    with monkeypatch.context() as patched:
        patched.setattr(ingesting, "enter", lambda *_: 1 / 0)
        patched.setattr(ingesting, "_tidy", lambda *_: None)
        with pytest.raises(ZeroDivisionError):
            made.ingest(make_file(), make_batches())

    assert len(made.sweep().attempts) == 1
    assert made.verify().faults == ()


def test_a_log_that_cannot_be_read_is_one_line_with_what_to_do(workspace: Workspace) -> None:
    max((workspace.folder / "flows" / "_delta_log").glob("*.json")).write_text("{broken")

    with pytest.raises(WorkspaceError) as error:
        workspace.read("flows")

    assert len(str(error.value).splitlines()) == 1
    assert "from a copy" in str(error.value)


def test_a_cut_part_stops_the_reader_by_its_name(workspace: Workspace) -> None:
    path = data_of(workspace)[0]
    path.write_bytes(path.read_bytes()[:50])

    with pytest.raises(WorkspaceError, match=f"{path.name} has 50 bytes, expected .*verify"):
        workspace.read("flows")


def test_a_changed_part_is_not_merged_and_stays_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coalface.workspace.parts.PART_ROWS", 4)
    made = Workspace.make(tmp_path / "workspace")
    made.ingest(make_file(), make_batches(3))
    first, second = data_of(made)[:2]
    first.write_bytes(second.read_bytes())

    with pytest.raises(WorkspaceError, match=f"{first.name} was changed"):
        made.compact()

    assert [fault.table for fault in made.verify().faults] == ["flows"]


def test_a_lost_manifest_is_written_again_from_the_ledger(workspace: Workspace) -> None:
    kept = list_manifests(workspace.folder)
    told = json.loads(kept[2].read_text())["outcome"]
    kept[2].unlink()

    workspace.ingest(make_file("a.csv"), [])  # it is there already: nothing but this is done

    assert list(list_manifests(workspace.folder)) == [1, 2, 3]
    assert json.loads(kept[2].read_text())["outcome"] == told


def test_a_manifest_that_cannot_be_written_does_not_undo_its_ingest(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(ingesting, "write_manifest", fail)
        assert workspace.ingest(make_file("d.csv"), make_batches(1)).is_new
    workspace.sweep()

    assert list(list_manifests(workspace.folder)) == [1, 2, 3, 4]


def test_the_list_of_ingests_is_merged_as_it_grows_and_says_the_same(tmp_path: Path) -> None:
    made = Workspace.make(tmp_path / "workspace")
    for i in range(35):
        made.ingest(make_file(f"{i}.csv"), make_batches(0))

    found = made.see().ingests
    assert found["ingest"].to_list() == list(range(1, 36))
    assert found["file"].to_list() == [f"{i}.csv" for i in range(35)]
    n_named = len(ledger_parts_named(made))
    assert n_named == 2 + 3  # twice sixteen rows in one file, and the last three
    assert made.verify().faults == ()


def ledger_parts_named(workspace: Workspace) -> list[str]:
    return list_parts(open_table(workspace.folder, "ingests"))["path"].to_list()


def test_an_ingest_that_was_withdrawn_is_not_read_and_its_version_keeps_it(
    workspace: Workspace,
) -> None:
    done = workspace.withdraw(2)

    assert (done.ingest, done.kind) == (4, "withdrawal")
    assert "ingest 2, b.csv" in done.file
    assert workspace.read("flows").height == 8
    assert Workspace(workspace.folder, version=3).read("flows").height == 12
    assert workspace.verify().faults == ()
    workspace.compact(keep_hours=0)
    assert Workspace(workspace.folder, version=3).read("flows").height == 12


def test_the_file_of_a_withdrawn_ingest_can_be_taken_in_again(workspace: Workspace) -> None:
    workspace.withdraw(2)

    again = workspace.ingest(make_file("b.csv"), make_batches(1))

    assert (again.is_new, again.ingest) == (True, 5)
    assert workspace.read("flows").height == 12
    workspace.withdraw(5)
    assert workspace.read("flows").height == 8


@pytest.mark.parametrize(
    ("number", "told"), [(7, "no ingest 7"), (2, "withdrawn"), (4, "itself a withdrawal")]
)
def test_what_is_not_read_cannot_be_withdrawn(workspace: Workspace, number: int, told: str) -> None:
    workspace.withdraw(2)

    with pytest.raises(WorkspaceError, match=told):
        workspace.withdraw(number)


def test_a_check_up_to_a_version_reads_its_ingests_only(workspace: Workspace) -> None:
    assert Workspace(workspace.folder, version=1).verify().n_ingests == 1
