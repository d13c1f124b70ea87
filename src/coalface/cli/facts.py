"""The tables that a command's options choose."""

from pathlib import Path

from coalface.cli.printing import say
from coalface.pipeline import Facts, open_facts

__all__ = ["choose_facts"]


def choose_facts(workspace: Path | None, version: int | None) -> Facts:
    """Open the workspace of `--workspace` and `--workspace-version`; say what is left out."""
    facts = open_facts(workspace, version)
    for note in facts.notes():
        say(f"note: {note}")
    return facts
