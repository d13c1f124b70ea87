"""What a reader sees of a scenario: its changes in order, and the law that comes of them."""

from datetime import date
from typing import Any

import polars as pl

from coalface.cli.printing import View, counted
from coalface.scenarios.described import NO_EFFECT, changes_table, idle_steps
from coalface.scenarios.months import month_name
from coalface.scenarios.scenario_file import Scenario

__all__ = ["about", "changes_view", "checked", "inputs_view", "law_view", "list_view"]

ASSUMED = (
    "All of it is supposed. Levels of enforcement are assumptions about whole classes of trade; "
    "nothing here says what any cargo risks."
)
NOT_LAW = "The scenario's law, not the law in force; that is `coalface rules`."


def list_view(table: pl.DataFrame) -> View:
    """Give what is printed of the packaged scenarios."""
    return View(
        "Packaged scenarios",
        ("!Name", "What is supposed", "~Extends", "~Told against"),
        [
            (row["name"], row["title"], row["extends"] or "", row["compare_to"] or "")
            for row in table.to_dicts()
        ],
        ("What each means and does not mean: `coalface scenario show NAME`.",),
    )


def changes_view(scenario: Scenario, changes: pl.DataFrame) -> View:
    """Give what is printed of a scenario's changes."""
    first, last = month_name(scenario.months[0]), month_name(scenario.months[-1])
    return View(
        f"{scenario.name}: {scenario.title} ({first} to {last})",
        ("~In", "Kind", "What", "When", "Change", "Why, or on what condition"),
        [
            (
                row["scenario"],
                row["kind"],
                row["subject"],
                _when(row["from_month"], row["to_month"]),
                row["change"],
                row["words"],
            )
            for row in changes.to_dicts()
        ],
        tuple(note for note in (scenario.about, ASSUMED, _idle(scenario)) if note),
    )


def law_view(scenario: Scenario, law: pl.DataFrame) -> View:
    """Give what is printed of the law of a scenario."""
    return View(
        f"Law on declared exports to China (reading: {scenario.branches.law})",
        ("Good", "!From", "!Until (excl.)", "State", "Trade stops at", "~Measures"),
        [
            (
                row["good"],
                str(row["starts_on"]),
                str(row["ends_on"]),
                row["state"],
                _stop(row["stop_t"], row["stop_usd"]),
                row["measures"],
            )
            for row in law.to_dicts()
        ],
        (NOT_LAW,),
    )


def inputs_view(inputs: pl.DataFrame) -> View:
    """Give what is printed of what a run rests on: one row an input, its marks in order."""
    shown = inputs.filter(~pl.col("input").str.starts_with("law/"))
    groups = shown.group_by("input", maintain_order=True).agg("starts_on", "mark", "source")
    return View(
        "What drives it, and what that rests on",
        ("!Input", "Marks", "First source, or reason"),
        [
            (row["input"], _marks(row["starts_on"], row["mark"]), row["source"][0])
            for row in groups.to_dicts()
        ],
        ("Every spell with its source or reason: --json. The inputs themselves are no results.",),
    )


def _marks(starts: list[date], marks: list[str]) -> str:
    """Give the marks in order of time, each named when it changes."""
    told: list[str] = []
    last = ""
    for start, mark in zip(starts, marks, strict=True):
        if mark != last:
            told.append(f"{mark} from {month_name(start)}")
        last = mark
    return ", ".join(told)


def about(scenario: Scenario) -> dict[str, Any]:
    """Give the further keys of a scenario's JSON object."""
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "about": scenario.about,
        "layers": [layer.scenario for layer in scenario.layers],
        "first_month": month_name(scenario.months[0]),
        "last_month": month_name(scenario.months[-1]),
        "base": scenario.base,
        "branches": scenario.branches.id,
        "ensemble": scenario.ensemble.model_dump(),
        "parameters": dict(scenario.parameters),
        "compare_to": scenario.compare_to,
        "digest": scenario.digest,
    }


def checked(scenario: Scenario) -> dict[str, Any]:
    """Give what is told of a scenario that is in order."""
    n_changes = len(changes_table(scenario))
    layers = " extends ".join(layer.scenario for layer in reversed(scenario.layers))
    months = f"{month_name(scenario.months[0])} to {month_name(scenario.months[-1])}"
    words = (
        f"{layers}: in order. {counted(len(scenario.months), 'month')}, {months}; "
        f"{counted(n_changes, 'line')} of choices; {counted(scenario.ensemble.draws, 'draw')}."
    )
    warning = _idle(scenario)
    told = {"is_in_order": True, "words": f"{words} {warning}".strip()}
    return about(scenario) | told | {"without_effect": list(idle_steps(scenario))}


def _idle(scenario: Scenario) -> str:
    steps = idle_steps(scenario)
    return f"No effect: {'; '.join(steps)}: {NO_EFFECT}." if steps else ""


def _when(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    return f"{month_name(first)} to {month_name(last) if last else 'the end'}"


def _stop(tonnes: float | None, usd: float | None) -> str:
    limits = ((tonnes, "t"), (usd, "USD"))
    return " or ".join(f"{value:,.0f} {unit}" for value, unit in limits if value is not None)
