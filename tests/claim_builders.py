"""The smallest valid claims and documents. Each keyword is one column."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from coalface.tables.checks import CHECKS
from coalface.tables.claims import CLAIMS
from coalface.tables.documents import DOCUMENTS
from coalface.tables.schema import Table, dtypes_of

__all__ = ["AT", "claim_row", "make_check_rows", "make_claim_rows", "make_document_rows"]

AT = datetime(2026, 1, 31, 12, tzinfo=UTC)
_CLAIM: dict[str, Any] = {
    "document_id": "doc-1",
    "published": date(2024, 9, 18),
    "start": 10,
    "end": 20,
    "locator": "RMB 400",
    "kind": "price",
    "metric": "unit_price",
    "commodity": "anthracite",
    "flow": "export",
    "op": "eq",
    "value_low": 400.0,
    "value_high": 400.0,
    "currency": "CNY",
    "per": "t",
    "value_std_low": 400.0,
    "value_std_high": 400.0,
    "unit_std": "CNY",
    "places": ["CN-DANDONG"],
    "origin": [],
    "destination": [],
    "valid_from": date(2024, 9, 10),
    "valid_to": date(2024, 9, 12),
    "attribution": ["document", "trader in Dandong"],
    "hedge": "hearsay",
    "polarity": "affirmed",
    "status": "current",
    "sensitivity": "public",
    "extractor": "test",
    "review_state": "proposed",
    "recorded_at": AT,
}
_DOCUMENT = {
    "document_id": "doc-1",
    "sha256": "0" * 64,
    "title": "A report",
    "publisher": "A Paper",
    "published": date(2024, 9, 18),
    "published_basis": "stated",
    "url": "https://paper.example/1",
    "language": "en",
    "sensitivity": "public",
    "n_characters": 100,
}
_CHECK = {
    "test": "same_subject_range",
    "claim_ids": ["doc-1-1", "doc-1-2"],
    "fact_ids": [],
    "verdict": "conflict",
    "level": "high",
    "size": 0.5,
    "explanation": "400 and 800 do not meet",
    "would_settle": "the contract",
}


def make_claim_rows(*rows: dict[str, Any], **columns: Any) -> pl.DataFrame:
    """One claim a mapping (one where none is given), ids numbered from 1."""
    made = [
        {"claim_id": f"doc-1-{i}"} | _CLAIM | columns | row
        for i, row in enumerate(rows or ({},), 1)
    ]
    return _frame(CLAIMS, made)


def claim_row(**columns: Any) -> dict[str, Any]:
    return make_claim_rows(**columns).row(0, named=True)


def make_document_rows(*rows: dict[str, Any]) -> pl.DataFrame:
    return _frame(DOCUMENTS, [_DOCUMENT | row for row in rows or ({},)])


def make_check_rows(*rows: dict[str, Any]) -> pl.DataFrame:
    made = [{"check_id": f"check-{i}"} | _CHECK | row for i, row in enumerate(rows or ({},), 1)]
    return _frame(CHECKS, made)


def _frame(table: Table, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dtypes_of(table), orient="row")
