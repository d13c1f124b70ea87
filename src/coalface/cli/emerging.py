"""`coalface trade emerging`: new goods of the DPRK, or of all exporters of a workspace."""

from typing import Annotated, Literal

import typer

from coalface.cli import options as o

__all__ = ["emerging"]

Party = Annotated[str | None, typer.Option(metavar="ISO3", help="ISO 3166 code, or ALL.")]


def emerging(
    *,
    exporter: Party = None,
    importer: Party = None,
    year: Annotated[int | None, typer.Option(help="Last year. [default: newest whole]")] = None,
    last: Annotated[int, typer.Option(min=1, help="Years that must have risen together.")] = 1,
    fdr: Annotated[float, typer.Option(min=0, max=1, help="False share among findings.")] = 0.05,
    dependence: Annotated[
        Literal["positive", "any"], typer.Option(help="How tests may hang together.")
    ] = "positive",
    source: Annotated[str | None, typer.Option(metavar="ID", help="Whose figures.")] = None,
    top: Annotated[int, typer.Option(min=1, help="Findings to print.")] = 25,
    as_of: o.AsOfOption = None,
    as_json: o.JsonOption = False,
    out: o.OutOption = None,
    workspace: o.WorkspaceOption = None,
    workspace_version: o.VersionOption = None,
) -> None:
    """Goods that China takes from the DPRK: new, grown, and what the law says of them.

    With --exporter or --importer: every series of a workspace that rose above its own history, the
    share of false ones held down, by money and by surprise, with the law where the DPRK is a party.
    """
    if exporter is None and importer is None:
        from coalface.cli.analyses import show_analyses
        from coalface.cli.facts import choose_facts

        facts = choose_facts(workspace, workspace_version)
        show_analyses(["emerging"], as_of or o.today(), facts, as_json=as_json, out=out)
        return
    from coalface.cli.printing import deliver
    from coalface.cli.scale_views import party_of, shift_notes, shifts_view
    from coalface.pipeline.whole_trade import find_all_shifts
    from coalface.trade.level_shifts import ShiftQuestion

    asked = ShiftQuestion(
        party_of(exporter), party_of(importer), year, last, fdr, dependence, source
    )
    found, table = find_all_shifts(asked, workspace, workspace_version)
    view = shifts_view(found, table, asked, top)
    about = {"year": found.year, "n_tested": found.n_tested, "notes_of_book": shift_notes(found)}
    deliver(table, view, as_json=as_json, out=out, about=about)
