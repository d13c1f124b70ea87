"""The export procedure as a diagram in the terminal, with the register of reforms beside it."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.box import ROUNDED, SIMPLE_HEAD
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from coalface.cli.printing import figure, output
from coalface.earnings.procedure import Phase, Procedure, Step

__all__ = ["print_procedure", "procedure_json"]

ARROW = "      \u2502\n      \u25bc"
NOTE = (
    "The order is that told by the sources; steps of one phase may run side by side. It is the "
    "procedure as reported, not a record of what each company did."
)


def print_procedure(procedure: Procedure) -> None:
    """Print the phases in order with arrows between them, the variants, the banks, the register."""
    console = output()
    console.print(Text("Export of coal or ore, step by step", style="bold"))
    for i, phase in enumerate(procedure.phases):
        if i:
            console.print(ARROW)
        _print_phase(console, i + 1, phase)
    console.print(Text("\nVariants", style="bold"))
    for phase in procedure.variants:
        _print_phase(console, None, phase)
    console.print(_banks(procedure))
    console.print(_register(procedure))
    console.print(Text("Sources", style="bold"))
    for line in _sources(procedure):
        console.print(line, markup=False)
    console.print(NOTE, markup=False)


def procedure_json(procedure: Procedure) -> dict[str, Any]:
    """Give the procedure as one object that JSON can hold."""
    return {**asdict(procedure), "notes": [NOTE]}


def _print_phase(console: Console, order: int | None, phase: Phase) -> None:
    body = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    body.add_column(justify="right", no_wrap=True)
    for _ in range(2):
        body.add_column(overflow="fold")
    for step in phase.steps:
        body.add_row(f"{step.order}.", Text(_who(step), style="bold"), Text(_what(step)))
    cited = "; ".join(f"{s.publisher} {s.year or 'undated'}" for s in phase.sources)
    number = f"{order}. " if order is not None else ""
    title = Text(f"{number}{phase.title}" + (f" ({phase.period})" if phase.period else ""))
    instead = f"instead of: {', '.join(phase.instead_of)}; " if phase.instead_of else ""
    for step in phase.steps:
        if step.amount is not None and step.amount.note:
            body.add_row("", "", Text(f"{step.order}: {step.amount.note}", style="dim"))
    console.print(
        Panel(
            body,
            title=title,
            title_align="left",
            subtitle=Text(f"{instead}source: {cited}"),
            subtitle_align="right",
            box=ROUNDED,
        )
    )


def _who(step: Step) -> str:
    """Name who acts, and toward whom, without the words that a title adds in brackets."""
    names = (re.sub(r" \([^)]*\)", "", name) for name in (step.actor, step.other) if name)
    return " \u2192 ".join(names)


def _what(step: Step) -> str:
    parts = [step.action]
    if step.amount is not None:
        parts.append(f"[{figure(step.amount)}]")
    if step.alternative:
        parts.append(f"(or: {step.alternative})")
    return " ".join(parts)


def _banks(procedure: Procedure) -> Table:
    table = Table(title="Banks by sponsor of the company", title_justify="left", box=SIMPLE_HEAD)
    for head in ("Sponsor", "Companies named", "Bank", "Note"):
        table.add_column(head, overflow="fold")
    for bank in procedure.banks:
        members = f": {', '.join(bank.members)}" if bank.members else ""
        cells = (bank.sponsor, "; ".join(bank.companies), f"{bank.bank}{members}", bank.note)
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _register(procedure: Procedure) -> Table:
    title = "Register of DPRK trade rules and reforms"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    table.add_column("When", no_wrap=True)
    for head in ("What", "Source", "Confidence"):
        table.add_column(head, overflow="fold")
    for reform in procedure.reforms:
        cells = (reform.when, reform.what, reform.source_id, reform.confidence)
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _sources(procedure: Procedure) -> Iterator[str]:
    for source in procedure.sources:
        parts = (source.publisher, source.title, str(source.year or "undated"), source.url or "")
        yield f"{source.id}: {', '.join(p for p in parts if p)} ({source.access})"
