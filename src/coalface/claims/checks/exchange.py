"""Monthly mean rates of currencies to the dollar, from table `fx`."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from coalface.claims.checks.intervals import Figure, Interval
from coalface.claims.checks.readings import Reading
from coalface.claims.facts import Facts

__all__ = ["DOLLAR", "Rate", "Rates", "rates_of"]

DOLLAR = "USD"


@dataclass(frozen=True, slots=True)
class Rate:
    """A month's mean rate: units of a currency for one dollar."""

    row_id: str
    month: date
    rate: float


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of each currency, in order of time."""

    months: dict[str, list[Rate]]

    def spoken_of(self, reading: Reading, currency: str) -> list[Rate]:
        """Give the rates of the months that a claim speaks of, or of that of its publication."""
        first = reading.span.first or reading.span.last or reading.published
        last = reading.span.last or reading.span.first or reading.published
        if first is None or last is None:
            return []
        start = first.replace(day=1)
        return [r for r in self.months.get(currency, []) if start <= r.month <= last]

    def in_dollars(self, reading: Reading, figure: Figure) -> Figure | None:
        """Give a figure in dollars at the rates of its months; None where none is at hand."""
        if reading.currency == DOLLAR:
            return figure
        found = [r.rate for r in self.spoken_of(reading, reading.currency)]
        if not found:
            return None
        span = Interval(1 / max(found), 1 / min(found))
        middle = len(found) / sum(found)
        return figure.times(Figure(Interval(middle, middle), span))


@lru_cache(maxsize=2)
def rates_of(facts: Facts) -> Rates:
    """Put table `fx` under its currencies.

    Args:
        facts: With or without `fx`.
    """
    months: dict[str, list[Rate]] = {}
    if facts.fx is not None:
        monthly = facts.fx.filter(pl.col("frequency") == "monthly").sort("period_start", "row_id")
        columns = ("row_id", "pair", "period_start", "rate")
        for row_id, pair, month, rate in monthly.select(columns).iter_rows():
            currency, _, base = pair.partition(" per ")
            if base == DOLLAR:
                months.setdefault(currency, []).append(Rate(row_id, month, rate))
    return Rates(months)
