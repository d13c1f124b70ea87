"""What the law says of each month: part banned, part under a cap, the cap's limits and its period.

The law's own engine is asked of each spell in which the law stands still, with a cargo that keeps
every condition that a cargo can keep: an old contract, notified, a letter on livelihood.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coalface.law import Case, Judgement, judge
from coalface.law.cells import Cell
from coalface.law.rulebook import Rulebook
from coalface.scenarios.branches import Law
from coalface.scenarios.forcing import NO_CAP
from coalface.scenarios.months import days_in_months, days_taken, next_month

__all__ = ["HS_CODES", "LawPath", "Spell", "law_path", "spells_of"]

Floats = NDArray[np.float64]
HS_CODES: Mapping[str, str] = {"anthracite": "270111", "iron_ore": "260111"}
BUYER, SELLER = "CHN", "PRK"
BANS = ("prohibited", "prohibited_unless_approved")
OPEN_QUESTIONS = ("conditional", "contested")
OLD_CONTRACT = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which the law says one thing of a good.

    Attributes:
        starts_on: First day.
        ends_on: First day after it.
        is_banned: No declared export, by the reading taken.
        is_conditional: Lawful only under a condition that no one outside can check.
        cap: First and end day of the cap's period with its limits in tonnes and USD, or None.
        measures: Ids of what decides.
    """

    starts_on: date
    ends_on: date
    is_banned: bool
    is_conditional: bool
    cap: tuple[date, date, float, float] | None
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LawPath:
    """The law by month and good; axes `(month, good)`. See `Forcing` for each array."""

    months: tuple[date, ...]
    ban_share: Floats
    condition_share: Floats
    cap_t: Floats
    cap_usd: Floats
    cap_days_share: Floats
    cap_period: NDArray[np.int64]
    spells: Mapping[str, tuple[Spell, ...]]


def law_path(
    book: Rulebook, months: tuple[date, ...], goods: tuple[str, ...], reading: Law
) -> LawPath:
    """Turn the rules into arrays by month.

    Where a month meets two periods of a cap, the one with most of its days counts.

    Args:
        book: The rules, with a scenario's changes.
        months: First days of the months.
        goods: Names of goods, keys of `HS_CODES`.
        reading: Which reading of contested spells holds.
    """
    shape = (len(months), len(goods))
    ban, condition, days = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    cap_t, cap_usd = np.full(shape, np.nan), np.full(shape, np.nan)
    periods = np.full(shape, NO_CAP, dtype=np.int64)
    found: dict[str, tuple[Spell, ...]] = {}
    for g, good in enumerate(goods):
        spells = found[good] = spells_of(book, months, good, reading)
        for spell in spells:
            taken = days_taken(months, spell.starts_on, spell.ends_on)
            ban[:, g] += taken * spell.is_banned
            condition[:, g] += taken * spell.is_conditional
        for number, (limits, taken) in enumerate(_cap_periods(spells, months)):
            is_most = taken > days[:, g]
            days[is_most, g] = taken[is_most]
            periods[is_most, g] = number
            cap_t[is_most, g], cap_usd[is_most, g] = limits
    whole = days_in_months(months)[:, None]
    shares = (ban / whole, condition / whole, cap_t, cap_usd, days / whole)
    return LawPath(months, *shares, periods, found)


def _cap_periods(
    spells: tuple[Spell, ...], months: tuple[date, ...]
) -> Iterator[tuple[tuple[float, float], NDArray[np.int64]]]:
    """Give each period of a cap in order: its limits, and how many days of each month it takes."""
    caps = {s.cap[:2]: s.cap[2:] for s in spells if s.cap is not None}
    for key in sorted(caps):
        inside = [s for s in spells if s.cap is not None and s.cap[:2] == key]
        days = [days_taken(months, s.starts_on, s.ends_on) for s in inside]
        yield caps[key], np.sum(days, axis=0)


