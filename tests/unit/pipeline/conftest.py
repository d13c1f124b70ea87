"""A workspace, and reports that go into it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.claim_builders import AT
from tests.claim_store_builders import PROTECTED, TEXT, extract_spans, read_plain

from coalface.pipeline.claim_store import open_store
from coalface.pipeline.report_intake import ReportFacts, ingest_report
from coalface.workspace import Workspace

Ingest = Callable[..., str]


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    return Workspace.make(tmp_path / "workspace")


@pytest.fixture
def ingest(store: Workspace, tmp_path: Path) -> Ingest:
    def call(
        name: str = "kim-interview.txt", text: str = TEXT, facts: ReportFacts = PROTECTED,
        *, is_again: bool = False,
    ) -> str:  # fmt: skip
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        ingest_report(
            store, path, facts, at=AT, is_again=is_again, read=read_plain, extract=extract_spans
        )
        return str(open_store(store).documents["document_id"][-1])

    return call
