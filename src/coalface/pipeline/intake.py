"""Take users' files, and the packaged facts, into a workspace."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path

import polars as pl

from coalface import __version__
from coalface.errors import InputError
from coalface.pipeline.facts import PACKAGED_KIND
from coalface.sources.baci import facts_in_name
from coalface.sources.kinds import KINDS, find_kind, read_file
from coalface.sources.option_checks import settle_options
from coalface.sources.packaged import PACKAGED, read_digest, read_packaged
from coalface.sources.publishers import PUBLISHERS, read_publisher
from coalface.sources.reading import FileBatch, ReadOptions
from coalface.tables.rejects import no_rejects
from coalface.tables.schema import dtypes_of
from coalface.tables.sources import SOURCES
from coalface.workspace import IngestReport, Origin, Workspace, describe_file, find_undated

__all__ = ["import_packaged", "ingest_file"]

#: Options that do not make a file another one: how much is held at a time, and the day.
OF_NO_MEANING = {"block_bytes", "batch_rows", "read_on"}
BACI = "baci"  # the one kind whose name says what stands in no record
Tell = Callable[[int], None]


def ingest_file(
    workspace: Workspace,
    path: Path,
    kind: str | None = None,
    options: ReadOptions | None = None,
    *,
    is_again: bool = False,
    tell: Tell = lambda _: None,
) -> tuple[IngestReport, tuple[str, ...]]:
    """Take one file into a workspace, whole or not at all.

    Args:
        workspace: Where to.
        path: The file.
        kind: A key of `coalface.sources.kinds.KINDS`; found from the file where None.
        options: What the file does not say.
        is_again: Take it in once more, in place of the earlier ingest.
        tell: Is told the number of records read so far.

    Returns:
        What became of it, and what a reader should know of how it was read.

    Raises:
        InputError: If the file cannot be read, or its kind cannot be told.
        WorkspaceError: If the workspace cannot be written.
    """
    if not path.is_file():
        raise InputError(f"{path}: there is no such file. Check the name and the folder.")
    kind = kind or find_kind(path)
    if kind not in KINDS:
        raise InputError(f"{kind!r} is no kind of file; there are: {', '.join(sorted(KINDS))}.")
    options = settle_options(path, kind, options or ReadOptions())
    origin = describe_file(
        path, kind, (facts_in_name(path) if kind == BACI else {}) | _told_options(options)
    )
    notes: dict[str, None] = {}
    batches = _with_sources(_noting(read_file(path, kind, options), notes), origin)
    report = workspace.ingest(origin, batches, tell=tell, is_again=is_again)
    if report.is_new:
        notes |= dict.fromkeys(_note_undated(workspace, report))
    return report, tuple(notes)


def import_packaged(workspace: Workspace, *, tell: Tell = lambda _: None) -> IngestReport:
    """Take the packaged facts into a workspace as one ingest, which replaces earlier ones.

    Rows keep their ids, so that every number of the brief keeps its inputs.

    Args:
        workspace: Where to.
        tell: Is told the number of rows read so far.
    """
    digests = {name: read_digest(name) for name in sorted(PACKAGED)}
    told = json.dumps(digests).encode()
    origin = Origin(
        file=f"packaged facts of coalface {__version__}",
        sha256=hashlib.sha256(told).hexdigest(),
        n_bytes=len(told),
        kind=PACKAGED_KIND,
        is_release=True,
    )
    batches = (_packaged_batch(name) for name in PACKAGED)
    return workspace.ingest(origin, batches, tell=tell)


def _packaged_batch(name: str) -> FileBatch:
    rows = read_packaged(name)
    return FileBatch(name, rows, no_rejects(), rows.height)


def _told_options(options: ReadOptions) -> dict[str, str]:
    """Give the options that change what is read, as text; of a file its digest."""
    default = ReadOptions()
    told = {}
    for field in fields(ReadOptions):
        value = getattr(options, field.name)
        if field.name not in OF_NO_MEANING and value != getattr(default, field.name):
            told[field.name] = _as_text(value)
    return told


def _note_undated(workspace: Workspace, report: IngestReport) -> Iterator[str]:
    """Say that releases are ordered by ingest, where a source of this file has no date on some."""
    visible = workspace.see()
    own = visible.ingests.filter(pl.col("ingest") == report.ingest)["vintages"].item()
    sources = {source for pairs in json.loads(own).values() for source, _ in pairs}
    for source in find_undated(visible):
        if source in sources:
            yield (
                f"of {source} some files say when they were released (--vintage) and some do not: "
                "of each figure the file that was taken in last is read as the newest"
            )


def _as_text(value: object) -> str:
    if isinstance(value, Path):
        return f"{value.name}, SHA-256 {hashlib.sha256(value.read_bytes()).hexdigest()}"
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)


def _noting(batches: Iterable[FileBatch], notes: dict[str, None]) -> Iterator[FileBatch]:
    for batch in batches:
        notes |= dict.fromkeys(batch.notes)
        yield batch


def _with_sources(batches: Iterable[FileBatch], origin: Origin) -> Iterator[FileBatch]:
    """Hand batches on, and after them a row of `sources` for each publication they name."""
    named: set[str] = set()
    told: set[str] = set()
    for batch in batches:
        if "source_id" in batch.rows.columns:
            ids = set(batch.rows["source_id"].drop_nulls().unique().to_list())
            (told if batch.table == "sources" else named).update(ids)
        yield batch
    rows = [_source_row(source_id, origin) for source_id in sorted(named - told)]
    if rows:
        yield FileBatch("sources", pl.DataFrame(rows, dtypes_of(SOURCES)), no_rejects(), 0)


def _source_row(source_id: str, origin: Origin) -> dict[str, str | None]:
    row: dict[str, str | None] = {"row_id": source_id, "source_id": source_id, "kind": "dataset"}
    if source_id not in PUBLISHERS:
        return row | {"title": f"{source_id}, file {origin.file}", "publisher": source_id}
    known = read_publisher(source_id)
    about = {"title": known.title, "publisher": known.publisher, "url": known.url}
    return row | about | {"kind": known.kind}
