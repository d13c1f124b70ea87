"""What lines of declared exports come to over a period, year by year, gaps imputed and named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt

from coalface.earnings.cells import Cell
from coalface.earnings.evidence import Evidence
from coalface.earnings.precedence import (
    FlowChoice,
    LineRule,
    Reading,
    find_reading,
)
from coalface.earnings.whole_lines import find_whole_years
from coalface.errors import InputError
from coalface.trade.figures import Figure, number
from coalface.trade.observations import MONTHS_A_YEAR, find_series
from coalface.vocabulary.numbers import Number

__all__ = ["BaseTotal", "YearFigure", "find_base", "numbers", "total_of"]

IMPUTED = "imputed"
BY_RULE = "by_rule"


@dataclass(frozen=True, slots=True)
class YearFigure:
    """One year of one line.

    Attributes:
        year: Calendar year.
        value: In USD; with a 90 % band where it is scaled up or imputed.
        basis: As in the account: `recorded`, `imputed` ...
        is_gap: It was imputed from the years around it, which neighbouring gaps share.
        how: In words.
    """

    year: int
    value: Figure
    basis: str
    is_gap: bool
    how: str


@dataclass(frozen=True, slots=True)
class BaseTotal:
    """All years of one line."""

    line: LineRule
    years: tuple[YearFigure, ...]


def find_base(
    evidence: Evidence,
    line: LineRule,
    *,
    starts_on: date,
    ends_on: date,
    reading: Reading | None = None,
) -> BaseTotal:
    """Find what one line of the account comes to over a period, year by year.

    Years are those of the account: published, scaled up from their months, or imputed. A last
    year that ends early counts whole where nothing came in afterwards.

    Args:
        evidence: The tables of the account.
        line: The line.
        starts_on: First day, a first of January.
        ends_on: First day after, a first of a month.
        reading: Way through competing figures; `by_rule` if None.

    Raises:
        InputError: If a year can be neither found nor imputed; names it.
    """
    reading = reading or find_reading(BY_RULE)
    years = range(starts_on.year, ends_on.year + (ends_on > date(ends_on.year, 1, 1)))
    known = find_whole_years(evidence, line, reading)
    found = [_figure(year, known.cell(year), line) for year in years]
    if ends_on.month > 1:
        found[-1] = _cut(found[-1], ends_on, is_whole=_is_nothing_after(evidence, line, ends_on))
    return BaseTotal(line, tuple(found))


def total_of(parts: Sequence[BaseTotal]) -> Figure:
    """Give the sum of some lines with a 90 % band.

    Years of one gap were imputed from the same ends and err together, as the two sides of a
    Brownian bridge do; different gaps and different lines err apart.

    Args:
        parts: Lines of which none holds another.
    """
    figures = [y.value for part in parts for y in part.years]
    gaps = [gap for part in parts for gap in _gaps(part.years)]
    below = sqrt(sum(_square(gap, [y.value.value - y.value.low for y in gap]) for gap in gaps))
    above = sqrt(sum(_square(gap, [y.value.high - y.value.value for y in gap]) for gap in gaps))
    value = sum(f.value for f in figures)
    is_imputed = any(f.mark == "imputed" for f in figures)
    against = dict.fromkeys(
        part.line.imputation_note for part in parts if any(y.is_gap for y in part.years)
    )
    return Figure(
        value=value,
        low=value - below,
        high=value + above,
        inputs=tuple(dict.fromkeys(row for f in figures for row in f.inputs)),
        mark="imputed" if is_imputed else "derived",
        note="; ".join(words for words in against if words),
    )


def numbers(base: BaseTotal) -> tuple[Number, ...]:
    """Give each year of a line as a number, in order."""
    return tuple(
        number(
            y.value,
            f"earnings/bases/{base.line.id}/{y.year}",
            f"{base.line.title}, {y.year}, as a base of what was earned",
            "USD",
            how=y.how,
        )
        for y in base.years
    )


def _figure(year: int, cell: Cell | None, line: LineRule) -> YearFigure:
    if cell is None or cell.mid is None:
        raise InputError(
            f"line {line.id!r}: no figure for {year}, and too few published years around it to "
            "impute one. Choose another period, or add flows."
        )
    low = cell.mid if cell.low is None else cell.low
    high = cell.mid if cell.high is None else cell.high
    value = Figure(cell.mid, low, high, cell.inputs, cell.mark, cell.note)
    return YearFigure(year, value, cell.basis, cell.choice == IMPUTED, cell.how)


def _is_nothing_after(evidence: Evidence, line: LineRule, day: date) -> bool:
    """Say whether months of the year from a day on were published, all as zero."""
    codes = {c.code for c in line.choices if isinstance(c, FlowChoice) and c.reporter == "CHN"}
    after = [
        o.value
        for s in find_series((evidence.flows,), also=tuple(codes))
        if s.good.code in codes
        for o in s.observations
        if o.starts_on >= day and o.year == day.year
    ]
    return bool(after) and all(v is not None and v.value == 0 for v in after)


def _cut(last: YearFigure, ends_on: date, *, is_whole: bool) -> YearFigure:
    """Leave out the months after the end, unless they were published as zero."""
    if is_whole:
        return replace(last, how=f"{last.how}; nothing came in from {ends_on:%B} on")
    months = ends_on.month - 1
    least = last.value.low * months / MONTHS_A_YEAR
    middle = (least + last.value.high) / 2
    value = replace(last.value, value=middle, low=least, mark="imputed")
    how = f"{last.how}; of it {months} months in proportion at least, all at most"
    return replace(last, value=value, how=how)


def _gaps(years: tuple[YearFigure, ...]) -> list[list[YearFigure]]:
    """Give runs of neighbouring imputed years, and each other year that has a band."""
    runs: list[list[YearFigure]] = []
    is_running = False
    for year in years:
        if year.is_gap and is_running:
            runs[-1].append(year)
        elif year.value.low != year.value.high:
            runs.append([year])
        is_running = year.is_gap
    return runs


def _square(gap: list[YearFigure], halves: list[float]) -> float:
    """Give the square of the band of a gap's sum, years correlated as on a Brownian bridge."""
    n = len(gap)
    length = n + 1
    total = 0.0
    for i in range(n):
        for j in range(n):
            first, second = min(i, j) + 1, max(i, j) + 1
            bridge = first * (length - second) / (second * (length - first))
            total += halves[i] * halves[j] * sqrt(bridge)
    return total
