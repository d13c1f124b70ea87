"""What a scenario file may say, key by key. A key that stands nowhere here is an error."""

import re
from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from coalface.scenarios.branches import Kickback, Law, Output, Settlement
from coalface.scenarios.forcing import ROUTES
from coalface.scenarios.months import month_name, parse_month, parse_span, shift_day
from coalface.vocabulary.definitions import Definition

__all__ = [
    "DRIVERS",
    "MONTHS_OF",
    "SHARE_DRIVERS",
    "YEAR_OF_LAST",
    "Amendment",
    "BranchChoice",
    "CapText",
    "DriverStep",
    "EnforcementStep",
    "Ensemble",
    "Pulse",
    "RuleChange",
    "Rules",
    "ScenarioFile",
    "Shift",
    "Step",
    "TermsStep",
]

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
FOLDER = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*){0,7}")
PER = Literal["year", "half-year", "quarter", "month"]
#: Months of a period of a cap.
MONTHS_OF = {"year": 12, "half-year": 6, "quarter": 3, "month": 1}
SHIFT = re.compile(r"([+-]?\d{1,4}) (months?|days?)")
BASE = re.compile(r"none|un-1718(@\d{4}-\d{2}-\d{2})?")
HISTORY = "history"
SHARE_DRIVERS = ("power", "fuel", "border", "news")
#: Drivers that a file may change; the first are levels in their unit, the last shares.
DRIVERS = (
    "coal_price",
    "iron_ore_price",
    "coal_demand",
    "iron_ore_demand",
    "cny_per_usd",
    "unrecorded_fuel",
    *SHARE_DRIVERS,
)
#: Fewest draws beyond a quantile, so that it is more than the luck of one or two.
LEAST_BEYOND = 5
YEAR_OF_FIRST, YEAR_OF_LAST = 2000, 2040


def _month(found: Any) -> Any:  # pydantic makes complaints of ValueErrors alone
    if isinstance(found, str):
        return parse_month(found)
    if isinstance(found, date):
        raise ValueError(f"expected a month, such as {month_name(found)}, not a day")  # noqa: TRY004
    raise ValueError("expected a month, such as 2017-08")


def _months(found: Any) -> Any:
    if not isinstance(found, str):
        raise ValueError("expected a span of months: 2000-01..2030-12")  # noqa: TRY004
    return parse_span(found)


def _steps(found: Any) -> Any:
    if found == HISTORY:
        return []
    if isinstance(found, str):
        raise ValueError(f"expected `{HISTORY}`, a step or a list of steps")  # noqa: TRY004
    return [found] if isinstance(found, dict) else found


def _name(found: str) -> str:
    if NAME.fullmatch(found) is None:
        raise ValueError("expected a name of small letters, digits and hyphens, and never a path")
    return found


def _folder(found: str) -> str:
    if FOLDER.fullmatch(found) is None:
        raise ValueError("expected a folder such as `runs/2026-history`, without `..` or a first /")
    return found


Name = Annotated[str, AfterValidator(_name)]
Folder = Annotated[str, AfterValidator(_folder)]
Month = Annotated[date, BeforeValidator(_month)]
Months = Annotated[tuple[date, date], BeforeValidator(_months)]
Real = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Level = Annotated[Real, Field(ge=0)]
Share = Annotated[Real, Field(ge=0, le=1)]
Positive = Annotated[Real, Field(gt=0)]
Words = Annotated[str, Field(max_length=2000)]


class Shift(Definition):
    """How far a rule is moved in time; months and days together never occur."""

    months: int = 0
    days: int = 0

    def move(self, day: date) -> date:
        """Give the day moved."""
        return shift_day(day, self.months) + timedelta(days=self.days)


def _shift(found: Any) -> Any:
    match = SHIFT.fullmatch(found) if isinstance(found, str) else None
    if match is None:
        raise ValueError("expected a number of months or days, such as `-12 months`")
    unit = "months" if match[2].startswith("month") else "days"
    return Shift(**{unit: int(match[1])})


class Step(Definition):
    """Something that holds from a month on, to the end of another or of the run."""

    model_config = ConfigDict(populate_by_name=True)

    first: Month = Field(alias="from")
    last: Month | None = Field(default=None, alias="to")
    why: Words = ""

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.last is not None and self.last < self.first:
            raise ValueError(
                f"`to` {month_name(self.last)} is before `from` {month_name(self.first)}"
            )
        return self

    def _needs_one(self, *names: str) -> None:
        given = [n for n in names if getattr(self, n) is not None]
        if len(given) != 1:
            raise ValueError(f"give one of {', '.join(names)}; found {', '.join(given) or 'none'}")


class Pulse(Definition):
    """Campaigns: every so many months a burst, quiet between, the mean of a round unchanged."""

    every: int = Field(ge=2, le=60, strict=True)
    lasts: int = Field(ge=1, strict=True)
    quiet: Share = 0.0

    @model_validator(mode="after")
    def _leaves_quiet_months(self) -> Self:
        if self.lasts >= self.every:
            raise ValueError(f"lasts {self.lasts} leaves no quiet month of every {self.every}")
        return self

    @property
    def burst(self) -> float:
        """Give the factor of a burst month; the mean over a round is 1."""
        return (self.every - self.quiet * (self.every - self.lasts)) / self.lasts


