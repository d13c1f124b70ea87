"""`coalface screen`: what the law says of a file of cases, or of one case."""

from pathlib import Path
from typing import Annotated

import typer

from coalface.cli.case_options import SEVERITIES, read_verdict, takes_facts
from coalface.cli.options import JsonOption, OutOption

__all__ = ["screen"]


@takes_facts
def screen(
    file: Annotated[
        Path | None, typer.Argument(help="Cases as .csv, .parquet or .xlsx.", show_default=False)
    ] = None,
    *,
    fail_on: Annotated[
        str,
        typer.Option(
            parser=read_verdict,
            metavar="VERDICT",
            help="Exit with 3 if a verdict is, or by its bounds could be, at least as grave. "
            f"Gravest first: {SEVERITIES}.",
        ),
    ] = "conditional",
    as_json: JsonOption = False,
    out: OutOption = None,
    rejects: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write rejected rows, with reasons, to FILE."),
    ] = None,
    encoding: Annotated[str, typer.Option(help="Of a text file: gb18030, latin-1 ...")] = "utf-8",
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Leave out a column of the file.")
    ] = None,
    **facts: str | None,
) -> None:
    """Say what the law says of each case: verdict, paragraph, conditions, next checks.

    Give a FILE, or one case by --hs (or --activity), --direction and --on. What is left out is
    unknown. `not_listed` is not clearance. Rejected rows are counted on stderr; with any, and no
    finding, the exit code is 1.
    """
    given = {name: fact for name, fact in facts.items() if fact is not None}
    if (file is None) == (not given):
        raise typer.BadParameter("give either a FILE, or the facts of one case such as --hs")
    if file is None and ignore:
        raise typer.BadParameter("--ignore leaves out a column of a FILE; none is given")
    from coalface.cli.screening import Report, screen_and_print

    report = Report(as_json=as_json, out=out, rejects=rejects, fail_on=fail_on)
    code = screen_and_print(file, given, report, encoding=encoding, ignore=ignore or ())
    raise typer.Exit(code)
