"""Options that the commands on claims share, and those of reports."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coalface.cli.options import read_date

__all__ = [
    "AgainOption",
    "ByOption",
    "ExecutorOption",
    "PublishedOption",
    "PublisherOption",
    "ReportsArgument",
    "Sensitivity",
    "SensitivityOption",
    "ShowProtectedOption",
    "TitleOption",
    "UrlOption",
]


class Sensitivity(StrEnum):
    """Who may learn of a report."""

    PUBLIC = "public"
    RESTRICTED = "restricted"
    PROTECTED = "protected"


ReportsArgument = Annotated[
    list[Path] | None, typer.Argument(metavar="[FILE]...", help="Reports: .txt .md .html .pdf")
]
ExecutorOption = Annotated[
    str | None,
    typer.Option(
        "--executor", metavar="E",
        help="serial, processes:N or dask:ADDRESS; usual: all cores from 60 reports on.",
    ),
]  # fmt: skip
SensitivityOption = Annotated[
    Sensitivity | None,
    typer.Option(help="public (default), restricted or protected: who may learn of a report."),
]
PublishedOption = Annotated[
    date | None,
    typer.Option(metavar="DATE", parser=read_date, help="Day of publication, if not in the file."),
]
PublisherOption = Annotated[str | None, typer.Option(help="Who published it, likewise.")]
TitleOption = Annotated[str | None, typer.Option(help="Its title, likewise.")]
UrlOption = Annotated[str | None, typer.Option(help="Its address.")]
ByOption = Annotated[str | None, typer.Option(metavar="NAME", help="The analyst who acts.")]
ShowProtectedOption = Annotated[
    bool, typer.Option("--show-protected", help="Print words of protected claims too.")
]
AgainOption = Annotated[bool, typer.Option("--again", help="Read once more what is there.")]
