"""What lines of declared exports come to over a period, year by year, gaps imputed and named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt

import polars as pl

from coalface.earnings.imputation import impute
from coalface.earnings.known_years import (
    BOUNDED,
    IMPUTED,
    PART,
    YearFigure,
    find_known_years,
    is_nothing_after,
)
from coalface.earnings.model import Line, Model, load_model
from coalface.errors import InputError
from coalface.trade.figures import Figure, number
from coalface.trade.observations import MONTHS_A_YEAR
from coalface.vocabulary.numbers import Number

__all__ = ["BaseTotal", "base_table", "find_base", "numbers", "total_of"]

Years = dict[int, YearFigure]


@dataclass(frozen=True, slots=True)
class BaseTotal:
    """All years of one line."""

    line: Line
    years: tuple[YearFigure, ...]


def find_base(
    flows: pl.DataFrame,
    line: Line,
    *,
    starts_on: date,
    ends_on: date,
    model: Model | None = None,
) -> BaseTotal:
    """Find what the DPRK sold of one line to China, year by year, and fill the gaps.

    What was published comes first (`known_years`); other years are imputed from those around.
    Of a line that holds others, only the rest beside them is imputed. A last year that ends
    early counts whole where the months after it were published as zero.

    Args:
        flows: Table `flows`.
        line: The line.
        starts_on: First day, a first of January.
        ends_on: First day after, a first of a month.
        model: The packaged one if None.

    Raises:
        InputError: If a year can be neither found nor imputed; names it.
    """
    model = model or load_model()
    years = range(starts_on.year, ends_on.year + (ends_on > date(ends_on.year, 1, 1)))
    known = find_known_years(flows, line)
    if line.holds:
        held = [
            find_base(flows, model.line(part), starts_on=starts_on, ends_on=ends_on, model=model)
            for part in line.holds
        ]
        found = _beside(known, held, years, line)
    else:
        found = [_of(known, year, line) for year in years]
    if ends_on.month > 1:
        found[-1] = _cut(found[-1], ends_on, is_whole=is_nothing_after(flows, line, ends_on))
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
    return Figure(
        value=value,
        low=value - below,
        high=value + above,
        inputs=tuple(dict.fromkeys(row for f in figures for row in f.inputs)),
        mark="imputed" if is_imputed else "derived",
    )


def numbers(base: BaseTotal) -> tuple[Number, ...]:
    """Give each year of a line as a number, in order."""
    return tuple(
        number(
            y.value,
            f"earnings/bases/{base.line.id}/{y.year}",
            f"{base.line.title}, exports to China at customs value, {y.year}",
            "USD",
            how=y.how,
        )
        for y in base.years
    )


def base_table(bases: Sequence[BaseTotal]) -> pl.DataFrame:
    """Give the years of some lines as a flat table."""
    return pl.DataFrame(
        [
            {
                "line": base.line.id,
                "year": y.year,
                "low_usd": y.value.low,
                "mid_usd": y.value.value,
                "high_usd": y.value.high,
                "basis": y.basis,
                "how": y.how,
                "inputs": ";".join(y.value.inputs),
            }
            for base in bases
            for y in base.years
        ],
        infer_schema_length=None,
    )


def _of(known: Years, year: int, line: Line) -> YearFigure:
    if year in known:
        return known[year]
    band = impute({y: f.value.value for y, f in known.items()}, year)
    if band is None:
        raise InputError(
            f"line {line.id!r}: no figure for {year}, and too few published years around it to "
            "impute one. Choose another period, or add flows."
        )
    value = Figure(band.mid, band.low, band.high, _around(known, year), "imputed")
    return YearFigure(year, value, IMPUTED, f"{_between(known, year)}, 90 % band")


def _beside(known: Years, held: list[BaseTotal], years: range, line: Line) -> list[YearFigure]:
    """Impute what a line has beside the lines that it holds, and add those again."""
    parts = {y: [base.years[i].value for base in held] for i, y in enumerate(years)}
    rest: Years = {}
    for year, found in known.items():
        if year in parts:
            value = max(found.value.value - sum(f.value for f in parts[year]), 0.0)
            figure = Figure(value, value, value, found.value.inputs)
            rest[year] = YearFigure(year, figure, found.basis, found.how)
    return [known[y] if y in known else _sum(y, parts[y], _rest_of(rest, y, line)) for y in years]


def _rest_of(rest: Years, year: int, line: Line) -> YearFigure:
    """Impute the rest; before the first known year it lies between nothing and that year's."""
    if rest and year < min(rest):
        first = rest[min(rest)]
        top = first.value.value
        value = Figure(top / 2, 0.0, top, first.value.inputs, "imputed")
        return YearFigure(year, value, BOUNDED, f"between nothing and that of {first.year}")
    return _of(rest, year, line)


def _sum(year: int, parts: list[Figure], rest: YearFigure) -> YearFigure:
    addends = [*parts, rest.value]
    value = sum(f.value for f in addends)
    below = sqrt(sum((f.value - f.low) ** 2 for f in addends))
    above = sqrt(sum((f.high - f.value) ** 2 for f in addends))
    inputs = tuple(dict.fromkeys(row for f in addends for row in f.inputs))
    figure = Figure(value, value - below, value + above, inputs, "imputed")
    return YearFigure(year, figure, IMPUTED, f"coal and ore, and the rest {rest.how}")


def _cut(last: YearFigure, ends_on: date, *, is_whole: bool) -> YearFigure:
    """Leave out the months after the end, unless they were published as zero."""
    if is_whole:
        return replace(last, how=f"{last.how}; nothing came in from {ends_on:%B} on")
    months = ends_on.month - 1
    least = last.value.low * months / MONTHS_A_YEAR
    middle = (least + last.value.high) / 2
    value = replace(last.value, value=middle, low=least, mark="imputed")
    how = f"{last.how}; of it {months} months in proportion at least, all at most"
    return YearFigure(last.year, value, PART, how)


def _around(known: Years, year: int) -> tuple[str, ...]:
    ends = (max(y for y in known if y < year), min(y for y in known if y > year))
    return tuple(dict.fromkeys(row for y in ends for row in known[y].value.inputs))


def _between(known: Years, year: int) -> str:
    before, after = max(y for y in known if y < year), min(y for y in known if y > year)
    return f"imputed between {before} and {after} (two_scale_bridge)"


def _gaps(years: tuple[YearFigure, ...]) -> list[list[YearFigure]]:
    """Give runs of neighbouring imputed years, and each other year that has a band."""
    runs: list[list[YearFigure]] = []
    is_running = False
    for year in years:
        is_imputed = year.basis == IMPUTED
        if is_imputed and is_running:
            runs[-1].append(year)
        elif year.value.low != year.value.high:
            runs.append([year])
        is_running = is_imputed
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
