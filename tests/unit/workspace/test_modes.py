"""Whatever holds words of reports is its owner's only."""

import os
import stat
from pathlib import Path

import polars as pl
import pytest
from tests.claim_builders import make_claim_rows

from coalface.errors import WorkspaceError
from coalface.pipeline.claim_store import store_rows
from coalface.tables.documents import DOCUMENT_TEXTS
from coalface.tables.schema import dtypes_of
from coalface.workspace import Workspace
from coalface.workspace.layout import OF_REPORTS, TABLES


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def texts() -> pl.DataFrame:
    row = {"document_id": "doc-1", "text": "what only the owner reads"}
    return pl.DataFrame([row], schema=dtypes_of(DOCUMENT_TEXTS))


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    before = os.umask(0)  # the most open that a machine can be
    try:
        made = Workspace.make(tmp_path / "workspace")
        rows = {"document_texts": texts(), "claims": make_claim_rows()}
        store_rows(made, "a report", "reports", rows)
    finally:
        os.umask(before)
    return made


@pytest.mark.parametrize("table", ["document_texts", "claims"])
def test_folders_of_reports_are_the_owners_only_and_so_are_the_files_of_rows(
    store: Workspace, table: str
) -> None:
    place = store.folder / table
    parts = list(place.glob("attempt=*/*.parquet"))

    assert {mode(place), *(mode(part.parent) for part in parts)} == {0o700}
    assert [mode(part) for part in parts] == [0o600]


def test_a_folder_that_an_earlier_version_left_open_is_closed_by_the_next_report(
    store: Workspace,
) -> None:
    place = store.folder / "document_texts"
    place.chmod(0o755)

    store_rows(store, "another report", "reports", {"document_texts": texts()})

    assert mode(place) == 0o700


def test_putting_files_together_opens_none_of_them(store: Workspace) -> None:
    store_rows(store, "another report", "reports", {"document_texts": texts()})

    store.compact(keep_hours=0)

    parts = list((store.folder / "document_texts").glob("attempt=*/*.parquet"))
    assert {mode(part) for part in parts} == {0o600}


def test_a_table_that_only_its_owner_may_read_is_not_read_as_empty(
    store: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coalface.workspace.delta.os.access", lambda *_: False)

    with pytest.raises(WorkspaceError, match="only the owner"):
        store.read("claims")


def test_every_table_that_names_a_claim_or_a_document_is_closed() -> None:
    keys = {"claim_id", "claim_ids", "document_id", "outlet"}

    assert {name for name, each in TABLES.items() if keys & set(each.stored)} == OF_REPORTS
