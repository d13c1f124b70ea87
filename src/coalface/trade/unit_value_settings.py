"""The choices behind bands of unit values."""

from functools import lru_cache
from importlib import resources

from pydantic import Field

from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["UnitValueSettings", "load_unit_value_settings"]


class UnitValueSettings(Definition):
    """See the notes in `data/parameters/unit_values.yml`."""

    far_at: float = Field(gt=0)
    least_spread: float = Field(gt=0)
    few: int = Field(ge=2)
    partner_weight: float = Field(gt=0)
    slip_width: float = Field(gt=0)
    comparators: int = Field(ge=1)
    level: float = Field(gt=0, lt=1)


@lru_cache
def load_unit_value_settings() -> UnitValueSettings:
    """Read the packaged `data/parameters/unit_values.yml`."""
    path = resources.files("coalface") / "data" / "parameters" / "unit_values.yml"
    text = path.read_text(encoding="utf-8")
    return read_definition(text, "unit_values.yml", UnitValueSettings)
