"""The facts of a single case as options of a command: one for each column of a file of cases."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

__all__ = ["FACTS", "SEVERITIES", "read_verdict", "takes_facts"]

SEVERITIES = (
    "prohibited, prohibited_unless_approved, cap_exceeded, contested, conditional, "
    "allowed_wind_down, allowed_within_cap, exempt, not_listed"
)
DAY, AMOUNT, YES_NO, COUNTRY, TEXT = "DATE", "NUMBER", "yes|no", "COUNTRY", "TEXT"
# Column of a file of cases: what --help says of it, and what it takes.
FACTS: dict[str, tuple[str, str]] = {
    "hs": ("HS code of the good, 2 to 10 digits.", "CODE"),
    "direction": ("from_dprk, to_dprk or other.", TEXT),
    "on": ("Day, month (YYYY-MM) or year it took place.", DAY),
    "period_start": ("First day of the period.", DAY),
    "period_end": ("First day AFTER the period (exclusive).", DAY),
    "activity": ("A service that has no code.", TEXT),
    "commodity": ("What the good is called.", TEXT),
    "hs_revision": ("Edition of the code: HS2017 or H5.", TEXT),
    "value_usd": ("Value in US dollars.", AMOUNT),
    "mass_t": ("Mass in tonnes.", AMOUNT),
    "quantity": ("Quantity in --unit.", AMOUNT),
    "unit": ("t, kg, bbl, m3, MWh, pcs ...", TEXT),
    "origin": ("Where the good was made.", COUNTRY),
    "via": ("Where it passed, e.g. Rajin.", TEXT),
    "importer": ("The importing State.", COUNTRY),
    "livelihood_evidence": ("Shown to be for livelihood only.", YES_NO),
    "committee_notified": ("Committee notified.", YES_NO),
    "committee_approved": ("Committee approved.", YES_NO),
    "contract_on": ("Day of the contract.", DAY),
    "shipped_on": ("Day of shipment.", DAY),
    "ledger": ("Name of the ledger of a cap.", TEXT),
    "ledger_mass_t": ("In it before this case, in tonnes.", AMOUNT),
    "ledger_value_usd": ("In it before this case, in US dollars.", AMOUNT),
    "ledger_quantity": ("In it before this case, in --ledger-unit.", AMOUNT),
    "ledger_unit": ("Unit of the ledger.", TEXT),
    "ledger_2": ("Name of a second, competing ledger.", TEXT),
    "ledger_2_quantity": ("In it before this case.", AMOUNT),
    "ledger_2_unit": ("Its unit.", TEXT),
    "description": ("Anything else that is known.", TEXT),
}


def takes_facts(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that takes `**facts` an option for each of `FACTS`, None where not given."""
    signature = inspect.signature(command)
    own = [p for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD]
    every = [*own, *(_option(name, *about) for name, about in FACTS.items())]
    vars(command)["__signature__"] = signature.replace(parameters=every)
    return command


def read_verdict(text: str) -> str:
    """Read a verdict from the command line."""
    known = SEVERITIES.split(", ")
    if text not in known:
        raise typer.BadParameter(f"{text!r} is no verdict. Known: {SEVERITIES}.")
    return text


def _option(name: str, words: str, metavar: str) -> inspect.Parameter:
    option = typer.Option(
        f"--{name.replace('_', '-')}",
        help=words,
        metavar=metavar,
        rich_help_panel="Facts of one case",
    )
    kind = Annotated[str | None, option]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
