"""Lay a scenario's changes over the rulebook: what the law would have been, from the same rules.

The result is an ordinary rulebook, and the law's own engine says what it means on each day.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from coalface.law.definitions import Cap, CapPeriod, Measure, NationalMeasure, Phase, WindDown
from coalface.law.rulebook import Rulebook
from coalface.scenarios.months import next_month, shift_day
from coalface.scenarios.scenario_models import MONTHS_OF, Amendment, CapText, ScenarioFile, Shift

__all__ = ["book_of_base", "overlay", "tonnes_a_barrel"]

M = TypeVar("M", Measure, NationalMeasure)
NO_RULES = "none"
FAR = date(2045, 1, 1)  # after every horizon
OWN_CAP = "the scenario's own cap"
LIMITS = ("value_usd", "quantity_t", "quantity_bbl", "quantity_t_national")


def book_of_base(base: str, book: Rulebook) -> Rulebook:
    """Give the rules that hold before any change.

    Args:
        base: `none`, `un-1718`, or `un-1718@DAY`: only what had been adopted by the end of a day.
            What such a measure was later replaced by then never came, and it goes on.
        book: The whole rulebook.
    """
    if base == NO_RULES:
        return replace(book, measures=(), national=(), _kept={})
    if "@" not in base:
        return book
    day = date.fromisoformat(base.split("@")[1])
    kept = [m for m in book.measures if m.adopted_on <= day]
    own = [n for n in book.national if (n.announced_on or n.starts_on or date.min) <= day]
    return _tidy(book, kept, own)


def overlay(book: Rulebook, layers: Iterable[ScenarioFile], base: str) -> Rulebook:
    """Lay the changes of some layers over a rulebook, one after the other.

    A State's rule goes with what it implements: it is dropped where all of that is dropped, and
    moves where all of that moves alike. What a dropped or moved measure would have replaced goes
    on until something else replaces it.

    Args:
        book: The whole rulebook.
        layers: Files of the scenario, first the one that extends nothing; already checked.
        base: Of the scenario.

    Returns:
        A rulebook for this scenario alone. It is not the law: never screen with it.
    """
    made = book_of_base(base, book)
    for layer in layers:
        shifts = {c.rule: c.shift for c in layer.rules.change if c.shift is not None}
        drops = {c.rule for c in layer.rules.change if c.drop}
        if any(s != Shift() for s in shifts.values()) or drops:
            made = _moved(made, book, shifts, drops)
        for step in (*layer.relaxation, *layer.tightening):
            made = _amended(made, step)
    return made


def tonnes_a_barrel(measure: Measure) -> float | None:
    """Give the tonnes that a cap's own words give for a barrel, or None."""
    periods = measure.cap.periods if measure.cap else ()
    for period in periods:
        tonnes = period.quantity_t_national or period.quantity_t
        if period.quantity_bbl and tonnes:
            return tonnes / period.quantity_bbl
    return None


def _moved(
    made: Rulebook, original: Rulebook, shifts: dict[str, Shift], drops: set[str]
) -> Rulebook:
    measures = [
        _shift_measure(m, shifts[m.id]) if m.id in shifts else m
        for m in made.measures
        if m.id not in drops
    ]
    known = {m.id for m in made.measures}
    national = []
    for rule in made.national:
        followed = [i for i in rule.implements if i in known]
        if followed and drops.issuperset(followed):
            continue
        moves = {shifts.get(i) for i in followed}
        shift = moves.pop() if len(moves) == 1 else None
        national.append(_shift_national(rule, shift) if shift is not None else rule)
    return _tidy(original, measures, national)


def _shift_measure(m: Measure, shift: Shift) -> Measure:
    move = shift.move
    wind = m.wind_down
    return m.model_copy(
        update={
            "adopted_on": move(m.adopted_on),
            "starts_on": move(m.starts_on),
            "ends_on": _moved_day(m.ends_on, move),
            "wind_down": _shift_window(wind, move) if wind is not None else None,
            "phases": _shift_phases(m.phases, move),
            "cap": _shift_cap(m.cap, move) if m.cap is not None else None,
            "exemptions": tuple(
                e.model_copy(update={"starts_on": _moved_day(e.starts_on, move)})
                for e in m.exemptions
            ),
        }
    )


