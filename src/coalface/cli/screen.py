"""`coalface screen`: what the law says of a file of cases, or of one case."""

from pathlib import Path
from typing import Annotated

import typer

from coalface.cli.options import JsonOption, OutOption

__all__ = ["screen"]

FINDINGS = 3
SEVERITIES = (
    "prohibited, prohibited_unless_approved, cap_exceeded, contested, conditional, "
    "allowed_wind_down, allowed_within_cap, exempt, not_listed"
)


def read_verdict(text: str) -> str:
    """Read a verdict from the command line."""
    from coalface.law.verdicts import SEVERITY

    if text not in SEVERITY:
        raise typer.BadParameter(f"{text!r} is no verdict. Known: {', '.join(SEVERITY)}.")
    return text


def fact(name: str, words: str, metavar: str = "TEXT") -> typer.models.OptionInfo:
    """Give the option of one fact of a single case."""
    option: typer.models.OptionInfo = typer.Option(
        name, help=words, metavar=metavar, rich_help_panel="Facts of one case"
    )
    return option


Text = str | None
DAY, AMOUNT, YES_NO, COUNTRY = "DATE", "NUMBER", "yes|no", "COUNTRY"


def screen(
    file: Annotated[
        Path | None, typer.Argument(help="Cases as .csv, .parquet or .xlsx.", show_default=False)
    ] = None,
    *,
    fail_on: Annotated[
        str,
        typer.Option(
            parser=read_verdict,
            metavar="VERDICT",
            help=f"Exit with 3 if a verdict is at least as grave. Gravest first: {SEVERITIES}.",
        ),
    ] = "conditional",
    as_json: JsonOption = False,
    out: OutOption = None,
    rejects: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write rejected rows, with reasons, to FILE."),
    ] = None,
    encoding: Annotated[str, typer.Option(help="Of a text file: gb18030, latin-1 ...")] = "utf-8",
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Leave out a column of the file.")
    ] = None,
    hs: Annotated[Text, fact("--hs", "HS code of the good, 2 to 10 digits.", "CODE")] = None,
    direction: Annotated[Text, fact("--direction", "from_dprk, to_dprk or other.")] = None,
    on: Annotated[Text, fact("--on", "Day, month (YYYY-MM) or year it took place.", DAY)] = None,
    period_start: Annotated[Text, fact("--period-start", "First day of the period.", DAY)] = None,
    period_end: Annotated[
        Text, fact("--period-end", "First day AFTER the period (exclusive).", DAY)
    ] = None,
    activity: Annotated[Text, fact("--activity", "A service that has no code.")] = None,
    commodity: Annotated[Text, fact("--commodity", "What the good is called.")] = None,
    hs_revision: Annotated[
        Text, fact("--hs-revision", "Edition of the code: HS2017 or H5.")
    ] = None,
    value_usd: Annotated[Text, fact("--value-usd", "Value in US dollars.", AMOUNT)] = None,
    mass_t: Annotated[Text, fact("--mass-t", "Mass in tonnes.", AMOUNT)] = None,
    quantity: Annotated[Text, fact("--quantity", "Quantity in --unit.", AMOUNT)] = None,
    unit: Annotated[Text, fact("--unit", "t, kg, bbl, m3, MWh, pcs ...")] = None,
    origin: Annotated[Text, fact("--origin", "Where the good was made.", COUNTRY)] = None,
    via: Annotated[Text, fact("--via", "Where it passed, e.g. Rajin.")] = None,
    importer: Annotated[Text, fact("--importer", "The importing State.", COUNTRY)] = None,
    livelihood_evidence: Annotated[
        Text, fact("--livelihood-evidence", "Shown to be for livelihood only.", YES_NO)
    ] = None,
    committee_notified: Annotated[
        Text, fact("--committee-notified", "Committee notified.", YES_NO)
    ] = None,
    committee_approved: Annotated[
        Text, fact("--committee-approved", "Committee approved.", YES_NO)
    ] = None,
    contract_on: Annotated[Text, fact("--contract-on", "Day of the contract.", DAY)] = None,
    shipped_on: Annotated[Text, fact("--shipped-on", "Day of shipment.", DAY)] = None,
    ledger: Annotated[Text, fact("--ledger", "Name of the ledger of a cap.")] = None,
    ledger_mass_t: Annotated[
        Text, fact("--ledger-mass-t", "In it before this case, in tonnes.", AMOUNT)
    ] = None,
    ledger_value_usd: Annotated[
        Text, fact("--ledger-value-usd", "In it before this case, in US dollars.", AMOUNT)
    ] = None,
    ledger_quantity: Annotated[
        Text, fact("--ledger-quantity", "In it before this case, in --ledger-unit.", AMOUNT)
    ] = None,
    ledger_unit: Annotated[Text, fact("--ledger-unit", "Unit of the ledger.")] = None,
    ledger_2: Annotated[Text, fact("--ledger-2", "Name of a second, competing ledger.")] = None,
    ledger_2_quantity: Annotated[
        Text, fact("--ledger-2-quantity", "In it before this case.", AMOUNT)
    ] = None,
    ledger_2_unit: Annotated[Text, fact("--ledger-2-unit", "Its unit.")] = None,
    description: Annotated[Text, fact("--description", "Anything else that is known.")] = None,
) -> None:
    """Say what the law says of each case: verdict, paragraph, conditions, next checks.

    Give a FILE, or one case by --hs (or --activity), --direction and --on. What is left out is
    unknown. `not_listed` is not clearance. Rejected rows are counted on stderr; with any, and no
    finding, the exit code is 1.
    """
    facts = {
        name: value
        for name, value in locals().items()
        if name not in ("file", "fail_on", "as_json", "out", "rejects", "encoding", "ignore")
        and value is not None
    }
    if (file is None) == (not facts):
        raise typer.BadParameter("give either a FILE, or the facts of one case such as --hs")
    from coalface.cli.screening import Report, screen_and_print

    report = Report(as_json=as_json, out=out, rejects=rejects, fail_on=fail_on)
    if "hs" in facts:
        facts["hs_code"] = facts.pop("hs")
    code = screen_and_print(file, facts, report, encoding=encoding, ignore=ignore or ())
    raise typer.Exit(code)
