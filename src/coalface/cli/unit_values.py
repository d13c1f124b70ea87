"""`coalface trade unit-values`: what a tonne was declared at, beside the rest of the market."""

from typing import Annotated

import typer

from coalface.cli import options as o

__all__ = ["unit_values"]

State = Annotated[str | None, typer.Option(metavar="ISO3", help="Only this side, or ALL.")]


def unit_values(
    *,
    exporter: State = "PRK",
    importer: State = None,
    hs: Annotated[str, typer.Option(metavar="CODE", help="First digits of the HS code.")] = "",
    until: Annotated[int | None, typer.Option(metavar="YEAR", help="Last year to read.")] = None,
    source: Annotated[str | None, typer.Option(metavar="ID", help="Whose figures.")] = None,
    impute: Annotated[
        bool, typer.Option("--impute", help="Also fill in missing masses, marked, with intervals.")
    ] = False,
    top: Annotated[int, typer.Option(min=1, help="Rows to print.")] = 25,
    as_json: o.JsonOption = False,
    out: o.OutOption = None,
    workspace: o.WorkspaceOption = None,
    workspace_version: o.VersionOption = None,
) -> None:
    """Unit values of a workspace, those far out of their band, and discounts by name.

    A discount is given only against named suppliers of the same importer, code, year and valuation;
    without such, a ratio to a proxy. The furthest out come first.
    """
    from coalface.cli.printing import deliver
    from coalface.cli.scale_views import imputed_view, party_of, unit_values_view
    from coalface.pipeline.whole_trade import find_all_unit_values
    from coalface.trade.unit_values import UnitValueQuestion

    asked = UnitValueQuestion(party_of(exporter), party_of(importer), hs, until, source)
    found, filled = find_all_unit_values(asked, workspace, workspace_version, is_imputed=impute)
    more = {} if filled is None else {"imputed": (filled, imputed_view(filled, top))}
    view = unit_values_view(found, top)
    deliver(found.table, view, as_json=as_json, out=out, more=more)
