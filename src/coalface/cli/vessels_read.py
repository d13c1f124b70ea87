"""`coalface vessels dossier` and `replay`."""

from pathlib import Path
from typing import Annotated

import typer

from coalface.cli.options import JsonOption, WorkspaceOption
from coalface.cli.vessels_options import (
    USUAL,
    ExecutorOption,
    IdentitiesOption,
    ResultsFolder,
    ResultsOption,
)

__all__ = ["dossier", "replay"]


def dossier(
    imo: Annotated[str, typer.Argument(metavar="IMO", help="Seven digits of a listed ship.")],
    *, results: ResultsOption = None, show_identities: IdentitiesOption = False,
    workspace: WorkspaceOption = None, as_json: JsonOption = False,
) -> None:  # fmt: skip
    """The dated history of a listed ship: listings, events, findings of a run, confirmed claims."""
    from coalface.cli.vessels_view import show_dossier

    show_dossier(
        imo, results, shows_identities=show_identities, as_json=as_json, workspace=workspace
    )


def replay(
    evidence_id: Annotated[str, typer.Argument(metavar="ID", help="Of an event in the tables.")],
    *,
    results: ResultsFolder,
    executor: ExecutorOption = USUAL,
    show_identities: IdentitiesOption = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", file_okay=False, help="Write ID.json, ID.parquet."),
    ] = None,
) -> None:
    """Find one event again from the same files, and print its evidence: the same bytes."""
    from coalface.cli.vessels_view import show_replay

    done = show_replay(
        evidence_id, results, executor=executor, shows_identities=show_identities, out=out
    )
    raise typer.Exit(done)
