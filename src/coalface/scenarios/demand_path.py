"""What Chinese buyers would take at no risk: recorded imports to a year, then its level."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.earnings.series import YearSeries, load_series
from coalface.errors import InputError
from coalface.scenarios.forcing import Span
from coalface.scenarios.history import Demand, DemandRule
from coalface.scenarios.table_paths import yearly_path

__all__ = ["demand_path", "tonnes_by_year"]

Floats = NDArray[np.float64]
MONTHS_A_YEAR = 12


def demand_path(
    flows: pl.DataFrame,
    demand: Demand,
    good: str,
    price_usd_per_t: Mapping[int, float],
    months: Sequence[date],
) -> tuple[Floats, tuple[Span, ...]]:
    """Give demand by month in tonnes; assumed, for what was taken is not what was wanted.

    Args:
        flows: Table `flows`.
        demand: How it is made.
        good: `anthracite` or `iron_ore`.
        price_usd_per_t: Mean price elsewhere by year, to turn value into mass.
        months: First days of the months.

    Raises:
        InputError: If no year of the good has a mass.
    """
    rule: DemandRule = getattr(demand, good)
    tonnes, marks = tonnes_by_year(flows, rule, price_usd_per_t, demand.last_year_of_data)
    path = yearly_path(tonnes, months, is_log=True) * (demand.slack / MONTHS_A_YEAR)
    known = ", ".join(f"{year} {marks[year]}" for year in sorted(marks))
    return path, (Span(months[0], months[-1], demand.mark, f"{demand.source} Years: {known}"),)


def tonnes_by_year(
    flows: pl.DataFrame, rule: DemandRule, price_usd_per_t: Mapping[int, float], last_year: int
) -> tuple[dict[int, float], dict[int, str]]:
    """Give recorded imports by year in tonnes, and whether each is published or derived.

    Where only a value is published, it is divided by the price elsewhere times the middle of
    what the two have been to each other in years that have both.

    Args:
        flows: Table `flows`.
        rule: Which figures.
        price_usd_per_t: Mean price elsewhere by year.
        last_year: Later years are not looked at.

    Raises:
        InputError: If no year has both value and mass.
    """
    points = _points(flows, rule, last_year)
    both = [(y, v / m) for y, (v, m) in points.items() if v and m and y in price_usd_per_t]
    if not both:
        raise InputError(
            f"no year of {rule.hs_code} has both value and mass in the tables, so values cannot "
            "be turned into tonnes. Hand over the packaged tables."
        )
    ratio = float(np.median([unit_value / price_usd_per_t[year] for year, unit_value in both]))
    tonnes, marks = {}, {}
    for year, (value, mass) in sorted(points.items()):
        if mass:
            tonnes[year], marks[year] = mass, "published"
        elif value and year in price_usd_per_t:
            tonnes[year], marks[year] = value / (price_usd_per_t[year] * ratio), "derived"
    return tonnes, marks


def _points(
    flows: pl.DataFrame, rule: DemandRule, last_year: int
) -> dict[int, tuple[float | None, float | None]]:
    """Give value and mass a year, whole years only: packaged series first, then the flows."""
    rows = flows.filter(
        pl.col("reporter") == "CHN",
        pl.col("partner") == "PRK",
        pl.col("flow") == "import",
        pl.col("hs_code") == rule.hs_code,
        pl.col("dataset") == "annual",
        pl.col("period_start").dt.year() <= last_year,
    ).sort("period_start", "row_id")
    found: dict[int, tuple[float | None, float | None]] = {}
    for start, value, mass in rows.select("period_start", "value_cif_usd", "mass_t").iter_rows():
        known = found.get(start.year, (None, None))
        found[start.year] = (known[0] or value, known[1] or mass)
    series: YearSeries = load_series()[rule.series]
    for point in series.points:
        if point.year <= last_year:
            scale = MONTHS_A_YEAR / point.months
            known = found.get(point.year, (None, None))
            value = point.value_usd * scale if point.value_usd is not None else None
            mass = point.mass_t * scale if point.mass_t is not None else None
            found[point.year] = (known[0] or value, known[1] or mass)
    return found
