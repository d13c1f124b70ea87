"""The outside world as it was: packaged paths of drivers, with mark and source of each step."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, ConfigDict, Field

from coalface.scenarios.forcing import Span
from coalface.scenarios.months import parse_month, shift_day
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["History", "HistoryStep", "load_history", "spans_of_steps", "step_path"]

Floats = NDArray[np.float64]
Mark = Literal["published", "derived", "imputed", "assumed"]
Month = Annotated[date, BeforeValidator(parse_month)]
Level = Annotated[float, Field(ge=0)]


class HistoryStep(Definition):
    """A level that holds from a month until the next step."""

    model_config = ConfigDict(populate_by_name=True)

    first: Month = Field(alias="from")
    level: Level
    mark: Mark
    source: str = Field(min_length=1)


class PriceRule(Definition):
    """Which packaged series stands for the price elsewhere, and times what."""

    series: str
    factor: float = Field(gt=0)
    mark: Mark
    source: str


class Constant(Definition):
    """One level for all time."""

    level: Level
    mark: Mark
    source: str


class DemandRule(Definition):
    """Which packaged figures stand for what Chinese buyers took of a good."""

    series: str
    hs_code: str


class Demand(Definition):
    """How demand is made from recorded imports."""

    last_year_of_data: int
    slack: float = Field(ge=1)
    anthracite: DemandRule
    iron_ore: DemandRule
    mark: Mark
    source: str


class Power(Definition):
    """The indicator of power, and the output taken as all that is needed."""

    full_twh: float = Field(gt=0)
    indicator: str


class Fuel(Definition):
    """How the part of the need for fuel that is met follows from caps and what evades them."""

    need: str
    crude_before_cap_t: Level
    refined_before_cap_t: Level
    crude_rules: tuple[str, ...]
    refined_rules: tuple[str, ...]
    mark: Mark
    source: str
    unrecorded: tuple[HistoryStep, ...]


class LawNews(Definition):
    """How loud in the news a change of the rules is, 0 to 1, and how fast that fades."""

    condition: float = Field(ge=0, le=1)
    cap: float = Field(ge=0, le=1)
    ban: float = Field(ge=0, le=1)
    half_life_months: float = Field(gt=0)


class Rate(Definition):
    """Which packaged pair is the rate of exchange."""

    pair: str


class History(Definition):
    """All packaged paths and how the others are made from tables."""

    enforcement: dict[str, tuple[HistoryStep, ...]]
    border: tuple[HistoryStep, ...]
    news: tuple[HistoryStep, ...]
    law_news: LawNews
    prices: dict[str, PriceRule]
    freight: dict[str, Constant]
    demand: Demand
    power: Power
    fuel: Fuel
    cny_per_usd: Rate


@lru_cache(maxsize=1)
def load_history() -> History:
    """Read the packaged paths.

    Raises:
        DefinitionError: If they are wrong; names file and line.
    """
    file = resources.files("coalface") / "data" / "scenarios" / "drivers.yml"
    return read_definition(file.read_text(encoding="utf-8"), file.name, History)


def step_path(months: Sequence[date], steps: Sequence[HistoryStep]) -> Floats:
    """Give the level of each month: that of the last step begun; the first one's before it.

    Args:
        months: First days of the months.
        steps: In order of time.
    """
    found = [[s.level for s in steps if s.first <= month][-1:] for month in months]
    return np.array([f[0] if f else steps[0].level for f in found])


def spans_of_steps(months: Sequence[date], steps: Sequence[HistoryStep]) -> tuple[Span, ...]:
    """Give what each spell of a path rests on."""
    ends = [shift_day(s.first, -1) for s in steps[1:]] + [months[-1]]
    spans = (
        Span(max(s.first, months[0]), min(end, months[-1]), s.mark, s.source)
        for s, end in zip(steps, ends, strict=True)
    )
    return tuple(s for s in spans if s.first <= s.last)
