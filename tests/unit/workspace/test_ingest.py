"""Ingests are whole, idempotent and numbered; nothing else is ever read."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.builders import make_flows
from tests.workspace_builders import TestBatch, make_batches, make_file

from coalface.errors import InputError, TableError, WorkspaceError
from coalface.tables.rejects import no_rejects
from coalface.workspace import Workspace, describe_file
from coalface.workspace.layout import RUNNING


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.make(tmp_path / "a=b" / "workspace")


def breaks_off(error: BaseException) -> Iterator[TestBatch]:
    yield from make_batches(1)
    raise error


def test_rows_of_each_table_come_back_as_they_went_in(workspace: Workspace) -> None:
    report = workspace.ingest(make_file(), make_batches(2, n_rejects=2))

    flows = workspace.read("flows")
    expected = pl.concat(b.rows for b in make_batches(2) if b.table == "flows")
    assert flows.drop("row_id", "ingest_id").equals(expected.drop("row_id"))
    assert report.counts == {"flows": 8, "prices": 1, "rejects": 2}
    assert (report.n_rows, report.n_rejected) == (11, 2)
    assert workspace.read("rejects")["row"].to_list() == [100, 101]


def test_rows_of_two_files_have_ids_of_their_own(workspace: Workspace) -> None:
    workspace.ingest(make_file("a.csv"), make_batches())
    workspace.ingest(make_file("b.csv"), make_batches())

    ids = workspace.read("flows")["row_id"]
    assert ids.is_unique().all()
    assert set(ids.str.split("/").list.first()) == {"flows"}


def test_the_same_file_twice_is_one_ingest_and_is_not_read_again(workspace: Workspace) -> None:
    first = workspace.ingest(make_file(), make_batches())

    second = workspace.ingest(make_file(), breaks_off(AssertionError("was read")))

    assert (first.is_new, second.is_new, second.ingest) == (True, False, 1)
    assert workspace.read("flows").height == 12


def test_the_same_file_read_with_another_option_is_another_ingest(workspace: Workspace) -> None:
    workspace.ingest(make_file(options={"vintage": "2024"}), make_batches())
    workspace.ingest(make_file(options={"vintage": "2025"}), make_batches())

    assert workspace.read("flows").height == 24


def test_an_older_version_reads_the_ingests_up_to_its_number(workspace: Workspace) -> None:
    workspace.ingest(make_file("a.csv"), make_batches(1))
    workspace.ingest(make_file("b.csv"), make_batches(2))

    heights = [Workspace(workspace.folder, version=v).read("flows").height for v in (0, 1, 2)]
    assert heights == [0, 4, 12]


def test_a_version_that_is_not_there_is_refused_with_the_number_there_is(
    workspace: Workspace,
) -> None:
    workspace.ingest(make_file(), make_batches())

    with pytest.raises(WorkspaceError, match=r"no ingest 7: it has 1"):
        Workspace(workspace.folder, version=7)


def test_again_puts_the_new_reading_in_place_of_the_old_which_its_version_keeps(
    workspace: Workspace,
) -> None:
    workspace.ingest(make_file(), make_batches(3))
    workspace.ingest(make_file(), make_batches(1), is_again=True)

    assert workspace.read("flows").height == 4
    assert Workspace(workspace.folder, version=1).read("flows").height == 12


def test_a_newer_release_stands_for_all_earlier_ones_of_its_kind(workspace: Workspace) -> None:
    for name in ("old", "new"):
        workspace.ingest(make_file(name, kind="packaged", is_release=True), make_batches(1))

    flows = workspace.read("flows")
    assert flows["row_id"].to_list() == ["1", "2", "3", "4"]  # packaged rows keep their ids
    assert workspace.see().read["file"].to_list() == ["new"]


@pytest.mark.parametrize("error", [ValueError("bad"), KeyboardInterrupt()])
def test_a_reading_that_breaks_off_leaves_nothing(
    workspace: Workspace, error: BaseException
) -> None:
    with pytest.raises(type(error)):
        workspace.ingest(make_file(), breaks_off(error))

    assert workspace.read("flows").is_empty()
    assert list(workspace.folder.rglob("*.parquet")) == []
    assert list((workspace.folder / RUNNING).iterdir()) == []


def test_a_row_that_breaks_a_rule_of_its_table_stops_the_ingest(workspace: Workspace) -> None:
    bad = TestBatch("flows", make_flows(hs_code="coal"), no_rejects(), 1)

    with pytest.raises(TableError, match="column hs_code: found 'coal'"):
        workspace.ingest(make_file(), [bad])

    assert workspace.see().version == 0


def test_a_file_of_which_every_row_is_rejected_is_refused_with_the_first_reason(
    workspace: Workspace,
) -> None:
    rejects = next(make_batches(1, n_rejects=2)).rejects
    batch = TestBatch("flows", make_flows().clear(), rejects, 2)

    with pytest.raises(InputError, match="row 100, column v: no number"):
        workspace.ingest(make_file(), [batch])


def test_no_batch_may_name_a_table_outside_the_list(workspace: Workspace) -> None:
    bad = TestBatch("../outside", make_flows(), no_rejects(), 1)

    with pytest.raises(WorkspaceError, match="no file may fill a table"):
        workspace.ingest(make_file(), [bad])


def test_a_file_name_is_never_used_as_a_path(workspace: Workspace, tmp_path: Path) -> None:
    before = {path.name for path in tmp_path.iterdir()}

    workspace.ingest(make_file("../../../outside.csv"), make_batches())

    assert {path.name for path in tmp_path.iterdir()} == before
    assert not list(workspace.folder.rglob("*outside*"))


def test_a_link_is_read_as_what_it_points_to_and_left_alone(tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("t\n", encoding="utf-8")
    link.symlink_to(target)

    assert describe_file(link, "baci").sha256 == describe_file(target, "baci").sha256


def test_a_file_that_changes_while_it_is_read_is_not_taken_in(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "growing.csv"
    path.write_text("t\n", encoding="utf-8")
    origin = describe_file(path, "baci")

    def growing() -> Iterator[TestBatch]:
        yield from make_batches(1)
        path.write_text("t,i\n", encoding="utf-8")

    with pytest.raises(InputError, match="changed while it was being read"):
        workspace.ingest(origin, growing())
    assert workspace.see().version == 0


def test_a_folder_with_other_things_in_it_is_not_made_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")

    with pytest.raises(WorkspaceError, match="no workspace and not empty"):
        Workspace.make(tmp_path)
    with pytest.raises(WorkspaceError, match="is no workspace"):
        Workspace(tmp_path)


def test_a_folder_of_a_newer_format_is_refused(workspace: Workspace) -> None:
    (workspace.folder / "coalface-workspace.json").write_text('{"format": 2}', encoding="utf-8")

    with pytest.raises(WorkspaceError, match="Use a newer coalface"):
        Workspace(workspace.folder)


def test_how_a_file_was_cut_into_batches_leaves_no_trace(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.ingest(make_file(), make_batches(6, 2))
    other = Workspace.make(tmp_path / "other")
    monkeypatch.setattr("coalface.workspace.parts.PART_ROWS", 5)
    other.ingest(make_file(), make_batches(3, 4))

    assert other.read("flows").equals(workspace.read("flows"))
    assert other.sizes().filter(pl.col("table") == "flows")["n_files"].item() == 3


def test_another_reader_of_delta_tables_finds_the_same_rows_as_the_docs_say(
    tmp_path: Path,
) -> None:
    workspace = Workspace.make(tmp_path / "workspace")
    workspace.ingest(make_file("a.csv"), make_batches(1))
    workspace.ingest(make_file("b.csv"), make_batches(2))
    workspace.ingest(make_file("b.csv"), make_batches(3), is_again=True)

    ingests = pl.read_delta(str(workspace.folder / "ingests"))
    replaced = ingests["replaces"].str.json_decode(pl.List(pl.String)).explode().drop_nulls()
    visible = ingests.filter(~pl.col("attempt").is_in(replaced.implode()))
    every = pl.scan_delta(str(workspace.folder / "flows"))
    flows = every.join(visible.lazy(), on="attempt", how="semi").collect()

    assert every.collect().height == 24
    assert flows.height == workspace.read("flows").height == 16
    assert set(flows["attempt"]) == set(workspace.see().attempts)
