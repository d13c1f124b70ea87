"""The questions of the law put to whole columns. Says the same as `coalface.law.questions.ask`."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.law.caps import BBL_PER_UNIT, LEDGER_STATES, T_PER_UNIT, Limb
from coalface.law.case import is_named
from coalface.law.questions import NO, RAJIN_NAMES, SANCTIONED, UNKNOWN, YES, Question

__all__ = ["COLUMNS", "answer_column"]

Floats = NDArray[np.float64]
Answers = NDArray[np.uint8]
S_UNKNOWN, S_WITHIN, S_DEPENDS, S_EXCEEDED = range(len(LEDGER_STATES))
LEDGER_COLUMNS = ("mass_t", "quantity", "unit", "value_usd", "ledger_mass_t", "ledger_value_usd")
COLUMNS: dict[str, tuple[str, ...]] = {
    "livelihood": ("livelihood_evidence",),
    "notified": ("committee_notified",),
    "approved": ("committee_approved",),
    "origin_outside": ("origin",),
    "via_rajin": ("via",),
    "importer": ("importer",),
    "contract_before": ("contract_on",),
    "shipped_before": ("shipped_on",),
    "ledger": (*LEDGER_COLUMNS, "ledger_quantity", "ledger_unit"),
    "ledger_2": ("mass_t", "quantity", "unit", "ledger_2_quantity", "ledger_2_unit"),
}


def answer_column(question: Question, rows: pl.DataFrame) -> Answers:
    """Put one question to some rows.

    Args:
        question: One that the law asks.
        rows: The columns `COLUMNS[question.kind]` of a table `cases`.

    Returns:
        One small number a row, as `ask` gives it.
    """
    if question.kind in ("ledger", "ledger_2"):
        return _ledger(question, rows)
    column = rows.to_series(0)
    known = column.is_not_null() & (column != "" if column.dtype == pl.String else True)
    yes = _yes(question, column)
    answer = pl.select(pl.when(~known).then(UNKNOWN).when(yes).then(YES).otherwise(NO))
    return answer.to_series().cast(pl.UInt8).to_numpy()


def _yes(question: Question, column: pl.Series) -> pl.Series:
    if question.kind == "origin_outside":
        return column != SANCTIONED
    if question.kind == "importer":
        return column == question.state
    if question.kind == "via_rajin":
        places = column.unique().drop_nulls()
        rajin = [p for p in places if is_named(p, RAJIN_NAMES)]
        return column.is_in(rajin)
    if question.kind.endswith("_before"):
        return column < question.day
    return column


def _ledger(question: Question, rows: pl.DataFrame) -> Answers:
    """Test each limb as `law.caps.state_of_ledger` does, and take the worst."""
    is_second = question.kind == "ledger_2"
    states = [
        _limb(limb, rows, is_second=is_second)
        for limb in question.limbs
        if not (is_second and limb.unit == "USD")
    ]
    if not states:
        return np.full(len(rows), S_UNKNOWN, dtype=np.uint8)
    table = np.stack(states)
    worst = np.full(len(rows), S_WITHIN, dtype=np.uint8)
    for state in (S_DEPENDS, S_UNKNOWN, S_EXCEEDED):
        worst[(table == state).any(axis=0)] = state
    return worst


def _limb(limb: Limb, rows: pl.DataFrame, *, is_second: bool) -> Answers:
    if limb.unit == "USD":
        before = own = (_floats(rows, "ledger_value_usd"),) * 2
        own = (_floats(rows, "value_usd"),) * 2
    else:
        by_quantity = "ledger_2" if is_second else "ledger"
        before = _in_unit(rows, f"{by_quantity}_quantity", f"{by_quantity}_unit", limb)
        if not is_second:
            before = _first_known(_in_unit(rows, "ledger_mass_t", None, limb), before)
        own = _first_known(
            _in_unit(rows, "mass_t", None, limb), _in_unit(rows, "quantity", "unit", limb)
        )
    return _state(before, own, limb)


def _state(before: tuple[Floats, Floats], own: tuple[Floats, Floats], limb: Limb) -> Answers:
    (b_low, b_high), (o_low, o_high) = before, own
    no_before, no_own = np.isnan(b_low), np.isnan(o_low)
    with np.errstate(invalid="ignore"):
        is_within = (b_high < limb.stop_at) & (b_high + o_high <= limb.limit)
        state = np.where(is_within, S_WITHIN, S_DEPENDS)
        state = np.where(b_low + o_low > limb.limit, S_EXCEEDED, state)
        state = np.where(no_own, S_UNKNOWN, state)
        state = np.where(b_low >= limb.stop_at, S_EXCEEDED, state)
        alone = np.where(o_low > limb.limit, S_EXCEEDED, S_UNKNOWN)
    return np.where(no_before, alone, state).astype(np.uint8)


def _first_known(a: tuple[Floats, Floats], b: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    missing = np.isnan(a[0])
    return np.where(missing, b[0], a[0]), np.where(missing, b[1], a[1])


def _floats(rows: pl.DataFrame, column: str) -> Floats:
    return rows[column].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _in_unit(
    rows: pl.DataFrame, column: str, unit_column: str | None, limb: Limb
) -> tuple[Floats, Floats]:
    """Give a column's amounts, low and high, as the limb counts; NaN where it cannot be said."""
    value = _floats(rows, column)
    if unit_column is None:
        tonnes, barrels = np.ones(len(rows)), np.full(len(rows), np.nan)
    else:
        tonnes = _factor(rows[unit_column], T_PER_UNIT)
        barrels = _factor(rows[unit_column], BBL_PER_UNIT)
    same, other = (tonnes, barrels) if limb.unit == "t" else (barrels, tonnes)
    exact = value * same
    if limb.factors is None:
        return exact, exact
    converted = value * other
    if limb.unit == "t":
        low, high = converted / limb.factors.high, converted / limb.factors.low
    else:
        low, high = converted * limb.factors.low, converted * limb.factors.high
    return _first_known((exact, exact), (low, high))


def _factor(units: pl.Series, table: dict[str, float]) -> Floats:
    return (
        units.replace_strict(table, default=None, return_dtype=pl.Float64)
        .fill_null(float("nan"))
        .to_numpy()
    )
