"""`coalface trade goods`: one good through the editions of the Harmonized System."""

from typing import Annotated

import typer

from coalface.cli.options import JsonOption, OutOption

__all__ = ["goods"]


def goods(
    *,
    hs: Annotated[str, typer.Option(metavar="CODE", help="Code of six digits, e.g. 270111.")],
    first: Annotated[
        str, typer.Option("--from", metavar="EDITION", help="Oldest edition.")
    ] = "HS2002",
    last: Annotated[
        str, typer.Option("--to", metavar="EDITION", help="Newest edition.")
    ] = "HS2022",
    edition: Annotated[
        str | None,
        typer.Option(metavar="EDITION", help="Edition of CODE. [default: the oldest that has it]"),
    ] = None,
    as_json: JsonOption = False,
    out: OutOption = None,
) -> None:
    """The codes that stand for one good in each HS edition, with every split and merge.

    A split is reported, never shared out.
    """
    from coalface.cli.mirror_views import changes_table, codes_table, codes_view
    from coalface.cli.printing import deliver
    from coalface.pipeline.mirrors import find_good_history

    history = find_good_history(hs, first=first, last=last, hs_revision=edition)
    codes, changes = codes_view(history)
    deliver(
        codes_table(history),
        codes,
        as_json=as_json,
        out=out,
        about={
            "hs_code": history.code,
            "hs_revision": history.hs_revision,
            "is_comparable": history.is_comparable,
            "reason": history.reason,
        },
        more={"changes": (changes_table(history), changes)},
    )