def _shift_national(n: NationalMeasure, shift: Shift) -> NationalMeasure:
    move, release = shift.move, n.release
    if release is not None:
        release = release.model_copy(
            update={"before": move(release.before), "ends_on": _moved_day(release.ends_on, move)}
        )
    return n.model_copy(
        update={
            "announced_on": _moved_day(n.announced_on, move),
            "starts_on": _moved_day(n.starts_on, move),
            "ends_on": _moved_day(n.ends_on, move),
            "release": release,
            "phases": _shift_phases(n.phases, move),
        }
    )


def _shift_window(window: WindDown, move: Callable[[date], date]) -> WindDown:
    days = ("contracts_before", "ends_on", "notify_by")
    return window.model_copy(update={name: move(getattr(window, name)) for name in days})


def _shift_phases(phases: tuple[Phase, ...], move: Callable[[date], date]) -> tuple[Phase, ...]:
    return tuple(
        p.model_copy(update={"starts_on": move(p.starts_on), "ends_on": move(p.ends_on)})
        for p in phases
    )


def _shift_cap(cap: Cap, move: Callable[[date], date]) -> Cap:
    periods = tuple(
        p.model_copy(update={"starts_on": move(p.starts_on), "ends_on": move(p.ends_on)})
        for p in cap.periods
    )
    return cap.model_copy(
        update={"periods": periods, "first_day_chn": _moved_day(cap.first_day_chn, move)}
    )


def _moved_day(day: date | None, move: Callable[[date], date]) -> date | None:
    return None if day is None else move(day)


def _tidy(original: Rulebook, measures: list[Measure], national: list[NationalMeasure]) -> Rulebook:
    """Let each measure end when what is left of its successors begins, good by good."""
    starts = {m.id: m.starts_on for m in reversed(measures)}  # of parts, the first counts
    links = {m.id: m.superseded_by for m in original.measures}
    split = [part for m in measures for part in _split(m, original)]
    ended = [_end(m, links, starts) for m in split]
    n_starts = {n.id: n.starts_on for n in reversed(national) if n.starts_on is not None}
    n_links = {n.id: n.superseded_by for n in original.national}
    n_ended = [_end(n, n_links, n_starts) for n in national]
    return replace(
        original,
        measures=tuple(m for m in ended if m.ends_on is None or m.ends_on > m.starts_on),
        national=tuple(
            n
            for n in n_ended
            if n.ends_on is None or n.starts_on is None or n.ends_on > n.starts_on
        ),
        _kept={},
    )


def _split(m: Measure, book: Rulebook) -> list[Measure]:
    """Cut a measure by its successors' goods, where they replace it good by good."""
    successors = [s for s in book.measures if s.id in m.superseded_by]
    if len(successors) < 2 or len(m.groups) < 2:  # noqa: PLR2004 - one successor takes all
        return [m]
    return [
        m.model_copy(
            update={
                "groups": (group,),
                "superseded_by": tuple(s.id for s in successors if group in s.groups),
            }
        )
        for group in m.groups
    ]


def _end(m: M, links: dict[str, tuple[str, ...]], starts: dict[str, date]) -> M:
    if m.ends_by_own_terms or m.ends_on is None:
        return m
    begun = [starts[i] for i in _successors(m.superseded_by, links, starts)]
    return m.model_copy(update={"ends_on": min(begun) if begun else None})


def _successors(
    ids: tuple[str, ...], links: dict[str, tuple[str, ...]], starts: dict[str, date]
) -> list[str]:
    """Give what is left of some successors; where one is gone, what would have replaced it."""
    found: list[str] = []
    for i in ids:
        found += [i] if i in starts else _successors(links.get(i, ()), links, starts)
    return found


