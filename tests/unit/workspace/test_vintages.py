"""Of each figure the newest release of a source, whatever the order in which they came."""

from pathlib import Path
from typing import Any

import pytest
from tests.builders import make_flows
from tests.workspace_builders import TestBatch, make_file

from coalface.tables.rejects import no_rejects
from coalface.workspace import Workspace, keep_newest


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.make(tmp_path / "workspace")


def put(workspace: Workspace, name: str, kind: str = "baci", **columns: Any) -> None:
    rows = make_flows(**({"row_id": ["1"], "source_id": "baci"} | columns))
    workspace.ingest(
        make_file(name, kind=kind), [TestBatch("flows", rows, no_rejects(), len(rows))]
    )


def newest(workspace: Workspace) -> list[float]:
    visible = workspace.see()
    rows = keep_newest(workspace.read("flows", visible), visible)
    return sorted(rows["value_cif_usd"].to_list())


def test_both_vintages_are_in_the_workspace_and_the_newest_is_kept(workspace: Workspace) -> None:
    put(workspace, "new", vintage="202501", value_cif_usd=[2.0])
    put(workspace, "old", vintage="202401", value_cif_usd=[1.0])

    assert sorted(workspace.read("flows")["value_cif_usd"]) == [1.0, 2.0]
    assert newest(workspace) == [2.0]


def test_without_a_vintage_the_later_ingest_is_the_newer_one(workspace: Workspace) -> None:
    put(workspace, "first", vintage=None, value_cif_usd=[1.0])
    put(workspace, "second", vintage=None, value_cif_usd=[2.0])

    assert newest(workspace) == [2.0]


def test_a_figure_that_the_newer_release_lacks_stays(workspace: Workspace) -> None:
    put(workspace, "old", vintage="1", hs_code=["270111"], value_cif_usd=[1.0])
    put(workspace, "new", vintage="2", hs_code=["260111"], value_cif_usd=[2.0])

    assert newest(workspace) == [1.0, 2.0]


def test_two_rows_of_one_file_and_those_of_other_sources_all_stay(workspace: Workspace) -> None:
    put(workspace, "two", row_id=["1", "2"], value_cif_usd=[1.0, 2.0])
    put(workspace, "other", source_id="comtrade", value_cif_usd=[3.0])

    assert newest(workspace) == [1.0, 2.0, 3.0]


def test_parts_by_province_are_figures_of_their_own(workspace: Workspace) -> None:
    put(workspace, "whole", vintage="1", value_cif_usd=[3.0])
    put(workspace, "part", vintage="2", reporter_region="Liaoning", value_cif_usd=[1.0])

    assert newest(workspace) == [1.0, 3.0]


def test_packaged_rows_are_never_left_out(workspace: Workspace) -> None:
    put(workspace, "facts", kind="packaged", vintage="1", value_cif_usd=[1.0])
    put(workspace, "own", vintage="2", value_cif_usd=[2.0])

    assert newest(workspace) == [1.0, 2.0]
