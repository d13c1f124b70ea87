"""The mirror over a workspace, or over the packaged figures where there is none."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from coalface.brief.explanations import Explanation, explain
from coalface.errors import InputError, UnknownNumberError
from coalface.law import load_rulebook
from coalface.pipeline.facts import scan_flows, sole_sources, with_places
from coalface.sources.packaged import read_packaged
from coalface.trade.mirror import Mirror, estimate_mirror
from coalface.trade.mirror_numbers import (
    find_overlaps,
    mirror_numbers,
    period_words,
    select_cells,
)
from coalface.trade.mirror_shares import Breakdown, find_shares
from coalface.trade.revisions import GoodHistory, follow_good
from coalface.vocabulary.numbers import Number
from coalface.workspace import (
    Visible,
    Workspace,
    default_folder,
    is_workspace,
    keep_newest,
)

__all__ = [
    "MirrorAnswer",
    "MirrorQuestion",
    "explain_cell",
    "find_good_history",
    "find_mirror",
    "is_of_mirror",
]

SHOWN = 30
SHOWN_OVERLAPS = 3
HS6 = 6
CELL_ID = re.compile(r"mirror/(\w{3})-(\w{3})/(\d{6})/(\d{4})[-\d_]*/(fob_usd|mass_t)")
NO_PAIRS = (
    "No cell of this year stands in both sides' books: margins are the published ones of "
    "data/parameters/mirror.yml, and intervals rest on what reporters are taken for before any "
    "is judged. `coalface ingest` of UN Comtrade files of many reporters gives pairs."
)
PACKAGED_ONLY = (
    "There is no workspace: the packaged figures hold China's books of its trade with the DPRK and "
    "a few others', not the other side's. They can be brought to FOB by published margins, but "
    "nobody's reliability can be judged from them."
)


@dataclass(frozen=True, slots=True)
class MirrorQuestion:
    """Which cells are asked for; all reporters of the year are read whichever they are."""

    year: int | None = None
    reporter: str | None = None
    exporter: str | None = None
    importer: str | None = None
    hs: str = ""
    by: Breakdown | None = None


@dataclass(frozen=True, slots=True)
class MirrorAnswer:
    """Reconciled cells that were asked for, and what they were judged by.

    Attributes:
        year: Of the periods.
        cells: As `select_cells`.
        mirror: The whole of the year.
        numbers: The largest cells, each with its rows.
        shares: Parts by province or mode of transport, if asked for.
        notes: What a reader must know.
    """

    year: int
    cells: pl.DataFrame
    mirror: Mirror
    numbers: tuple[Number, ...]
    shares: pl.DataFrame | None
    notes: tuple[str, ...] = field(default=())


def find_mirror(
    question: MirrorQuestion, folder: Path | None = None, version: int | None = None
) -> MirrorAnswer:
    """Reconcile one year of trade and give the cells asked for.

    Args:
        question: Which cells.
        folder: The workspace; the platform's where None, if there is one; else packaged figures.
        version: Number of the last ingest to read; all where None.

    Raises:
        InputError: If there is no such trade.
    """
    flows, visible = _flows(folder, version)
    year = question.year or _latest_year(flows)
    mirror = estimate_mirror(flows, year=year)
    cells = select_cells(
        mirror.cells,
        state=question.reporter,
        exporter=question.exporter,
        importer=question.importer,
        hs_prefix=question.hs,
    )
    if cells.is_empty():
        raise InputError(
            f"no cell of {year} answers to what was asked, among {mirror.cells.height:,}. Codes of "
            "States are ISO 3166 alpha-3 (PRK, CHN); --hs takes the first digits of a code."
        )
    n_pairs = int(mirror.margins["n_pairs"].sum())
    notes = (*((PACKAGED_ONLY,) if visible is None else ()), *(() if n_pairs else (NO_PAIRS,)))
    notes = (*_overlaps(cells), *notes)
    shares = None
    if question.by is not None:
        shares = _shares(flows, visible, question, year)
    numbers = mirror_numbers(cells.head(SHOWN), flows, mirror.releases)
    return MirrorAnswer(year, cells, mirror, numbers, shares, notes)


def is_of_mirror(number_id: str) -> bool:
    """Say whether an id is that of a reconciled cell, of which `explain_cell` tells."""
    return number_id.startswith("mirror/")


def explain_cell(
    number_id: str, folder: Path | None = None, version: int | None = None
) -> Explanation:
    """Give value or mass of one reconciled cell with the rows of either side's books behind it.

    The rows are those that the cell was made of. Margin and reliability rest on all pairs of the
    year beside them.

    Args:
        number_id: As `mirror_numbers` gives it.
        folder: See `find_mirror`.
        version: See `find_mirror`.

    Raises:
        UnknownNumberError: If the mirror of that year has no such cell.
    """
    parts = CELL_ID.fullmatch(number_id)
    if parts is None:
        raise UnknownNumberError(
            f"{number_id!r} is no id of the mirror. They read "
            "mirror/EXPORTER-IMPORTER/HS6/PERIOD/fob_usd or .../mass_t, e.g. "
            "mirror/PRK-CHN/270111/2016/fob_usd, and stand in the JSON of `trade mirror`."
        )
    exporter, importer, code, year, _ = parts.groups()
    flows, visible = _flows(folder, version)
    mirror = estimate_mirror(flows, year=int(year))
    cells = select_cells(mirror.cells, exporter=exporter, importer=importer, hs_prefix=code)
    numbers = {n.id: n for n in mirror_numbers(cells, flows, mirror.releases)}
    if number_id not in numbers:
        raise UnknownNumberError(
            f"the mirror of {year} has no number {number_id!r}. Of that trade there are: "
            f"{', '.join(numbers) or 'none'}."
        )
    number = numbers[number_id]
    cited = flows.filter(pl.col("row_id").is_in(list(number.inputs))).collect(engine="streaming")
    tables = {"flows": cited, "sources": read_packaged("sources")}
    if visible is not None:
        workspace = Workspace(folder or default_folder(), version=version)
        sources = workspace.scan("sources", visible).collect()
        tables = {"flows": with_places(cited, visible), "sources": sole_sources(sources, visible)}
    return explain(number, tables.__getitem__, load_rulebook())


def find_good_history(
    code: str, *, first: str, last: str, hs_revision: str | None = None
) -> GoodHistory:
    """Follow a code of the HS through the packaged correspondence tables."""
    return follow_good(
        code,
        read_packaged("hs_concordance"),
        read_packaged("hs_nomenclature"),
        first=first,
        last=last,
        hs_revision=hs_revision,
    )


def _overlaps(cells: pl.DataFrame) -> tuple[str, ...]:
    """Say which cells hold parts of others, so that nobody adds them up."""
    found = find_overlaps(cells)
    named = [
        f"HS {code} {exporter}-{importer}, {period_words(start, end)} and "
        f"{period_words(whole_start, whole_end)}"
        for exporter, importer, code, start, end, whole_start, whole_end in found.head(
            SHOWN_OVERLAPS
        ).iter_rows()
    ]
    if not named:
        return ()
    more = f"; and {found.height - len(named):,} more" if found.height > len(named) else ""
    return (
        "Periods overlap: the cells hold the same trade in part, never add them up "
        f"({'; '.join(named)}{more}).",
    )


def _flows(folder: Path | None, version: int | None) -> tuple[pl.LazyFrame, Visible | None]:
    chosen = folder or default_folder()
    if folder is None and not is_workspace(chosen):
        return read_packaged("flows").lazy(), None
    workspace = Workspace(chosen, version=version)
    visible = workspace.see()
    return scan_flows(workspace, visible), visible


def _latest_year(flows: pl.LazyFrame) -> int:
    is_good = pl.col("hs_code").cast(pl.String).str.contains(rf"^\d{{{HS6},}}$")
    is_side = pl.col("flow").cast(pl.String).is_in(["import", "export"])
    latest = flows.filter(is_good & is_side).select(pl.col("period_start").dt.year().max())
    year = latest.collect().item()
    if year is None:
        raise InputError(
            "no trade at six digits of the HS. Ingest files of reporters (comtrade, gacc)."
        )
    return int(year)


def _shares(
    flows: pl.LazyFrame, visible: Visible | None, question: MirrorQuestion, year: int
) -> pl.DataFrame:
    assert question.by is not None
    rows = flows.filter(pl.col("period_start").dt.year() == year)
    reporter, partner = (pl.col(c).cast(pl.String) for c in ("reporter", "partner"))
    is_import = pl.col("flow").cast(pl.String) == "import"
    sides = {
        "exporter": pl.when(is_import).then(partner).otherwise(reporter),
        "importer": pl.when(is_import).then(reporter).otherwise(partner),
    }
    for name, side in sides.items():
        if (code := getattr(question, name)) is not None:
            rows = rows.filter(side == code)
    if question.reporter is not None:
        rows = rows.filter(reporter == question.reporter)
    code = pl.col("hs_code").cast(pl.String)
    asked = rows.filter(code.str.starts_with(question.hs)).collect(engine="streaming")
    newest = asked if visible is None else keep_newest(asked, visible)
    return find_shares(newest, question.by, hs_prefix=question.hs)
