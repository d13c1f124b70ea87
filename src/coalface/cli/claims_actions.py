"""What the commands that read and check claims do."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from coalface.claims.interviews import find_agreement
from coalface.claims.sensitivity import hide_protected
from coalface.cli.claims_options import Sensitivity
from coalface.cli.claims_views import (
    claims_view,
    contradictions_view,
    corrections_view,
    matrix_view,
)
from coalface.cli.printing import counted, deliver, print_json, progress, say
from coalface.cli.run_progress import run_progress
from coalface.cli.workspace_views import say_report
from coalface.errors import InputError
from coalface.pipeline.claim_checks import CheckRequest, check_claim_sets, record_checks
from coalface.pipeline.report_batches import extract_files, usual_executor
from coalface.pipeline.report_intake import ReportFacts, check_is_file, ingest_report
from coalface.sources.interviews import read_interviews
from coalface.sources.packaged_reports import INVENTED, example_files
from coalface.workspace import Workspace, default_folder

__all__ = [
    "extract_reports",
    "ingest_reports",
    "now",
    "report_facts",
    "show_contradictions",
    "show_corrections",
    "show_matrix",
]


def now() -> datetime:
    """Give the time, in UTC; everything below is handed it."""
    return datetime.now(UTC)


def report_facts(
    sensitivity: Sensitivity | None,
    published: date | None,
    publisher: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> ReportFacts:
    """Put together what the command line says of reports."""
    level = (sensitivity or Sensitivity.PUBLIC).value
    return ReportFacts(level, published, publisher, title, url)  # type: ignore[arg-type]


def extract_reports(
    files: Sequence[Path],
    facts: ReportFacts,
    workspace: Path | None,
    *,
    is_again: bool,
    shows_protected: bool,
    executor: str | None,
    as_json: bool,
    out: Path | None,
) -> bool:
    """Print what reports claim, or store it where a workspace is named; were all of them read?"""
    if workspace is not None and files:
        ingest_reports(files, facts, workspace, is_again=is_again, as_json=as_json)
        return True
    notes: tuple[str, ...] = ()
    with ExitStack() as stack, run_progress("reports") as tell:
        if not files:
            files, notes = stack.enter_context(example_files())[0], (INVENTED,)
        read = extract_files(
            files,
            facts,
            today=now().date(),
            executor=executor or usual_executor(len(files)),
            tell=lambda done, total: tell("extract", done, total),
        )
    if not read.found:
        raise InputError("\n".join(read.unread))
    for each in read.found:
        for note in each.notes:
            say(f"note: {note}")
    claims = pl.concat([each.claims for each in read.found]).unique(
        "claim_id", keep="first", maintain_order=True
    )
    shown = claims if shows_protected else hide_protected(claims)
    view = claims_view(shown, f"Claims of {counted(len(read.found), 'report')}", notes)
    deliver(shown, view, as_json=as_json, out=out, about={"banner": notes} if notes else None)
    for why in read.unread:
        say(f"not read: {why}")
    return not read.unread


def ingest_reports(
    files: Sequence[Path],
    facts: ReportFacts,
    workspace: Path | None,
    *,
    is_again: bool = False,
    as_json: bool = False,
) -> None:
    """Take reports into a workspace, one after the other."""
    if not files:
        raise InputError("which reports? Name files: .txt, .md, .html or .pdf.")
    for path in files:
        check_is_file(path)
    store = Workspace.make(workspace or default_folder())
    done = []
    with progress("reports") as tell:
        for path in files:
            tell(path.name)
            done.append(ingest_report(store, path, facts, at=now(), is_again=is_again))
    for report, notes in done:
        say_report(report)
        for note in notes:
            say(f"note: {note}")
    say("What they claim is proposed. `coalface claims review` lists it.")
    if as_json:
        print_json({"workspace": store.folder, "files": [asdict(r) for r, _ in done]})


def show_contradictions(
    request: CheckRequest, *, records: bool, as_json: bool, out: Path | None
) -> None:
    """Print what checks find, and store it where asked."""
    with progress("claims") as tell:
        found = check_claim_sets(replace(request, today=now().date()), tell=tell)
    if records:
        _record(request, found.contradictions.is_empty())
        record_checks(Workspace(request.folder or default_folder()), found)
    view = contradictions_view(found.contradictions, found.n_claims, found.notes)
    deliver(found.contradictions, view, as_json=as_json, out=out)


def show_corrections(request: CheckRequest, *, as_json: bool, out: Path | None) -> None:
    """Print slips in print."""
    with progress("claims") as tell:
        found = check_claim_sets(replace(request, today=now().date()), tell=tell)
    view = corrections_view(found.corrections, found.n_claims, found.notes)
    deliver(found.corrections, view, as_json=as_json, out=out)


def show_matrix(file: Path | None, *, as_json: bool, out: Path | None) -> None:
    """Print how far respondents agree."""
    with ExitStack() as stack:
        path = file or stack.enter_context(example_files())[1]
        found = read_interviews(path)
    agreement = find_agreement(found.answers)
    view = matrix_view(agreement, found.title, (found.notice,) if found.notice else ())
    about = {"title": found.title, "notice": found.notice}
    deliver(agreement, view, as_json=as_json, out=out, about=about)


def _record(request: CheckRequest, is_empty: bool) -> None:  # noqa: FBT001 - one caller
    if request.files:
        raise InputError("--record stores checks of a workspace's claims: name no files.")
    if is_empty:
        raise InputError("--record: no check warns or is high, so there is nothing to store.")
