"""`coalface earnings stages`: who gets the money of a shipment."""

from typing import Annotated

import typer

from coalface.cli.options import (
    JsonOption,
    OutOption,
    VersionOption,
    WorkspaceOption,
)

__all__ = ["stages"]


def stages(
    *,
    year: Annotated[
        int | None, typer.Option(metavar="YEAR", help="Year of the price. [default: 2016]")
    ] = None,
    branch: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only this reading, e.g. kiep.A.cif."),
    ] = None,
    as_json: JsonOption = False,
    out: OutOption = None,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
) -> None:
    """Where 100 dollars paid for anthracite go, from the buyer to the receivers, by reading."""
    from coalface.cli.accounts import stages_view
    from coalface.cli.facts import choose_facts
    from coalface.cli.printing import deliver
    from coalface.earnings.sankey import link_table
    from coalface.earnings.stage_questions import SHOWN_YEAR, find_stages, numbers_of_stages

    flows = choose_facts(workspace, workspace_version).read("flows")
    found = find_stages(flows, year=year or SHOWN_YEAR, branch=branch)
    deliver(
        link_table(found),
        stages_view(found),
        as_json=as_json,
        out=out,
        about={"year": year or SHOWN_YEAR},
        numbers=numbers_of_stages(found),
    )
