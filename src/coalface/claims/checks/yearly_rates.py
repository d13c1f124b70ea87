"""Yearly ranges of currencies to the dollar, for those of which no monthly rate is at hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from coalface.claims.checks.intervals import Interval
from coalface.claims.checks.readings import Reading
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["YearlyRate", "yearly_rate"]

PATH = "claims/exchange_ranges.yml"


class _Ranges(Definition):
    source: str
    currencies: Mapping[str, Mapping[int, tuple[float, float, float]]]


@dataclass(frozen=True, slots=True)
class YearlyRate:
    """Daily rates of the years that a claim speaks of: from the lowest to the highest, and where.

    Attributes:
        said: The years, as they are to be named.
        span: Units for one dollar.
    """

    said: str
    span: Interval


@lru_cache(maxsize=1)
def _load() -> _Ranges:
    text = (files("coalface") / "data" / PATH).read_text(encoding="utf-8")
    return read_definition(text, PATH.rsplit("/", 1)[-1], _Ranges)


def yearly_rate(reading: Reading) -> YearlyRate | None:
    """Give the rates of the years that a claim speaks of, or of that of its publication.

    Args:
        reading: A sum of money, not in dollars.

    Returns:
        None where the currency or the year is not at hand.
    """
    first = reading.span.first or reading.span.last or reading.published
    last = reading.span.last or reading.published or first
    if first is None or last is None:
        return None
    of_years = _load().currencies.get(reading.currency, {})
    years = [year for year in range(first.year, last.year + 1) if year in of_years]
    if not years:
        return None
    span = Interval(min(of_years[y][0] for y in years), max(of_years[y][2] for y in years))
    said = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return YearlyRate(said, span)
