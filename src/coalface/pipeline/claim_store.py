"""Documents, claims and reviews of a workspace, as of one moment."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import polars as pl

from coalface.claims.review import confirmed_claims, latest_claims
from coalface.errors import InputError
from coalface.sources.reading import FileBatch
from coalface.tables.claims import CLAIMS
from coalface.tables.rejects import no_rejects
from coalface.tables.schema import dtypes_of
from coalface.workspace import IngestReport, Origin, Workspace

__all__ = ["ClaimStore", "find_claims", "open_store", "store_rows"]

#: Of each table the column that is filled in every row but a forgotten one.
_ALWAYS = {
    "documents": "document_id",
    "document_names": "document_id",
    "claims": "claim_id",
    "reviews": "review_id",
    "checks": "check_id",
    "claim_exports": "export_id",
    "outlet_grades": "outlet",
}


@dataclass(frozen=True, slots=True)
class ClaimStore:
    """What a workspace holds of reports, without what was forgotten.

    Attributes:
        documents: Table `documents`.
        names: Table `document_names`.
        versions: Table `claims`, all versions, in the order in which they were stored.
        reviews: Table `reviews`.
        checks: Table `checks` as it was last recorded.
        exports: Table `claim_exports`.
        outlets: Table `outlet_grades`, in the order in which they were given.
    """

    documents: pl.DataFrame
    names: pl.DataFrame
    versions: pl.DataFrame
    reviews: pl.DataFrame
    checks: pl.DataFrame
    exports: pl.DataFrame
    outlets: pl.DataFrame

    @property
    def latest(self) -> pl.DataFrame:
        """Give the last version of each claim."""
        return latest_claims(self.versions)

    @property
    def confirmed(self) -> pl.DataFrame:
        """Give the claims that may be used: an analyst has confirmed their last version."""
        return confirmed_claims(self.versions)


def open_store(workspace: Workspace) -> ClaimStore:
    """Read what a workspace holds of reports."""
    visible = workspace.see()
    tables = {
        name: workspace.scan(name, visible)
        .filter(pl.col(column).is_not_null())
        .drop("ingest_id")
        .collect()
        for name, column in _ALWAYS.items()
    }
    return ClaimStore(
        documents=tables["documents"],
        names=tables["document_names"],
        versions=tables["claims"].select(list(dtypes_of(CLAIMS))),
        reviews=tables["reviews"],
        checks=tables["checks"],
        exports=tables["claim_exports"],
        outlets=tables["outlet_grades"],
    )


def find_claims(store: ClaimStore, claim_ids: list[str]) -> dict[str, dict[str, Any]]:
    """Give the last version of some claims by id.

    Raises:
        InputError: If there is no such claim.
    """
    found = store.latest.filter(pl.col("claim_id").is_in(claim_ids))
    rows = {str(row["claim_id"]): row for row in found.iter_rows(named=True)}
    missing = [claim_id for claim_id in claim_ids if claim_id not in rows]
    if missing:
        raise InputError(
            f"no claim has the id {missing[0]!r}. `coalface claims review` lists those that wait, "
            "`coalface claims review --all` all of them."
        )
    return rows


def store_rows(
    workspace: Workspace,
    what: str,
    kind: str,
    tables: Mapping[str, pl.DataFrame],
    *,
    is_release: bool = False,
) -> IngestReport:
    """Store some rows as one entry of their own, all of them or none.

    Args:
        workspace: Where to.
        what: Named in the history; no words of a document.
        kind: Of the entry.
        tables: Rows by table.
        is_release: They stand for all earlier entries of their kind.
    """
    digest = hashlib.sha256(uuid4().bytes).hexdigest()
    origin = Origin(file=what, sha256=digest, n_bytes=0, kind=kind, is_release=is_release)
    batches = (FileBatch(name, rows, no_rejects(), rows.height) for name, rows in tables.items())
    return workspace.ingest(origin, batches)
