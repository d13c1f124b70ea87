"""What a reader sees of a workspace: its tables, its history, what an ingest or a check found."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import polars as pl

from coalface.cli.printing import View, counted, say
from coalface.pipeline.ages import Age
from coalface.workspace import IngestReport, Visible, Workspace
from coalface.workspace.reports import Verified

__all__ = [
    "ages_table",
    "ages_view",
    "history_table",
    "history_view",
    "info_view",
    "say_rejects",
    "say_report",
    "verified_view",
]

MEGABYTE = 1e6
DIGEST_DIGITS = 12
MAX_PRINTED_REJECTS = 10
MAX_PRINTED_FAULTS = 50


def info_view(workspace: Workspace, sizes: pl.DataFrame, visible: Visible) -> View:
    """Give what is printed of the tables of a workspace."""
    n_replaced = visible.ingests.height - visible.read.height
    on_disk = workspace.n_bytes_on_disk() / MEGABYTE
    notes = [
        f"{counted(visible.read.height, 'ingest')} read, {n_replaced:,} replaced by newer ones; "
        f"{on_disk:,.1f} MB on disk with logs and what is no longer read."
    ]
    if not sizes.height:
        notes.append("Empty: `coalface ingest FILE` or `coalface workspace import-packaged`.")
    return View(
        f"Workspace {workspace.folder}, version {visible.version}",
        ("!Table", ">Rows", ">Ingests", ">Files", ">MB"),
        [
            (name, f"{n_rows:,}", f"{n_ingests:,}", f"{n_files:,}", f"{size / MEGABYTE:,.2f}")
            for name, n_rows, n_files, size, n_ingests in sizes.iter_rows()
        ],
        tuple(notes),
    )


def history_table(visible: Visible) -> pl.DataFrame:
    """Give the ingests as a flat table."""
    return visible.ingests.drop("attempt", "key")


def history_view(workspace: Workspace, visible: Visible) -> View:
    """Give what is printed of the ingests: file, kind, rows, rejects, vintages, digest."""
    rows = [
        (
            str(row["ingest"]),
            f"{row['file']} (replaced)" if row["is_replaced"] else row["file"],
            row["kind"],
            f"{row['n_rows']:,}",
            f"{row['n_rejected']:,}",
            _vintages(row["vintages"], row["kind"]),
            row["sha256"][:DIGEST_DIGITS],
            f"{row['completed_at']:%Y-%m-%d %H:%M}",
        )
        for row in visible.ingests.iter_rows(named=True)
    ]
    heads = (
        ">Ingest",
        "File",
        "Kind",
        ">Records",
        ">Rejected",
        "~Releases",
        "~SHA-256",
        "~At (UTC)",
    )
    notes = ("--json has whole digests, options, and rows by table.",)
    return View(f"Ingests of {workspace.folder}", heads, rows, notes)


def verified_view(workspace: Workspace, found: Verified) -> View:
    """Give what is printed of a check."""
    size = found.n_bytes / MEGABYTE
    read = f"{counted(found.n_files, 'file')} of {counted(found.n_ingests, 'ingest')}"
    state = "all as they were written" if not found.faults else f"{len(found.faults):,} faults"
    notes = [f"{read} read again ({size:,.1f} MB): {state}."]
    if found.faults:
        notes.append(
            "Put the folder back from a copy, or ingest the named files with --again: the new "
            "ingest then stands for the broken one."
        )
    if found.leftovers:
        left = counted(len(found.leftovers), "attempt")
        notes.append(f"{left} died and left files that nobody reads; --mend takes them away.")
    return View(
        f"Check of {workspace.folder}",
        (">Ingest", "File", "Table", "What is wrong"),
        [(str(f.ingest), f.file, f.table, f.what) for f in found.faults[:MAX_PRINTED_FAULTS]],
        tuple(notes),
    )


def ages_table(rows: Sequence[Age]) -> pl.DataFrame:
    """Give what is old as a flat table."""
    text = dict.fromkeys(("table", "id", "look_at"), pl.String())
    schema = {"table": text["table"], "id": text["id"], "last_on": pl.Date(), "months": pl.Int64()}
    return pl.DataFrame([asdict(row) for row in rows], schema=schema | {"look_at": pl.String()})


def ages_view(rows: Sequence[Age], day: date, months: int) -> View:
    """Give what is printed of what is old."""
    return View(
        f"Of these nothing newer is known than {months} months before {day}",
        ("Table", "Rule or series", ">Last known", ">Months", "~Look at"),
        [
            (a.table, a.id, str(a.last_on or "no date"), f"{a.months or 0:,}", a.look_at)
            for a in rows
        ],
        (
            "Of a rule: the newest date among its own and its sources'. Of a series: the last day "
            "of its last period. Listed does not mean changed; nothing was fetched.",
        ),
    )


def say_report(report: IngestReport) -> None:
    """Say on stderr what became of a file."""
    if not report.is_new:
        say(f"{report.file}: already there, as ingest {report.ingest}; nothing was done.")
        return
    rows = ", ".join(f"{n:,} {t}" for t, n in report.counts.items() if t != "rejects")
    rate = report.n_rows / report.seconds if report.seconds else 0
    say(
        f"{report.file}: ingest {report.ingest} ({report.kind}): {rows} from "
        f"{counted(report.n_rows, 'record')} in {report.seconds:,.1f} s ({rate:,.0f} a second)."
    )


def say_rejects(workspace: Workspace, report: IngestReport) -> None:
    """Say on stderr which records were not taken in, the first ones one by one."""
    if not report.is_new or not report.n_rejected:
        return
    say(f"{report.file}: {counted(report.n_rejected, 'record')} not taken in:")
    own = workspace.scan("rejects").filter(pl.col("ingest_id") == report.ingest_id)
    for row in own.head(MAX_PRINTED_REJECTS).collect().iter_rows(named=True):
        where = f"row {row['row']}" if row["row"] is not None else "file"
        what = f"{row['reason']}; found {row['found']!r}, expected {row['expected']}"
        say(f"  {where}, {row['column']}: {what}")
    n_lines = report.counts.get("rejects", 0)
    if n_lines > MAX_PRINTED_REJECTS:
        say(f"  ... and {n_lines - MAX_PRINTED_REJECTS:,} more, in table `rejects`.")


def _vintages(text: str, kind: str) -> str:
    """List the releases of a file; the packaged facts have hundreds."""
    if kind == "packaged":
        return "as published"
    pairs = {tuple(pair) for pairs in json.loads(text).values() for pair in pairs}
    return "; ".join(f"{source} {release}".strip() for source, release in sorted(pairs))
