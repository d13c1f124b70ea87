"""Options that several commands share."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "AsOfOption",
    "JsonOption",
    "OutOption",
    "VersionOption",
    "WorkspaceOption",
    "read_date",
    "read_formats",
    "today",
]

FORMATS = ("html", "pdf", "json")


def read_date(text: str) -> date:
    """Read a day from the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day. Write YYYY-MM-DD.") from error


def read_formats(text: str) -> str:
    """Read a list of the brief's formats from the command line."""
    unknown = [name for name in text.split(",") if name not in FORMATS]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(FORMATS)}")
    return text


def today() -> date:
    """Give the day on which the command runs, in UTC."""
    return datetime.now(UTC).date()


JsonOption = Annotated[
    bool, typer.Option("--json", help="Print JSON on stdout instead of a table.")
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Write the whole table to FILE, as .csv, .parquet or .xlsx by its ending.",
    ),
]
AsOfOption = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        parser=read_date,
        help="Leave out periods that end after DATE (YYYY-MM-DD), and read the rules of that day. "
        "[default: today]",
        show_default=False,
    ),
]
WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="DIR",
        file_okay=False,
        envvar="COALFACE_WORKSPACE",
        show_envvar=False,
        help="Workspace with your own data; else that of COALFACE_WORKSPACE or of your data "
        "folder, else the packaged facts.",
        show_default=False,
    ),
]
VersionOption = Annotated[
    int | None,
    typer.Option(
        "--workspace-version",
        metavar="N",
        min=0,
        help="Read the workspace as it was after ingest N.",
        show_default=False,
    ),
]
