"""Arithmetic on figures that are known to within bounds, and what it says when two meet or not."""

from dataclasses import dataclass
from math import isfinite, prod

__all__ = [
    "EXACTLY",
    "Figure",
    "Fit",
    "Interval",
    "difference",
    "fit",
    "point",
    "product_of",
    "sum_of",
]

EXACTLY = 1e-6  # relative: two figures printed alike


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`; an end may be infinite."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """Give the middle, or the end that is known."""
        if isfinite(self.low) and isfinite(self.high):
            return (self.low + self.high) / 2
        return self.low if isfinite(self.low) else self.high

    @property
    def is_bounded(self) -> bool:
        """Say whether both ends are known."""
        return isfinite(self.low) and isfinite(self.high)

    def gap(self, other: "Interval") -> float:
        """Give how far two intervals lie apart; 0 where they meet."""
        return max(0.0, self.low - other.high, other.low - self.high)

    def plus(self, other: "Interval") -> "Interval":
        """Add."""
        return Interval(self.low + other.low, self.high + other.high)

    def minus(self, other: "Interval") -> "Interval":
        """Take away."""
        return Interval(self.low - other.high, self.high - other.low)

    def times(self, other: "Interval") -> "Interval":
        """Multiply, for any signs."""
        ends = [_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def over(self, other: "Interval") -> "Interval | None":
        """Divide by what is positive; None where it may be zero or less."""
        if other.low <= 0:
            return None
        return self.times(Interval(1 / other.high if isfinite(other.high) else 0.0, 1 / other.low))

    def scaled(self, factor: float) -> "Interval":
        """Multiply by a positive number."""
        return Interval(self.low * factor, self.high * factor)

    def widened(self, share: float) -> "Interval":
        """Give each end that share of itself more room."""
        return Interval(self.low - abs(self.low) * share, self.high + abs(self.high) * share)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as printed, and the span that its digits and its words leave open."""

    stated: Interval
    span: Interval

    def scaled(self, factor: float) -> "Figure":
        """Give the figure in another unit."""
        return Figure(self.stated.scaled(factor), self.span.scaled(factor))

    def plus(self, other: "Figure") -> "Figure":
        """Add two figures."""
        return Figure(self.stated.plus(other.stated), self.span.plus(other.span))

    def minus(self, other: "Figure") -> "Figure":
        """Take one figure from another."""
        return Figure(self.stated.minus(other.stated), self.span.minus(other.span))

    def times(self, other: "Figure") -> "Figure":
        """Multiply two figures."""
        return Figure(self.stated.times(other.stated), self.span.times(other.span))

    def over(self, other: "Figure") -> "Figure | None":
        """Divide one figure by another; None where the other may be zero."""
        stated, span = self.stated.over(other.stated), self.span.over(other.span)
        return None if stated is None or span is None else Figure(stated, span)

    def without_sign(self) -> "Figure":
        """Give the size of a figure: a deficit of one side is a surplus of the other."""
        if self.stated.high >= 0:
            return self
        stated, span = self.stated, self.span
        return Figure(Interval(-stated.high, -stated.low), Interval(-span.high, -span.low))


@dataclass(frozen=True, slots=True)
class Fit:
    """How two figures for one thing lie: the verdict, and their distance over the larger.

    The distance is what no rounding explains: less than that of the figures as printed.
    """

    verdict: str
    size: float


def point(value: float) -> Figure:
    """Give a figure that is exact."""
    return Figure(Interval(value, value), Interval(value, value))


def sum_of(figures: list[Figure]) -> Figure:
    """Add figures up."""
    total = figures[0]
    for figure in figures[1:]:
        total = total.plus(figure)
    return total


def product_of(figures: list[Figure]) -> Figure:
    """Multiply figures."""
    total = figures[0]
    for figure in figures[1:]:
        total = total.times(figure)
    return total


def fit(left: Figure, right: Figure) -> Fit:
    """Set two figures for one thing against each other.

    Args:
        left: One of them.
        right: The other.

    Returns:
        `agree` where the figures as printed meet, or differ by no more than half of a last digit;
        `consistent` where one of them is only a bound; `agree_rounded` where their spans meet, or
        lie within one more rounding (a figure cut off, not rounded); otherwise `conflict`. Two
        figures that agree can both be wrong.
    """
    distance = left.span.gap(right.span)
    largest = max((abs(e) for e in _ends(left.stated, right.stated) if isfinite(e)), default=0.0)
    if left.stated.gap(right.stated) <= EXACTLY * largest:
        is_bound = not (left.stated.is_bounded and right.stated.is_bounded)
        return Fit("consistent" if is_bound else "agree", 0.0)
    if left.stated.gap(right.stated) <= min(_room(left), _room(right)):
        return Fit("agree", 0.0)
    if distance <= max(_room(left), _room(right)) * (1 + EXACTLY):
        return Fit("agree_rounded", 0.0)
    return Fit("conflict", distance / largest if largest else 0.0)


def difference(left: Figure, right: Figure) -> float:
    """Give by what share of the larger two figures differ as printed, their rounding left aside."""
    ends = [abs(end) for end in _ends(left.stated, right.stated) if isfinite(end)]
    return left.stated.gap(right.stated) / max(ends) if any(ends) else 0.0


def _product(left: float, right: float) -> float:
    return 0.0 if 0.0 in (left, right) else prod((left, right))


def _ends(*intervals: Interval) -> tuple[float, ...]:
    return tuple(end for interval in intervals for end in (interval.low, interval.high))


def _room(figure: Figure) -> float:
    """Give half of the last digit: how far the span reaches beyond the figure as printed."""
    ends = (figure.stated.low - figure.span.low, figure.span.high - figure.stated.high)
    return max((end for end in ends if isfinite(end)), default=0.0)
