"""Scales: from values and days to places on a drawing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

__all__ = ["Linear", "decimal_year", "nice_ticks", "runs_of"]

NICE_STEPS = (1, 2, 2.5, 5, 10)
DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Linear:
    """A straight scale from `domain` to `span`; a range of no length maps to its middle."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Give the place of a value."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def nice_ticks(low: float, high: float, n: int = 5) -> tuple[float, ...]:
    """Give about `n` round values that hold the range; the first and last lie at or outside it."""
    if high <= low:
        high = low + 1
    raw = (high - low) / max(n, 1)
    magnitude = 10 ** math.floor(math.log10(raw))
    step = next(s * magnitude for s in NICE_STEPS if s * magnitude >= raw * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step)
    return tuple(round(i * step, 10) for i in range(first, last + 1))


def decimal_year(day: date) -> float:
    """Give a day as a year with a fraction."""
    return day.year + (day.timetuple().tm_yday - 1) / DAYS_A_YEAR


def runs_of(years: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Split sorted years into runs without a missing year, so that no line crosses a gap."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return tuple(tuple(run) for run in runs)
