"""`coalface workspace verify` and `compact`: is it whole, keep it tidy."""

from typing import Annotated

import typer

from coalface.cli.options import JsonOption, WorkspaceOption

__all__ = ["compact", "verify"]

KeepOption = Annotated[
    float, typer.Option("--keep-hours", min=0, help="How long files that were merged stay.")
]


def verify(
    *,
    workspace: WorkspaceOption = None,
    mend: Annotated[
        bool, typer.Option("--mend", help="Take away what dead attempts left behind.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read every file again and compare digests and counts; exit 1 if something is wrong."""
    from coalface.cli.workspace_actions import verify_workspace

    verify_workspace(workspace, mend=mend, as_json=as_json)


def compact(
    *,
    workspace: WorkspaceOption = None,
    keep_hours: KeepOption = 168.0,
    as_json: JsonOption = False,
) -> None:
    """Merge small files and take away what nobody reads; every version stays readable."""
    from coalface.cli.workspace_actions import compact_workspace

    compact_workspace(workspace, keep_hours=keep_hours, as_json=as_json)
