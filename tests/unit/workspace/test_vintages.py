"""Of each figure the newest release of a source, whatever the order in which they came."""

from pathlib import Path
from typing import Any

import pytest
from tests.builders import make_flows
from tests.workspace_builders import TestBatch, make_file

from coalface.tables.rejects import no_rejects
from coalface.workspace import Workspace, find_undated, keep_newest


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
    put(workspace, "old", vintage="2024", hs_code=["270111"], value_cif_usd=[1.0])
    put(workspace, "new", vintage="2025", hs_code=["260111"], value_cif_usd=[2.0])

    assert newest(workspace) == [1.0, 2.0]


def test_two_rows_of_one_file_and_those_of_other_sources_all_stay(workspace: Workspace) -> None:
    put(workspace, "two", row_id=["1", "2"], value_cif_usd=[1.0, 2.0])
    put(workspace, "other", source_id="comtrade", value_cif_usd=[3.0])

    assert newest(workspace) == [1.0, 2.0, 3.0]


def test_parts_by_province_are_figures_of_their_own(workspace: Workspace) -> None:
    put(workspace, "whole", vintage="2024", value_cif_usd=[3.0])
    put(workspace, "part", vintage="2025", reporter_region="Liaoning", value_cif_usd=[1.0])

    assert newest(workspace) == [1.0, 3.0]


def test_packaged_rows_are_never_left_out(workspace: Workspace) -> None:
    put(workspace, "facts", kind="packaged", vintage="2024", value_cif_usd=[1.0])
    put(workspace, "own", vintage="2025", value_cif_usd=[2.0])

    assert newest(workspace) == [1.0, 2.0]


def test_without_one_of_the_vintages_the_later_ingest_is_the_newer_one(
    workspace: Workspace,
) -> None:
    put(workspace, "dated", vintage="2024-05-01", value_cif_usd=[1.0])
    put(workspace, "undated", vintage=None, value_cif_usd=[2.0])

    assert newest(workspace) == [2.0]
    assert find_undated(workspace.see()) == ["baci"]


def test_the_order_of_releases_does_not_depend_on_which_rows_are_asked_for(
    workspace: Workspace,
) -> None:
    put(workspace, "new", vintage="2025", value_cif_usd=[3.0])
    put(workspace, "old", vintage="2024", value_cif_usd=[1.0])
    put(workspace, "other", vintage=None, hs_code="260111", value_cif_usd=[2.0])

    visible = workspace.see()
    rows = workspace.read("flows")
    coal = rows.filter(rows["hs_code"] != "260111")
    kept = keep_newest(coal, visible)["value_cif_usd"].to_list()

    assert kept == [1.0]
    assert newest(workspace) == [1.0, 2.0]


@pytest.mark.parametrize(
    ("older", "newer"),
    [("10/2024", "9/2023"), ("V202401", "V202401b"), ("V202401", "2025-01-31"), ("2024", "202402")],
)
def test_a_vintage_that_is_no_date_orders_nothing_and_dates_are_told_in_all_their_forms(
    workspace: Workspace, older: str, newer: str
) -> None:
    put(workspace, "one", vintage=older, value_cif_usd=[1.0])
    put(workspace, "two", vintage=newer, value_cif_usd=[2.0])

    assert newest(workspace) == [2.0]


@pytest.mark.parametrize(
    "changed", [{"unit": "kg", "quantity": 5.0}, {"hs_revision": "HS2022"}, {"dataset": "ingested"}]
)
def test_a_newer_release_in_another_unit_or_edition_supersedes_the_older(
    workspace: Workspace, changed: dict[str, Any]
) -> None:
    put(workspace, "old", vintage="2024", value_cif_usd=[1.0])
    put(workspace, "new", vintage="2025", value_cif_usd=[2.0], **changed)

    assert newest(workspace) == [2.0]


def test_two_editions_of_one_release_are_rivals_if_both_are_original(workspace: Workspace) -> None:
    put(workspace, "five", vintage="2024", hs_revision="HS2017", value_cif_usd=[1.0])
    put(workspace, "four", vintage="2024", hs_revision="HS2012", value_cif_usd=[2.0])

    assert newest(workspace) == [1.0, 2.0]


def test_a_copy_in_another_edition_goes_where_the_original_is_there(workspace: Workspace) -> None:
    copy = {"hs_revision": "HS2012", "note": "converted from another edition of the nomenclature"}
    put(workspace, "five", vintage="2024", hs_revision="HS2017", value_cif_usd=[1.0])
    put(workspace, "four", vintage="2024", value_cif_usd=[2.0], **copy)
    put(workspace, "alone", vintage="2024", hs_code="260111", value_cif_usd=[3.0], **copy)

    assert newest(workspace) == [1.0, 3.0]
