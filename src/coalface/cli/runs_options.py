"""Options that the commands on runs of scenarios share."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "DrawsOption",
    "ExecutorOption",
    "KeepFolder",
    "PosteriorOption",
    "ScenarioArgument",
    "SeedOption",
    "WorldOfRunOption",
    "WorldOption",
]

ScenarioArgument = Annotated[
    str,
    typer.Argument(metavar="SCENARIO", help="Name of a packaged scenario, or a .yml of your own."),
]
DrawsOption = Annotated[
    int | None,
    typer.Option(
        "--draws", metavar="N", min=1, help="How many draws. [default: as the scenario says]",
        show_default=False,
    ),
]  # fmt: skip
SeedOption = Annotated[
    int | None,
    typer.Option(
        "--seed", metavar="S", min=0, help="Of all chance. [default: as the scenario says]",
        show_default=False,
    ),
]  # fmt: skip
ExecutorOption = Annotated[
    str,
    typer.Option(
        "--executor", metavar="E",
        help="serial, processes:N or dask:ADDRESS; the results are the same.",
    ),
]  # fmt: skip
WorldOption = Annotated[
    str,
    typer.Option("--world", metavar="NAME", help="small (a mine a type) or register (about 60)."),
]
WorldOfRunOption = Annotated[
    str | None,
    typer.Option(
        "--world", metavar="NAME", show_default=False,
        help="small or register. [default: that of the run, else small]",
    ),
]  # fmt: skip
PosteriorOption = Annotated[
    Path | None,
    typer.Option(
        "--posterior", metavar="DIR", exists=True, file_okay=False,
        help="Parameters as `calibrate --out DIR` learnt them, instead of the priors.",
    ),
]  # fmt: skip
KeepFolder = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", file_okay=False, help="Keep what is run in DIR."),
]
