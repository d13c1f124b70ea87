"""`coalface ingest`: take your own files in."""

from pathlib import Path
from typing import Annotated

import typer

from coalface.cli.options import JsonOption, WorkspaceOption

__all__ = ["ingest"]

Flow = Annotated[str | None, typer.Option(help="import or export, where only your query said it.")]


def ingest(
    files: Annotated[
        list[str],
        typer.Argument(metavar="[KIND] FILE...", help="Files, after their kind."),
    ],
    *,
    vintage: Annotated[
        str | None, typer.Option(help="The publisher's release, where the file does not say it.")
    ] = None,
    hs_revision: Annotated[
        str | None, typer.Option(help="Edition of the codes, e.g. HS2017, where it is not said.")
    ] = None,
    flow: Flow = None,
    mapping: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Mapping file of kind mapped.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Of a text file, e.g. gb18030.")] = None,
    countries: Annotated[
        Path | None, typer.Option(metavar="FILE", help="BACI's own list of countries.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Once more, in place of the earlier ingest.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take files into the workspace, each whole or not at all.

    The kind is found from the file where it is not given. The same file twice is taken in once.
    """
    from coalface.cli.ingest_options import read_request

    paths, kind, options = read_request(
        files,
        {"vintage": vintage, "hs_revision": hs_revision, "flow": flow, "encoding": encoding},
        {"mapping": mapping, "countries": countries},
    )
    from coalface.cli.workspace_actions import ingest_files

    ingest_files(paths, kind, options, workspace, is_again=again, as_json=as_json)
