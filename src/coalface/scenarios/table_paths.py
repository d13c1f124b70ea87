"""Paths by month from tables of published figures; months without one are filled and marked."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.errors import InputError
from coalface.scenarios.forcing import Span
from coalface.scenarios.months import month_name
from coalface.vocabulary.numbers import Mark

__all__ = ["filled_months", "monthly_price", "monthly_rate", "yearly_path"]

Floats = NDArray[np.float64]
LAST_MONTHS = 12


def monthly_price(
    prices: pl.DataFrame, series: str, months: Sequence[date]
) -> tuple[Floats, tuple[Span, ...]]:
    """Give the monthly price of a benchmark, filled where nothing is published.

    Args:
        prices: Table `prices`.
        series: Name of the benchmark.
        months: First days of the months.

    Returns:
        Array `(month,)` in USD a unit of the series, and what each spell rests on.

    Raises:
        InputError: If the table has no month of the series.
    """
    rows = prices.filter(
        pl.col("series") == series, pl.col("dataset") == "benchmark_monthly"
    ).select("period_start", "source_id", level=pl.mean_horizontal("price_low", "price_high"))
    return filled_months(_by_month(rows), months, f"monthly price of series {series!r}")


def monthly_rate(
    fx: pl.DataFrame, pair: str, months: Sequence[date]
) -> tuple[Floats, tuple[Span, ...]]:
    """Give the monthly rate of exchange, filled where nothing is published.

    Args:
        fx: Table `fx`.
        pair: Such as `CNY per USD`.
        months: First days of the months.

    Raises:
        InputError: If the table has no month of the pair.
    """
    rows = fx.filter(pl.col("pair") == pair, pl.col("frequency") == "monthly").select(
        "period_start", "source_id", level="rate"
    )
    return filled_months(_by_month(rows), months, f"monthly rate {pair!r}")


def filled_months(
    known: Mapping[date, tuple[float, str]], months: Sequence[date], what: str
) -> tuple[Floats, tuple[Span, ...]]:
    """Fill months without a figure: on a line between two that have one, else with a held level.

    After the last figure the mean of its last twelve is held, before the first the first.

    Args:
        known: First day of a month to its figure and its source.
        months: First days of the months wanted.
        what: Named where there is no figure at all.

    Raises:
        InputError: If no month has a figure.
    """
    if not known:
        raise InputError(f"no {what} in the table. Hand over one that has it.")
    ordered = sorted(known)
    at = np.array([_number(m) for m in ordered], dtype=np.float64)
    levels = np.array([known[m][0] for m in ordered])
    wanted = np.array([_number(m) for m in months], dtype=np.float64)
    path = np.interp(wanted, at, levels)
    path = np.where(wanted > at[-1], levels[-LAST_MONTHS:].mean(), path)
    kinds = [_kind(m, known, ordered) for m in months]
    return path, _spans(months, kinds)


def yearly_path(
    points: Mapping[int, float], months: Sequence[date], *, is_log: bool = False
) -> Floats:
    """Give a path through yearly figures, each put in the middle of its year; ends are held.

    Args:
        points: Year to figure, at least one.
        months: First days of the months.
        is_log: Join the points by constant growth, not by a straight line.
    """
    years = sorted(points)
    levels = np.array([points[y] for y in years])
    at = [y + 0.5 for y in years]
    wanted = [m.year + (m.month - 0.5) / 12 for m in months]
    if is_log:
        levels = np.log(levels)
    path: Floats = np.interp(wanted, at, levels)
    return np.exp(path) if is_log else path


def _by_month(rows: pl.DataFrame) -> dict[date, tuple[float, str]]:
    kept = rows.drop_nulls("level").sort("period_start", "source_id")
    return {start: (level, source) for start, source, level in kept.iter_rows()}


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def _kind(
    month: date, known: Mapping[date, tuple[float, str]], ordered: Sequence[date]
) -> tuple[Mark, str]:
    if month in known:
        return "published", known[month][1]
    if month > ordered[-1]:
        return "imputed", f"mean of the last {LAST_MONTHS} months to {month_name(ordered[-1])}"
    if month < ordered[0]:
        return "imputed", f"level of {month_name(ordered[0])}"
    return "imputed", "on a line between the months around it"


def _spans(months: Sequence[date], kinds: Sequence[tuple[Mark, str]]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for month, (mark, source) in zip(months, kinds, strict=True):
        if spans and (spans[-1].mark, spans[-1].source) == (mark, source):
            spans[-1] = Span(spans[-1].first, month, mark, source)
        else:
            spans.append(Span(month, month, mark, source))
    return tuple(spans)
