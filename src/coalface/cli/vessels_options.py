"""Options that the commands on vessels share."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["USUAL", "ExecutorOption", "IdentitiesOption", "OutFolder", "ResultsFolder"]
__all__ += ["ResultsOption"]

#: Two tasks at a time in one process: what they read from the package they share.
USUAL = "threads:2"
OutFolder = Annotated[
    Path, typer.Option("--out", metavar="DIR", file_okay=False, help="Folder to write to.")
]
ExecutorOption = Annotated[
    str,
    typer.Option(
        "--executor",
        metavar="E",
        help="serial, threads:N, processes:N or dask:ADDRESS; the results are the same.",
    ),
]
IdentitiesOption = Annotated[
    bool,
    typer.Option(
        "--show-identities",
        help="Show MMSI of unlisted ships in what may be handed on; the manifest records it.",
    ),
]
ResultsOption = Annotated[
    Path | None,
    typer.Option(
        "--results", metavar="DIR", exists=True, file_okay=False, help="Folder of `detect`."
    ),
]
ResultsFolder = Annotated[
    Path,
    typer.Option("--results", metavar="DIR", exists=True, file_okay=False, help="Of `detect`."),
]
