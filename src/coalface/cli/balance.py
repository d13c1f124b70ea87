"""`coalface trade balance`: exports, imports and deficit, by whose books."""

from coalface.cli.options import (
    AsOfOption,
    JsonOption,
    OutOption,
    VersionOption,
    WorkspaceOption,
    today,
)

__all__ = ["balance"]


def balance(
    *,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    out: OutOption = None,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
) -> None:
    """Exports, imports and deficit by year and by whose books; what replaces the base year's."""
    from coalface.cli.analyses import show_analyses
    from coalface.cli.facts import choose_facts

    facts = choose_facts(workspace, workspace_version)
    show_analyses(["balance", "replacement"], as_of or today(), facts, as_json=as_json, out=out)
