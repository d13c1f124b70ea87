"""Options that the commands on runs of scenarios share."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = [
    "DrawsOption",
    "ExecutorOption",
    "KeepFolder",
    "PeriodOption",
    "PosteriorOption",
    "ScenarioArgument",
    "SeedOption",
    "WorldOfRunOption",
    "WorldOption",
]


def _read_period(text: str) -> tuple[date, date]:
    """Read a year, a month or a span of months from the command line."""
    from coalface.scenarios.months import parse_period

    try:
        return parse_period(text)
    except ValueError as error:
        raise typer.BadParameter(
            f"{error}. A year is 2016, a month 2016-03, a span 2015-07..2017-02."
        ) from error


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
        help="serial, threads:N, processes:N or dask:ADDRESS; the results are the same.",
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
PeriodOption = Annotated[
    Any,
    typer.Option(
        metavar="P", parser=_read_period, help="A year, a month, or months: 2015-07..2017-02."
    ),
]
