"""The questions of the law put to whole columns. Says the same as `coalface.law.questions.ask`."""

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.law.caps import BBL_PER_UNIT, LEDGER_STATES, T_PER_UNIT, Factors, Limb
from coalface.law.questions import (
    NO,
    RUSSIA,
    SANCTIONED,
    UNKNOWN,
    YES,
    Question,
    is_rajin,
    ternary,
)

__all__ = ["COLUMNS", "TIME", "Prepared", "answer", "prepare"]

Floats = NDArray[np.float64]
Ends = tuple[Floats, Floats]  # lowest and highest
Answers = NDArray[np.uint8]
Prepared = dict[str, NDArray[np.int64] | NDArray[np.float64]]
S_UNKNOWN, S_WITHIN, S_DEPENDS, S_EXCEEDED = range(len(LEDGER_STATES))
EPOCH = date(1970, 1, 1)
NO_DAY = -(2**31)
LETTERS = 7  # fit 64 bits; country codes have three
TIME = ("on", "period_start", "period_end")
LEDGER_COLUMNS = ("mass_t", "quantity", "unit", "value_usd", "ledger_mass_t", "ledger_value_usd")
# Questions of a country, with the one meant where the question itself names none.
COUNTRY_KINDS = {"importer": "", "origin_outside": SANCTIONED, "origin_russian": RUSSIA}
COLUMNS: dict[str, tuple[str, ...]] = {
    "livelihood": ("livelihood_evidence",),
    "notified": ("committee_notified",),
    "approved": ("committee_approved",),
    "origin_outside": ("origin",),
    "origin_russian": ("origin",),
    "via_rajin": ("via",),
    "importer": ("importer",),
    "contract_before": ("contract_on",),
    "shipped_before": ("shipped_on",),
    "arrived_before": ("shipped_on",),
    "ledger": (*LEDGER_COLUMNS, "ledger_quantity", "ledger_unit", *TIME),
    "ledger_2": ("mass_t", "quantity", "unit", "ledger_2_quantity", "ledger_2_unit", *TIME),
}


def prepare(names: tuple[str, ...], rows: pl.DataFrame) -> Prepared:
    """Lay out the columns that some questions look at as arrays, once for all of them.

    Args:
        names: One of `COLUMNS`.
        rows: A table `cases` with these columns.
    """
    kinds = {n: rows.schema[n] for n in names}
    prepared = rows.select(_as_numbers(n, kind).alias(n) for n, kind in kinds.items())
    arrays = {n: prepared[n].to_numpy() for n in names}
    for unit in [n for n in names if n.endswith("unit")]:
        units = rows[unit]
        arrays[f"{unit}_t"] = _factor(units, T_PER_UNIT)
        arrays[f"{unit}_bbl"] = _factor(units, BBL_PER_UNIT)
    return arrays


def answer(question: Question, prepared: Prepared) -> Answers:
    """Put one question to prepared rows.

    Args:
        question: One that the law asks.
        prepared: What `prepare` gives for `COLUMNS[question.kind]`.

    Returns:
        One small number a row, as `ask` gives it.
    """
    if question.kind in ("ledger", "ledger_2"):
        return _ledger(question, prepared)
    array = prepared[COLUMNS[question.kind][0]]
    if question.day is not None:
        day = (question.day - EPOCH).days
        if question.kind == "arrived_before":  # nobody says when goods arrived
            return np.where((array != NO_DAY) & (array >= day), NO, UNKNOWN).astype(np.uint8)
        return np.where(array == NO_DAY, UNKNOWN, np.where(array < day, YES, NO)).astype(np.uint8)
    if question.kind in COUNTRY_KINDS:
        is_it = array == _number_of(question.state or COUNTRY_KINDS[question.kind])
        is_it = ~is_it if question.kind == "origin_outside" else is_it
        return np.where(array == 0, UNKNOWN, np.where(is_it, YES, NO)).astype(np.uint8)
    return array.astype(np.uint8)


def _as_numbers(name: str, kind: pl.DataType) -> pl.Expr:
    """Give a column as 0 unknown, 1 yes, 2 no; days and amounts as themselves with a mark."""
    column = pl.col(name)
    is_unknown = column.is_null() | (column == "" if kind == pl.String else False)
    if name == "via":
        return column.map_batches(_rajin_answers, return_dtype=pl.Int64)
    if kind == pl.Boolean:
        return pl.when(is_unknown).then(UNKNOWN).when(column).then(YES).otherwise(NO)
    if kind == pl.Date:
        return column.cast(pl.Int32).fill_null(NO_DAY)
    if kind == pl.Float64:
        return column.fill_null(float("nan"))
    return column.map_batches(_numbers_of, return_dtype=pl.Int64)


def _numbers_of(texts: pl.Series) -> pl.Series:
    table = {t: _number_of(t) for t in texts.unique().drop_nulls().to_list()}
    return texts.replace_strict(table, default=None, return_dtype=pl.Int64).fill_null(0)


def _number_of(text: str) -> int:
    """Give the first letters of a code as one number, 0 for an empty one: faster to compare."""
    return int.from_bytes(text.encode()[:LETTERS], "big")


def _rajin_answers(places: pl.Series) -> pl.Series:
    known = (p for p in places.unique().drop_nulls().to_list() if p)
    table = {p: ternary(is_rajin(p)) for p in known}
    return places.replace_strict(table, default=None, return_dtype=pl.Int64).fill_null(UNKNOWN)


