"""`coalface earnings`: what was earned, by which channel, and how the export procedure runs."""

from typing import Annotated

import typer

from coalface.cli.options import AsOfOption, JsonOption, OutOption, today

__all__ = ["earnings", "fuel", "imputation", "procedure", "stages"]

BRANCH = "by_rule"


def earnings(
    context: typer.Context,
    *,
    year: Annotated[
        int | None, typer.Option(metavar="YEAR", help="Only this year, with every line.")
    ] = None,
    quarterly: Annotated[
        bool, typer.Option("--quarterly", help="Quarters; nothing is imputed for them.")
    ] = False,
    branch: Annotated[
        str,
        typer.Option(metavar="NAME", help="Way through competing figures, e.g. kotra_books."),
    ] = BRANCH,
    line: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this line, e.g. workers.")
    ] = None,
    choose: Annotated[
        list[str] | None,
        typer.Option(metavar="LINE=CHOICE", help="Take this choice first; may be repeated."),
    ] = None,
    claim: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Test a published statement instead, e.g. kiep-2018."),
    ] = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    out: OutOption = None,
) -> None:
    """The account of foreign currency: what came in, what went out, what is left.

    Competing figures are never averaged or added: a rule of precedence takes one, the others stand
    beside it. Years that nobody published are imputed by a named model and marked. What has no
    source reads "no figure". With .xlsx, --out writes one sheet a table.
    """
    if context.invoked_subcommand is not None:
        return
    from coalface.cli.accounts import deliver_account, deliver_claim
    from coalface.pipeline import AccountQuestion

    day = as_of or today()
    if claim is not None:
        deliver_claim(claim, day, as_json=as_json, out=out)
        return
    question = AccountQuestion(
        year=year, quarterly=quarterly, branch=branch, line=line, choose=tuple(choose or ())
    )
    deliver_account(question, day, as_json=as_json, out=out)


def fuel(*, as_of: AsOfOption = None, as_json: JsonOption = False, out: OutOption = None) -> None:
    """Fuel in tonnes: reported, alleged, from crude, from coal, and what is not explained."""
    from coalface.cli.accounts import fuel_view
    from coalface.cli.printing import deliver
    from coalface.earnings.fuel import fuel_table, numbers
    from coalface.pipeline import find_packaged

    day = as_of or today()
    rows = find_packaged("fuel", day)
    deliver(
        fuel_table(rows),
        fuel_view(rows, day),
        as_json=as_json,
        out=out,
        about={"as_of": day},
        numbers=numbers(rows),
    )


def imputation(
    *, as_of: AsOfOption = None, as_json: JsonOption = False, out: OutOption = None
) -> None:
    """How imputed years do on published years that the model was not shown."""
    from coalface.cli.accounts import imputation_view
    from coalface.cli.printing import deliver
    from coalface.earnings.imputation_checks import imputation_table, numbers
    from coalface.pipeline import find_packaged

    day = as_of or today()
    rows = find_packaged("imputation", day)
    deliver(
        imputation_table(rows),
        imputation_view(rows, day),
        as_json=as_json,
        out=out,
        about={"as_of": day},
        numbers=numbers(rows),
    )


def procedure(*, as_json: JsonOption = False, out: OutOption = None) -> None:
    """The export procedure step by step, with sources, and the dated register of reforms."""
    from coalface.cli.files import write_table
    from coalface.cli.printing import print_json, say
    from coalface.cli.procedure import print_procedure, procedure_json
    from coalface.earnings.procedure import procedure_table
    from coalface.pipeline import find_packaged

    found = find_packaged("procedure", today())
    if out is not None:
        say(f"{write_table(procedure_table(found), out):,} rows written to {out}")
    if as_json:
        print_json(procedure_json(found))
    elif out is None:
        print_procedure(found)


def stages(
    *,
    year: Annotated[
        int | None, typer.Option(metavar="YEAR", help="Year of the price. [default: 2016]")
    ] = None,
    branch: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only this reading, e.g. kiep.A.cif."),
    ] = None,
    as_json: JsonOption = False,
    out: OutOption = None,
) -> None:
    """Where 100 dollars paid for anthracite go, from the buyer to the receivers, by reading."""
    from coalface.cli.accounts import stages_view
    from coalface.cli.printing import deliver
    from coalface.earnings.sankey import link_table
    from coalface.earnings.stage_questions import SHOWN_YEAR, find_stages, numbers_of_stages
    from coalface.sources.packaged import read_packaged

    found = find_stages(read_packaged("flows"), year=year or SHOWN_YEAR, branch=branch)
    deliver(
        link_table(found),
        stages_view(found),
        as_json=as_json,
        out=out,
        about={"year": year or SHOWN_YEAR},
        numbers=numbers_of_stages(found),
    )
