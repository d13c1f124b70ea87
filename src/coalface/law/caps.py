"""Test a case against a cap: each limb on its own, each ledger on its own.

A limb is passed when the ledger alone has reached the stop share (States must then stop at once),
or when ledger and case together exceed the limb. Where the barrels of a tonne depend on the product
and the answer depends on the factor, the answer is `depends`.
"""

from __future__ import annotations

from dataclasses import dataclass
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
class Limb:
    """One limit of a cap: so much of `unit` (`USD`, `t` or `bbl`), with the factors that apply."""

    unit: str
    limit: float
    stop_at: float
    factors: Factors | None = None


@dataclass(frozen=True, slots=True)
class Amounts:
    """An amount with its possible range in the limb's unit; None is unknown."""

    low: float
    high: float


def limbs_of(
    cap: Cap, period: CapPeriod, factors: Factors | None, *, state: str
) -> tuple[Limb, ...]:
    """Give the limits of one period, the UN's or (with `state` "CHN") the national ones.

    A crude cap states barrels or tonnes for one quantity; the tonnes stand for both.
    """
    if state == "CHN" and period.quantity_t_national is not None:
        return (_limb("t", period.quantity_t_national, cap, factors),)
    limbs = []
    if period.value_usd is not None:
        limbs.append(_limb("USD", period.value_usd, cap, None))
    if period.quantity_t is not None:
        limbs.append(_limb("t", period.quantity_t, cap, factors))
    elif period.quantity_bbl is not None:
        limbs.append(_limb("bbl", period.quantity_bbl, cap, factors))
    return tuple(limbs)


def state_of_ledger(case: Case, limbs: tuple[Limb, ...], *, is_second: bool = False) -> str:
    """Say how a named ledger stands with the case added: the worst of its limbs.

    Args:
        case: Holds the ledgers' amounts and its own.
        limbs: Of the cap's period.
        is_second: Test `ledger_2`, which states a quantity alone.
    """
    states = []
    for limb in limbs:
        if limb.unit == "USD":
            before = None if is_second else case.ledger_value_usd
            if is_second:
                continue
            states.append(state_of_limb(_exact(before), _exact(case.value_usd), limb))
        else:
            states.append(state_of_limb(_before(case, limb, is_second), _own(case, limb), limb))
    if EXCEEDED in states:
        return EXCEEDED
    return next((s for s in (UNKNOWN, DEPENDS) if s in states), WITHIN if states else UNKNOWN)


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


def _limb(unit: str, limit: float, cap: Cap, factors: Factors | None) -> Limb:
    return Limb(unit, limit, limit * (cap.stop_share or 1.0), factors)


def _exact(value: float | None) -> Amounts | None:
    return None if value is None else Amounts(value, value)


def _before(case: Case, limb: Limb, is_second: bool) -> Amounts | None:  # noqa: FBT001
    if is_second:
        return in_unit(case.ledger_2_quantity, case.ledger_2_unit, limb)
    mass = in_unit(case.ledger_mass_t, "t", limb)
    return mass if mass is not None else in_unit(case.ledger_quantity, case.ledger_unit, limb)


def _own(case: Case, limb: Limb) -> Amounts | None:
    mass = in_unit(case.mass_t, "t", limb)
    return mass if mass is not None else in_unit(case.quantity, case.unit, limb)


def in_unit(value: float | None, unit: str, limb: Limb) -> Amounts | None:
    """Give an amount in tonnes or barrels as the limb counts; None where it cannot be said."""
    if value is None:
        return None
    tonnes, barrels = T_PER_UNIT.get(unit), BBL_PER_UNIT.get(unit)
    if limb.unit == "t" and tonnes is not None:
        return _exact(value * tonnes)
    if limb.unit == "bbl" and barrels is not None:
        return _exact(value * barrels)
    if limb.factors is None or (tonnes is None and barrels is None):
        return None
    if tonnes is not None:
        return Amounts(value * tonnes * limb.factors.low, value * tonnes * limb.factors.high)
    assert barrels is not None
    return Amounts(value * barrels / limb.factors.high, value * barrels / limb.factors.low)
