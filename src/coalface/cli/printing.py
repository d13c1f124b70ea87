"""Print to a reader: tables and JSON on stdout, messages on stderr, colour only where it shows."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from coalface.cli.plain_text import escape_steering, plain

if TYPE_CHECKING:
    import polars as pl

    from coalface.vocabulary.numbers import Number

__all__ = [
    "View",
    "counted",
    "deliver",
    "figure",
    "output",
    "print_json",
    "print_lines",
    "print_view",
    "progress",
    "say",
]

MARKS = "~>!"
MAX_WORD = 26  # the longest verdict; only addresses are longer
AMOUNT = 12  # "US$ 12.34 bn" and "no figure" stay on one line
GAP = 3  # blanks between two columns
PIPED_WIDTH = 120  # where stdout is no terminal and so has no width of its own


@dataclass(frozen=True, slots=True)
class View:
    """A table as a reader sees it: some columns, each with its unit in the cell or the heading.

    Attributes:
        title: What it holds, with place and period.
        columns: Headings. Marks before them: `~` may be left out on a narrow terminal, `>`
            stands to the right, `!` is never folded (an id, to be copied).
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
    console = Console(stderr=True, highlight=False, emoji=False, markup=False, soft_wrap=True)
    console.print(plain(message))


@contextmanager
def progress(what: str) -> Iterator[Callable[[str], None]]:
    """Show on stderr what is being done, where stderr is a terminal; gives a function to tell."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status(what) as status:
        yield lambda step: status.update(f"{what}: {step}")


def counted(count: int, noun: str, one: str = "", many: str = "") -> str:
    """Give a count with its noun, and the words for one or for many after it: `1 row was left`."""
    words = (f"{count:,}", noun if count == 1 else f"{noun}s", one if count == 1 else many)
    return " ".join(word for word in words if word)


def figure(number: "Number") -> str:
    """Give a number as a cell: value with unit, range and mark."""
    from coalface.brief.numerals import format_number, format_range, mark_word

    span = format_range(number)
    parts = (format_number(number), f"({span})" if span else "", mark_word(number))
    return " ".join(part for part in parts if part)


def print_view(view: View) -> None:
    """Print a table; long cells are folded between words, never cut.

    Where the terminal is too narrow for that, columns that may go (`~`) are left out and named.
    """
    console = output()
    shown = list(range(len(view.columns)))
    spare = [i for i in shown if view.columns[i].startswith("~")]
    while spare and sum(_longest_word(view, i) + GAP for i in shown) > console.width:
        shown.remove(spare.pop())
    console.print(_table(view, shown, console.width))
    left_out = [name.strip(MARKS) for i, name in enumerate(view.columns) if i not in shown]
    if left_out:
        console.print(f"Left out at this width: {', '.join(left_out)} (--json or --out has all).")
    for note in view.notes:
        console.print(plain(note), markup=False)


def print_lines(*lines: str) -> None:
    """Print lines on stdout, as the title and the notes of a table without rows."""
    for line in lines:
        output().print(plain(line), markup=False)


def _table(view: View, shown: Sequence[int], width: int) -> Table:
    table = Table(title=_plain(view.title), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for i, column_width in zip(shown, _widths(view, shown, width), strict=True):
        name = view.columns[i]
        is_right = ">" in name[: len(name) - len(name.lstrip(MARKS))]
        table.add_column(
            name.lstrip(MARKS),
            justify="right" if is_right else "left",
            overflow="fold",
            width=column_width,
        )
    for row in view.rows:
        table.add_row(*(_plain(row[i]) for i in shown))
    return table


def _widths(view: View, shown: Sequence[int], width: int) -> list[int]:
    """Give each column its longest word, then share what is left by how much it has to hold."""
    room = width - GAP * len(shown)
    widths = [_longest_word(view, i) for i in shown]
    wanted = [max(map(len, _cells(view, i))) for i in shown]
    while sum(widths) > room and max(widths) > 1:
        widths[widths.index(max(widths))] -= 1
    while sum(widths) < room and any(w < want for w, want in zip(widths, wanted, strict=True)):
        need = [want / w if w < want else 0 for w, want in zip(widths, wanted, strict=True)]
        widths[need.index(max(need))] += 1
    return widths


def _longest_word(view: View, column: int) -> int:
    """Give the width below which a word of a column would be broken; an address may be."""
    cells = _cells(view, column)
    marks = view.columns[column][:2]
    if "!" in marks:
        return max(len(cell) for cell in cells)
    whole = [cell for cell in cells[1:] if len(cell) <= AMOUNT] if ">" in marks else []
    words = [word for cell in cells for word in f"{cell} .".split()]
    return min(MAX_WORD, max(len(text) for text in (*words, *whole)))


def _cells(view: View, column: int) -> list[str]:
    return [view.columns[column].lstrip(MARKS), *(plain(row[column]) for row in view.rows)]


def print_json(data: Any) -> None:
    """Print JSON on stdout; what is missing is null."""
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str, allow_nan=False)
    print(escape_steering(text))


def deliver(
    frame: "pl.DataFrame",
    view: View,
    *,
    as_json: bool,
    out: Path | None,
    about: Mapping[str, Any] | None = None,
    numbers: Iterable["Number"] = (),
    more: Mapping[str, tuple["pl.DataFrame", View]] | None = None,
) -> None:
    """Print a table, or its JSON, or write it to a file.

    Args:
        frame: The whole table.
        view: What of it a reader sees.
        as_json: Print one JSON object, its `rows` one object a row.
        out: File to write instead; with `as_json` both.
        about: Further keys of the JSON object.
        numbers: The numbers behind the table; in JSON each with the id that `explain` takes.
        more: Further tables by name: printed below, and keys of the JSON object.
    """
    more = more or {}
    if out is not None:
        from coalface.cli.files import write_table

        n_rows = write_table(frame, out, is_closed=_is_closed(frame))
        say(f"{counted(n_rows, 'row')} written to {out}")
        if more and not as_json:
            say(f"Not in it, but in --json and in what is printed: {', '.join(more)}.")
    if as_json:
        data = {**(about or {}), "notes": list(view.notes), "rows": frame.to_dicts()}
        data |= {name: rows.to_dicts() for name, (rows, _) in more.items()}
        known = {number.id: asdict(number) for number in numbers}
        print_json({**data, "numbers": list(known.values())} if known else data)
    elif out is None:
        for each in (view, *(further for _, further in more.values())):
            print_view(each)


def _is_closed(frame: "pl.DataFrame") -> bool:
    """Say whether any row rests on a report that is not public."""
    return "sensitivity" in frame.columns and bool((frame["sensitivity"] != "public").any())


def _plain(cell: str) -> str:
    return plain(cell).replace("[", r"\[")