def _amended(book: Rulebook, step: Amendment) -> Rulebook:
    """Replace a rule from a month on by a cap, or by nothing, and let it return afterwards.

    A period of the cap that the step cuts short has as large a part of the limits as of its months.
    """
    first = step.first
    after = next_month(step.last) if step.last is not None else None
    measures: list[Measure] = []
    for m in book.measures:
        if m.id != step.rule and not m.id.startswith(f"{step.rule}-capped-"):
            measures.append(m)
            continue
        measures += _around(m, first, after)
    found = next(m for m in book.measures if m.id == step.rule)
    if step.cap is not None:
        measures.append(_capped(found, step.cap, first, after))
    national: list[NationalMeasure] = []
    for n in book.national:
        is_own = n.implements and set(n.implements) <= {step.rule}
        national += _around_national(n, first, after) if is_own else [n]
    return replace(book, measures=tuple(measures), national=tuple(national), _kept={})


def _around(m: Measure, first: date, after: date | None) -> list[Measure]:
    """Give what is left of a measure outside a spell; the part after it has no transition."""
    parts = []
    if m.starts_on < first:
        end = first if m.ends_on is None else min(first, m.ends_on)
        parts.append(m.model_copy(update={"ends_on": end, "ends_by_own_terms": True}))
    if after is not None and (m.ends_on is None or after < m.ends_on):
        start = max(after, m.starts_on)
        cleared = {"wind_down": None, "phases": ()} if start > m.starts_on else {}
        parts.append(m.model_copy(update={"starts_on": start, **cleared}))
    return [_cut_own(part) for part in parts]


def _around_national(n: NationalMeasure, first: date, after: date | None) -> list[NationalMeasure]:
    start = n.starts_on
    if start is None:
        return [n]
    parts = []
    if start < first:
        end = first if n.ends_on is None else min(first, n.ends_on)
        parts.append(n.model_copy(update={"ends_on": end, "ends_by_own_terms": True}))
    if after is not None and (n.ends_on is None or after < n.ends_on):
        parts.append(n.model_copy(update={"starts_on": max(after, start), "release": None}))
    return parts


def _capped(m: Measure, cap: CapText, first: date, after: date | None) -> Measure:
    n_months = MONTHS_OF[cap.per]
    ratio = tonnes_a_barrel(m)
    whole = {
        "value_usd": cap.usd,
        "quantity_t": cap.tonnes,
        "quantity_bbl": cap.barrels,
        "quantity_t_national": cap.barrels * ratio if cap.barrels and ratio else None,
    }
    periods: list[CapPeriod] = []
    start, end = first, after or FAR
    while start < end:
        stop = shift_day(start, n_months)
        period = CapPeriod(starts_on=start, ends_on=stop, **whole)
        periods.append(_part(period, start, min(stop, end)))
        start = stop
    product = m.cap.product if m.cap else "coal"
    own = Cap(scope=OWN_CAP, periods=tuple(periods), product=product)
    return m.model_copy(
        update={
            "id": f"{m.id}-capped-{first.year}-{first.month:02d}",
            "kind": "value_and_quantity_cap",
            "starts_on": first,
            "ends_on": after,
            "ends_by_own_terms": after is not None,
            "effect": None,
            "cap": own,
            "wind_down": None,
            "phases": (),
            "conditions_for_use": (),
        }
    )


def _cut_own(m: Measure) -> Measure:
    """Cut the periods of a scenario's own cap to the days in which it still holds.

    The rulebook's caps are left: their limits count whole, whenever another rule replaced them.
    """
    if m.cap is None or m.cap.scope != OWN_CAP:
        return m
    end = m.ends_on or FAR
    periods = tuple(
        _part(p, max(p.starts_on, m.starts_on), min(p.ends_on, end))
        for p in m.cap.periods
        if p.starts_on < end and p.ends_on > m.starts_on
    )
    return m.model_copy(update={"cap": m.cap.model_copy(update={"periods": periods})})


def _part(period: CapPeriod, start: date, stop: date) -> CapPeriod:
    """Give some whole months of a period, with as large a part of its limits."""
    share = _n_months(start, stop) / _n_months(period.starts_on, period.ends_on)
    limits = {
        name: getattr(period, name) * share for name in LIMITS if getattr(period, name) is not None
    }
    return period.model_copy(update={"starts_on": start, "ends_on": stop, **limits})


def _n_months(start: date, stop: date) -> int:
    return (stop.year - start.year) * MONTHS_OF["year"] + stop.month - start.month