def _ledger(question: Question, prepared: Prepared) -> Answers:
    """Test each limb as `law.caps.state_of_ledger` does, and take the worst."""
    is_second = question.kind == "ledger_2"
    limbs = [x for x in question.limbs if not (is_second and x.unit == "USD")]
    n = len(prepared["mass_t"])
    if not limbs:
        return np.full(n, S_UNKNOWN, dtype=np.uint8)
    table = np.stack([_limb(limb, prepared, is_second=is_second) for limb in limbs])
    worst = np.full(n, S_WITHIN, dtype=np.uint8)
    for state in (S_DEPENDS, S_UNKNOWN, S_EXCEEDED):
        worst[(table == state).any(axis=0)] = state
    return worst


def _limb(limb: Limb, prepared: Prepared, *, is_second: bool) -> Answers:
    said = _limb_alone(limb, prepared, is_second=is_second)
    if limb.twin is None:
        return said
    twin = _limb_alone(limb.twin, prepared, is_second=is_second)
    return np.where(_is_in_barrels(prepared, is_second=is_second), twin, said)


def _is_in_barrels(prepared: Prepared, *, is_second: bool) -> NDArray[np.bool_]:
    """Say of each row whether what is known of ledger and case is all in barrels."""
    masses = ("mass_t",) if is_second else ("mass_t", "ledger_mass_t")
    which = "ledger_2" if is_second else "ledger"
    stated = (("quantity", "unit"), (f"{which}_quantity", f"{which}_unit"))

    def is_known(*names: str) -> NDArray[np.bool_]:
        columns = np.array([_floats(prepared, n) for n in names])
        return np.asarray(~np.isnan(columns).any(axis=0), dtype=np.bool_)

    has_tonnes = [is_known(m) for m in masses] + [is_known(q, f"{u}_t") for q, u in stated]
    has_barrels = [is_known(q, f"{u}_bbl") for q, u in stated]
    return np.asarray(np.any(has_barrels, axis=0) & ~np.any(has_tonnes, axis=0), dtype=np.bool_)


def _limb_alone(limb: Limb, prepared: Prepared, *, is_second: bool) -> Answers:
    if limb.unit == "USD":
        before = (_floats(prepared, "ledger_value_usd"),) * 2
        own = (_floats(prepared, "value_usd"),) * 2
        return _within_cycle(before, own, limb, prepared)
    which = "ledger_2" if is_second else "ledger"
    before = _in_unit(prepared, f"{which}_quantity", f"{which}_unit", limb, limb.factors)
    if not is_second:
        by_mass = _in_unit(prepared, "ledger_mass_t", None, limb, limb.factors)
        before = _first_known(by_mass, before)
    own = _first_known(
        _in_unit(prepared, "mass_t", None, limb, limb.own_factors),
        _in_unit(prepared, "quantity", "unit", limb, limb.own_factors),
    )
    return _within_cycle(before, own, limb, prepared)


def _within_cycle(before: Ends, own: Ends, limb: Limb, prepared: Prepared) -> Answers:
    """Take the low end as nothing where a row's time meets more than one period of the cap."""
    is_single = _is_single(limb, prepared)
    ends = [(np.where(is_single | np.isnan(low), low, 0.0), high) for low, high in (before, own)]
    return _state(ends[0], ends[1], limb)


def _is_single(limb: Limb, prepared: Prepared) -> NDArray[np.bool_]:
    """Say of each row whether one period of the cap holds all its days; see `Cycle.holds`."""
    on = prepared["on"].astype(np.int64)
    first = np.where(on != NO_DAY, on, prepared["period_start"]).astype("datetime64[D]")
    last = np.where(on != NO_DAY, on, prepared["period_end"] - 1).astype("datetime64[D]")
    cycle = limb.cycle
    if not cycle.is_yearly:
        is_in = (first >= np.datetime64(cycle.starts_on)) & (last < np.datetime64(cycle.ends_on))
        return np.asarray(is_in, dtype=np.bool_)
    shift = np.timedelta64(cycle.shift.days, "D")
    years = [(days + shift).astype("datetime64[Y]") for days in (first, last)]
    return np.asarray(years[0] == years[1], dtype=np.bool_)


def _state(before: Ends, own: Ends, limb: Limb) -> Answers:
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


def _first_known(a: Ends, b: Ends) -> Ends:
    missing = np.isnan(a[0])
    return np.where(missing, b[0], a[0]), np.where(missing, b[1], a[1])


def _floats(prepared: Prepared, name: str) -> Floats:
    return prepared[name].astype(np.float64, copy=False)


def _in_unit(
    prepared: Prepared, name: str, unit: str | None, limb: Limb, factors: Factors | None
) -> Ends:
    """Give a column's amounts, low and high, as the limb counts; NaN where it cannot be said."""
    value = _floats(prepared, name)
    if unit is None:
        tonnes, barrels = np.ones(len(value)), np.full(len(value), np.nan)
    else:
        tonnes, barrels = _floats(prepared, f"{unit}_t"), _floats(prepared, f"{unit}_bbl")
    same, other = (tonnes, barrels) if limb.unit == "t" else (barrels, tonnes)
    exact = value * same
    if factors is None:
        return exact, exact
    converted = value * other
    if limb.unit == "t":
        low, high = converted / factors.high, converted / factors.low
    else:
        low, high = converted * factors.low, converted * factors.high
    return _first_known((exact, exact), (low, high))


def _factor(units: pl.Series, table: dict[str, float]) -> Floats:
    factors = units.replace_strict(table, default=None, return_dtype=pl.Float64)
    return factors.fill_null(float("nan")).to_numpy()
