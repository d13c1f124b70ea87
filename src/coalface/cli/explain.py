"""`coalface explain`: what a printed number rests on."""

from typing import Annotated

import typer

from coalface.cli.options import (
    AsOfOption,
    JsonOption,
    VersionOption,
    WorkspaceOption,
    today,
)

__all__ = ["explain"]


def explain(
    number_id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="Id of a number, long or short, as in the JSON or the brief."
        ),
    ],
    *,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
) -> None:
    """List a number's inputs: figures, source, place in the source, confidence."""
    from dataclasses import asdict

    from coalface.cli.facts import choose_facts
    from coalface.cli.printing import View, figure, print_json, print_lines, print_view
    from coalface.pipeline import explain_number
    from coalface.pipeline.mirrors import explain_cell, is_of_mirror
    from coalface.pipeline.scenario_explained import explain_scenario_number

    if number_id.startswith("scenarios/"):
        found = explain_scenario_number(number_id)
    elif is_of_mirror(number_id):
        found = explain_cell(number_id, workspace, workspace_version)
    else:
        facts = choose_facts(workspace, workspace_version)
        found = explain_number(number_id, as_of or today(), facts=facts)
    if as_json:
        print_json(asdict(found))
        return
    number = found.number
    places = ((i, f"{i.source} {i.url}") for i in found.inputs)
    rows = [(i.row_id, i.what, i.figures, at, i.locator, i.confidence) for i, at in places]
    heads = ("Row", "~What", "Figures", "Source", "~Which figure or place", "Confidence")
    notes = tuple(n for n in (f"How: {number.how}" if number.how else "", number.note) if n)
    title = f"{number.label}: {figure(number)} [{number.mark}]"
    if rows:
        print_view(View(title, heads, rows, notes))
    else:
        print_lines(title, *notes)
