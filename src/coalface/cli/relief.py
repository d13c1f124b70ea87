"""`coalface relief`: what each measure covers, in dollars and tonnes."""

from typing import Annotated

import typer

from coalface.cli.options import (
    AsOfOption,
    JsonOption,
    OutOption,
    VersionOption,
    WorkspaceOption,
    today,
)

__all__ = ["relief"]


def relief(
    *,
    measure: Annotated[
        str | None, typer.Option(metavar="ID", help="Only this measure, e.g. UN-2371-8-coal.")
    ] = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    out: OutOption = None,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
) -> None:
    """What each paragraph covers: declared trade of the last full year before it began.

    The total counts each good once, under the first measure that covered it. It is no forecast of
    what an end of the measure would bring.
    """
    from coalface.cli.facts import choose_facts
    from coalface.cli.printing import deliver
    from coalface.cli.views import keep_only, relief_view
    from coalface.pipeline import find_packaged
    from coalface.trade.relief import find_relief_total, numbers, relief_table

    day = as_of or today()
    every = find_packaged("relief", day, facts=choose_facts(workspace, workspace_version))
    rows = keep_only(every, "measure_id", measure)
    total = find_relief_total(every)
    deliver(
        relief_table(rows),
        relief_view(rows, total if measure is None else (), day),
        as_json=as_json,
        out=out,
        about={"as_of": day, "total": {n.id: n.value for n in total}},
        numbers=(*numbers(rows), *total),
    )
