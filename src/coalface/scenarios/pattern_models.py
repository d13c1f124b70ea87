"""The patterns that sources report: what each says, and by which rule a run is judged against it.

Rules, ranges and what is built in stand in `data/scenarios/patterns.yml`, set before any run.
"""

from functools import lru_cache
from importlib import resources
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from coalface.vocabulary.definitions import Definition, read_definition

__all__ = [
    "Above",
    "Below",
    "Check",
    "Holds",
    "Inside",
    "MedianAbove",
    "Pattern",
    "Patterns",
    "Rule",
    "load_patterns",
    "read_patterns",
]

FILE = "patterns.yml"
Unit = Literal["share", "USD", "Mt", "months", "change"]


class Holds(Definition):
    """The range holds a value, and is narrow enough to have been able to miss it."""

    kind: Literal["holds"]
    value: float
    at_most_wide: float = Field(gt=0)

    @property
    def words(self) -> str:
        """Say how it is judged."""
        return (
            f"pass if the 90 % range holds {self.value:g} and is at most {self.at_most_wide:g} "
            "wide; fail if it leaves it out"
        )


class Inside(Definition):
    """The whole range lies between two values."""

    kind: Literal["inside"]
    low: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low >= self.high:
            raise ValueError(f"low {self.low:g} is not below high {self.high:g}")
        return self

    @property
    def words(self) -> str:
        """Say how it is judged."""
        return (
            f"pass if the 90 % range lies within {self.low:g} to {self.high:g}; fail if it lies "
            "outside"
        )


class Above(Definition):
    """Nearly all draws lie above a value."""

    kind: Literal["above"]
    than: float

    @property
    def words(self) -> str:
        """Say how it is judged."""
        return f"pass if 95 % of the draws are above {self.than:g}; fail if 5 % are, or fewer"


class Below(Definition):
    """Nearly all draws lie below a value."""

    kind: Literal["below"]
    than: float

    @property
    def words(self) -> str:
        """Say how it is judged."""
        return f"pass if 95 % of the draws are below {self.than:g}; fail if 5 % are, or fewer"


class MedianAbove(Definition):
    """The median draw lies above a value, beyond the chance of so many draws."""

    kind: Literal["median_above"]
    than: float

    @property
    def words(self) -> str:
        """Say how it is judged."""
        return (
            f"pass if the median is above {self.than:g}, fail if it is not, beyond what chance "
            "does to a median of so many draws"
        )


Rule = Annotated[Holds | Inside | Above | Below | MedianAbove, Field(discriminator="kind")]


class Check(Definition):
    """One figure of a pattern.

    Attributes:
        figure: Name of what is worked out of a run (`pattern_figures.FIGURES`).
        title: What it is, with place, time and valuation.
        unit: Of the figure.
        rule: How it is judged; None for a figure that is only shown.
        built_in: Where the model or its inputs contain the answer by assumption; "" if nowhere. A
            figure that passes because it was put in is no evidence.
    """

    figure: str
    title: str
    unit: Unit
    rule: Rule | None = None
    built_in: str = ""


class Pattern(Definition):
    """One pattern that sources report.

    Attributes:
        id: Its name.
        title: The pattern in words.
        says: What the sources say.
        sources: Publications or rows of trade, by id.
        covers: What of it the model covers, and what not.
        checks: Its figures.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    says: str
    sources: tuple[str, ...] = Field(min_length=1)
    covers: str
    checks: tuple[Check, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_be_judged(self) -> Self:
        if not any(check.rule for check in self.checks):
            raise ValueError("checks: none has a rule, so it can't be judged")
        return self


class Patterns(Definition):
    """All patterns, and what is taken from the records for them.

    Attributes:
        lift_from: First month (`2024-01`) of the full lift.
        covered_share_2017: Part of China's recorded imports from the DPRK of January to November
            2017 that is coal or iron ore.
        recorded_change_2018: Change of those imports, all goods, a year later.
        patterns: One by one.
    """

    lift_from: str = Field(pattern=r"^\d{4}-\d{2}$")
    covered_share_2017: float = Field(gt=0, lt=1)
    recorded_change_2018: float = Field(gt=-1, lt=0)
    patterns: tuple[Pattern, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        ids = [p.id for p in self.patterns]
        figures = [c.figure for p in self.patterns for c in p.checks]
        twice = {name for names in (ids, figures) for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"patterns: {', '.join(sorted(twice))} stands twice")
        return self


@lru_cache(maxsize=1)
def load_patterns() -> Patterns:
    """Read the packaged patterns.

    Raises:
        DefinitionError: If they are wrong; names file and line.
    """
    text = (resources.files("coalface") / "data" / "scenarios" / FILE).read_text(encoding="utf-8")
    return read_patterns(text, FILE)


def read_patterns(text: str, file_name: str) -> Patterns:
    """Read patterns from YAML.

    Args:
        text: The document.
        file_name: Named in errors.

    Raises:
        DefinitionError: If they are wrong; names file and line.
    """
    return read_definition(text, file_name, Patterns)
