"""Take reports in: read, extract what they claim, and store both, each content once."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Literal, TypeVar

import polars as pl

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims, extract_together
from coalface.claims.grades import with_default_grades
from coalface.errors import InputError
from coalface.pipeline.claim_names import claims_under_pseudonyms
from coalface.pipeline.claim_store import open_store
from coalface.pipeline.report_documents import document_of
from coalface.sources.reading import FileBatch
from coalface.sources.report_shapes import Report, read_web_address
from coalface.sources.reports import read_report
from coalface.tables.claims import check_claims
from coalface.tables.documents import DOCUMENT_NAMES, DOCUMENT_TEXTS, DOCUMENTS
from coalface.tables.rejects import no_rejects
from coalface.tables.schema import dtypes_of
from coalface.workspace import IngestReport, Origin, Workspace, describe_file

__all__ = [
    "KIND",
    "Extracted",
    "ReadReport",
    "ReportFacts",
    "Sensitivity",
    "check_is_file",
    "extract_file",
    "extract_reports",
    "ingest_report",
    "read_report_file",
]

T = TypeVar("T")
KIND = "reports"
ID_DIGITS = 12
GRACE = timedelta(days=1)  # where a day begins first, it is tomorrow elsewhere
Sensitivity = Literal["public", "restricted", "protected"]
Reader = Callable[[Path], Report]
Extractor = Callable[[Document], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What is known of a report beside its file; what is None is as the file says.

    Attributes:
        sensitivity: `public`, `restricted` or `protected`.
        published: Day of publication.
        publisher: Who published it.
        title: Its title.
        url: Its address.
    """

    sensitivity: Sensitivity = "public"
    published: date | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report as read, with what was known beside it.

    Attributes:
        document: The document, named by its content.
        url: Its address, or "".
        sensitivity: Of the report.
        notes: How the file was read; of a protected report none, as they could quote it.
    """

    document: Document
    url: str
    sensitivity: Sensitivity
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extracted:
    """A report as read, and what it claims.

    Attributes:
        document: The document, named by its content.
        url: Its address, or "".
        claims: Table `claims`, all of them proposed and ungraded.
        sensitivity: Of the report.
        notes: How the file was read; of a protected report none, as they could quote it.
    """

    document: Document
    url: str
    claims: pl.DataFrame
    sensitivity: Sensitivity
    notes: tuple[str, ...]


def extract_file(
    path: Path,
    facts: ReportFacts,
    *,
    today: date | None = None,
    read: Reader = read_report,
    extract: Extractor = extract_claims,
) -> Extracted:
    """Read a report and extract what it claims; nothing is stored.

    Args:
        path: The file.
        facts: What is known beside it.
        today: Refuse a day of publication after this one; not checked where None.
        read: Reads it.
        extract: Extracts claims.

    Raises:
        InputError: If it cannot be read. Of a protected report no word of the cause is told.
    """

    def extracted() -> Extracted:
        report = _read(path, facts, today, read)
        document = report.document
        claims = extract(document).with_columns(
            document_id=pl.lit(document.id),
            published=pl.lit(document.published, dtype=pl.Date),
        )
        return _with_claims([report], [claims])[0]

    return _cause_untold(path, facts, extracted)


def read_report_file(path: Path, facts: ReportFacts, today: date | None) -> ReadReport:
    """Read a report and extract nothing yet.

    Args:
        path: The file.
        facts: What is known beside it.
        today: As of `extract_file`.

    Raises:
        InputError: As of `extract_file`.
    """
    return _cause_untold(path, facts, lambda: _read(path, facts, today, read_report))


def extract_reports(reports: Sequence[ReadReport]) -> list[Extracted]:
    """Extract what some reports claim, in one go: each as `extract_file` gives it.

    Args:
        reports: Reports of one sensitivity, in any order, none of them twice.

    Raises:
        TableError: If rows of any of them are not as they should be.
    """
    tables = extract_together(report.document for report in reports)
    return _with_claims(reports, tables)


def check_is_file(path: Path) -> None:
    """Refuse a path that is none of a file, and say what it is.

    Raises:
        InputError: If it is a folder, a link to nothing, no plain file, or is not there.
    """
    if path.is_file():
        return
    if path.is_dir():
        raise InputError(f"{path}: is a folder, no report. Name the files in it.")
    if path.is_symlink():
        raise InputError(f"{path}: is a link to a file that is not there. Name the file itself.")
    if path.exists():
        raise InputError(f"{path}: is no plain file. Save what it holds to one.")
    raise InputError(f"{path}: there is no such file. Check the name and the folder.")


def document_id(sha256: str) -> str:
    """Name a document by its content, whatever its file is called."""
    return f"doc-{sha256[:ID_DIGITS]}"


def ingest_report(
    workspace: Workspace,
    path: Path,
    facts: ReportFacts,
    *,
    at: datetime,
    is_again: bool = False,
    read: Reader = read_report,
    extract: Extractor = extract_claims,
) -> tuple[IngestReport, tuple[str, ...]]:
    """Take one report into a workspace: its text, and what it claims, proposed for review.

    The same content under another name is stored once, with both names.

    Args:
        workspace: Where to.
        path: The file.
        facts: What is known beside it.
        at: When, in UTC: `recorded_at` of its claims.
        is_again: Read it once more, in place of the earlier reading. Claims that an analyst has
            acted on stay as they are.
        read: See `extract_file`.
        extract: See `extract_file`.

    Returns:
        What became of it, and how the file was read.

    Raises:
        InputError: If it cannot be read, or its content was forgotten and `is_again` is not set.
    """
    known = describe_file(path, KIND)
    # Its name may say who spoke: the list of ingests has the id only.
    origin = replace(known, file=f"report {document_id(known.sha256)}")

    notes: list[str] = []  # told, and not stored: they hold the name of the file

    def batches() -> Iterator[FileBatch]:
        found = extract_file(path, facts, today=at.date(), read=read, extract=extract)
        notes.extend(found.notes)
        yield from _batches(workspace, origin, path.name, found, at)

    report = workspace.ingest(origin, batches(), is_again=is_again)
    if not report.is_new:
        _add_name(workspace, document_id(known.sha256), path.name, at)
    return report, tuple(notes)


def _cause_untold(path: Path, facts: ReportFacts, do: Callable[[], T]) -> T:
    """Do something with a file; of a protected report no word is told of what was wrong."""
    check_is_file(path)
    try:
        return do()
    except Exception:
        if facts.sensitivity != "protected":
            raise
    raise InputError(
        f"{path.name}: this report could not be read. It is protected, so the cause is not told: "
        "it could quote the text. Read a copy as `--sensitivity restricted` without --workspace."
    )


def _read(path: Path, facts: ReportFacts, today: date | None, read: Reader) -> ReadReport:
    report = read(path)
    document = _with_facts(document_of(report), facts)
    _check_day(path.name, document.published, today)
    if facts.url and not read_web_address(facts.url):
        raise InputError(
            f"{path.name}: address {facts.url!r}: expected one that begins with http:// or "
            "https:// and holds no blank. Give it with --url as a browser shows it."
        )
    notes = () if facts.sensitivity == "protected" else report.notes
    return ReadReport(document, facts.url or report.url, facts.sensitivity, notes)


def _with_claims(reports: Sequence[ReadReport], tables: Sequence[pl.DataFrame]) -> list[Extracted]:
    """Grade and check the claims of all reports at once, which takes as long as those of one."""
    if not reports:
        return []
    claims = pl.concat(tables).with_columns(
        sensitivity=pl.lit(reports[0].sensitivity), review_state=pl.lit("proposed")
    )
    graded = with_default_grades(claims)
    check_claims(graded)  # here, where what an error says of a protected report is held back
    starts = accumulate((table.height for table in tables), initial=0)
    return [
        Extracted(
            one.document, one.url, graded.slice(start, its.height), one.sensitivity, one.notes
        )
        for one, its, start in zip(reports, tables, starts, strict=False)
    ]


def _check_day(name: str, published: date | None, today: date | None) -> None:
    if published is not None and today is not None and published > today + GRACE:
        raise InputError(
            f"{name}: published {published}, which is after today, {today}. Mend the day in the "
            "file, or give the right one with --published."
        )


def _with_facts(document: Document, facts: ReportFacts) -> Document:
    is_dated = facts.published is not None
    return replace(
        document,
        published=facts.published or document.published,
        published_basis="stated" if is_dated else document.published_basis,
        publisher=facts.publisher or document.publisher,
        title=facts.title or document.title,
    )


def _batches(
    workspace: Workspace, origin: Origin, name: str, found: Extracted, at: datetime
) -> Iterator[FileBatch]:
    document = found.document
    about = {
        "document_id": document.id,
        "sha256": origin.sha256,
        "title": document.title or None,
        "publisher": document.publisher or None,
        "published": document.published,
        "published_basis": document.published_basis,
        "url": found.url or None,
        "language": document.language or None,
        "sensitivity": found.sensitivity,
        "n_characters": len(document.text),
    }
    yield _batch("documents", pl.DataFrame([about], schema=dtypes_of(DOCUMENTS)))
    yield _batch("document_names", _name_rows(document.id, name, at))
    text = {"document_id": document.id, "text": document.text}
    yield _batch("document_texts", pl.DataFrame([text], schema=dtypes_of(DOCUMENT_TEXTS)))
    new = _unreviewed(workspace, found.claims).with_columns(recorded_at=pl.lit(at).cast(_INSTANT))
    if found.sensitivity != "public" and not new.is_empty():
        new = claims_under_pseudonyms(workspace, new, document.publisher)
    yield _batch("claims", new)


_INSTANT = pl.Datetime("us", "UTC")


def _unreviewed(workspace: Workspace, claims: pl.DataFrame) -> pl.DataFrame:
    reviewed = open_store(workspace).latest.filter(pl.col("reviewed_by").is_not_null())
    return claims.join(reviewed, on="claim_id", how="anti", maintain_order="left")


def _add_name(workspace: Workspace, name_of: str, name: str, at: datetime) -> None:
    store = open_store(workspace)
    if name_of not in store.documents["document_id"]:
        raise InputError(
            f"{name}: this content was in the workspace and was forgotten. To take it in again all "
            "the same, give --again."
        )
    is_own = pl.col("document_id") == name_of
    if name in store.names.filter(is_own)["name"]:
        return
    digest = hashlib.sha256(f"{name_of}/{name}".encode()).hexdigest()
    origin = Origin(file=f"another name of {name_of}", sha256=digest, n_bytes=0, kind="report name")
    rows = _name_rows(name_of, name, at)
    workspace.ingest(origin, (_batch("document_names", rows),), is_again=True)


def _name_rows(name_of: str, name: str, at: datetime) -> pl.DataFrame:
    row = {"document_id": name_of, "name": name, "recorded_at": at}
    return pl.DataFrame([row], schema=dtypes_of(DOCUMENT_NAMES))


def _batch(table: str, rows: pl.DataFrame) -> FileBatch:
    return FileBatch(table, rows, no_rejects(), rows.height)
