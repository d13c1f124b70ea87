"""`coalface calibrate`: what recorded trade says of the parameters, with scored forecasts."""

from pathlib import Path
from typing import Annotated

import typer

from coalface.cli.options import JsonOption
from coalface.cli.runs_options import WorldOption

__all__ = ["calibrate"]


def calibrate(
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", file_okay=False, help="Folder of the posterior."),
    ] = None,
    members: Annotated[int, typer.Option(metavar="N", help="Members of the ensemble.")] = 500,
    steps: Annotated[int, typer.Option(metavar="N", help="Steps of the smoother.")] = 4,
    seed: Annotated[int, typer.Option(metavar="S", min=0, help="Of all chance.")] = 7,
    world: WorldOption = "small",
    against: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Also fit this world, to see which predicts better."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Fit the model to trade recorded until 2016 and score its forecasts of what came after.

    Scores stand beside those of last year's value and of a walk with the ban as a step, whichever
    way they fall. A parameter that the figures say nothing of is named: not informed.
    """
    from coalface.cli.calibration_view import show_calibration
    from coalface.pipeline.calibration import CalibrationOptions

    options = CalibrationOptions(members, steps, seed, world, against)
    show_calibration(out, options, as_json=as_json)
