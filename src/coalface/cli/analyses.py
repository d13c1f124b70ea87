"""Take analyses of the chosen tables and print them: table, JSON or file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from coalface.cli import accounts, views
from coalface.cli.printing import View, deliver
from coalface.earnings import fuel, imputation_checks
from coalface.pipeline import Facts, find_packaged
from coalface.trade import balance, discounts, emerging, replacement
from coalface.vocabulary.numbers import Number

__all__ = ["show_analyses"]


@dataclass(frozen=True, slots=True)
class _Analysis:
    """What is printed of one step of the pipeline: its table, what of it is seen, its numbers."""

    table: Callable[[Any], pl.DataFrame]
    view: Callable[[Any, date], View]
    numbers: Callable[[Any], tuple[Number, ...]]


ANALYSES = {
    "emerging": _Analysis(emerging.emerging_table, views.emerging_view, emerging.numbers),
    "discounts": _Analysis(discounts.discounts_table, views.discounts_view, discounts.numbers),
    "balance": _Analysis(balance.balance_table, views.balance_view, balance.numbers),
    "replacement": _Analysis(
        replacement.replacement_table, views.replacement_view, replacement.numbers
    ),
    "fuel": _Analysis(fuel.fuel_table, accounts.fuel_view, fuel.numbers),
    "imputation": _Analysis(
        imputation_checks.imputation_table, accounts.imputation_view, imputation_checks.numbers
    ),
}


def show_analyses(
    steps: Sequence[str], as_of: date, facts: Facts, *, as_json: bool, out: Path | None
) -> None:
    """Print some analyses: the first as the table, the others as further tables below it.

    Args:
        steps: Keys of `ANALYSES`.
        as_of: Day of account.
        facts: The tables.
        as_json: See `deliver`.
        out: See `deliver`; the first alone is written.
    """
    found = {step: (ANALYSES[step], find_packaged(step, as_of, facts=facts)) for step in steps}
    shown = {s: (each.table(rows), each.view(rows, as_of)) for s, (each, rows) in found.items()}
    (table, view), *_ = shown.values()
    deliver(
        table,
        view,
        as_json=as_json,
        out=out,
        about={"as_of": as_of},
        numbers=[number for each, rows in found.values() for number in each.numbers(rows)],
        more={step: shown[step] for step in steps[1:]},
    )
