"""`coalface workspace verify`, `compact` and `withdraw`: is it whole, keep it tidy."""

from typing import Annotated

import typer

from coalface.cli.options import JsonOption, VersionOption, WorkspaceOption

__all__ = ["compact", "verify", "withdraw"]

KeepOption = Annotated[
    float, typer.Option("--keep-hours", min=0, help="How long files that were merged stay.")
]


def verify(
    *,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
    mend: Annotated[
        bool, typer.Option("--mend", help="Take away what dead attempts left behind.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read every file again and compare digests and counts; exit 1 if something is wrong."""
    from coalface.cli.workspace_actions import verify_workspace

    verify_workspace(workspace, workspace_version, mend=mend, as_json=as_json)


def withdraw(
    ingest: Annotated[
        int, typer.Argument(metavar="N", min=1, help="Number of the ingest, as history has it.")
    ],
    *,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Leave out an ingest that was a mistake; its rows stay, and older versions read them."""
    from coalface.cli.workspace_actions import withdraw_ingest

    withdraw_ingest(workspace, ingest, as_json=as_json)


def compact(
    *,
    workspace: WorkspaceOption = None,
    keep_hours: KeepOption = 168.0,
    as_json: JsonOption = False,
) -> None:
    """Merge small files and take away what nobody reads; every version stays readable."""
    from coalface.cli.workspace_actions import compact_workspace

    compact_workspace(workspace, keep_hours=keep_hours, as_json=as_json)
