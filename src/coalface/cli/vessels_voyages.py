"""`coalface vessels voyages`."""

from typing import Annotated

import typer

from coalface.cli.options import JsonOption, OutOption, VersionOption, WorkspaceOption
from coalface.cli.vessels_options import IdentitiesOption, ResultsFolder

__all__ = ["voyages"]


def voyages(
    *,
    results: ResultsFolder,
    with_trade: Annotated[
        bool,
        typer.Option("--with-trade", help="Also the published figures whose period they meet."),
    ] = False,
    show_identities: IdentitiesOption = False,
    as_json: JsonOption = False,
    out: OutOption = None,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
) -> None:
    """Ways from port to port in a folder of results, with their probability and alternatives.

    With --with-trade the published figures in which each cargo would stand are printed instead.
    """
    from coalface.cli.vessels_view import show_links, show_voyages

    if with_trade:
        from coalface.cli.facts import choose_facts

        facts = choose_facts(workspace, workspace_version)
        show_links(results, facts, as_json=as_json, out=out)
        return
    show_voyages(results, shows_identities=show_identities, as_json=as_json, out=out)
