"""What a reader sees of the ledger's matrices: panels that fit the terminal, or text to copy."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from coalface.brief.numerals import format_amount
from coalface.cli.printing import View, counted, deliver, output, print_view, say
from coalface.cli.run_progress import run_progress
from coalface.errors import InputError
from coalface.pipeline.scenario_matrices import FilledMatrices, MatrixOptions, fill_matrices
from coalface.scenarios.matrices import Matrix
from coalface.scenarios.matrix_views import cells_of, latex, markdown, table
from coalface.scenarios.months import month_name
from coalface.scenarios.run_folder import write_whole

__all__ = ["show_matrices"]

TEXTS = {"markdown": (markdown, ".md"), "latex": (latex, ".tex")}
LABEL, GAP = 26, 3
SUPPOSED = "One supposed course of a model; no account of what happened, and no forecast."


def show_matrices(
    run: str, options: MatrixOptions, shown: str, *, as_json: bool, out: Path | None
) -> None:
    """Fill the matrices, and print them, or write them to a file.

    Args:
        run: A scenario, or the folder of a run.
        options: The spell, and which draw.
        shown: `table`, `markdown`, `latex` or `sankey`.
        as_json: Print one JSON object, with the matrices and the links.
        out: File to write.

    Raises:
        InputError: If it can't be filled or written.
    """
    if shown in TEXTS:
        _check_text(shown, as_json=as_json, out=out)
    with run_progress() as tell:
        found = fill_matrices(run, options, tell=tell)
    if shown in TEXTS:
        _text(found, shown, out)
        return
    whole = pl.concat([table(matrix) for matrix in found.matrices])
    links = (found.links, _links_view(found))
    if as_json or out is not None:
        frame = found.links if shown == "sankey" and not as_json else whole
        view = View(_title(found), (), (), _notes(found))
        more = {"sankey": links} if frame is whole else None
        deliver(frame, view, as_json=as_json, out=out, about=_about(found), more=more)
    elif shown == "sankey":
        print_view(links[1])
    else:
        for panel in _panels(found):
            print_view(panel)


def _about(found: FilledMatrices) -> dict[str, Any]:
    content, spell = found.plan.content, found.spell
    return {
        "scenario": content.scenario,
        "world": content.world,
        "reading": content.branches,
        "seed": content.seed,
        "n_draws": found.plan.n_draws,
        "draw": spell.draws[0] if len(spell.draws) == 1 else "mean",
        "first_month": month_name(spell.first),
        "last_month": month_name(spell.last),
        "unit": "USD",
        "residual": found.residual,
        "residual_of_run": found.run_residual,
    }


def _title(found: FilledMatrices) -> str:
    about = _about(found)
    drawn = (
        f"mean of {counted(found.plan.n_draws, 'draw')}"
        if about["draw"] == "mean"
        else f"draw {about['draw']} of {found.plan.n_draws:,}"
    )
    return f"{about['scenario']}, {drawn}, {about['first_month']} to {about['last_month']}"


def _notes(found: FilledMatrices) -> tuple[str, ...]:
    return (
        f"Sums that must be zero are off by {found.residual:.0e} of the largest cell at most; the "
        f"run's identities by {found.run_residual:.0e} of what moved.",
        "A plus is received or held, a minus paid or owed. Rows of changes are what holdings "
        "changed by, with the sign turned, write-offs apart. Of write-offs only the rows "
        "balance; on the balance sheet currency sums to what there is of it. Stocks of goods are "
        "not valued.",
        f"{SUPPOSED} Reading {found.plan.content.branches}, world {found.plan.content.world}.",
    )


def _panels(found: FilledMatrices) -> Iterator[View]:
    """Give each matrix in as many parts, side by side, as the width asks for."""
    for i, matrix in enumerate(found.matrices):
        heads, rows = cells_of(matrix)
        parts = _split(heads, rows, output().width)
        for n, part in enumerate(parts):
            is_last = i == len(found.matrices) - 1 and n == len(parts) - 1
            cells = [[row[0], *(row[at] for at in part)] for row in rows]
            yield View(
                _panel_title(found, matrix, n, len(parts)),
                ("Millions of USD", *(f">{heads[at]}" for at in part)),
                [line for line in cells if any(line[1:])],
                _notes(found) if is_last else (),
            )


def _panel_title(found: FilledMatrices, matrix: Matrix, number: int, of: int) -> str:
    part = f" ({number + 1} of {of})" if of > 1 else ""
    return f"{matrix.title}{part}: {_title(found)}"


def _split(heads: list[str], rows: list[list[str]], width: int) -> list[range]:
    """Share columns out evenly, in the fewest parts in which no word and no figure is broken."""
    rooms = [
        max(map(len, (*heads[at].split(), *(row[at] for row in rows)))) + GAP
        for at in range(1, len(heads))
    ]
    for n_parts in range(1, len(rooms) + 1):
        ends = [1 + round(n * len(rooms) / n_parts) for n in range(n_parts + 1)]
        parts = [range(start, end) for start, end in pairwise(ends)]
        if all(LABEL + sum(rooms[at - 1] for at in part) <= width for part in parts):
            return parts
    return [range(at, at + 1) for at in range(1, len(heads))]


def _links_view(found: FilledMatrices) -> View:
    is_mean = len(found.spell.draws) > 1
    heads = ("From", "To", "For", ">USD", *((">90 % of draws",) if is_mean else ()))
    rows = [
        (
            row["source"],
            row["target"],
            row["meaning"] + (" (goods)" if row["passes"] == "goods" else ""),
            format_amount(row["usd"], "USD"),
            *((_span(row["low_usd"], row["high_usd"]),) if is_mean else ()),
        )
        for row in found.links.to_dicts()
    ]
    return View(f"What passes between sectors: {_title(found)}", heads, rows, (SUPPOSED,))


def _span(low: float, high: float) -> str:
    return f"{format_amount(low, 'USD')} to {format_amount(high, 'USD')}"


def _check_text(shown: str, *, as_json: bool, out: Path | None) -> None:
    ending = TEXTS[shown][1]
    if as_json:
        raise InputError(f"--as {shown} --json: give one of the two.")
    if out is not None and out.suffix.lower() != ending:
        raise InputError(f"{out.name}: --as {shown} is written as {ending}.")
    if out is not None and not out.parent.is_dir():
        raise InputError(f"{out}: there is no folder {out.parent}. Make it first.")


def _text(found: FilledMatrices, shown: str, out: Path | None) -> None:
    written, mark = TEXTS[shown][0], {"markdown": "## ", "latex": "% "}[shown]
    comment = "" if shown == "markdown" else "% "
    notes = "\n".join(f"{comment}{note}" for note in ("Millions of USD.", *_notes(found)))
    parts = [
        f"{mark}{_panel_title(found, matrix, 0, 1)}\n\n{written(matrix)}"
        for matrix in found.matrices
    ]
    text = "\n".join([*parts, notes]) + "\n"
    if out is None:
        print(text, end="")
        return
    write_whole(out, lambda draft: draft.write_text(text, encoding="utf-8"))
    say(f"{len(found.matrices)} matrices written to {out}")
