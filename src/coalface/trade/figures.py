"""Figures with a range and the rows they rest on, and the arithmetic that keeps both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coalface.vocabulary.numbers import Mark, Number

__all__ = [
    "Figure",
    "difference",
    "marked",
    "number",
    "ratio",
    "scaled",
    "split_change",
    "total",
]


@dataclass(frozen=True, slots=True)
class Figure:
    """A central value with its range; low = high = value where sources agree."""

    value: float
    low: float
    high: float
    inputs: tuple[str, ...]
    mark: Mark = "published"
    note: str = ""


def total(figures: Sequence[Figure]) -> Figure | None:
    """Add figures up, low with low and high with high; None where there is none."""
    if not figures:
        return None
    return Figure(
        value=sum(f.value for f in figures),
        low=sum(f.low for f in figures),
        high=sum(f.high for f in figures),
        inputs=_inputs(*figures),
        mark=_mark(*figures) if len(figures) > 1 else figures[0].mark,
    )


def difference(left: Figure | None, right: Figure | None) -> Figure | None:
    """Give left less right with the widest range that both allow."""
    if left is None or right is None:
        return None
    return Figure(
        value=left.value - right.value,
        low=left.low - right.high,
        high=left.high - right.low,
        inputs=_inputs(left, right),
        mark=_mark(left, right),
    )


def ratio(top: Figure | None, bottom: Figure | None) -> Figure | None:
    """Give top over bottom with the widest range; None where bottom may be zero or less."""
    if top is None or bottom is None or bottom.low <= 0:
        return None
    return Figure(
        value=top.value / bottom.value,
        low=top.low / (bottom.high if top.low >= 0 else bottom.low),
        high=top.high / (bottom.low if top.high >= 0 else bottom.high),
        inputs=_inputs(top, bottom),
        mark=_mark(top, bottom),
    )


def scaled(figure: Figure | None, factor: Figure | None) -> Figure | None:
    """Give the product of two figures that are not negative."""
    if figure is None or factor is None:
        return None
    return Figure(
        value=figure.value * factor.value,
        low=figure.low * factor.low,
        high=figure.high * factor.high,
        inputs=_inputs(figure, factor),
        mark=_mark(figure, factor),
    )


def split_change(
    before: tuple[Figure, Figure], after: tuple[Figure, Figure]
) -> tuple[Figure, Figure] | None:
    """Split a change of value into what price and what quantity did.

    The price effect is the change of unit value times the mean mass, the quantity effect the
    change of mass times the mean unit value. They add up to the change with nothing left over.

    Args:
        before: Value in USD and mass in t of the earlier period.
        after: The same of the later period.

    Returns:
        Price effect and quantity effect in USD, or None where a mass is zero.
    """
    (value_0, mass_0), (value_1, mass_1) = before, after
    if min(mass_0.low, mass_1.low) <= 0:
        return None
    price_0, price_1 = value_0.value / mass_0.value, value_1.value / mass_1.value
    price = (price_1 - price_0) * (mass_0.value + mass_1.value) / 2
    quantity = (mass_1.value - mass_0.value) * (price_0 + price_1) / 2
    rests_on = (value_0, mass_0, value_1, mass_1)
    inputs, mark = _inputs(*rests_on), _mark(*rests_on)
    return (
        Figure(price, price, price, inputs, mark),
        Figure(quantity, quantity, quantity, inputs, mark),
    )


def number(
    figure: Figure | None, number_id: str, label: str, unit: str, *, how: str = "", note: str = ""
) -> Number:
    """Give the printed number of a figure; without one it says "no figure", never zero."""
    if figure is None:
        return Number(id=number_id, label=label, value=None, unit=unit, how=how, note=note)
    is_range = figure.low != figure.high
    return Number(
        id=number_id,
        label=label,
        value=figure.value,
        unit=unit,
        low=figure.low if is_range else None,
        high=figure.high if is_range else None,
        mark=figure.mark,
        how=how,
        inputs=figure.inputs,
        note="; ".join(dict.fromkeys(part for part in (note, figure.note) if part)),
    )


def marked(figure: Figure | None, mark: Mark) -> Figure | None:
    """Give the figure with another mark."""
    return None if figure is None else replace(figure, mark=mark)


def _inputs(*figures: Figure) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row for figure in figures for row in figure.inputs))


def _mark(*figures: Figure) -> Mark:
    marks = {figure.mark for figure in figures}
    weak: tuple[Mark, ...] = ("synthetic", "assumed", "imputed")
    return next((mark for mark in weak if mark in marks), "derived")
