"""The questions that are put to all the trade of a workspace at once, however large it is."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from coalface.errors import WorkspaceError
from coalface.law import load_rulebook
from coalface.pipeline.facts import scan_flows
from coalface.sources.country_totals import read_country_totals
from coalface.sources.packaged import read_packaged
from coalface.trade.level_shifts import LevelShifts, ShiftQuestion, find_level_shifts
from coalface.trade.mixup_summaries import weigh_summaries
from coalface.trade.mixup_totals import check_totals
from coalface.trade.mixups import Mixups, find_mixups
from coalface.trade.quantities import impute_masses
from coalface.trade.shift_standing import with_standing
from coalface.trade.unit_values import (
    UnitValueQuestion,
    UnitValues,
    find_unit_values,
    yearly_rows,
)
from coalface.workspace import Workspace, default_folder, is_workspace

__all__ = [
    "MixupAnswer",
    "check_totals_file",
    "find_all_mixups",
    "find_all_shifts",
    "find_all_unit_values",
]

NEEDS = (
    "this question takes the trade of many years: ingest some (`coalface ingest`) and name the "
    "workspace with --workspace DIR."
)


@dataclass(frozen=True, slots=True)
class MixupAnswer:
    """Cells of the workspace, if there is one, and published sums, weighed."""

    cells: Mixups | None
    summaries: pl.DataFrame


def find_all_shifts(
    question: ShiftQuestion, folder: Path | None = None, version: int | None = None
) -> tuple[LevelShifts, pl.DataFrame]:
    """Find level shifts in a workspace, and their table with what the law said that year.

    Raises:
        WorkspaceError: If there is no workspace.
        InputError: If its trade cannot answer.
    """
    found = find_level_shifts(_flows(folder, version), question)
    return found, with_standing(found.table, load_rulebook())


def find_all_mixups(
    folder: Path | None = None,
    version: int | None = None,
    *,
    source_id: str | None = None,
    until: int | None = None,
) -> MixupAnswer:
    """Find probable mix-ups of the Koreas in a workspace, and among the packaged sums."""
    summaries = weigh_summaries(read_packaged("mirror_quality"), read_packaged("flows"))
    if folder is None and not is_workspace(default_folder()):
        return MixupAnswer(None, summaries)
    cells = find_mixups(_flows(folder, version), source_id=source_id, until=until)
    return MixupAnswer(cells, summaries)


def check_totals_file(path: Path) -> tuple[pl.DataFrame, int]:
    """Set a file's yearly totals of the DPRK's trade against KOTRA's packaged ones.

    Returns:
        The totals that could be set against one, and how many could not: none is packaged of
        their year or one near it.

    Raises:
        InputError: If the file cannot be read.
    """
    totals = read_country_totals(path)
    checked = check_totals(totals, read_packaged("flows"))
    return checked, totals.n_unique() - len(checked)


def find_all_unit_values(
    question: UnitValueQuestion,
    folder: Path | None = None,
    version: int | None = None,
    *,
    is_imputed: bool = False,
) -> tuple[UnitValues, pl.DataFrame | None]:
    """Find unit values in a workspace; with `is_imputed` also masses filled in, marked."""
    flows = _flows(folder, version)
    found = find_unit_values(flows, question)
    if not is_imputed:
        return found, None
    filled = impute_masses(yearly_rows(flows, found.book, hs_prefix=question.hs_prefix))
    asked = filled.filter("is_imputed")
    for side in ("exporter", "importer"):
        if (party := getattr(question, side)) is not None:
            asked = asked.filter(pl.col(side) == party)
    return found, asked


def _flows(folder: Path | None, version: int | None) -> pl.LazyFrame:
    chosen = folder or default_folder()
    if folder is None and not is_workspace(chosen):
        raise WorkspaceError(f"there is no workspace at {chosen}; {NEEDS}")
    workspace = Workspace(chosen, version=version)
    return scan_flows(workspace, workspace.see())
