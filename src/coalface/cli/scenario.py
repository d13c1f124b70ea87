"""`coalface scenario`: what a scenario supposes, before anything is run."""

from typing import Annotated

import typer

from coalface.cli.options import JsonOption, OutOption

__all__ = ["check", "show"]

ScenarioArgument = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="Name of a packaged scenario, or a .yml file.")
]


def show(scenario: ScenarioArgument, *, as_json: JsonOption = False, out: OutOption = None) -> None:
    """What a scenario changes, the law that comes of it, and what its inputs rest on.

    It holds assumptions only. The law shown is the scenario's, never the law in force.
    """
    from coalface.cli.printing import deliver
    from coalface.cli.scenario_views import about, changes_view, inputs_view, law_view
    from coalface.pipeline.scenario_inputs import read_world_tables
    from coalface.scenarios.build_forcing import build_forcing
    from coalface.scenarios.described import changes_table, inputs_table, law_table
    from coalface.scenarios.scenario_file import load_scenario
    from coalface.scenarios.world_files import small_world

    found = load_scenario(scenario)
    changes, law = changes_table(found), law_table(found)
    inputs = inputs_table(build_forcing(found, read_world_tables()), small_world())
    deliver(
        changes,
        changes_view(found, changes),
        as_json=as_json,
        out=out,
        about=about(found),
        more={"law": (law, law_view(found, law)), "inputs": (inputs, inputs_view(inputs))},
    )


def check(scenario: ScenarioArgument, *, as_json: JsonOption = False) -> None:
    """Check a scenario whole, with those that it extends, and make its inputs; run nothing."""
    from coalface.cli.printing import print_json
    from coalface.cli.scenario_views import checked
    from coalface.pipeline.scenario_inputs import read_world_tables
    from coalface.scenarios.build_forcing import build_forcing
    from coalface.scenarios.scenario_file import load_scenario

    found = load_scenario(scenario)
    build_forcing(found, read_world_tables())
    if as_json:
        print_json(checked(found))
    else:
        print(checked(found)["words"])
