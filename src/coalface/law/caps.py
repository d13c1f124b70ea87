"""Test a case against a cap: each limb on its own, each ledger on its own.

A limb is passed when the ledger alone has reached the stop share (States must then stop at once),
or when ledger and case together exceed the limb. Where the barrels of a tonne depend on the product
and the answer depends on the factor, the answer is `depends`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from coalface.law.definitions import Cap, CapPeriod

if TYPE_CHECKING:
    from coalface.law.case import Case

__all__ = [
    "LEDGER_STATES",
    "Amounts",
    "Factors",
    "Limb",
    "limbs_of",
    "state_of_ledger",
    "state_of_limb",
]

LEDGER_STATES = ("unknown", "within", "depends", "exceeded")
UNKNOWN, WITHIN, DEPENDS, EXCEEDED = LEDGER_STATES
T_PER_UNIT = {"t": 1.0, "kg": 0.001, "kt": 1_000.0, "Mt": 1_000_000.0}
BBL_PER_UNIT = {"bbl": 1.0, "kbbl": 1_000.0, "Mbbl": 1_000_000.0}


@dataclass(frozen=True, slots=True)
class Factors:
    """Barrels per tonne, lowest and highest of the sourced factors of a product."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Cycle:
    """The periods of a cap: one alone, or one a year from a day of the year on.

    Attributes:
        starts_on: First day of the period, or of the first of them.
        ends_on: First day after it.
        is_yearly: One period follows the other, each a year long.
    """

    starts_on: date
    ends_on: date
    is_yearly: bool

    @property
    def shift(self) -> timedelta:
        """Give how long before 1 January each period begins."""
        first = self.starts_on
        is_new_year = (first.month, first.day) == (1, 1)
        return timedelta() if is_new_year else date(first.year + 1, 1, 1) - first

    def holds(self, first_day: date, end: date) -> bool:
        """Say whether one single period holds all days from the first to before the end."""
        if not self.is_yearly:
            return self.starts_on <= first_day and end <= self.ends_on
        last = end - timedelta(days=1)
        return (first_day + self.shift).year == (last + self.shift).year


@dataclass(frozen=True, slots=True)
class Limb:
    """One limit of a cap: so much of `unit` (`USD`, `t` or `bbl`) in each period of its cycle.

    `factors` turn the ledger's tonnes into barrels, `own_factors` the case's own: a ledger holds
    all products together, the case one. `twin` is the same limit in the other unit where the
    paragraph states both: barrels are then compared with barrels, and need no factor.
    """

    unit: str
    limit: float
    stop_at: float
    cycle: Cycle
    factors: Factors | None = None
    own_factors: Factors | None = None
    twin: Limb | None = None


@dataclass(frozen=True, slots=True)
class Amounts:
    """An amount with its possible range in the limb's unit; None is unknown."""

    low: float
    high: float


def limbs_of(
    cap: Cap,
    period: CapPeriod,
    factors: Factors | None,
    own_factors: Factors | None,
    *,
    state: str,
) -> tuple[Limb, ...]:
    """Give the limits of one period, the UN's or (with `state` "CHN") the national ones.

    A crude cap states barrels or tonnes for one quantity; the barrels are the twin of the tonnes.
    """
    cycle = _cycle(cap, period, state)

    def limb(unit: str, limit: float) -> Limb:
        stop_at = limit * (cap.stop_share or 1.0)
        if unit == "USD":
            return Limb(unit, limit, stop_at, cycle)
        return Limb(unit, limit, stop_at, cycle, factors, own_factors)

    if state == "CHN" and period.quantity_t_national is not None:
        return (limb("t", period.quantity_t_national),)
    limbs = []
    if period.value_usd is not None:
        limbs.append(limb("USD", period.value_usd))
    barrels = limb("bbl", period.quantity_bbl) if period.quantity_bbl is not None else None
    if period.quantity_t is not None:
        limbs.append(replace(limb("t", period.quantity_t), twin=barrels))
    elif barrels is not None:
        limbs.append(barrels)
    return tuple(limbs)


def _cycle(cap: Cap, period: CapPeriod, state: str) -> Cycle:
    """Give the cycle that a period belongs to; China counts some years from another day."""
    defined = next((p for p in cap.periods if p.starts_on <= period.starts_on < p.ends_on), None)
    if defined is not None and defined != cap.periods[-1]:
        return Cycle(defined.starts_on, defined.ends_on, is_yearly=False)
    last = cap.periods[-1]
    first = cap.first_day_chn if state == "CHN" and cap.first_day_chn else last.starts_on
    return Cycle(first, last.ends_on, is_yearly=cap.recurring is not None)


