"""`coalface earnings imputation`: imputed years against published ones."""

from coalface.cli.options import (
    AsOfOption,
    JsonOption,
    OutOption,
    VersionOption,
    WorkspaceOption,
    today,
)

__all__ = ["imputation"]


def imputation(
    *,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    out: OutOption = None,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
) -> None:
    """How imputed years do on published years that the model was not shown."""
    from coalface.cli.analyses import show_analyses
    from coalface.cli.facts import choose_facts

    facts = choose_facts(workspace, workspace_version)
    show_analyses(["imputation"], as_of or today(), facts, as_json=as_json, out=out)
