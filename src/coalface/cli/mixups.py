"""`coalface trade mixups`: South Korean trade that was probably booked under the North's code."""

from pathlib import Path
from typing import Annotated

import typer

from coalface.cli import options as o

__all__ = ["mixups"]


def mixups(
    *,
    source: Annotated[str | None, typer.Option(metavar="ID", help="Whose figures.")] = None,
    until: Annotated[int | None, typer.Option(metavar="YEAR", help="Last year to read.")] = None,
    top: Annotated[int, typer.Option(min=1, help="Cells to print.")] = 25,
    totals: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="Check these yearly totals (year, flow, value_usd, source_id) against KOTRA's.",
        ),
    ] = None,
    as_json: o.JsonOption = False,
    out: o.OutOption = None,
    workspace: o.WorkspaceOption = None,
    workspace_version: o.VersionOption = None,
) -> None:
    """Cells with the DPRK that were probably the Republic of Korea's, with reasons.

    Each cell of a workspace is weighed against its own history and the reporter's trade with the
    South in the same code; nothing is dropped. Below it, published sums over several years.
    With --totals, a file of yearly totals of the DPRK's trade is checked instead.
    """
    from coalface.cli.printing import deliver
    from coalface.cli.scale_views import mixups_view, summaries_view, totals_view
    from coalface.pipeline.whole_trade import check_totals_file, find_all_mixups

    if totals is not None:
        checked, n_left = check_totals_file(totals)
        about = {"n_without_kotra": n_left}
        deliver(checked, totals_view(checked, n_left), as_json=as_json, out=out, about=about)
        return
    answer = find_all_mixups(workspace, workspace_version, source_id=source, until=until)
    summed = (answer.summaries, summaries_view(answer.summaries))
    if answer.cells is None:
        deliver(*summed, as_json=as_json, out=out)
        return
    view = mixups_view(answer.cells, top)
    table = answer.cells.table
    deliver(table, view, as_json=as_json, out=out, more={"summaries": summed})
