"""`coalface claims forget`."""

from typing import Annotated

import typer

from coalface.cli.options import JsonOption, WorkspaceOption

__all__ = ["forget"]


def forget(which: Annotated[str, typer.Argument(metavar="ID", help="Of a claim or a document.")], *,
           workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:  # fmt: skip
    """Take a claim, or a document with its claims, out of every version of the workspace."""
    from coalface.cli.claims_acts import forget_and_tell

    forget_and_tell(which, workspace, as_json=as_json)
