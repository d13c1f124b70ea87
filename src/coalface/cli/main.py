"""The command `coalface`: parse, call one function, print."""

import inspect
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from coalface import __version__
from coalface.cli import (
    balance,
    brief,
    calibrate,
    caps,
    claims_checks,
    claims_export,
    claims_forget,
    claims_read,
    claims_review,
    compare,
    doctor,
    earnings,
    emerging,
    explain,
    export_procedure,
    fuel,
    goods,
    imputation,
    ingest,
    mirror,
    mixups,
    relief,
    rules,
    scenario,
    scenario_list,
    scenario_matrices,
    scenario_patterns,
    screen,
    simulate,
    stages,
    trade,
    unit_values,
    update_check,
    vessels_detect,
    vessels_read,
    vessels_voyages,
    workspace,
    workspace_upkeep,
)
from coalface.cli.printing import say
from coalface.errors import CoalfaceError

__all__ = ["app", "run"]

FAILED, INTERRUPTED = 1, 130
COMMANDS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("", brief.brief),
    ("", rules.rules),
    ("", screen.screen),
    ("", caps.caps),
    ("", relief.relief),
    ("trade", emerging.emerging),
    ("trade", trade.discounts),
    ("trade", balance.balance),
    ("trade", mirror.mirror),
    ("trade", goods.goods),
    ("trade", mixups.mixups),
    ("trade", unit_values.unit_values),
    ("earnings", fuel.fuel),
    ("earnings", imputation.imputation),
    ("earnings", export_procedure.procedure),
    ("earnings", stages.stages),
    ("vessels", vessels_detect.detect),
    ("vessels", vessels_voyages.voyages),
    ("vessels", vessels_read.dossier),
    ("vessels", vessels_read.replay),
    ("vessels", vessels_detect.demo),
    ("claims", claims_read.extract),
    ("claims", claims_review.review),
    ("claims", claims_checks.contradictions),
    ("claims", claims_checks.corrections),
    ("claims", claims_read.matrix),
    ("claims", claims_export.export),
    ("claims", claims_forget.forget),
    ("scenario", scenario.show),
    ("scenario", scenario.check),
    ("scenario", scenario_list.list_scenarios),
    ("scenario", scenario_patterns.patterns),
    ("scenario", scenario_matrices.matrices),
    ("", simulate.simulate),
    ("", compare.compare),
    ("", calibrate.calibrate),
    ("", simulate.reproduce),
    ("", ingest.ingest),
    ("workspace", workspace.info),
    ("workspace", workspace.history),
    ("workspace", workspace_upkeep.verify),
    ("workspace", workspace_upkeep.compact),
    ("workspace", workspace_upkeep.withdraw),
    ("workspace", workspace.import_packaged),
    ("", update_check.update_check),
    ("", explain.explain),
    ("", doctor.doctor),
)

app = typer.Typer(
    name="coalface",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done; 1 failed, with a message; 2 wrong usage; 3 findings at or above "
    "--fail-on; 130 interrupted. Nothing here clears a shipment or is legal advice.",
)
groups = {
    "": app,
    "trade": typer.Typer(
        no_args_is_help=True, help="What was declared: new goods, prices, the balance."
    ),
    "workspace": typer.Typer(
        no_args_is_help=True, help="Your own data: what is in, is it whole, keep it tidy."
    ),
    "earnings": typer.Typer(invoke_without_command=True),
    "claims": typer.Typer(
        no_args_is_help=True, help="What was reported: claims, contradictions, slips in print."
    ),
    "scenario": typer.Typer(no_args_is_help=True, help="What if: what a scenario supposes."),
    "vessels": typer.Typer(
        no_args_is_help=True, help="What moved: silences, meetings, calls, identities, voyages."
    ),
}


def run() -> None:
    """Run the command; errors of the user's making come out as a message, not a traceback."""
    try:
        app()
    except (CoalfaceError, OSError) as error:
        say(f"coalface: {error}")
        sys.exit(FAILED)
    except KeyboardInterrupt:
        say("coalface: interrupted")
        sys.exit(INTERRUPTED)


def _print_version(*, wanted: bool) -> None:
    if wanted:
        print(f"coalface {__version__}")
        raise typer.Exit


@app.callback()
def _coalface(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=lambda wanted: _print_version(wanted=wanted),
            help="Print the version and stop.",
        ),
    ] = False,
) -> None:
    del version


def _paragraphs(function: Callable[..., Any]) -> str:
    """Give a docstring with each paragraph on one line, so that the terminal folds it."""
    parts = inspect.cleandoc(function.__doc__ or "").split("\n\n")
    return "\n\n".join(" ".join(part.split()) for part in parts)


app.info.help = (
    "How a sanctioned economy earns its foreign currency: what was allowed, what was declared, "
    "and a brief in which every number can be traced. Without other data the commands use the "
    "packaged published figures. Nothing opens a connection."
)
groups["earnings"].callback(help=_paragraphs(earnings.earnings))(earnings.earnings)
for group, function in COMMANDS:
    name = function.__name__.replace("_", "-").removesuffix("-scenarios")
    groups[group].command(name, help=_paragraphs(function))(function)
app.add_typer(groups["trade"], name="trade")
app.add_typer(groups["earnings"], name="earnings")
app.add_typer(groups["vessels"], name="vessels")
app.add_typer(groups["claims"], name="claims")
app.add_typer(groups["scenario"], name="scenario")
app.add_typer(groups["workspace"], name="workspace")
