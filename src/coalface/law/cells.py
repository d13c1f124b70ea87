"""Where law stands still: the spells in which the same measures reach a good in the same way."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from coalface.law.caps import Factors, Limb, limbs_of
from coalface.law.definitions import Exemption, Measure, NationalMeasure, Phase, WindDown
from coalface.law.questions import Question
from coalface.law.scope import Match, Scope

if TYPE_CHECKING:
    from coalface.law.rulebook import Rulebook

__all__ = ["Active", "Cell", "NationalActive", "Timeline", "factors_of", "timeline_of"]

LONG_AGO = date.min
FactorsOf = dict[str, tuple[Factors | None, Factors | None]]  # of the ledger, of the case
LPG_HEADING = "2711"  # HS: petroleum gases; LPG has its own factor on the Committee's page


@dataclass(frozen=True, slots=True)
class Active:
    """One measure in force in a cell, with what of it applies just then."""

    match: Match
    exemptions: tuple[Exemption, ...] = ()
    wind_down: WindDown | None = None
    phase: Phase | None = None
    limbs: tuple[Limb, ...] = ()

    def questions(self) -> list[Question]:
        """List what this measure needs to know of a case."""
        asked = [Question(f) for e in self.exemptions for f in e.needs]
        older = [e.contracts_before for e in self.exemptions if e.contracts_before]
        asked += [Question("contract_before", day=day) for day in older]
        if self.phase is not None and self.phase.state:
            asked.append(Question("importer", state=self.phase.state))
        if self.wind_down is not None:
            asked.append(Question("contract_before", day=self.wind_down.contracts_before))
            asked.append(Question("notified"))
        asked += [Question(c.fact) for c in self.match.measure.conditions_for_use if c.fact]
        if self.match.measure.kind == "ban_unless_committee_approves":
            asked.append(Question("approved"))
        if self.limbs:
            asked += [Question("ledger", limbs=self.limbs), Question("ledger_2", limbs=self.limbs)]
        return asked


@dataclass(frozen=True, slots=True)
class NationalActive:
    """One State's rule in force in a cell, with the UN measures whose terms it follows."""

    rule: NationalMeasure
    is_released: bool
    phase: Phase | None
    actives: tuple[Active, ...]

    def questions(self, direction: str) -> list[Question]:
        """List what this rule needs to know of a case."""
        asked = [q for a in self.actives for q in a.questions()]
        if direction == "from_dprk":
            asked.append(Question("importer", state=self.rule.state))
        if self.is_released and self.rule.release is not None:
            kind = f"{self.rule.release.fact}_before"
            asked.append(Question(kind, day=self.rule.release.before))
        return asked


@dataclass(frozen=True, slots=True)
class Cell:
    """What reaches a good in one spell of time."""

    direction: str
    actives: tuple[Active, ...]
    for_any_good: tuple[Match, ...]
    national: tuple[NationalActive, ...]
    checks: tuple[Measure, ...]

    def questions(self) -> tuple[Question, ...]:
        """List, each once, all that is asked of a case in this cell."""
        asked = [q for a in self.actives for q in a.questions()]
        asked += [q for n in self.national for q in n.questions(self.direction)]
        if self.for_any_good and self.actives:
            asked.append(Question("approved"))
        return tuple(dict.fromkeys(asked))


@dataclass(frozen=True, slots=True)
class Timeline:
    """The cells of one scope, in order; `starts[i]` is the first day of `cells[i]`."""

    starts: tuple[date, ...]
    cells: tuple[Cell, ...]

    def span(self, first_day: date, end: date) -> tuple[int, int]:
        """Give the first and the last cell that a time from `first_day` to before `end` meets."""
        return bisect_right(self.starts, first_day) - 1, bisect_left(self.starts, end) - 1


def timeline_of(scope: Scope, direction: str, hs_code: str, book: Rulebook) -> Timeline:
    """Cut time at every day on which anything changes for this scope."""
    products = ("crude", "refined_petroleum")
    factors = {p: (factors_of(book, p), factors_of(book, p, hs_code)) for p in products}
    days = sorted({LONG_AGO, *_turning_days(scope)})
    starts: list[date] = []
    cells: list[Cell] = []
    for day in days:
        cell = _cell_on(day, scope, direction, factors)
        if not cells or cells[-1] != cell:
            starts.append(day)
            cells.append(cell)
    return Timeline(tuple(starts), tuple(cells))


