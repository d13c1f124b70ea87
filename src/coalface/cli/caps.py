"""`coalface caps`: how much of each cap was used, by whose ledger."""

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

__all__ = ["caps"]


def caps(
    *,
    measure: Annotated[
        str | None, typer.Option(metavar="ID", help="Only this measure, e.g. UN-2321-26-coal.")
    ] = None,
    ledger: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this ledger, e.g. committee_reported.")
    ] = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    out: OutOption = None,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
) -> None:
    """Use of each cap by period, several ledgers side by side, each limb on its own.

    Ledgers are rivals and are never added. Where tonnes and barrels had to be turned into each
    other, there is one row for every sourced factor.
    """
    from coalface.cli.caps_view import caps_view
    from coalface.cli.facts import choose_facts
    from coalface.cli.printing import deliver
    from coalface.cli.views import keep_only
    from coalface.pipeline import find_packaged
    from coalface.trade.caps import cap_uses_table, numbers

    day = as_of or today()
    rows = keep_only(
        find_packaged("caps", day, facts=choose_facts(workspace, workspace_version)),
        "measure_id",
        measure,
    )
    rows = keep_only(rows, "ledger", ledger)
    deliver(
        cap_uses_table(rows),
        caps_view(rows, day, has_all_windows=measure is not None),
        as_json=as_json,
        out=out,
        about={"as_of": day},
        numbers=numbers(rows),
    )
