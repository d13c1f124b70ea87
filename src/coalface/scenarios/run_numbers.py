"""The numbers that are shown of one run: a measure in a year, each with an id."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from coalface.scenarios.comparison import Ensemble
from coalface.scenarios.driven_numbers import find_driven
from coalface.scenarios.measures import Measure, value_of
from coalface.scenarios.relevance import without_effect
from coalface.scenarios.summaries import spread
from coalface.vocabulary.numbers import Number

__all__ = ["number_stem", "run_number", "shown_windows"]

SHOWN_YEARS = (2010, 2016, 2018, 2021, 2024, 2030)
YEAR = 12


def shown_windows(months: Sequence[date], changed: Iterable[int] = ()) -> dict[str, slice]:
    """Give the years that are shown; the whole span, by its name, where none of them is whole.

    Args:
        months: First days of the run's months.
        changed: Years that the scenario changes, see `change_years`: they are shown too.
    """
    ends = {date(year, YEAR, 1) for year in {*SHOWN_YEARS, *changed}} & set(months)
    starts = {
        end.year: months.index(date(end.year, 1, 1))
        for end in sorted(ends)
        if date(end.year, 1, 1) in months
    }
    if not starts:
        return {f"{months[0]:%Y-%m} to {months[-1]:%Y-%m}": slice(0, len(months))}
    return {f"{year}": slice(first, first + YEAR) for year, first in starts.items()}


def number_stem(scenario: str, pairing_id: str) -> str:
    """Give the first part of the ids of a run's numbers; measure and year follow."""
    return f"scenarios/simulate/{scenario}/{pairing_id}"


def run_number(run: Ensemble, measure: Measure, window: Mapping[str, slice], year: str) -> Number:
    """Give a number of a run with the parameters that drive it.

    It is a range of what is supposed, no forecast.

    Args:
        run: The run.
        measure: What of it.
        window: The years that are shown, see `shown_windows`.
        year: Which of them.
    """
    values = value_of(measure, run.columns, window[year])
    idle = without_effect(run.branches)
    theta = {name: drawn for name, drawn in run.theta.items() if name not in idle}
    driven = find_driven(values, theta, how=f"5, 50 and 95 % of {len(values):,} draws")
    number_id = f"{number_stem(run.name, run.pairing['id'])}/{measure.id}/{year}"
    label = f"{measure.title}, {run.name}, {year}"
    return driven.number(number_id, label, measure.unit, spread(values))
