"""The account: one statement a year or quarter of what came in, what went out, what is left."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from coalface.earnings.cells import Cell, Span, quarters_of, year_span
from coalface.earnings.evidence import Evidence
from coalface.earnings.known_years import find_known_years
from coalface.earnings.parameters import load_parameters
from coalface.earnings.precedence import (
    LineRule,
    Reading,
    find_book,
    load_lines,
    load_readings,
)
from coalface.earnings.sums import find_balances
from coalface.earnings.years import FIRST_YEAR, LAST_YEAR
from coalface.errors import InputError
from coalface.tables.account import ACCOUNT, check_account
from coalface.tables.schema import dtypes_of
from coalface.vocabulary.numbers import Number, no_figure

__all__ = ["AccountLine", "account_table", "check_year", "find_account", "numbers"]

NO_SOURCE = "no source gives a figure for this period"
OTHER_BOOK = "no part of the whole above it, which is of another book"


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One line in one period, with its rivals beside it.

    Attributes:
        span: The period.
        line: Name of the line.
        title: As printed.
        section: Heading.
        side: `income`, `outgo` or `balance`.
        part_of: Line that holds it already, or "".
        is_apart: Its figure is of another book than that line's, and so no part of its figure.
        is_counted: It counts in the balance or in what could finance it.
        branch: Name of the reading.
        figure: The figure taken, or "no figure".
        cell: How it came about; None where there is no figure.
        rivals: What others say of the same line and period, never mixed in.
        rival_titles: Who they are, in the same order.
    """

    span: Span
    line: str
    title: str
    section: str
    side: str
    part_of: str
    is_counted: bool
    branch: str
    figure: Number
    cell: Cell | None
    rivals: tuple[Number, ...] = ()
    rival_titles: tuple[str, ...] = ()
    is_apart: bool = False


def find_account(
    evidence: Evidence,
    *,
    years: Sequence[int] = (),
    readings: Sequence[Reading] = (),
    quarterly: bool = False,
) -> tuple[AccountLine, ...]:
    """Find the account of some years under some readings.

    Ranges add low with low and high with high, no band of a stated chance; a sum that holds an
    even part of a longer sum has no range. What has no source has no figure and counts nowhere;
    the notes name it.

    Args:
        evidence: The tables.
        years: Years; all from 2000 to 2025 if none are given.
        readings: Ways through the competing figures; all packaged ones if none are given.
        quarterly: Give the quarters of each year instead of the year. Nothing is imputed.

    Raises:
        InputError: If a year lies outside the data, or a currency has no rate.
    """
    for year in years:
        check_year(year)
    chosen = years or range(FIRST_YEAR, LAST_YEAR + 1)
    found = []
    for reading in readings or load_readings():
        known = find_known_years(evidence, reading)
        for year in chosen:
            for span in quarters_of(year) if quarterly else (year_span(year),):
                lines, choices = [], {}
                taken_of = known.cells(year) if span.is_year else None
                for line in load_lines():
                    cells = _cells(evidence, line, reading, span)
                    taken = taken_of[line.id] if taken_of else next(iter(cells), None)
                    choices[line.id] = cells
                    lines.append(_line(line, reading, span, taken, cells))
                sums = _balances(lines, choices, evidence, reading, span)
                found += [*_told_apart(lines), *sums]
    return tuple(found)


def numbers(lines: Iterable[AccountLine]) -> tuple[Number, ...]:
    """Give every number of the account, rivals after what was taken."""
    return tuple(n for line in lines for n in (line.figure, *line.rivals))


def account_table(
    lines: Iterable[AccountLine], tables: Iterable[pl.DataFrame] = ()
) -> pl.DataFrame:
    """Give table `account`.

    Args:
        lines: The lines.
        tables: Tables that the inputs stand in, from which `sources` is filled.
    """
    sources = _sources(tables)
    rows = [_row(line, sources) for line in lines]
    frame = pl.DataFrame(rows, schema=dtypes_of(ACCOUNT), orient="row")
    check_account(frame)
    return frame


