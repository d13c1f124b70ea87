"""`coalface vessels detect` and `coalface vessels demo`."""

from pathlib import Path
from typing import Annotated

import typer

from coalface.allocators import give_memory_back_soon
from coalface.cli.options import JsonOption
from coalface.cli.vessels_options import USUAL, ExecutorOption, IdentitiesOption, OutFolder

__all__ = ["demo", "detect"]

File = Annotated[Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False)]


def detect(
    *,
    positions: Annotated[
        Path, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="AIS positions.")
    ],
    statics: File = None,
    out: OutFolder,
    preset: Annotated[str, typer.Option(metavar="NAME", help="Definitions.")] = "yellow-sea-v1",
    executor: ExecutorOption = USUAL,
    mapping: File = None,
    show_identities: IdentitiesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Find silences, meetings, calls, false identities and voyages, each with its evidence.

    A gap says that nothing was received. No finding is a violation, and what is not found may still
    have been. The tables keep MMSI for the analyst; the maps show pseudonyms.
    """
    give_memory_back_soon()
    from coalface.cli.vessels_view import run_and_tell
    from coalface.pipeline.vessels import VesselRun

    run = VesselRun(positions, statics, preset, mapping, executor, show_identities)
    run_and_tell(run, out, as_json=as_json)


def demo(
    *, out: OutFolder = Path("vessels-demo"), executor: ExecutorOption = USUAL,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Show what the detectors do, on SYNTHETIC ships: none of it is real."""
    from coalface.cli.vessels_view import run_and_tell
    from coalface.pipeline.vessels import demo_run

    with demo_run(executor) as run:
        run_and_tell(run, out, as_json=as_json)
