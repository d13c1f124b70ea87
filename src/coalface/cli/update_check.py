"""`coalface update-check`: what has not been looked at for long."""

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

__all__ = ["update_check"]

MonthsOption = Annotated[
    int, typer.Option("--months", metavar="N", min=0, help="List what is at least this old.")
]


def update_check(
    *,
    months: MonthsOption = 12,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    out: OutOption = None,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
) -> None:
    """Rules in force and series of which nothing newer is known than N months.

    Nothing is fetched: the list says where to look.
    """
    from coalface.cli.facts import choose_facts
    from coalface.cli.printing import deliver
    from coalface.cli.workspace_views import ages_table, ages_view
    from coalface.pipeline.ages import find_ages

    day = as_of or today()
    rows = find_ages(day, months, facts=choose_facts(workspace, workspace_version))
    deliver(
        ages_table(rows),
        ages_view(rows, day, months),
        as_json=as_json,
        out=out,
        about={"as_of": day, "months": months},
    )
