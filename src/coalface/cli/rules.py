"""`coalface rules`: the measures in force on a day, or what changed between two days."""

from datetime import date
from typing import Annotated

import typer

from coalface.cli.options import JsonOption, OutOption, read_date, today

__all__ = ["rules"]


def rules(
    *,
    hs: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only measures that reach this HS code.")
    ] = None,
    as_of: Annotated[
        date | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            parser=read_date,
            help="Measures in force on DATE (YYYY-MM-DD). [default: today]",
            show_default=False,
        ),
    ] = None,
    diff: Annotated[
        date | None,
        typer.Option(
            metavar="DATE",
            parser=read_date,
            help="Show instead what is in force on only one of --as-of and DATE.",
        ),
    ] = None,
    as_json: JsonOption = False,
    out: OutOption = None,
) -> None:
    """Measures in force, UN and national, with paragraph, readings and grade.

    Grade A was read in the instrument or an official page, B in a reliable secondary source, C is
    recalled, D is uncertain and never decides alone.
    """
    from coalface.cli.printing import deliver
    from coalface.cli.register import compare_rules, find_rules, rules_table, rules_view

    day = as_of or today()
    rows = find_rules(day, hs) if diff is None else compare_rules(day, diff, hs)
    deliver(
        rules_table(rows),
        rules_view(rows, day, diff, hs),
        as_json=as_json,
        out=out,
        about={"as_of": day, "diff": diff, "hs": hs},
    )