def check_year(year: int) -> None:
    """Stop at a year that the account does not cover.

    Raises:
        InputError: If the year lies outside the data.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError(
            f"year {year} is outside the data: the account runs from {FIRST_YEAR} to {LAST_YEAR}."
        )


def _cells(evidence: Evidence, line: LineRule, reading: Reading, span: Span) -> list[Cell]:
    found = (evidence.cell(c, span, spread=reading.spread) for c in reading.ordered(line))
    return [cell for cell in found if cell is not None]


def _line(
    line: LineRule, reading: Reading, span: Span, taken: Cell | None, cells: Sequence[Cell]
) -> AccountLine:
    stem = f"account/{reading.id}/{span.label}/{line.id}"
    label = f"{line.title}, {span.label}"
    note = "; ".join(n for n in (line.note, NO_SOURCE) if n)
    rivals = [cell for cell in cells if taken is None or cell.choice != taken.choice]
    return AccountLine(
        span=span,
        line=line.id,
        title=line.title,
        section=line.section,
        side=line.side,
        part_of=line.part_of,
        is_counted=line.in_balance,
        branch=reading.id,
        figure=taken.number(f"{stem}/usd", label)
        if taken
        else no_figure(f"{stem}/usd", label, "USD", note),
        cell=taken,
        rivals=tuple(
            cell.number(f"{stem}/rival/{cell.choice}", f"{label}, {cell.title}") for cell in rivals
        ),
        rival_titles=tuple(cell.title for cell in rivals),
    )


def _told_apart(lines: Sequence[AccountLine]) -> list[AccountLine]:
    """Mark parts whose figure is of another book than that of the whole which they stand under."""
    wholes = {line.line: line.cell for line in lines}
    return [_apart(line, wholes.get(line.part_of)) for line in lines]


def _apart(line: AccountLine, whole: Cell | None) -> AccountLine:
    if whole is None or line.cell is None:
        return line
    books = find_book(line.part_of, whole.choice), find_book(line.line, line.cell.choice)
    if None in books or books[0] == books[1]:
        return line
    note = f"{OTHER_BOOK}: {whole.title}"
    noted = replace(line.figure, note="; ".join(n for n in (line.figure.note, note) if n))
    return replace(line, figure=noted, is_apart=True)


def _balances(
    lines: Sequence[AccountLine],
    choices: Mapping[str, Sequence[Cell]],
    evidence: Evidence,
    reading: Reading,
    span: Span,
) -> list[AccountLine]:
    cells = {line.line: line.cell for line in lines}
    stem = f"account/{reading.id}/{span.label}"
    return [
        AccountLine(
            span=span,
            line=name,
            title=title,
            section="balance",
            side="balance",
            part_of="",
            is_counted=False,
            branch=reading.id,
            figure=cell.number(f"{stem}/{name}/usd", f"{title}, {span.label}")
            if cell
            else no_figure(f"{stem}/{name}/usd", f"{title}, {span.label}", "USD", note),
            cell=cell,
        )
        for name, title, cell, note in find_balances(cells, choices, evidence.prints)
    ]


def _sources(tables: Iterable[pl.DataFrame]) -> dict[str, str]:
    found = {p.row_id: ";".join(p.sources) for p in load_parameters().values()}
    for table in tables:
        found |= dict(table.select("row_id", "source_id").iter_rows())
    return found


def _row(line: AccountLine, sources: dict[str, str]) -> tuple[Any, ...]:
    cell = line.cell
    inputs = cell.inputs if cell else ()
    cited = dict.fromkeys(sources.get(i) or _source_in(i) for i in inputs)
    rivals = (f"{n.id.rsplit('/', 1)[1]}: {_amounts(n)}" for n in line.rivals)
    return (
        line.figure.id,
        line.span.starts_on,
        line.span.ends_on,
        line.line,
        line.title,
        line.section,
        line.side,
        "" if line.is_apart else line.part_of,
        line.is_counted,
        cell.low if cell else None,
        cell.mid if cell else None,
        cell.high if cell else None,
        cell.basis if cell else None,
        cell.valuation if cell else "",
        cell.choice if cell else "",
        cell.model if cell else "",
        line.branch,
        ";".join(s for s in cited if s),
        "; ".join(rivals),
        line.figure.how,
        line.figure.note,
        ";".join(line.figure.inputs),
    )


def _source_in(row_id: str) -> str:
    """Give the source that a row's id ends with, without the mark of a second row of its own."""
    return re.sub(r"-[0-9]$", "", row_id.rsplit("/", 1)[-1])


def _amounts(n: Number) -> str:
    ends = [f"{v:.0f}" if v is not None else "?" for v in (n.low, n.value, n.high)]
    return ends[1] if n.low is None and n.high is None else " / ".join(ends)
