"""The part of the need for fuel that is met: up to the caps, and what is not reported."""

from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray

from coalface.earnings.parameters import load_parameters
from coalface.law.definitions import CapPeriod, Measure
from coalface.law.rulebook import Rulebook
from coalface.scenarios.history import Fuel
from coalface.scenarios.months import days_in_months, days_taken, next_month
from coalface.scenarios.overlay import tonnes_a_barrel

__all__ = ["fuel_path"]

Floats = NDArray[np.float64]
DAYS_A_YEAR = 365.25


def fuel_path(book: Rulebook, fuel: Fuel, unrecorded_t: Floats, months: tuple[date, ...]) -> Floats:
    """Give the part of the need for fuel that is met, 0 to 1.

    It takes deliveries to go up to the caps; what was reported is less. It is assumed.

    Args:
        book: The rules, with a scenario's changes.
        fuel: How it is made.
        unrecorded_t: Unreported supply by month, in tonnes a year, `(month,)`.
        months: First days of the months.
    """
    need = load_parameters()[fuel.need].mode
    assert need is not None
    crude = _yearly_t(book, fuel.crude_rules, fuel.crude_before_cap_t, months)
    refined = _yearly_t(book, fuel.refined_rules, fuel.refined_before_cap_t, months)
    return np.minimum(1.0, (crude + refined + unrecorded_t) / need)


def _yearly_t(
    book: Rulebook, rules: tuple[str, ...], before_t: float, months: tuple[date, ...]
) -> Floats:
    capped, total = np.zeros(len(months), dtype=np.int64), np.zeros(len(months))
    for measure in (m for m in book.measures if _is_of(m, rules)):
        for start, end, yearly in _periods(measure, months):
            taken = days_taken(months, start, end)
            capped += taken
            total += taken * min(before_t, yearly)
    whole = days_in_months(months)
    left_t: Floats = np.maximum(0, whole - capped) * before_t
    return (total + left_t) / whole


def _is_of(m: Measure, rules: tuple[str, ...]) -> bool:
    return m.cap is not None and any(m.id == r or m.id.startswith(f"{r}-capped-") for r in rules)


def _periods(m: Measure, months: tuple[date, ...]) -> Iterator[tuple[date, date, float]]:
    """Give each period of a cap that the months meet: its days in force, and tonnes a year."""
    assert m.cap is not None
    day, end = max(months[0], m.starts_on), next_month(months[-1])
    end = end if m.ends_on is None else min(end, m.ends_on)
    while day < end and (period := m.cap.period_on(day)) is not None:
        stop = min(end, period.ends_on)
        yield day, stop, _tonnes_a_year(m, period)
        day = stop


def _tonnes_a_year(m: Measure, period: CapPeriod) -> float:
    tonnes = period.quantity_t_national or period.quantity_t
    if tonnes is None:
        ratio = tonnes_a_barrel(m)
        assert ratio is not None
        assert period.quantity_bbl is not None
        tonnes = period.quantity_bbl * ratio
    return tonnes * DAYS_A_YEAR / (period.ends_on - period.starts_on).days