def spells_of(
    book: Rulebook, months: tuple[date, ...], good: str, reading: Law
) -> tuple[Spell, ...]:
    """Give the spells of the law of a good over some months, in order.

    Args:
        book: The rules.
        months: First days of the months.
        good: A key of `HS_CODES`.
        reading: Which reading of contested spells holds.
    """
    first, end = months[0], next_month(months[-1])
    _, timeline = book.timeline(HS_CODES[good], "from_dprk")
    cells = dict(zip(timeline.starts, timeline.cells, strict=True))
    days = {d for d in timeline.starts if first < d < end} | {first, end}
    for cell in timeline.cells:
        days |= {d for d in _cap_days(cell, first, end) if first < d < end}
    ordered = sorted(days)
    spells: list[Spell] = []
    for start, stop in pairwise(ordered):
        cell = cells[max(d for d in timeline.starts if d <= start)]
        spell = _spell(book, cell, good, (start, stop), reading)
        if spells and _says_same(spells[-1], spell):
            spell = replace(spell, starts_on=spells.pop().starts_on)
        spells.append(spell)
    return tuple(spells)


def _says_same(one: Spell, two: Spell) -> bool:
    return replace(one, starts_on=two.starts_on, ends_on=two.ends_on) == two


def _cap_days(cell: Cell, first: date, end: date) -> set[date]:
    """Give the days on which a period of a cap begins or ends, also of one that recurs."""
    days: set[date] = set()
    for active in cell.actives:
        cap = active.match.measure.cap
        day = first if cap is not None else end
        while cap is not None and day < end:
            period = cap.period_on(day)
            if period is None:
                starts = [p.starts_on for p in cap.periods if p.starts_on > day]
                day = min(starts, default=end)
                continue
            days |= {period.starts_on, period.ends_on}
            day = period.ends_on
    return days


def _spell(book: Rulebook, cell: Cell, good: str, days: tuple[date, date], reading: Law) -> Spell:
    answer = judge(_cargo(good, days[0]), book)
    verdicts = [_settled(answer.verdict, answer.readings, reading)]
    national = answer.national.get(BUYER)
    if national is not None:
        verdicts.append(_settled(national.verdict, _national_readings(cell), reading))
    is_banned = any(v in BANS for v in verdicts)
    return Spell(
        starts_on=days[0],
        ends_on=days[1],
        is_banned=is_banned,
        is_conditional=not is_banned and any(v in OPEN_QUESTIONS for v in verdicts),
        cap=None if is_banned else _cap_on(cell, days[0]),
        measures=_deciding(answer),
    )


def _cargo(good: str, day: date) -> Case:
    return Case(
        direction="from_dprk",
        hs_code=HS_CODES[good],
        on=day,
        origin=SELLER,
        importer=BUYER,
        contract_on=OLD_CONTRACT,
        committee_notified=True,
        livelihood_evidence=True,
        mass_t=1.0,
        value_usd=1.0,
        ledger="none used",
        ledger_mass_t=0.0,
        ledger_value_usd=0.0,
    )


def _settled(verdict: str, readings: tuple[tuple[str, str, str], ...], reading: Law) -> str:
    """Give a verdict, and of a contested one what the reading taken makes of it."""
    if verdict != "contested":
        return verdict
    fitting = [v for words, v, _ in readings if words.startswith(reading)]
    return fitting[0] if fitting else verdict


def _national_readings(cell: Cell) -> tuple[tuple[str, str, str], ...]:
    phases = [n.phase for n in cell.national if n.rule.state == BUYER and n.phase is not None]
    contested = [p.contested for p in phases if p.contested is not None]
    return tuple((r.reading, r.verdict, r.source) for c in contested for r in c.readings)


def _cap_on(cell: Cell, day: date) -> tuple[date, date, float, float] | None:
    """Give the cap's period on a day and where States must stop, quantity and value apart."""
    for active in cell.actives:
        cap = active.match.measure.cap
        period = cap.period_on(day) if cap is not None else None
        if period is None or cap is None:
            continue
        stop = cap.stop_share or 1.0
        tonnes = stop * period.quantity_t if period.quantity_t is not None else np.nan
        usd = stop * period.value_usd if period.value_usd is not None else np.nan
        return period.starts_on, period.ends_on, tonnes, usd
    return None


def _deciding(answer: Judgement) -> tuple[str, ...]:
    ids = [d.measure_id for d in answer.deciding]
    own = answer.national.get(BUYER)
    ids += [r.measure_id for r in own.rules] if own is not None else []
    return tuple(dict.fromkeys(ids))
