"""`coalface simulate` and `coalface reproduce`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from coalface.cli.options import JsonOption
from coalface.cli.runs_options import (
    DrawsOption,
    ExecutorOption,
    PosteriorOption,
    ScenarioArgument,
    SeedOption,
    WorldOption,
)

__all__ = ["reproduce", "simulate"]


def simulate(
    scenario: ScenarioArgument,
    *,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", file_okay=False, help="Folder of the results.")
    ],
    draws: DrawsOption = None,
    seed: SeedOption = None,
    executor: ExecutorOption = "serial",
    world: WorldOption = "small",
    posterior: PosteriorOption = None,
    keep: Annotated[
        Literal["aggregates", "agents"],
        typer.Option(help="Also each mine, company and trader, for few draws."),
    ] = "aggregates",
    as_json: JsonOption = False,
) -> None:
    """Run a scenario over many draws: what if, in ranges. Never a forecast.

    A run that was interrupted is finished by the same command: only what is missing is run.
    """
    from coalface.cli.runs_view import show_run
    from coalface.pipeline.scenarios import RunOptions

    options = RunOptions(draws, seed, world, executor, keep, str(posterior) if posterior else None)
    show_run(scenario, out, options, as_json=as_json)


def reproduce(
    manifest: Annotated[Path, typer.Argument(metavar="MANIFEST", exists=True)],
    *,
    executor: ExecutorOption = "serial",
    as_json: JsonOption = False,
) -> None:
    """Make a run again from its manifest, and say whether every value is the same."""
    from coalface.cli.runs_view import show_reproduction

    raise typer.Exit(show_reproduction(manifest, executor, as_json=as_json))
