"""`coalface workspace`: what is in, and since when."""

from coalface.cli.options import JsonOption, OutOption, VersionOption, WorkspaceOption

__all__ = ["history", "import_packaged", "info"]


def info(
    *,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tables, rows, files and size."""
    from coalface.cli.workspace_actions import show_info

    show_info(workspace, workspace_version, as_json=as_json)


def history(
    *, workspace: WorkspaceOption = None, as_json: JsonOption = False, out: OutOption = None
) -> None:
    """The ingests in order: file, digest, records, rejects, releases."""
    from coalface.cli.workspace_actions import show_history

    show_history(workspace, as_json=as_json, out=out)


def import_packaged(*, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Put the packaged facts beside your own; a newer set replaces the older one."""
    from coalface.cli.workspace_actions import import_packaged_facts

    import_packaged_facts(workspace, as_json=as_json)
