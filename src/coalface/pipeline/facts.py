"""Where the tables of an analysis come from: the packaged facts, or a user's workspace."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import polars as pl

from coalface.brief.model import InputFile
from coalface.errors import WorkspaceError
from coalface.pipeline.claimed_prices import claimed_prices, claimed_sources, is_told
from coalface.sources.packaged import PACKAGED, read_digest, read_packaged
from coalface.workspace import Visible, Workspace, default_folder, is_workspace, keep_newest

__all__ = [
    "PACKAGED_FACTS",
    "PACKAGED_KIND",
    "Facts",
    "open_facts",
    "scan_flows",
    "sole_sources",
    "with_places",
]

PACKAGED_KIND = "packaged"
COUNTRY = "PRK"
PARTS = ("reporter_region", "trade_mode", "transport_mode")
MONTHS_A_YEAR = 12
#: Tables to which the workspace's confirmed claims add rows, each with the claim as its source.
FROM_CLAIMS = {"prices": claimed_prices, "sources": claimed_sources}
DIGEST_DIGITS = 12  # shown beside a figure; the history has them all


@dataclass(frozen=True, slots=True)
class Facts:
    """The tables that analyses are handed.

    Attributes:
        read: Gives a table by name.
        list_inputs: Gives what the run record names of some tables: files with their digests.
        parameters: What else the run record names.
        notes: What a reader must know of what was left out.
        workspace: The workspace that they come from, or None.
    """

    read: Callable[[str], pl.DataFrame]
    list_inputs: Callable[[list[str]], tuple[InputFile, ...]]
    parameters: tuple[tuple[str, str], ...] = ()
    notes: Callable[[], tuple[str, ...]] = tuple
    workspace: Workspace | None = None


def _packaged_inputs(names: list[str]) -> tuple[InputFile, ...]:
    return tuple(InputFile(n, read_digest(n), len(read_packaged(n))) for n in names)


#: What is installed with coalface: published figures as far as they were found.
PACKAGED_FACTS = Facts(read_packaged, _packaged_inputs)


def open_facts(folder: Path | None = None, version: int | None = None) -> Facts:
    """Open a workspace's tables, or the packaged ones where there is no workspace.

    Of users' files the analyses of one country's brief get the figures with that country on
    either side, of each figure the newest release, and totals only: figures by province, customs
    regime or mode of transport are parts of others, and are counted in `notes`.

    Args:
        folder: The workspace; the platform's folder where None, if there is one.
        version: Number of the last ingest to read; all where None.

    Raises:
        WorkspaceError: If the folder is no workspace, or holds no packaged facts.
    """
    if folder is None:
        folder = default_folder()
        if not is_workspace(folder):
            if version is not None:
                raise WorkspaceError(
                    f"--workspace-version {version}: there is no workspace at {folder}. "
                    "Name one with --workspace DIR."
                )
            return PACKAGED_FACTS
    workspace = Workspace(folder, version=version)
    visible = workspace.see()
    if PACKAGED_KIND not in visible.read["kind"].to_list():
        raise WorkspaceError(
            f"{folder}, version {visible.version}, holds no packaged facts, which hold the "
            "prices, rates and estimates of every analysis. Run `coalface workspace "
            f"import-packaged --workspace {folder}` first."
        )
    read = cache(partial(_read, workspace, visible))
    return Facts(
        read=read,
        list_inputs=lambda _: _list_inputs(workspace, visible),
        parameters=(("workspace_version", str(visible.version)),),
        notes=lambda: _notes(workspace, visible),
        workspace=workspace,
    )


def scan_flows(workspace: Workspace, visible: Visible) -> pl.LazyFrame:
    """Give table `flows` of a workspace with `ingest`, the number of the ingest of each row."""
    numbers = dict(visible.read.select("ingest_id", "ingest").iter_rows())
    ingest = pl.col("ingest_id").replace_strict(numbers, return_dtype=pl.Int64)
    return workspace.scan("flows", visible).with_columns(ingest=ingest)


def _read(workspace: Workspace, visible: Visible, name: str) -> pl.DataFrame:
    """Read one table as analyses take it: the columns of the packaged one."""
    rows = workspace.scan(name, visible)
    if name == "flows":
        own = rows.filter(_is_packaged(visible) | (_has_country() & ~_is_part()))
        frame = keep_newest(own.collect(), visible).with_columns(dataset=_dataset())
    else:
        frame = keep_newest(rows.collect(), visible)
    if "locator" in frame.columns:
        frame = with_places(frame, visible)
    if name == "sources":
        frame = sole_sources(frame, visible)
    frame = frame.select([column.name for column in PACKAGED[name].table.columns])
    return pl.concat([frame, FROM_CLAIMS[name](workspace)]) if name in FROM_CLAIMS else frame


def _is_packaged(visible: Visible) -> pl.Expr:
    ids = visible.read.filter(pl.col("kind") == PACKAGED_KIND)["ingest_id"].to_list()
    return pl.col("ingest_id").is_in(ids)


def _has_country() -> pl.Expr:
    return pl.any_horizontal(
        pl.col(name).str.contains(COUNTRY, literal=True) for name in ("reporter", "partner")
    )


def _is_part() -> pl.Expr:
    return pl.any_horizontal(pl.col(name).is_not_null() for name in PARTS)


def _dataset() -> pl.Expr:
    """Say of an ingested figure what packaged ones say: of a year, a month or another period."""
    start, end = pl.col("period_start"), pl.col("period_end")
    years, months = end.dt.year() - start.dt.year(), end.dt.month() - start.dt.month()
    n_months = years * MONTHS_A_YEAR + months
    is_year = (n_months == MONTHS_A_YEAR) & (start.dt.month() == 1) & (start.dt.day() == 1)
    return (
        pl.when(pl.col("dataset") != "ingested")
        .then("dataset")
        .when(is_year)
        .then(pl.lit("annual"))
        .when(n_months == 1)
        .then(pl.lit("monthly"))
        .otherwise(pl.lit("period"))
    )


def with_places(frame: pl.DataFrame, visible: Visible) -> pl.DataFrame:
    """Name beside the place in a user's file the file itself, its digest and its release."""
    files = visible.read.filter(pl.col("kind") != PACKAGED_KIND).select(
        "ingest_id", "file", digest=pl.col("sha256").str.head(DIGEST_DIGITS)
    )
    release = pl.when(pl.col("vintage").is_not_null()).then(
        pl.concat_str(pl.lit(", release "), "vintage")
    )
    place = pl.concat_str(
        "file",
        pl.lit(", "),
        "locator",
        release.fill_null(""),
        pl.lit(", SHA-256 "),
        "digest",
    )
    joined = frame.join(files, on="ingest_id", how="left", maintain_order="left")
    return joined.with_columns(locator=pl.coalesce(place, "locator"))


def sole_sources(sources: pl.DataFrame, visible: Visible) -> pl.DataFrame:
    """Keep one row a publication: the packaged one, else that of the first file."""
    in_order = visible.read.select("ingest_id", "ingest")
    ranked = sources.with_columns(is_packaged=_is_packaged(visible)).join(
        in_order, on="ingest_id", how="left", maintain_order="left"
    )
    first = ranked.sort("is_packaged", "ingest", descending=[True, False], maintain_order=True)
    return first.unique("source_id", keep="first", maintain_order=True)


def _list_inputs(workspace: Workspace, visible: Visible) -> tuple[InputFile, ...]:
    told = visible.read.filter(is_told(workspace, visible))
    files = told.select("file", "sha256", "n_rows").iter_rows()
    return tuple(InputFile(*file) for file in files)


def _notes(workspace: Workspace, visible: Visible) -> tuple[str, ...]:
    own = workspace.scan("flows", visible).filter(~_is_packaged(visible) & _has_country())
    n_parts = own.filter(_is_part()).select(pl.len()).collect().item()
    if not n_parts:
        return ()
    return (
        f"{n_parts:,} ingested figures by province, customs regime or mode of transport are parts "
        "of other figures and are not in these series.",
    )
