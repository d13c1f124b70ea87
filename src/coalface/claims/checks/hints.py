"""Readings under which figures that do not meet would fit: offered, never applied."""

from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.intervals import EXACTLY, Figure, Interval
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import said

__all__ = ["FACTORS", "factor_words", "scale_hint", "unexplained"]

#: Slips of a decimal place, of hundred for 만 and 万 read as 100, of thousand, of million, billion.
TEN = 10
FACTORS = (10.0, 0.1, 1000.0, 0.001, 10_000.0, 0.0001, 100.0, 0.01)


def scale_hint(one: Reading, other: Reading) -> str:
    """Say which factor between two figures would make them meet, or "" where none does."""
    if one.figure is None or other.figure is None:
        return ""
    if not (one.figure.stated.is_bounded and other.figure.stated.is_bounded):
        return ""  # "more than 24" meets most figures by some factor
    for factor in FACTORS:
        if _is_near(one.figure.scaled(factor), other.figure):
            return f"{one.id} read as {factor_words(factor)} would meet {other.id}."
    return ""


def factor_words(factor: float) -> str:
    """Say a factor in words, as "a tenth of what is printed"."""
    if factor >= 1:
        return f"{factor:,.0f} times what is printed"
    parts = "a tenth" if round(1 / factor) == TEN else f"1/{1 / factor:,.0f}"
    return f"{parts} of what is printed"


def unexplained(one: Figure, other: Figure, unit: str) -> str:
    """Say what a reading leaves open, as "7 million USD stay unexplained"; "" if nothing."""
    left = abs(one.stated.middle - other.stated.middle)
    if left <= EXACTLY * abs(other.stated.middle):
        return ""
    return f"{said(Interval(left, left), unit)} stay unexplained"


def _is_near(one: Figure, other: Figure) -> bool:
    tolerance = load_definitions().tolerances.hint
    size = max(abs(one.stated.middle), abs(other.stated.middle))
    return size > 0 and one.span.gap(other.span) <= tolerance * size
