"""What is assumed of the world at one value in every draw, each with its reason."""

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from pydantic import Field

from coalface.vocabulary.definitions import Definition, read_definition
from coalface.vocabulary.numbers import Mark

__all__ = ["FixedValue", "load_fixed"]

FILE = "fixed.yml"


class FixedValue(Definition):
    """One value that is assumed and does not vary.

    Attributes:
        id: Its name.
        value: What it is.
        unit: Of the value.
        equation: Where it enters docs/scenarios-model.md: an equation, or `opening`.
        meaning: What it is, in words.
        reason: Why this value; no source gives it.
    """

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    value: float
    unit: str = Field(min_length=1)
    equation: str = Field(pattern=r"^(opening|\d+\.\d+)$")
    meaning: str = Field(min_length=1)
    reason: str = Field(min_length=1)

    @property
    def mark(self) -> Mark:
        """Give the mark of what rests on it."""
        return "assumed"

    @property
    def words(self) -> str:
        """Say what it is and why."""
        return f"{self.meaning}: {self.value:g} ({self.unit}); {self.reason}"


class _FixedFile(Definition):
    values: tuple[FixedValue, ...] = Field(min_length=1)


@lru_cache(maxsize=1)
def load_fixed() -> Mapping[str, FixedValue]:
    """Read the packaged values by id, in the order of the file.

    Raises:
        DefinitionError: If the file is wrong; names file and line.
    """
    text = (resources.files("coalface") / "data" / "scenarios" / FILE).read_text(encoding="utf-8")
    found = read_definition(text, FILE, _FixedFile).values
    return MappingProxyType({each.id: each for each in found})