def factors_of(book: Rulebook, product: str, hs_code: str = "") -> Factors | None:
    """Give the range of the sourced barrels per tonne for a product, or None where none is known.

    Diesel stands for refined petroleum as a whole; liquefied gas has a factor of its own.
    """
    if product == "coal":
        return None
    names = ("lpg",) if hs_code.startswith(LPG_HEADING) else (product, "diesel")
    names = (product,) if product == "crude" else names
    known = [c.bbl_per_t for c in book.conversions if c.product in names and c.bbl_per_t]
    return Factors(min(known), max(known)) if known else None


def _turning_days(scope: Scope) -> set[date]:
    matches = [*scope.matches, *scope.for_any_good, *(m for n in scope.national for m in n.matches)]
    measures = [m.measure for m in matches] + list(scope.checks)
    days = {d for m in measures for d in _days_of_measure(m)}
    for n in scope.national:
        release = n.rule.release
        days |= {d for d in (n.rule.starts_on, n.rule.ends_on) if d}
        days |= {release.ends_on} if release and release.ends_on else set()
        days |= {d for p in n.rule.phases for d in (p.starts_on, p.ends_on)}
    return days


def _days_of_measure(m: Measure) -> list[date]:
    days = [m.starts_on, m.ends_on, *(e.starts_on for e in m.exemptions)]
    days += [d for p in m.phases for d in (p.starts_on, p.ends_on)]
    days += [m.wind_down.ends_on] if m.wind_down else []
    days += [d for p in (m.cap.periods if m.cap else ()) for d in (p.starts_on, p.ends_on)]
    return [d for d in days if d is not None]


def _cell_on(day: date, scope: Scope, direction: str, factors: FactorsOf) -> Cell:
    return Cell(
        direction=direction,
        actives=tuple(
            _active_on(day, m, factors) for m in scope.matches if m.measure.is_in_force(day)
        ),
        for_any_good=tuple(m for m in scope.for_any_good if m.measure.is_in_force(day)),
        national=tuple(
            NationalActive(
                rule=n.rule,
                is_released=_is_released(n.rule, day),
                phase=_phase_on(day, n.rule.phases),
                actives=tuple(_national_active(day, m, n.rule, factors) for m in n.matches),
            )
            for n in scope.national
            if n.rule.is_in_force(day)
        ),
        checks=tuple(m for m in scope.checks if m.is_in_force(day)),
    )


def _active_on(day: date, match: Match, factors: FactorsOf) -> Active:
    m = match.measure
    in_window = m.wind_down is not None and day < m.wind_down.ends_on
    return Active(
        match=match,
        exemptions=_exemptions_on(day, match),
        wind_down=m.wind_down if in_window else None,
        phase=_phase_on(day, m.phases),
        limbs=_limbs_on(day, m, factors, state=""),
    )


def _national_active(day: date, match: Match, rule: NationalMeasure, factors: FactorsOf) -> Active:
    """Give a UN measure as a State's rule follows it: its terms, without its clock."""
    return Active(
        match=match,
        exemptions=_exemptions_on(day, match),
        limbs=_limbs_on(day, match.measure, factors, state=rule.state),
    )


def _exemptions_on(day: date, match: Match) -> tuple[Exemption, ...]:
    return tuple(
        e
        for e in match.measure.exemptions
        if (e.starts_on is None or e.starts_on <= day)
        and (not e.groups or not match.groups or set(e.groups) & set(match.groups))
        and (not e.words or e.id in match.fits)
    )


def _limbs_on(day: date, m: Measure, factors: FactorsOf, *, state: str) -> tuple[Limb, ...]:
    period = m.cap.period_on(day) if m.cap else None
    if m.cap is None or period is None:
        return ()
    of_ledger, of_case = factors.get(m.cap.product, (None, None))
    return limbs_of(m.cap, period, of_ledger, of_case, state=state)


def _phase_on(day: date, phases: tuple[Phase, ...]) -> Phase | None:
    return next((p for p in phases if p.starts_on <= day < p.ends_on), None)


def _is_released(rule: NationalMeasure, day: date) -> bool:
    return rule.release is not None and (rule.release.ends_on is None or day < rule.release.ends_on)
