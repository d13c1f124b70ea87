"""`coalface earnings procedure`: how the export of coal or ore runs."""

from coalface.cli.options import (
    JsonOption,
    OutOption,
    VersionOption,
    WorkspaceOption,
    today,
)

__all__ = ["procedure"]


def procedure(
    *,
    as_json: JsonOption = False,
    out: OutOption = None,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
) -> None:
    """The export procedure step by step, with sources, and the dated register of reforms."""
    from coalface.cli.facts import choose_facts
    from coalface.cli.files import write_table
    from coalface.cli.printing import print_json, say
    from coalface.cli.procedure import print_procedure, procedure_json
    from coalface.earnings.procedure import procedure_table
    from coalface.pipeline import find_packaged

    found = find_packaged("procedure", today(), facts=choose_facts(workspace, workspace_version))
    if out is not None:
        say(f"{write_table(procedure_table(found), out):,} rows written to {out}")
    if as_json:
        print_json(procedure_json(found))
    elif out is None:
        print_procedure(found)
