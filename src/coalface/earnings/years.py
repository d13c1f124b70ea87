"""A line's years: as printed where a print is packaged, imputed by a named model where none is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log

from coalface.earnings.cells import Cell, Span, year_span
from coalface.earnings.evidence import Evidence
from coalface.earnings.imputation import impute, scale_months
from coalface.earnings.precedence import LineRule, Reading, load_lines
from coalface.trade.figures import Figure

__all__ = ["BLIND", "FIRST_YEAR", "LAST_YEAR", "Years", "find_years"]

FIRST_YEAR, LAST_YEAR = 2000, 2025
SCALED = "scaled_months"
BLIND = (
    "no print of this year is packaged: a model's value, blind to what only this year saw; customs "
    "may have published it"
)


@dataclass(frozen=True)
class Years:
    """What is known of one line, year by year, under one reading.

    Attributes:
        line: The line.
        published: Cells by year, the first that the reading's order finds.
        parts: Cells of years of which 9 to 11 months were published, scaled up.
        model: Model for the years between, or "".
    """

    line: LineRule
    published: Mapping[int, Cell]
    parts: Mapping[int, Cell]
    model: str

    @cached_property
    def points(self) -> dict[int, float]:
        """Give the values that a model may rest on."""
        cells = {**self.parts, **self.published} if self.model else dict(self.published)
        return {year: cell.mid for year, cell in sorted(cells.items()) if cell.mid is not None}

    def cell(self, year: int) -> Cell | None:
        """Give the year's cell, published, scaled up or imputed; None where there is no figure."""
        if year in self.published:
            return self.published[year]
        if not self.model:
            return None
        return self.parts.get(year) or self._imputed(year)

    def _imputed(self, year: int) -> Cell | None:
        band = impute(self.points, year, self.model)
        if band is None:
            return None
        cells = {**self.parts, **self.published}
        near = sorted(self.points, key=lambda y: (abs(y - year), y))
        valuations = {cells[y].valuation for y in self.points}
        before = max(y for y in self.points if y < year)
        after = min(y for y in self.points if y > year)
        return Cell(
            choice="imputed",
            title="imputed",
            low=band.low,
            mid=band.mid,
            high=band.high,
            basis="imputed",
            valuation=valuations.pop() if len(valuations) == 1 else "mixed",
            mark="imputed",
            inputs=tuple(dict.fromkeys(i for y in near for i in cells[y].inputs)),
            how=f"{self.model.replace('_', ' ')} between {before} and {after}, 90 % band",
            note="; ".join(n for n in (BLIND, self.line.imputation_note) if n),
            model=self.model,
        )


def find_years(evidence: Evidence, line: LineRule, reading: Reading) -> Years:
    """Find what is known of one line, year by year.

    Args:
        evidence: The tables.
        line: The line.
        reading: Which choices come first.
    """
    published, parts = {}, {}
    model = reading.model(line)
    errors = _month_errors(evidence) if model else ()
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        cells = (
            evidence.cell(choice, year_span(year), spread=reading.spread)
            for choice in reading.ordered(line)
        )
        chosen = next((cell for cell in cells if cell is not None), None)
        if chosen is not None:
            published[year] = chosen
        elif model:
            part = _part(evidence, line, reading, year_span(year), errors)
            if part is not None:
                parts[year] = part
    return Years(line, published, parts, model)


def _part(
    evidence: Evidence, line: LineRule, reading: Reading, span: Span, errors: Iterable[float]
) -> Cell | None:
    for choice in reading.ordered(line):
        found = evidence.months_of(choice, span.year)
        if found is not None:
            part, n_months = found
            band = scale_months(part.value, n_months, tuple(errors))
            valuation = "FOB" if getattr(choice, "flow", "") == "export" else "CIF"
            return Cell(
                choice=choice.id,
                title=choice.title,
                low=band.low,
                mid=band.mid,
                high=band.high,
                basis="imputed",
                valuation="mixed" if getattr(choice, "reporter", "") == "PRK" else valuation,
                mark="imputed",
                inputs=part.inputs,
                how=f"January to month {n_months} as published, times 12 / {n_months}, 90 % band",
                note=f"{n_months} months were published",
                model=SCALED,
            )
    return None


def _month_errors(evidence: Evidence) -> tuple[float, ...]:
    """Give how far months scaled up erred where the whole year was published too."""
    errors = []
    for line in load_lines():
        if not line.imputation:
            continue
        for choice in line.choices:
            for year in range(FIRST_YEAR, LAST_YEAR + 1):
                months = evidence.months_of(choice, year)
                whole = evidence.cell(choice, year_span(year)) if months else None
                if months and whole and whole.mid:
                    errors.append(_error(months, whole.mid))
    return tuple(errors)


def _error(months: tuple[Figure, int], whole: float) -> float:
    part, n_months = months
    return log(whole / (part.value * 12 / n_months))
