"""`coalface claims review` and `coalface claims export`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coalface.cli.claims_options import ByOption, ShowProtectedOption
from coalface.cli.options import JsonOption, OutOption, WorkspaceOption

__all__ = ["export", "review"]

Ids = Annotated[list[str] | None, typer.Option(metavar="ID", help="May be given more than once.")]
Id = Annotated[str | None, typer.Option(metavar="ID")]
Exact = Annotated[bool, typer.Option("--exact", help="Places and days of public claims.")]
Forms = StrEnum("Forms", ["ftm", "statements", "claimreview", "csv", "parquet", "xlsx"])


def review(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORD]...", help="FIELD=VALUE of --edit; B2 of --grade; 0.7 of "
                       "--judge."),
    ] = None,
    *,
    confirm: Ids = None, reject: Ids = None, edit: Id = None, grade: Id = None, judge: Id = None,
    merge: Id = None, into: Id = None, by: ByOption = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    shows_all: Annotated[bool, typer.Option("--all", help="Not only those that wait.")] = False,
    show_protected: ShowProtectedOption = False, workspace: WorkspaceOption = None,
    as_json: JsonOption = False, out: OutOption = None,
) -> None:  # fmt: skip
    """List the claims that wait for an analyst, or act on them: each act with who and when."""
    from coalface.cli.claims_acts import act_and_tell, acts_of, list_claims

    single = {"edit": edit, "grade": grade, "judge": judge, "merge": merge}
    acts = acts_of({"confirm": confirm, "reject": reject}, single, words or [], into, by, reason)
    if acts:
        act_and_tell(acts, workspace, as_json=as_json)
        return
    list_claims(workspace, shows_all=shows_all, shows_protected=show_protected, as_json=as_json,
                out=out)  # fmt: skip


def export(
    *, form: Annotated[Forms, typer.Option("--format", help="What to write.")],
    out: Annotated[Path, typer.Option(metavar="FILE", dir_okay=False, help="Where to.")],
    exact: Exact = False,
    by: ByOption = None, workspace: WorkspaceOption = None, as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Write confirmed claims, or checks of them, to hand on: places by province, days by month."""
    from coalface.cli.claims_acts import export_and_tell

    export_and_tell(form.value, out, workspace, by=by, is_exact=exact, as_json=as_json)
