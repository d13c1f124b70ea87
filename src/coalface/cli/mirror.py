"""`coalface trade mirror`: the same trade in the books of both sides, reconciled."""

from typing import Annotated, Literal

import typer

from coalface.cli.options import JsonOption, OutOption, VersionOption, WorkspaceOption

__all__ = ["mirror"]

State = Annotated[str | None, typer.Option(metavar="ISO3", help="Only cells with it, e.g. PRK.")]


def mirror(
    *,
    reporter: State = None,
    exporter: State = None,
    importer: State = None,
    hs: Annotated[str, typer.Option(metavar="CODE", help="First digits of the HS code.")] = "",
    year: Annotated[int | None, typer.Option(help="Year. [default: the latest]")] = None,
    by: Annotated[
        Literal["reporter_region", "transport_mode"] | None,
        typer.Option(help="Also shares by province of the reporter, or by mode of transport."),
    ] = None,
    as_json: JsonOption = False,
    out: OutOption = None,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
) -> None:
    """Both sides' books of the same trade, reconciled to one FOB value with a 90 % interval.

    Margins of freight and the reliability of reporters are estimated from all pairs of the year.
    """
    from coalface.cli.mirror_views import mirror_view, shares_view
    from coalface.cli.printing import deliver
    from coalface.pipeline.mirrors import MirrorQuestion, find_mirror

    asked = MirrorQuestion(year, reporter, exporter, importer, hs, by)
    answer = find_mirror(asked, workspace, workspace_version)
    shares = answer.shares
    deliver(
        answer.cells,
        mirror_view(answer),
        as_json=as_json,
        out=out,
        about={
            "year": answer.year,
            "reliability": answer.mirror.reliability.to_dicts(),
            "left_out": answer.mirror.left_out.to_dicts(),
        },
        numbers=answer.numbers,
        more={} if shares is None or by is None else {"shares": (shares, shares_view(shares, by))},
    )
