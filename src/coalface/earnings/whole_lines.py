"""A line that holds other lines: what it comes to in a year is never less than they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from coalface.earnings.cells import Cell
from coalface.earnings.evidence import Evidence
from coalface.earnings.imputation import Band, impute
from coalface.earnings.precedence import LineRule, Reading, find_line
from coalface.earnings.years import BLIND, Years, find_years

__all__ = ["WholeYears", "find_whole_years"]

IMPUTED = "imputed"


@dataclass(frozen=True)
class WholeYears:
    """A line's years, with the lines that it holds.

    Attributes:
        years: What is known of the line itself.
        held: Lines that it holds and whose missing years are imputed.
        beside: Lines that it holds of which only published years are known.
    """

    years: Years
    held: tuple[Years, ...]
    beside: tuple[Years, ...]

    @property
    def line(self) -> LineRule:
        """Give the line."""
        return self.years.line

    @cached_property
    def _rest(self) -> Mapping[int, float]:
        """Give what the line has beside the lines that it holds, in its published years."""
        return {
            year: max((cell.mid or 0.0) - sum(c.mid or 0.0 for c in parts), 0.0)
            for year, cell in self.years.published.items()
            if (parts := self._parts(year)) is not None
        }

    def cell(self, year: int) -> Cell | None:
        """Give the year's cell; a missing year is the lines that it holds and an imputed rest."""
        if not self.held or not self.years.model or year in self.years.published:
            return self.years.cell(year)
        parts = self._parts(year)
        found = self._imputed_rest(year) if parts is not None else None
        if parts is None or found is None:
            return None
        band, words, ends = found
        below = sqrt(sum(((c.mid or 0.0) - (c.low or 0.0)) ** 2 for c in parts) + _below(band) ** 2)
        above = sqrt(
            sum(((c.high or 0.0) - (c.mid or 0.0)) ** 2 for c in parts) + _above(band) ** 2
        )
        mid = sum(c.mid or 0.0 for c in parts) + band.mid
        rows = (*parts, *(self.years.published[y] for y in ends), *self._found_beside(year))
        valuations = dict.fromkeys(c.valuation for c in rows)
        return Cell(
            choice=IMPUTED,
            title=IMPUTED,
            low=mid - below,
            mid=mid,
            high=mid + above,
            basis="imputed",
            valuation=next(iter(valuations)) if len(valuations) == 1 else "mixed",
            mark="imputed",
            inputs=tuple(dict.fromkeys(i for c in rows for i in c.inputs)),
            how=f"the lines that it holds, and the rest {words}",
            note="; ".join(n for n in (BLIND, *self._said_against(year)) if n),
            model=self.years.model,
        )

    def _parts(self, year: int) -> list[Cell] | None:
        """Give the cells of the lines held, or None where one has no figure."""
        cells = [line.cell(year) for line in self.held]
        found = [cell for cell in cells if cell is not None and cell.mid is not None]
        return found if len(found) == len(cells) else None

    def _said_against(self, year: int) -> list[str]:
        """Give what checks say against the models of the lines held, where they filled the year."""
        return [years.line.imputation_note for years in self.held if year not in years.published]

    def _found_beside(self, year: int) -> list[Cell]:
        cells = (line.published.get(year) for line in self.beside)
        return [cell for cell in cells if cell is not None]

    def _imputed_rest(self, year: int) -> tuple[Band, str, Sequence[int]] | None:
        """Impute the rest; before the first known year it lies between nothing and that year's."""
        rest = self._rest
        band = impute(rest, year, self.years.model)
        if band is not None:
            ends = (max(y for y in rest if y < year), min(y for y in rest if y > year))
            model = self.years.model.replace("_", " ")
            words = f"imputed between {ends[0]} and {ends[1]} ({model})"
        elif rest and year < min(rest):
            ends = (min(rest), min(rest))
            band = Band(rest[ends[0]] / 2, 0.0, rest[ends[0]])
            words = f"between nothing and that of {ends[0]}"
        else:
            return None
        least = sum(cell.low or 0.0 for cell in self._found_beside(year))
        return Band(*(max(v, least) for v in (band.mid, band.low, band.high))), words, ends


def find_whole_years(evidence: Evidence, line: LineRule, reading: Reading) -> WholeYears:
    """Find what is known of a line and of the lines that it holds.

    Args:
        evidence: The tables.
        line: The line.
        reading: Which choices come first.
    """
    inside = [find_line(name) for name in line.overlaps]
    found = [find_years(evidence, part, reading) for part in inside]
    return WholeYears(
        find_years(evidence, line, reading),
        tuple(years for years in found if years.model),
        tuple(years for years in found if not years.model),
    )


def _below(band: Band) -> float:
    return band.mid - band.low


def _above(band: Band) -> float:
    return band.high - band.mid
