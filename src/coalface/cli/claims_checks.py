"""`coalface claims contradictions` and `coalface claims corrections`."""

from typing import Annotated

import typer

from coalface.cli.claims_options import ReportsArgument, SensitivityOption
from coalface.cli.options import AsOfOption, JsonOption, OutOption, VersionOption, WorkspaceOption

__all__ = ["contradictions", "corrections"]

Confirmed = Annotated[bool, typer.Option("--confirmed", help="Only claims that are confirmed.")]
Quiet = Annotated[bool, typer.Option("--quiet-too", help="What agrees, or is explained, too.")]
Record = Annotated[bool, typer.Option("--record", help="Store the checks in the workspace.")]


def contradictions(
    files: ReportsArgument = None, *, confirmed: Confirmed = False, quiet_too: Quiet = False,
    record: Record = False, sensitivity: SensitivityOption = None, as_of: AsOfOption = None,
    workspace: WorkspaceOption = None, workspace_version: VersionOption = None,
    as_json: JsonOption = False, out: OutOption = None,
) -> None:  # fmt: skip
    """Set claims against arithmetic, the rulebook, trade figures and one another.

    Each check gives its verdict, the arithmetic in words, and what would settle it. A conflict does
    not say who is wrong. With files, claims are read from them, and nothing is stored.
    """
    from coalface.cli.claims_actions import show_contradictions
    from coalface.pipeline.claim_checks import CheckRequest

    request = CheckRequest(tuple(files or ()), workspace, as_of, confirmed, quiet_too,
                           sensitivity.value if sensitivity else "public",
                           version=workspace_version)  # fmt: skip
    show_contradictions(request, records=record, as_json=as_json, out=out)


def corrections(
    files: ReportsArgument = None, *, confirmed: Confirmed = False,
    sensitivity: SensitivityOption = None, as_of: AsOfOption = None,
    workspace: WorkspaceOption = None, workspace_version: VersionOption = None,
    as_json: JsonOption = False, out: OutOption = None,
) -> None:  # fmt: skip
    """List slips in print, each with the evidence against it and the reading that would fit.

    A reading is a hint, never a correction: only the publisher can correct what was printed.
    """
    from coalface.cli.claims_actions import show_corrections
    from coalface.pipeline.claim_checks import CheckRequest

    request = CheckRequest(tuple(files or ()), workspace, as_of, confirmed,
                           sensitivity=sensitivity.value if sensitivity else "public",
                           version=workspace_version)  # fmt: skip
    show_corrections(request, as_json=as_json, out=out)
