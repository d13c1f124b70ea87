"""Check claims: those of files, of a workspace, or the packaged ones."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from coalface.claims.checks import find_checks
from coalface.claims.reported import (
    SHOWN,
    find_contradictions,
    find_corrections,
    hold_back,
    with_words,
)
from coalface.claims.sensitivity import closest, hide_protected, hide_words
from coalface.pipeline.claim_store import store_rows
from coalface.pipeline.facts import PACKAGED_FACTS, PACKAGED_KIND, Facts, open_facts
from coalface.pipeline.report_intake import ReportFacts, Sensitivity, extract_file
from coalface.pipeline.reports import ClaimSet, facts_for_checks, gather_claims
from coalface.tables.documents import DOCUMENTS
from coalface.tables.schema import dtypes_of
from coalface.workspace import IngestReport, Workspace, default_folder, is_workspace

__all__ = ["CheckRequest", "CheckedClaims", "check_claim_sets", "open_claims", "record_checks"]

STANDING = ("proposed", "edited", "confirmed")
KIND = "checks"


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """Which claims to check.

    Attributes:
        files: Reports to be read; where there are none, the packaged claims and a workspace's.
        folder: The workspace; the platform's where None, if there is one.
        as_of: Leave out documents published after this day.
        is_confirmed: Only claims that an analyst has confirmed.
        with_quiet: Give checks too that find nothing wrong.
        sensitivity: Of the files.
        today: Refuse files published later; not checked where None.
        version: Number of the workspace's last ingest to read; all where None.
    """

    files: tuple[Path, ...] = ()
    folder: Path | None = None
    as_of: date | None = None
    is_confirmed: bool = False
    with_quiet: bool = False
    sensitivity: str = "public"
    today: date | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class CheckedClaims:
    """What checks found; no word of a claim that is not public is in it.

    Of restricted claims figures stand in our words, of protected ones nothing.

    Attributes:
        contradictions: Checks, the gravest first, with `statements` and `states` of their claims
            and the closest `sensitivity` among them.
        corrections: Slips in print, with `sensitivity` likewise.
        n_claims: Claims that were checked.
        notes: What a reader must know.
    """

    contradictions: pl.DataFrame
    corrections: pl.DataFrame
    n_claims: int
    notes: tuple[str, ...]


def open_claims(folder: Path | None, version: int | None = None) -> Workspace | None:
    """Open a workspace, or none where none is named and the platform's folder is none."""
    if folder is None and version is None and not is_workspace(default_folder()):
        return None
    return Workspace(folder or default_folder(), version=version)


def check_claim_sets(
    request: CheckRequest, *, tell: Callable[[str], None] = lambda _: None
) -> CheckedClaims:
    """Check the claims that a request names.

    Args:
        request: Which claims.
        tell: Is told what is being done.
    """
    workspace = None if request.files else open_claims(request.folder, request.version)
    gathered = _gather(request, workspace, tell)
    tell("checks")
    states = ("confirmed",) if request.is_confirmed else STANDING
    standing = gathered.claims.filter(pl.col("review_state").is_in(states))
    checks = find_checks(standing, facts_for_checks(_facts(workspace)))
    if not request.with_quiet:
        checks = checks.filter(pl.col("level").is_in(SHOWN))
    closed = standing.filter(pl.col("sensitivity") == "protected")["claim_id"]
    told = with_words(hide_words(hide_protected(standing)), gathered.documents)
    shown = hold_back(checks, closed)
    n_proposed = standing.filter(pl.col("review_state") != "confirmed").height
    notes = [f"{n_proposed:,} of {standing.height:,} claims are not confirmed."] * bool(n_proposed)
    levels = _levels(shown, standing)
    return CheckedClaims(
        _with_states(find_contradictions(shown, told), standing).with_columns(levels),
        find_corrections(shown, told).with_columns(levels),
        standing.height,
        tuple(notes),
    )


def record_checks(workspace: Workspace, found: CheckedClaims) -> IngestReport:
    """Store what checks found in place of what was stored before; earlier versions keep that."""
    rows = found.contradictions.drop("statements", "states", "sensitivity")
    return store_rows(workspace, "checks of claims", KIND, {"checks": rows}, is_release=True)


def _gather(
    request: CheckRequest, workspace: Workspace | None, tell: Callable[[str], None]
) -> ClaimSet:
    if not request.files:
        return gather_claims(workspace, request.as_of)
    facts = ReportFacts(sensitivity=_level(request.sensitivity))
    parts, documents = [], []
    for path in request.files:
        tell(path.name)
        found = extract_file(path, facts, today=request.today)
        document = found.document
        parts.append(found.claims)
        about = {"document_id": document.id, "publisher": document.publisher or path.name,
                 "published": document.published, "published_basis": document.published_basis,
                 "title": document.title or None, "sensitivity": request.sensitivity}  # fmt: skip
        documents.append(about)
    frame = pl.DataFrame(documents, schema=dtypes_of(DOCUMENTS), orient="row")
    both = pl.concat(parts).unique("claim_id", keep="first", maintain_order=True)
    return ClaimSet(both, frame.unique("document_id", keep="first", maintain_order=True))


def _level(text: str) -> Sensitivity:
    levels: dict[str, Sensitivity] = {
        "public": "public",
        "restricted": "restricted",
        "protected": "protected",
    }
    return levels[text]


def _facts(workspace: Workspace | None) -> Facts:
    if workspace is None or PACKAGED_KIND not in workspace.see().read["kind"]:
        return PACKAGED_FACTS
    return open_facts(workspace.folder)


def _levels(checks: pl.DataFrame, claims: pl.DataFrame) -> pl.Expr:
    """Give `sensitivity` of checks, by their ids: the closest among their claims."""
    level = dict(claims.select("claim_id", "sensitivity").iter_rows())
    pairs = checks.select("check_id", "claim_ids").iter_rows()
    of_checks = {check: closest(level[i] for i in ids) for check, ids in pairs}
    found = pl.col("check_id").replace_strict(of_checks, default=None, return_dtype=pl.String)
    return found.alias("sensitivity")


def _with_states(checks: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    states = dict(claims.select("claim_id", "review_state").iter_rows())
    found = [[states[i] for i in ids] for ids in checks["claim_ids"]]
    return checks.with_columns(states=pl.Series(found, dtype=pl.List(pl.String)))
