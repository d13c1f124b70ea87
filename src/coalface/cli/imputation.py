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
    from coalface.cli.accounts import imputation_view
    from coalface.cli.facts import choose_facts
    from coalface.cli.printing import deliver
    from coalface.earnings.imputation_checks import imputation_table, numbers
    from coalface.pipeline import find_packaged

    day = as_of or today()
    rows = find_packaged("imputation", day, facts=choose_facts(workspace, workspace_version))
    deliver(
        imputation_table(rows),
        imputation_view(rows, day),
        as_json=as_json,
        out=out,
        about={"as_of": day},
        numbers=numbers(rows),
    )
