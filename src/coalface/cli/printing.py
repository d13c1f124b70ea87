"""Print to a reader: tables and JSON on stdout, messages on stderr, colour only where it shows."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    import polars as pl

    from coalface.vocabulary.numbers import Number

__all__ = ["View", "deliver", "figure", "output", "print_json", "print_view", "progress", "say"]

PIPED_WIDTH = 120  # where stdout is no terminal and so has no width of its own


@dataclass(frozen=True, slots=True)
class View:
    """A table as a reader sees it: some columns, each with its unit in the cell or the heading.

    Attributes:
        title: What it holds, with place and period.
        columns: Headings; one that begins with `>` stands to the right, one that begins
            with `!` (an id, to be copied) is never folded.
        rows: The cells.
        notes: What a reader must know, printed below.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    notes: tuple[str, ...] = field(default=())


def output() -> Console:
    """Give the console of stdout."""
    is_terminal = sys.stdout.isatty()
    width = None if is_terminal or "COLUMNS" in os.environ else PIPED_WIDTH
    return Console(width=width, highlight=False, soft_wrap=False, emoji=False)


def say(message: str) -> None:
    """Print a message on stderr."""
    Console(stderr=True, highlight=False, emoji=False, markup=False, soft_wrap=True).print(message)


@contextmanager
def progress(what: str) -> Iterator[Callable[[str], None]]:
    """Show on stderr what is being done, where stderr is a terminal; gives a function to tell."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status(what) as status:
        yield lambda step: status.update(f"{what}: {step}")


def figure(number: "Number") -> str:
    """Give a number as a cell: value with unit, range and mark."""
    from coalface.brief.numerals import format_number, format_range, mark_word

    span = format_range(number)
    parts = (format_number(number), f"({span})" if span else "", mark_word(number))
    return " ".join(part for part in parts if part)


def print_view(view: View) -> None:
    """Print a table; long cells are folded, never cut."""
    console = output()
    table = Table(title=view.title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for name in view.columns:
        table.add_column(
            name.lstrip(">!"),
            justify="right" if name.startswith(">") else "left",
            overflow="fold",
            no_wrap=name.startswith("!"),
        )
    for row in view.rows:
        table.add_row(*(_plain(cell) for cell in row))
    console.print(table)
    for note in view.notes:
        console.print(note, markup=False)


def print_json(data: Any) -> None:
    """Print JSON on stdout; what is missing is null."""
    print(json.dumps(data, ensure_ascii=False, indent=1, default=str, allow_nan=False))


def deliver(
    frame: "pl.DataFrame",
    view: View,
    *,
    as_json: bool,
    out: Path | None,
    about: Mapping[str, Any] | None = None,
) -> None:
    """Print a table, or its JSON, or write it to a file.

    Args:
        frame: The whole table.
        view: What of it a reader sees.
        as_json: Print one JSON object, its `rows` one object a row.
        out: File to write instead; with `as_json` both.
        about: Further keys of the JSON object.
    """
    if out is not None:
        from coalface.cli.files import write_table

        say(f"{write_table(frame, out):,} rows written to {out}")
    if as_json:
        print_json({**(about or {}), "notes": list(view.notes), "rows": frame.to_dicts()})
    elif out is None:
        print_view(view)


def _plain(cell: str) -> str:
    return cell.replace("[", r"\[")
