"""The form of the commands that print analyses of the chosen facts and take no options beside."""

from collections.abc import Callable

from coalface.cli.options import (
    AsOfOption,
    JsonOption,
    OutOption,
    VersionOption,
    WorkspaceOption,
    today,
)

__all__ = ["analysis_command"]


def analysis_command(name: str, *steps: str, says: str) -> Callable[..., None]:
    """Make a command that prints analyses.

    Args:
        name: Of the command.
        steps: See `show_analyses`; the first is the table, the others come below it.
        says: What its help says.
    """

    def command(
        *,
        as_of: AsOfOption = None,
        as_json: JsonOption = False,
        out: OutOption = None,
        workspace: WorkspaceOption = None,
        workspace_version: VersionOption = None,
    ) -> None:
        from coalface.cli.analyses import show_analyses
        from coalface.cli.facts import choose_facts

        facts = choose_facts(workspace, workspace_version)
        show_analyses(steps, as_of or today(), facts, as_json=as_json, out=out)

    command.__name__ = command.__qualname__ = name
    command.__doc__ = says
    return command
