"""The forms of a packaged measure, a group of goods and a national rule. One file, one fact."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from coalface.vocabulary.definitions import Definition

__all__ = [
    "Cap",
    "CapPeriod",
    "Code",
    "Contested",
    "Conversion",
    "Exemption",
    "GoodsGroup",
    "LawSource",
    "LedgerEntry",
    "Measure",
    "MovedCode",
    "NationalMeasure",
    "Phase",
    "WindDown",
]

Grade = Literal["A", "B", "C", "D"]
Direction = Literal["from_dprk", "to_dprk"]
Layer = Literal["text", "panel", "national_cn", "national_ca", "analyst", "analyst_open", "control"]
Why = Literal["text", "practice", "fact"]
Fact = Literal[
    "livelihood", "notified", "approved", "origin_outside", "origin_russian", "via_rajin"
]
Kind = Literal[
    "ban",
    "ban_with_exemption",
    "ban_unless_committee_approves",
    "value_cap",
    "quantity_cap",
    "value_and_quantity_cap",
    "service_or_financial",
    "exemption",
]


class Reading(Definition):
    """What one authority holds the words to mean."""

    reading: str
    verdict: str  # one of the nine, or `as_covered`: what the measure says if it reaches the good
    source: str


class Contested(Definition):
    """A disagreement that is shown, never settled by us."""

    why: Why
    readings: tuple[Reading, ...] = Field(min_length=2)


class Code(Definition):
    """One HS prefix of a group, with who put it there.

    `is_wide` marks a code that also holds other goods; `needs_name` one that decides only where
    the good is named; `is_named_by_code` one of our own mapping whose HS text is the good's name;
    `is_exact` one that no longer code falls under; `revisions` limits a code to editions in which
    it exists.
    """

    code: str = Field(pattern=r"^\d{2,10}$")
    layer: Layer
    grade: Grade
    revisions: tuple[str, ...] = ()
    is_wide: bool = False
    is_named_by_code: bool = False
    is_exact: bool = False
    needs_name: bool = False
    contested: Contested | None = None
    note: str = ""


class GoodsGroup(Definition):
    """What the words of a paragraph mean in codes, layer by layer."""

    id: str
    title: str
    words: tuple[str, ...] = ()
    other_words: tuple[str, ...] = ()
    codes: tuple[Code, ...] = Field(min_length=1)
    note: str = ""


class Exemption(Definition):
    """Words of the paragraph that let a case out, with the facts that must be shown.

    `signs` are the facts of which one must be shown before the exemption comes into view at all;
    `contracts_before` lets out contracts older than the day, and needs one that is known to be;
    `unasked` are conditions that no column of a case can show: they stay unknown.
    """

    id: str
    paragraph: str
    conditions: str
    gives: Literal["exempt", "conditional"]
    groups: tuple[str, ...] = ()
    needs: tuple[Fact, ...] = ()
    signs: tuple[Fact, ...] = ()
    words: tuple[str, ...] = ()
    starts_on: date | None = None
    contracts_before: date | None = None
    unasked: tuple[str, ...] = ()


class WindDown(Definition):
    """A window for contracts older than the measure."""

    contracts_before: date
    ends_on: date
    notify_by: date
    grade: Grade


class Phase(Definition):
    """A spell in which a measure works otherwise than by its plain words."""

    starts_on: date
    ends_on: date
    verdict: Literal["contested", "conditional"]
    state: str = ""
    contested: Contested | None = None
    condition: str = ""
    short: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if (self.verdict == "contested") != (self.contested is not None):
            raise ValueError("a contested phase, and only that, needs `contested`")
        return self


class CapPeriod(Definition):
    """One period of a cap; a recurring cap states its first."""

    starts_on: date
    ends_on: date
    value_usd: float | None = Field(default=None, gt=0)
    quantity_t: float | None = Field(default=None, gt=0)
    quantity_bbl: float | None = Field(default=None, gt=0)
    quantity_t_national: float | None = Field(default=None, gt=0)


class Cap(Definition):
    """A ceiling, each limb on its own; the stop share is where States must stop at once."""

    scope: str
    rule: str = ""
    periods: tuple[CapPeriod, ...] = ()
    recurring: Literal["calendar_year", "twelve_months_from_adoption"] | None = None
    first_day_chn: date | None = None
    is_relative: bool = False
    stop_share: float | None = Field(default=None, gt=0, le=1)
    notices: tuple[float, ...] = ()
    notices_grade: Grade | None = None
    product: Literal["coal", "crude", "refined_petroleum"]
    reporting: str = ""

    def period_on(self, day: date) -> CapPeriod | None:
        """Give the period that holds the day, with its own dates, or None."""
        for period in self.periods:
            if period.starts_on <= day < period.ends_on:
                return period
        last = self.periods[-1] if self.periods else None
        if last is None or self.recurring is None or day < last.starts_on:
            return None
        years = day.year - last.starts_on.year
        start = last.starts_on.replace(year=last.starts_on.year + years)
        if start > day:
            start = start.replace(year=start.year - 1)
        end = start.replace(year=start.year + 1)
        return last.model_copy(update={"starts_on": start, "ends_on": end})


class ConditionForUse(Definition):
    """A condition of a cap; `fact` is the case's column that can show it, if any can."""

    condition: str
    fact: Literal["livelihood"] | None = None


