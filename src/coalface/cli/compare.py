"""`coalface compare`: two scenarios, draw by draw."""

from typing import Annotated

import typer

from coalface.cli.options import JsonOption
from coalface.cli.runs_options import (
    DrawsOption,
    ExecutorOption,
    KeepFolder,
    PosteriorOption,
    SeedOption,
    WorldOfRunOption,
)

__all__ = ["compare"]

Run = Annotated[str, typer.Argument(help="A scenario, or the folder of a run, as ./DIR.")]


def compare(
    base: Run,
    other: Run,
    *,
    draws: DrawsOption = None,
    seed: SeedOption = None,
    executor: ExecutorOption = "serial",
    world: WorldOfRunOption = None,
    posterior: PosteriorOption = None,
    months: Annotated[
        int, typer.Option(metavar="N", min=1, help="Months from the first difference.")
    ] = 36,
    out: KeepFolder = None,
    as_json: JsonOption = False,
) -> None:
    """What OTHER changes against BASE: ranges, how surely, who loses first, and what drives it.

    Both run with the same parameters and the same chance, so that a difference is the scenario's.
    """
    from coalface.cli.comparison_view import show_comparison
    from coalface.pipeline.scenarios import RunOptions

    options = RunOptions(
        draws, seed, world, executor, "aggregates", str(posterior) if posterior else None
    )
    show_comparison(base, other, options, n_months=months, out=out, as_json=as_json)
