"""What is fitted, up to when, and how large an error is allowed for, from the packaged file."""

from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Literal, Self

from pydantic import Field, model_validator

from coalface.scenarios.forcing import GOODS
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["CalibrationSettings", "FittedGood", "load_settings"]

FILE = "calibration.yml"


class FittedGood(Definition):
    """One good of the model, and the code under which customs record it."""

    good: Literal["anthracite", "iron_ore"]
    hs_code: str = Field(pattern=r"^\d{4}(\d\d)?$")


class _Printed(Definition):
    high: float = Field(gt=0)
    medium: float = Field(gt=0)
    low: float = Field(gt=0)


class _Model(Definition):
    year: float = Field(gt=0)
    month: float = Field(gt=0)


class _Zero(Definition):
    usd: float = Field(gt=0)
    t: float = Field(gt=0)


class CalibrationSettings(Definition):
    """The settings of a calibration.

    Attributes:
        goods: What is fitted.
        fit_until: First day after the last figure that is used.
        score_from: First day of the figures that are forecast.
        score_until: First day after them.
        printed: Standard deviation of the log of a figure as printed, by confidence.
        model: The same of the model's own miss of a year and of a month.
        zero_below: Amounts well below it count as nothing.
        reason: Why these.
    """

    goods: tuple[FittedGood, ...] = Field(min_length=1)
    fit_until: date
    score_from: date
    score_until: date
    printed: _Printed
    model: _Model
    zero_below: _Zero
    reason: str = Field(min_length=1)

    @model_validator(mode="after")
    def _scores_what_it_did_not_see(self) -> Self:
        if not self.fit_until <= self.score_from < self.score_until:
            raise ValueError(
                f"fit_until {self.fit_until}, score_from {self.score_from}, score_until "
                f"{self.score_until}: order them, so that nothing scored was fitted"
            )
        if {good.good for good in self.goods} - set(GOODS):
            raise ValueError(f"goods: expected some of {', '.join(GOODS)}")
        return self


@lru_cache(maxsize=1)
def load_settings() -> CalibrationSettings:
    """Read the packaged settings.

    Raises:
        DefinitionError: If they are wrong; names file and line.
    """
    text = (resources.files("coalface") / "data" / "scenarios" / FILE).read_text(encoding="utf-8")
    return read_definition(text, FILE, CalibrationSettings)
