"""`coalface earnings fuel`: the fuel account."""

from coalface.cli.options import (
    AsOfOption,
    JsonOption,
    OutOption,
    VersionOption,
    WorkspaceOption,
    today,
)

__all__ = ["fuel"]


def fuel(
    *,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    out: OutOption = None,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
) -> None:
    """Fuel in tonnes: reported, alleged, from crude, from coal, and what is not explained."""
    from coalface.cli.accounts import fuel_view
    from coalface.cli.facts import choose_facts
    from coalface.cli.printing import deliver
    from coalface.earnings.fuel import fuel_table, numbers
    from coalface.pipeline import find_packaged

    day = as_of or today()
    rows = find_packaged("fuel", day, facts=choose_facts(workspace, workspace_version))
    deliver(
        fuel_table(rows),
        fuel_view(rows, day),
        as_json=as_json,
        out=out,
        about={"as_of": day},
        numbers=numbers(rows),
    )