def state_of_ledger(case: Case, limbs: tuple[Limb, ...], *, is_second: bool = False) -> str:
    """Say how a named ledger stands with the case added: the worst of its limbs.

    Args:
        case: Holds the ledgers' amounts and its own.
        limbs: Of the cap's period.
        is_second: Test `ledger_2`, which states a quantity alone.
    """
    states = [
        _state(case, limb, is_second=is_second)
        for limb in limbs
        if not (is_second and limb.unit == "USD")
    ]
    if EXCEEDED in states:
        return EXCEEDED
    return next((s for s in (UNKNOWN, DEPENDS) if s in states), WITHIN if states else UNKNOWN)


def _state(case: Case, limb: Limb, *, is_second: bool) -> str:
    if limb.twin is not None and _is_in_barrels(case, is_second=is_second):
        limb = limb.twin
    before = _before(case, limb, is_second=is_second)
    own = _exact(case.value_usd) if limb.unit == "USD" else _own(case, limb)
    if limb.cycle.holds(case.first_day, case.end):
        return state_of_limb(before, own, limb)
    return state_of_limb(_at_most(before), _at_most(own), limb)


def _is_in_barrels(case: Case, *, is_second: bool) -> bool:
    """Say whether what is known of ledger and case is all in barrels."""
    masses = [case.mass_t] if is_second else [case.mass_t, case.ledger_mass_t]
    ledger = (case.ledger_quantity, case.ledger_unit)
    if is_second:
        ledger = (case.ledger_2_quantity, case.ledger_2_unit)
    units = [unit for value, unit in ((case.quantity, case.unit), ledger) if value is not None]
    has_tonnes = any(m is not None for m in masses) or any(u in T_PER_UNIT for u in units)
    return not has_tonnes and any(u in BBL_PER_UNIT for u in units)


def _at_most(amounts: Amounts | None) -> Amounts | None:
    """Give what falls into one period where the case's time meets several: none of it, or all."""
    return None if amounts is None else Amounts(0.0, amounts.high)


def state_of_limb(before: Amounts | None, own: Amounts | None, limb: Limb) -> str:
    """Say how one limb stands: `unknown`, `within`, `depends` or `exceeded`."""
    if before is None:
        is_over = own is not None and own.low > limb.limit
        return EXCEEDED if is_over else UNKNOWN
    if before.low >= limb.stop_at:
        return EXCEEDED
    if own is None:
        return UNKNOWN
    if before.low + own.low > limb.limit:
        return EXCEEDED
    is_surely_within = before.high < limb.stop_at and before.high + own.high <= limb.limit
    return WITHIN if is_surely_within else DEPENDS


def _exact(value: float | None) -> Amounts | None:
    return None if value is None else Amounts(value, value)


def _before(case: Case, limb: Limb, *, is_second: bool) -> Amounts | None:
    if is_second:
        return in_unit(case.ledger_2_quantity, case.ledger_2_unit, limb, limb.factors)
    if limb.unit == "USD":
        return _exact(case.ledger_value_usd)
    mass = in_unit(case.ledger_mass_t, "t", limb, limb.factors)
    by_unit = in_unit(case.ledger_quantity, case.ledger_unit, limb, limb.factors)
    return mass if mass is not None else by_unit


def _own(case: Case, limb: Limb) -> Amounts | None:
    mass = in_unit(case.mass_t, "t", limb, limb.own_factors)
    by_unit = in_unit(case.quantity, case.unit, limb, limb.own_factors)
    return mass if mass is not None else by_unit


def in_unit(value: float | None, unit: str, limb: Limb, factors: Factors | None) -> Amounts | None:
    """Give an amount in tonnes or barrels as the limb counts; None where it cannot be said."""
    if value is None:
        return None
    tonnes, barrels = T_PER_UNIT.get(unit), BBL_PER_UNIT.get(unit)
    if limb.unit == "t" and tonnes is not None:
        return _exact(value * tonnes)
    if limb.unit == "bbl" and barrels is not None:
        return _exact(value * barrels)
    if factors is None or (tonnes is None and barrels is None):
        return None
    if tonnes is not None:
        return Amounts(value * tonnes * factors.low, value * tonnes * factors.high)
    assert barrels is not None
    return Amounts(value * barrels / factors.high, value * barrels / factors.low)
