"""`coalface brief`: the brief as a page, a PDF and a bundle of its data."""

from pathlib import Path
from typing import Annotated

import typer

from coalface.cli.options import (
    AsOfOption,
    JsonOption,
    VersionOption,
    WorkspaceOption,
    read_formats,
    today,
)

__all__ = ["brief"]

Folder = Annotated[
    Path, typer.Option("--out", metavar="DIR", file_okay=False, help="Folder to write to.")
]


def brief(
    *,
    as_of: AsOfOption = None,
    from_year: Annotated[int, typer.Option("--from", help="First year of the series.")] = 2016,
    to_year: Annotated[
        int | None, typer.Option("--to", help="Last year of the series.", show_default=False)
    ] = None,
    out: Folder = Path("brief"),
    formats: Annotated[
        str,
        typer.Option("--format", parser=read_formats, help="Any of html, pdf, json, by commas."),
    ] = "html,pdf",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
) -> None:
    """Write the brief: brief.html, brief.pdf and bundle.zip with its tables and sources.

    Every figure carries its source. The page shows the id of each number where its box is ticked;
    take it to `coalface explain`.
    """
    day = as_of or today()
    years = (from_year, to_year or day.year)
    if years[0] > years[1]:
        raise typer.BadParameter(f"--from {years[0]} is after the last year, {years[1]}")
    from coalface.cli.facts import choose_facts
    from coalface.cli.printing import print_json, progress, say
    from coalface.pipeline import write_brief

    facts, names = choose_facts(workspace, workspace_version), tuple(formats.split(","))
    with progress("brief") as tell:
        paths = write_brief(out, as_of=day, years=years, formats=names, facts=facts, tell=tell)
    for path in paths:
        say(f"{path} ({path.stat().st_size / 1000:,.0f} kB)")
    if as_json:
        print_json({"as_of": day, "files": [str(path) for path in paths]})
