"""`coalface claims extract` and `coalface claims matrix`."""

from pathlib import Path
from typing import Annotated

import typer

from coalface.cli.claims_options import (
    AgainOption,
    ExecutorOption,
    PublishedOption,
    PublisherOption,
    ReportsArgument,
    SensitivityOption,
    ShowProtectedOption,
    TitleOption,
    UrlOption,
)
from coalface.cli.options import JsonOption, OutOption, WorkspaceOption

__all__ = ["extract", "matrix"]


def extract(
    files: ReportsArgument = None, *, sensitivity: SensitivityOption = None,
    published: PublishedOption = None, publisher: PublisherOption = None,
    title: TitleOption = None, url: UrlOption = None, again: AgainOption = False,
    show_protected: ShowProtectedOption = False, executor: ExecutorOption = None,
    workspace: WorkspaceOption = None, as_json: JsonOption = False, out: OutOption = None,
) -> None:  # fmt: skip
    """Read what reports claim, each claim with its span; with a workspace it is stored there.

    What comes out is proposed: it is in no account or brief before an analyst confirms it.
    Without a file: the packaged reports, all of them INVENTED.
    """
    from coalface.cli.claims_actions import extract_reports, report_facts

    facts = report_facts(sensitivity, published, publisher, title, url)
    is_whole = extract_reports(
        files or [], facts, workspace, is_again=again, shows_protected=show_protected,
        executor=executor, as_json=as_json, out=out,
    )  # fmt: skip
    if not is_whole:
        raise typer.Exit(1)


def matrix(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A set of interviews: .yml .csv")
    ] = None, *, as_json: JsonOption = False, out: OutOption = None,
) -> None:  # fmt: skip
    """How far respondents agree, by question and kind; those of one chain count once.

    Without a file: the packaged set, which is INVENTED.
    """
    from coalface.cli.claims_actions import show_matrix

    show_matrix(file, as_json=as_json, out=out)
