"""Scales: from values and days to places on a drawing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

__all__ = ["Linear", "decimal_year", "nice_ticks", "runs_of", "without_needless"]

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


def without_needless(
    xy: Sequence[tuple[float, float]], tolerance: float
) -> tuple[tuple[float, float], ...]:
    """Leave out points of a line that it passes within `tolerance` anyway.

    Source:
        Douglas and Peucker (1973), "Algorithms for the reduction of the number of points".
    """
    kept, open_spans = {0, len(xy) - 1}, [(0, len(xy) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        between = range(first + 1, last)
        far = max(between, key=lambda i: _away(xy[i], xy[first], xy[last]), default=None)
        if far is not None and _away(xy[far], xy[first], xy[last]) > tolerance:
            kept.add(far)
            open_spans += [(first, far), (far, last)]
    return tuple(xy[i] for i in sorted(kept))


def _away(
    point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]
) -> float:
    """Give how far a point is from the straight piece between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0.0
    part = min(max(along, 0.0), 1.0)
    return math.hypot(point[0] - start[0] - part * dx, point[1] - start[1] - part * dy)
