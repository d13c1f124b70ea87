"""`coalface claims review`."""

from typing import Annotated

import typer

from coalface.cli.claims_options import ByOption, ShowProtectedOption
from coalface.cli.options import JsonOption, OutOption, VersionOption, WorkspaceOption

__all__ = ["review"]

Ids = Annotated[list[str] | None, typer.Option(metavar="ID", help="May be given more than once.")]
Id = Annotated[str | None, typer.Option(metavar="ID")]


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
    show: Id = None,
    grade_outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="With a letter: that of an outlet.")
    ] = None,
    shows_all: Annotated[bool, typer.Option("--all", help="Not only those that wait.")] = False,
    show_protected: ShowProtectedOption = False, workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None, as_json: JsonOption = False, out: OutOption = None,
) -> None:  # fmt: skip
    """List the claims that wait for an analyst, or act on them: each act with who and when."""
    from coalface.cli.claims_acts import act_and_tell, acts_of, grade_one, list_claims, show_one

    if grade_outlet is not None:
        grade_one(grade_outlet, words or [], workspace, by=by, reason=reason)
        return
    if show is not None:
        show_one(show, workspace, shows_protected=show_protected, as_json=as_json)
        return

    single = {"edit": edit, "grade": grade, "judge": judge, "merge": merge}
    acts = acts_of({"confirm": confirm, "reject": reject}, single, words or [], into, by, reason)
    if acts:
        act_and_tell(acts, workspace, shows_protected=show_protected, as_json=as_json)
        return
    list_claims(workspace, workspace_version, shows_all=shows_all, shows_protected=show_protected,
                as_json=as_json, out=out)  # fmt: skip
