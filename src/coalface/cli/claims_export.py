"""`coalface claims export`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coalface.cli.claims_options import ByOption
from coalface.cli.options import JsonOption, WorkspaceOption

__all__ = ["export"]

Exact = Annotated[bool, typer.Option("--exact", help="Places and days of public claims.")]
Forms = StrEnum("Forms", ["ftm", "statements", "claimreview", "csv", "parquet", "xlsx"])


def export(
    *, form: Annotated[Forms, typer.Option("--format", help="What to write.")],
    out: Annotated[Path, typer.Option(metavar="FILE", dir_okay=False, help="Where to.")],
    exact: Exact = False,
    by: ByOption = None, workspace: WorkspaceOption = None, as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Write confirmed claims, or checks of them, to hand on: places by province, days by month."""
    from coalface.cli.claims_acts import export_and_tell

    export_and_tell(form.value, out, workspace, by=by, is_exact=exact, as_json=as_json)
