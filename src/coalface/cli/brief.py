"""`coalface brief`: the brief as a page, a PDF and a bundle of its data."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from coalface.cli.options import AsOfOption, JsonOption, today

__all__ = ["brief"]

FORMATS = ("html", "pdf", "json")


def read_formats(text: str) -> str:
    """Read a list of formats from the command line."""
    unknown = [name for name in text.split(",") if name not in FORMATS]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(FORMATS)}")
    return text


def brief(
    *,
    as_of: AsOfOption = None,
    from_year: Annotated[int, typer.Option("--from", help="First year of the series.")] = 2016,
    to_year: Annotated[
        int | None, typer.Option("--to", help="Last year of the series.", show_default=False)
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to.")] = Path(
        "brief"
    ),
    formats: Annotated[
        str,
        typer.Option("--format", parser=read_formats, help="Any of html, pdf, json, by commas."),
    ] = "html,pdf",
    as_json: JsonOption = False,
) -> None:
    """Write the brief: brief.html, brief.pdf and bundle.zip with its tables and sources.

    Every figure carries its source; take any number's id to `coalface explain`.
    """
    from coalface.cli.printing import print_json, progress, say
    from coalface.pipeline import write_brief

    day: date = as_of or today()
    with progress("brief") as tell:
        paths = write_brief(
            out,
            as_of=day,
            years=(from_year, to_year or day.year),
            formats=tuple(formats.split(",")),
            tell=tell,
        )
    for path in paths:
        say(f"{path} ({path.stat().st_size / 1000:,.0f} kB)")
    if as_json:
        print_json({"as_of": day, "files": [str(path) for path in paths]})