class EnforcementStep(Step):
    """One change of the chance that a cargo of a route class is stopped."""

    route: Literal[
        "declared-sea", "declared-land", "ship-to-ship", "direct-dark", "relabelled", "all"
    ]
    level: Share | None = None
    rate: Level | None = None
    steady: Literal[True] | None = None
    pulse: Pulse | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        self._needs_one("level", "rate", "steady", "pulse")
        return self

    @property
    def routes(self) -> tuple[str, ...]:
        """Give the route classes that it changes."""
        return ROUTES if self.route == "all" else (self.route,)


class DriverStep(Step):
    """One change of a driver: a level in its unit, or a factor on what it was."""

    level: Level | None = None
    rate: Level | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        self._needs_one("level", "rate")
        return self


class TermsStep(Step):
    """A limit on what terms may ask as prepayment, as a part of the value."""

    limit: Share


class RuleChange(Definition):
    """One rule moved in time or left out."""

    rule: str
    shift: Annotated[Shift, BeforeValidator(_shift)] | None = None
    drop: Literal[True] | None = None
    why: Words = ""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.shift is None) == (self.drop is None):
            raise ValueError("give `shift`, or `drop: true`")
        return self


class Rules(Definition):
    """Which rules there are, and what is changed of them."""

    base: str | None = None
    change: tuple[RuleChange, ...] = ()

    @field_validator("base")
    @classmethod
    def _is_known(cls, value: str | None) -> str | None:
        if value is not None and BASE.fullmatch(value) is None:
            raise ValueError("expected `none`, `un-1718`, or `un-1718@YYYY-MM-DD`")
        if value is not None and "@" in value:
            day = value.split("@")[1]
            try:
                date.fromisoformat(day)
            except ValueError as error:
                raise ValueError(f"{day} is no day. Write YYYY-MM-DD") from error
        return value


class CapText(Definition):
    """A limit in each period, each of its limbs on its own."""

    tonnes: Positive | None = None
    barrels: Positive | None = None
    usd: Positive | None = None
    per: PER = "year"

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if self.tonnes is None and self.barrels is None and self.usd is None:
            raise ValueError("give tonnes, barrels or usd")
        if self.tonnes is not None and self.barrels is not None:
            raise ValueError("give tonnes or barrels, not both: one quantity, one unit")
        return self


class Amendment(Step):
    """From a month on, a rule is replaced by a cap, or lifted; with the condition, in words."""

    rule: str
    cap: CapText | None = None
    lift: Literal[True] | None = None
    condition: Words = ""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        self._needs_one("cap", "lift")
        return self


class BranchChoice(Definition):
    """The rival readings that the run holds fixed; None as in the scenario that it extends."""

    kickback: Kickback | None = None
    settlement: Settlement | None = None
    output: Output | None = None
    law: Law | None = None


class Ensemble(Definition):
    """How many draws, from what, and what is asked of them."""

    posterior: Folder | None = None
    draws: int = Field(default=1000, ge=1, le=10_000_000, strict=True)
    seed: int = Field(default=7, ge=0, le=2**63 - 1, strict=True)
    quantiles: tuple[Annotated[Real, Field(gt=0, lt=1)], ...] = (0.05, 0.5, 0.95)

    @model_validator(mode="after")
    def _has_enough_draws(self) -> Self:
        for q in self.quantiles:
            least = round(LEAST_BEYOND / min(q, 1 - q))
            if self.draws < least:
                raise ValueError(
                    f"{self.draws} draws are too few for the quantile {q:g}: {LEAST_BEYOND} must "
                    f"lie beyond it. Ask for {least} draws or more, or a quantile nearer 0.5"
                )
        return self


class ScenarioFile(Definition):
    """One scenario file as it is written; what it leaves out is as in the one that it extends."""

    scenario: Name
    title: str = Field(min_length=1, max_length=200)
    about: Words = ""
    extends: Name | None = None
    months: Months | None = None
    rules: Rules = Rules()
    enforcement: tuple[EnforcementStep, ...] = ()
    relaxation: tuple[Amendment, ...] = ()
    tightening: tuple[Amendment, ...] = ()
    terms: tuple[TermsStep, ...] = ()
    drivers: dict[str, Annotated[tuple[DriverStep, ...], BeforeValidator(_steps)]] = {}  # noqa: RUF012
    parameters: dict[str, Real] = {}  # noqa: RUF012
    branches: BranchChoice = BranchChoice()
    ensemble: Ensemble | None = None
    compare_to: Name | None = None

    @field_validator("months")
    @classmethod
    def _within_reach(cls, value: tuple[date, date] | None) -> tuple[date, date] | None:
        if (
            value is not None
            and not YEAR_OF_FIRST <= value[0].year <= value[1].year <= YEAR_OF_LAST
        ):
            raise ValueError(f"the model runs from {YEAR_OF_FIRST}-01 to {YEAR_OF_LAST}-12 at most")
        return value
