"""Reports read and extracted by the simplest means, and acts on their claims."""

import hashlib
from datetime import timedelta
from pathlib import Path

import polars as pl
from tests.claim_builders import AT, make_claim_rows

from coalface.claims.documents import Document
from coalface.claims.review import Act
from coalface.pipeline.claim_store import open_store
from coalface.pipeline.report_intake import ReportFacts
from coalface.sources.report_shapes import Report
from coalface.workspace import Workspace

__all__ = ["HOUR", "PROTECTED", "TEXT", "act", "extract_spans", "ids", "read_plain"]

HOUR = timedelta(hours=1)
TEXT = "A trader at Taean said coal fetched 4711 crowns. Kelp costs nothing.\n"
PROTECTED = ReportFacts(sensitivity="protected")


def read_plain(path: Path) -> Report:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return Report(path.name, digest, "text", data.decode(), path.stem, "A Paper")


def extract_spans(document: Document) -> pl.DataFrame:
    """Two claims on the same words and one beside them, wherever they stand."""
    spans = [("coal fetched 4711 crowns", "price"), ("4711 crowns", "value"), ("Kelp", "event")]
    rows = [
        {"claim_id": f"{document.id}-{i}", "kind": kind, "locator": words,
         "start": document.text.find(words),
         "end": document.text.find(words) + len(words), "document_id": "?",
         "attribution": ["A Paper", "the trader Kim" if "trader" in document.text else "a guard"]}
        for i, (words, kind) in enumerate(spans)
        if words in document.text
    ]  # fmt: skip
    return make_claim_rows(*rows).drop("grade_source", "grade_info").with_columns(
        grade_source=pl.lit(None, pl.String), grade_info=pl.lit(None, pl.Int64)
    ) if rows else make_claim_rows().clear()  # fmt: skip


def ids(store: Workspace) -> list[str]:
    return open_store(store).latest["claim_id"].to_list()


def act(action: str, claim_id: str, hours: int = 1, **changed: object) -> Act:
    return Act(action, claim_id, "N. N.", AT + hours * HOUR, **changed)  # type: ignore[arg-type]
