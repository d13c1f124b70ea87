"""Hand claims on: confirmed ones only, coarse, without protected ones, and it is recorded."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from coalface.claims.checks import find_checks
from coalface.claims.exports.claimreview import find_claim_reviews, review_document
from coalface.claims.exports.followthemoney import entity_lines, find_entities, find_statements
from coalface.claims.grades import with_stix_confidence
from coalface.claims.reported import with_short_quotes, with_words
from coalface.claims.sensitivity import documents_handed_on, handed_on
from coalface.errors import InputError
from coalface.pipeline.claim_checks import open_claims
from coalface.pipeline.claim_store import open_store, store_rows
from coalface.pipeline.reports import facts_for_checks, gather_claims
from coalface.sources.packaged import read_packaged
from coalface.tables.reviews import CLAIM_EXPORTS
from coalface.tables.schema import dtypes_of
from coalface.workspace import Workspace

__all__ = ["FORMS", "Exported", "export_claims"]

TableWriter = Callable[[pl.DataFrame, Path], int]
FORMS = ("ftm", "statements", "claimreview", "csv", "parquet", "xlsx")
TABLES = ("csv", "parquet", "xlsx")
ID_DIGITS = 16
KIND = "export"
#: Of the reviewers' own names and of our bookkeeping nothing is handed on.
_OWN = ("reviewed_by", "reviewed_at", "recorded_at", "rule_id", "score", "start", "end")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was handed on.

    Attributes:
        n_written: Rows, entities or reviews.
        what: Which of these.
        claim_ids: Claims that the file holds something of.
        notes: What was left out.
    """

    n_written: int
    what: str
    claim_ids: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ready:
    """Claims as they may leave, public ones as they were printed, and what goes with them."""

    claims: pl.DataFrame
    public: pl.DataFrame
    documents: pl.DataFrame
    by: str
    at: datetime


def export_claims(
    form: str,
    out: Path,
    folder: Path | None,
    *,
    write: TableWriter,
    at: datetime,
    by: str = "",
    is_exact: bool = False,
) -> Exported:
    """Write confirmed claims, or checks of them, in a form that others read.

    Args:
        form: One of `FORMS`.
        out: The file; one that is there is replaced.
        folder: The workspace; the packaged claims are always among what is written.
        write: Writes a table to a file by its ending, and gives the number of rows.
        at: When, in UTC.
        by: Who publishes the reviews of `claimreview`.
        is_exact: Keep places and days of public claims.

    Raises:
        InputError: If the form is none, or a review has no publisher.
    """
    _check(form, out, by)
    workspace = open_claims(folder)
    gathered = gather_claims(workspace)
    confirmed = gathered.claims.filter(pl.col("review_state") == "confirmed")
    claims, n_protected = handed_on(confirmed, is_exact=is_exact)
    public = confirmed.filter(pl.col("sensitivity") == "public")
    ready = _Ready(claims, public, documents_handed_on(gathered.documents), by, at)
    n_written, what, ids = _WRITERS[form](ready, out, write)
    notes = [f"{gathered.claims.height - confirmed.height:,} claims are not confirmed: left out."]
    notes += [f"{n_protected:,} claims are protected: left out."]
    told = tuple(note for note in notes if not note.startswith("0 "))
    done = Exported(n_written, what, tuple(ids), told)
    if workspace is not None:
        _record(workspace, done, open_store(workspace).latest["claim_id"], out, form, at)
    return done


def _check(form: str, out: Path, by: str) -> None:
    if form not in FORMS:
        raise InputError(f"form {form!r}: expected one of {', '.join(FORMS)}.")
    if form in TABLES and out.suffix.casefold() != f".{form}":
        raise InputError(f"{out.name}: --format {form} needs a name that ends in .{form}.")
    if form == "claimreview" and not by.strip():
        raise InputError("claimreview: who publishes the reviews? Name them with --by.")
    if not out.parent.is_dir():
        raise InputError(f"{out}: there is no folder {out.parent}. Make it first.")


def _table(ready: _Ready) -> pl.DataFrame:
    told = with_stix_confidence(with_words(ready.claims, ready.documents))
    about = ready.documents.select("document_id", "title", "publisher", "url")
    return told.drop(_OWN).join(about, on="document_id", how="left", maintain_order="left")


def _write_claims(ready: _Ready, out: Path, write: TableWriter) -> tuple[int, str, list[str]]:
    frame = _table(ready)
    return write(frame, out), "claim", frame["claim_id"].to_list()


def _write_statements(ready: _Ready, out: Path, write: TableWriter) -> tuple[int, str, list[str]]:
    frame = find_statements(ready.claims, ready.documents, _ships())
    return write(frame, out), "statement", frame["origin"].unique(maintain_order=True).to_list()


def _write_entities(ready: _Ready, out: Path, write: TableWriter) -> tuple[int, str, list[str]]:
    del write
    entities = find_entities(ready.claims, ready.documents, _ships())
    _write(out, entity_lines(entities))
    statements = find_statements(ready.claims, ready.documents, _ships())
    return len(entities), "entity", statements["origin"].unique(maintain_order=True).to_list()


def _ships() -> frozenset[str]:
    """Give the names of listed ships, in small letters."""
    vessels = read_packaged("vessels")
    aliases = [alias for cell in vessels["aliases"].drop_nulls() for alias in cell.split("|")]
    return frozenset(name.strip().casefold() for name in (*vessels["name"], *aliases))


def _write_reviews(ready: _Ready, out: Path, write: TableWriter) -> tuple[int, str, list[str]]:
    del write
    told = with_words(ready.claims, ready.documents)
    # As printed: coarse days would give other verdicts.
    checks = with_short_quotes(find_checks(ready.public, facts_for_checks()))
    reviews = find_claim_reviews(checks, told, ready.documents, by=ready.by, on=ready.at.date())
    _write(out, review_document(reviews))
    ids = checks["claim_ids"].explode().drop_nulls().unique(maintain_order=True).to_list()
    return len(reviews), "review", ids


_WRITERS: dict[str, Callable[[_Ready, Path, TableWriter], tuple[int, str, list[str]]]] = {
    "ftm": _write_entities,
    "statements": _write_statements,
    "claimreview": _write_reviews,
    "csv": _write_claims,
    "parquet": _write_claims,
    "xlsx": _write_claims,
}


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


def _record(
    workspace: Workspace, done: Exported, own: pl.Series, out: Path, form: str, at: datetime
) -> None:
    """Store which of the workspace's claims went into a file, so that they can be called back."""
    ids = [claim_id for claim_id in done.claim_ids if claim_id in set(own)]
    if not ids:
        return
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    told = f"{digest}/{out.name}/{at.isoformat()}"
    about = {
        "export_id": f"export-{hashlib.sha256(told.encode()).hexdigest()[:ID_DIGITS]}",
        "file": out.name,
        "format": form,
        "sha256": digest,
        "exported_at": at,
    }
    rows = [about | {"claim_id": claim_id} for claim_id in ids]
    frame = pl.DataFrame(rows, schema=dtypes_of(CLAIM_EXPORTS), orient="row")
    store_rows(workspace, f"claims handed on: {len(ids)}", KIND, {"claim_exports": frame})
