"""World prices over a period, month by month, to set unit values beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from coalface.trade.figures import Figure

__all__ = ["Quotes", "find_latest_quotes", "find_quotes"]

Months = Mapping[date, float]


@dataclass(frozen=True, slots=True)
class Quotes:
    """A benchmark over some months: its mean, with the lowest and highest month as range."""

    series: str
    figure: Figure
    n_months: int
    is_weighted: bool


def find_quotes(
    prices: pl.DataFrame,
    series: str,
    period: tuple[date, date],
    *,
    mass_by_month: Months | None = None,
) -> Quotes | None:
    """Find a benchmark's mean over the months of a period.

    Months are weighted by the mass traded where the mass of every month is known, else all weigh
    the same. A month without a quote makes the period unanswerable rather than shorter.

    Args:
        prices: Table `prices`.
        series: Name of the benchmark.
        period: First day and first day after.
        mass_by_month: Mass traded by first day of month.

    Returns:
        The mean with the range of months, or None where a month is missing.
    """
    starts_on, ends_on = period
    rows = list(_months(prices, series).filter(_inside(starts_on, ends_on)).iter_rows(named=True))
    n_months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month
    if not rows or len(rows) != n_months:
        return None
    masses = mass_by_month or {}
    weights = [masses.get(row["period_start"], 0.0) for row in rows]
    is_weighted = len(rows) > 1 and all(weight > 0 for weight in weights)
    if not is_weighted:
        weights = [1.0] * len(rows)
    quotes = [_middle(row) for row in rows]
    mean = sum(q * w for q, w in zip(quotes, weights, strict=True)) / sum(weights)
    inputs = tuple(row["row_id"] for row in rows)
    figure = Figure(
        mean, min(quotes), max(quotes), inputs, "published" if len(rows) == 1 else "derived"
    )
    return Quotes(series, figure, n_months, is_weighted)


def find_latest_quotes(
    prices: pl.DataFrame, series: str, until: date, *, n_months: int
) -> Quotes | None:
    """Find a benchmark's latest month, with the range of the last months as range.

    Args:
        prices: Table `prices`.
        series: Name of the benchmark.
        until: Leave out months that end after this day.
        n_months: How many of the last months set the range.

    Returns:
        The latest quote, or None where there is none.
    """
    rows = list(
        _months(prices, series)
        .filter(pl.col("period_end") <= until)
        .tail(n_months)
        .iter_rows(named=True)
    )
    if not rows:
        return None
    quotes = [_middle(row) for row in rows]
    inputs = tuple(row["row_id"] for row in reversed(rows))
    when = f"{rows[-1]['period_start']:%Y-%m}"
    figure = Figure(quotes[-1], min(quotes), max(quotes), inputs, "published", f"quote of {when}")
    return Quotes(series, figure, len(rows), is_weighted=False)


def _months(prices: pl.DataFrame, series: str) -> pl.DataFrame:
    is_month = pl.col("period_end") == pl.col("period_start").dt.offset_by("1mo")
    chosen = prices.filter((pl.col("series") == series) & is_month)
    return chosen.filter(pl.col("price_low").is_not_null()).sort("period_start", "row_id")


def _inside(starts_on: date, ends_on: date) -> pl.Expr:
    return (pl.col("period_start") >= starts_on) & (pl.col("period_end") <= ends_on)


def _middle(row: Mapping[str, Any]) -> float:
    low, high = row["price_low"], row["price_high"]
    return float(low if high is None else (low + high) / 2)
