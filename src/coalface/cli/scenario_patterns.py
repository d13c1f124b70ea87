"""`coalface scenario patterns`: whether the model shows what sources report."""

from typing import Annotated

import typer

from coalface.cli.options import JsonOption, OutOption
from coalface.cli.runs_options import WorldOption

__all__ = ["patterns"]


def patterns(
    *,
    draws: Annotated[
        int, typer.Option("--draws", metavar="N", min=1, help="How many draws.")
    ] = 400,
    seed: Annotated[int, typer.Option("--seed", metavar="S", min=0, help="Of all chance.")] = 7,
    world: WorldOption = "small",
    as_json: JsonOption = False,
    out: OutOption = None,
) -> None:
    """Ten patterns that sources report, each with pass, fail or "can't tell", and why.

    Each is judged by a rule set beforehand, under each rival reading by itself. A pass says that
    the model can give the pattern, not that the mechanism works so; what was put in is no pass.
    """
    from coalface.cli.printing import deliver
    from coalface.cli.run_progress import run_progress
    from coalface.cli.scenario_patterns_view import figures_view, patterns_view
    from coalface.pipeline.scenario_patterns import READINGS, PatternOptions, find_patterns
    from coalface.scenarios.patterns import patterns_table, verdicts_table

    with run_progress() as tell:
        found = find_patterns(PatternOptions(draws, seed, world), tell=tell)
    table, verdicts = patterns_table(found), verdicts_table(found)
    about = {"draws": draws, "seed": seed, "world": world, "readings": [r.id for r in READINGS]}
    more = {"patterns": (verdicts, figures_view(found, READINGS[0].id))}
    deliver(table, patterns_view(found, draws), as_json=as_json, out=out, about=about, more=more)
