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
    from coalface.cli.analyses import show_analyses
    from coalface.cli.facts import choose_facts

    facts = choose_facts(workspace, workspace_version)
    show_analyses(["fuel"], as_of or today(), facts, as_json=as_json, out=out)
