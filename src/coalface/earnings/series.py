"""Packaged yearly series that stand in no statistics table, point by point with their sources."""

from functools import lru_cache
from importlib import resources
from typing import Literal

from pydantic import Field

from coalface.earnings.actors import check_names
from coalface.earnings.parameters import load_publications
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["Point", "YearSeries", "load_series"]


class Point(Definition):
    """One published year, or its first `months` months."""

    year: int
    months: int = Field(default=12, ge=1, le=12)
    value_usd: float | None = Field(default=None, ge=0)
    mass_t: float | None = Field(default=None, ge=0)
    sources: tuple[str, ...] = Field(min_length=1)
    confidence: Literal["high", "medium", "low"]
    note: str = ""


class YearSeries(Definition):
    """One good as press and associations printed it."""

    id: str
    title: str
    hs_code: str
    valuation: Literal["CIF", "FOB", "mixed"]
    points: tuple[Point, ...] = Field(min_length=1)

    def row_id(self, point: Point) -> str:
        """Give the id under which numbers name a point as an input."""
        return f"parameters/series/{self.id}/{point.year}"

    def point(self, year: int) -> Point | None:
        """Give the point of a year."""
        return next((p for p in self.points if p.year == year), None)


@lru_cache(maxsize=1)
def load_series() -> dict[str, YearSeries]:
    """Read the packaged series, by id.

    Raises:
        DefinitionError: If one is wrong or cites what is not known; names file and line.
    """
    folder = resources.files("coalface") / "data" / "parameters" / "series"
    found = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        text = file.read_text(encoding="utf-8")
        series = read_definition(text, file.name, YearSeries)
        cited = [s for p in series.points for s in p.sources]
        check_names(file.name, text, "source", cited, load_publications())
        found[series.id] = series
    return found
