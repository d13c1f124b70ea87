"""`coalface earnings`: what was earned, by which channel."""

from typing import Annotated

import typer

from coalface.cli.earnings_options import (
    BRANCH,
    BranchOption,
    ChooseOption,
    ClaimOption,
    LineOption,
    QuarterlyOption,
)
from coalface.cli.options import (
    AsOfOption,
    JsonOption,
    OutOption,
    VersionOption,
    WorkspaceOption,
    today,
)

__all__ = ["earnings"]


def earnings(
    context: typer.Context,
    *,
    year: Annotated[
        int | None, typer.Option(metavar="YEAR", help="Only this year, with every line.")
    ] = None,
    quarterly: QuarterlyOption = False,
    branch: BranchOption = BRANCH,
    line: LineOption = None,
    choose: ChooseOption = None,
    claim: ClaimOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    out: OutOption = None,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
) -> None:
    """The account of foreign currency: what came in, what went out, what is left.

    Competing figures are never averaged or added: a rule of precedence takes one, the others stand
    beside it. Years without a packaged print are imputed by a named model and marked. What has no
    source reads "no figure". With .xlsx, --out writes one sheet a table.
    """
    if context.invoked_subcommand is not None:
        return
    from coalface.cli.accounts import deliver_account, deliver_claim
    from coalface.cli.facts import choose_facts
    from coalface.pipeline import AccountQuestion

    day, facts = as_of or today(), choose_facts(workspace, workspace_version)
    if claim is not None:
        _check_alone(year is not None, quarterly, branch != BRANCH, bool(line), bool(choose))
        deliver_claim(claim, day, facts, as_json=as_json, out=out)
        return
    question = AccountQuestion(
        year=year, quarterly=quarterly, branch=branch, line=line, choose=tuple(choose or ())
    )
    deliver_account(question, day, facts, as_json=as_json, out=out)


def _check_alone(*is_given: bool) -> None:
    """Refuse options of the account beside a statement, which they would not change."""
    names = ("--year", "--quarterly", "--branch", "--line", "--choose")
    given = [name for name, is_one in zip(names, is_given, strict=True) if is_one]
    if given:
        raise typer.BadParameter(
            f"--claim tests a statement; {', '.join(given)} would change nothing. Leave it out."
        )