class Measure(Definition):
    """What one operative paragraph of a resolution orders, from a first day on.

    `ends_on` is the first day on which it no longer applies. `applies_beside` names the measures
    that may cover the same good on the same day; without it, or `supersedes`, an overlap is an
    error of the rulebook.
    """

    id: str = Field(pattern=r"^UN-[0-9A-Za-z-]+$")
    instrument: str
    paragraph: str
    title: str
    adopted_on: date
    starts_on: date
    ends_on: date | None = None
    status: Literal[
        "in_force",
        "in_force_widened",
        "superseded",
        "superseded_in_part",
        "ended",
        "never_applied",
    ]
    ends_by_own_terms: bool = False
    supersedes: tuple[str, ...] = ()
    superseded_by: tuple[str, ...] = ()
    applies_beside: tuple[str, ...] = ()
    direction: frozenset[Direction] = Field(min_length=1)
    kind: Kind
    groups: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    effect: Literal["prohibited", "prohibited_unless_approved", "conditional"] | None = None
    is_for_any_good: bool = False
    exemptions: tuple[Exemption, ...] = ()
    wind_down: WindDown | None = None
    phases: tuple[Phase, ...] = ()
    cap: Cap | None = None
    conditions_for_use: tuple[ConditionForUse, ...] = ()
    next_check: str = ""
    grade: Grade
    sources: tuple[str, ...] = Field(min_length=1)
    note: str = ""

    @property
    def short(self) -> str:
        """Give the citation as lawyers of the field say it, e.g. "2371 para 8"."""
        return f"{self.instrument.removeprefix('S/RES/').split()[0]} para {self.paragraph}"

    def is_in_force(self, day: date) -> bool:
        """Say whether the measure applies on the day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


class Release(Definition):
    """Goods that a State let through although its own rule had begun.

    No column of a case says when goods arrived: `arrived` is at best unknown, and shut out where
    they were shipped too late.
    """

    fact: Literal["shipped", "arrived", "contract"]
    before: date
    ends_on: date | None = None
    words: str


class NationalMeasure(Definition):
    """A State's own rule, on its own clock. `as_un` follows the UN measures it implements.

    A `reference` names the rule and judges nothing; `members` are the States it binds where it is
    of several.
    """

    id: str
    state: str = Field(pattern=r"^[A-Z]{3}$|^EU$")
    title: str
    members: tuple[str, ...] = ()
    announced_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    superseded_by: tuple[str, ...] = ()
    ends_by_own_terms: bool = False
    effect: Literal["suspension", "as_un", "reference"]
    implements: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    except_codes: tuple[str, ...] = ()
    release: Release | None = None
    phases: tuple[Phase, ...] = ()
    note: str = ""
    source: str
    grade: Grade

    def is_in_force(self, day: date) -> bool:
        """Say whether the rule applies on the day; a rule without a first day never does."""
        started = self.starts_on is not None and self.starts_on <= day
        return started and (self.ends_on is None or day < self.ends_on)


class Conversion(Definition):
    """Barrels per tonne of one product, with where the factor comes from."""

    id: str
    product: str
    bbl_per_t: float | None = Field(default=None, gt=0)
    basis: str
    grade: Grade


class LedgerEntry(Definition):
    """What was reported or recorded against a cap; never used as law."""

    measure_id: str
    label: str
    ledger: str
    starts_on: date
    ends_on: date
    quantity_t: float | None = None
    quantity_bbl: float | None = None
    value_usd: float | None = None
    note: str = ""
    sources: tuple[str, ...] = Field(min_length=1)
    grade: Grade


class MovedCode(Definition):
    """A subheading that a later edition moved out of, or into, what a measure's codes hold."""

    code: str
    revision: str
    older_code: str
    older_revision: str
    direction: Direction
    measures: tuple[str, ...]
    older_measures: tuple[str, ...]


class LawSource(Definition):
    """Where a measure was read."""

    id: str
    title: str
    publisher: str = ""
    url: str = ""
    dated: str = ""
    read_on: date | None = None
    grade: Grade | None = None
