"""Options of `coalface earnings`."""

from typing import Annotated

import typer

__all__ = ["BRANCH", "BranchOption", "ChooseOption", "ClaimOption", "LineOption", "QuarterlyOption"]

BRANCH = "by_rule"

QuarterlyOption = Annotated[
    bool, typer.Option("--quarterly", help="Quarters; nothing is imputed for them.")
]
BranchOption = Annotated[
    str, typer.Option(metavar="NAME", help="Way through competing figures, e.g. kotra_books.")
]
LineOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Only this line, e.g. workers.")
]
ChooseOption = Annotated[
    list[str] | None,
    typer.Option(metavar="LINE=CHOICE", help="Take this choice first; may be repeated."),
]
ClaimOption = Annotated[
    str | None,
    typer.Option(metavar="ID", help="Test a published statement instead, e.g. kiep-2018."),
]
