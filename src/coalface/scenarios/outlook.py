"""What a brief shows of scenarios: yearly fans, and how each scenario differs from the first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.scenarios.comparison import Comparison, Ensemble, compare_runs
from coalface.scenarios.measures import MEASURES, Measure
from coalface.scenarios.summaries import FAN, fan

__all__ = ["FANNED", "FanLine", "Outlook", "find_outlook", "outlook_table", "yearly"]

Floats = NDArray[np.float64]
YEAR = 12
#: Measures that are drawn, by id; households before authorities.
COMPARED = (
    "currency-earned",
    "households",
    "miners-food",
    "authorities",
    "unrecorded-exports",
)
FANNED = ("currency-earned", "households")


@dataclass(frozen=True, slots=True)
class FanLine:
    """One measure of one scenario by year.

    Attributes:
        scenario: Its name.
        measure: What is shown; sums of a year, or means of its months.
        years: Calendar years that the run has whole.
        quantiles: Of the draws, `(quantile, year)`, at the shares of `summaries.FAN`.
    """

    scenario: str
    measure: Measure
    years: tuple[int, ...]
    quantiles: Floats


@dataclass(frozen=True, slots=True)
class Outlook:
    """Scenarios side by side. An ensemble of suppositions, never a forecast.

    Attributes:
        titles: Title of each scenario by name, the first one's first.
        lines: The fans.
        comparisons: Each of the others against the first.
        n_draws: Paired draws.
    """

    titles: Mapping[str, str]
    lines: tuple[FanLine, ...]
    comparisons: tuple[Comparison, ...]
    n_draws: int


def find_outlook(
    runs: Sequence[Ensemble], drawn: Sequence[str], *, is_proven: bool = False
) -> Outlook:
    """Sum up paired runs for a reader.

    Args:
        runs: The first is what the others are compared with.
        drawn: Names of those that are drawn as fans.
        is_proven: See `compare_runs`.

    Raises:
        InputError: If two can't be paired, or there are too few draws.
    """
    first, others = runs[0], runs[1:]
    compared = [m for name in COMPARED for m in MEASURES if m.id == name]
    measures = [m for name in FANNED for m in MEASURES if m.id == name]
    return Outlook(
        titles={run.name: run.title for run in runs},
        lines=tuple(_line(run, m) for m in measures for run in runs if run.name in drawn),
        comparisons=tuple(
            compare_runs(first, run, is_proven=is_proven, measures=compared) for run in others
        ),
        n_draws=len(next(iter(first.theta.values()))),
    )


def outlook_table(outlook: Outlook) -> pl.DataFrame:
    """Give the fans as a table: `scenario`, `measure`, `unit`, `year` and a column a quantile."""
    names = [f"q{round(100 * share):02d}" for share in FAN]
    return pl.DataFrame(
        [
            {"scenario": line.scenario, "measure": line.measure.id, "unit": line.measure.unit}
            | {"year": year, **dict(zip(names, map(float, line.quantiles[:, i]), strict=True))}
            for line in outlook.lines
            for i, year in enumerate(line.years)
        ]
    )


def _line(run: Ensemble, measure: Measure) -> FanLine:
    values = np.sum([run.columns[name] for name in measure.columns], axis=0)
    years, by_year = yearly(values, [month.year for month in run.months], measure)
    return FanLine(run.name, measure, years, fan(by_year, FAN))


def yearly(
    values: Floats, years: Sequence[int], measure: Measure
) -> tuple[tuple[int, ...], Floats]:
    """Give whole calendar years and a measure's value in each, `(draw, year)`.

    Args:
        values: `(draw, month)`.
        years: Year of each month.
        measure: Sums are added up, others are means of the months.
    """
    counts = {year: years.count(year) for year in dict.fromkeys(years)}
    whole = tuple(year for year, n in counts.items() if n == YEAR)
    first = years.index(whole[0])
    part = values[:, first : first + YEAR * len(whole)]
    folded = part.reshape(len(values), len(whole), YEAR)
    found = folded.sum(axis=2) if measure.how == "sum" else folded.mean(axis=2)
    return whole, np.asarray(found)
