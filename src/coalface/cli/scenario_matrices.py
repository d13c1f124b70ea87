"""`coalface scenario matrices`: the ledger of a run as matrices whose sums are shown."""

from typing import Annotated, Literal

import typer

from coalface.cli.options import JsonOption, OutOption
from coalface.cli.runs_options import (
    DrawsOption,
    PeriodOption,
    PosteriorOption,
    SeedOption,
    WorldOfRunOption,
)

__all__ = ["matrices"]

RunArgument = Annotated[
    str, typer.Argument(metavar="RUN", help="A scenario, or the folder of a run, as ./DIR.")
]
DrawOption = Annotated[
    str, typer.Option(metavar="D", help="middle, mean (over all draws), or the number of a draw.")
]
ShownOption = Annotated[
    Literal["table", "markdown", "latex", "sankey"],
    typer.Option("--as", help="How it is shown; sankey: the links between sectors, as data."),
]


def matrices(
    run: RunArgument = "history",
    *,
    period: PeriodOption = "2016",
    draw: DrawOption = "middle",
    shown: ShownOption = "table",
    draws: DrawsOption = None,
    seed: SeedOption = None,
    world: WorldOfRunOption = None,
    posterior: PosteriorOption = None,
    as_json: JsonOption = False,
    out: OutOption = None,
) -> None:
    """Who paid whom, what was written off and who held what, in one draw of a run: with all sums.

    What must balance sums to zero, and what is left over is printed. It is one supposed course of a
    model, or the mean of many: no account of what happened, and no forecast.
    """
    from coalface.cli.scenario_matrices_view import show_matrices
    from coalface.pipeline.scenario_matrices import MatrixOptions
    from coalface.pipeline.scenarios import RunOptions

    options = RunOptions(draws, seed, world, posterior=str(posterior) if posterior else None)
    asked = MatrixOptions(period[0], period[1], draw, options)
    show_matrices(run, asked, shown, as_json=as_json, out=out)
