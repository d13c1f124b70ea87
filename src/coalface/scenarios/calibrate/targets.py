"""The published figures that the model is held to: China's declared imports, period by period.

A figure is taken as it was printed. Where a long period and a part of it were both printed, only
the long one is fitted, so that nothing counts twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.earnings.series import load_series
from coalface.scenarios.calibrate.settings import CalibrationSettings
from coalface.scenarios.months import next_month

__all__ = ["Target", "figures_of", "find_targets", "noise_of", "to_scale", "totals_of"]

Floats = NDArray[np.float64]
Measure = Literal["usd", "t"]
REPORTER, PARTNER = "CHN", "PRK"
COLUMNS: dict[Measure, str] = {"usd": "value_cif_usd", "t": "mass_t"}
CONFIDENCES = ("high", "medium", "low")
MONTHS_OF_YEAR, FULL_YEAR = 12, 11  # eleven printed months are a year but for one


@dataclass(frozen=True, slots=True)
class Target:
    """One published figure.

    Attributes:
        good: Of the model.
        measure: `usd` (CIF) or `t`.
        starts_on: First day of the period, first of a month.
        ends_on: First day after it.
        value: As printed, USD or t; zero is a figure.
        printed_sd: Standard deviation of its logarithm as printed.
        model_sd: The same of the model's own miss.
        zero_below: Amounts well below it count as nothing.
        row_id: Of the row in which it is packaged.
    """

    good: str
    measure: Measure
    starts_on: date
    ends_on: date
    value: float
    printed_sd: float
    model_sd: float
    zero_below: float
    row_id: str

    @property
    def n_months(self) -> int:
        """Give the number of months."""
        years = self.ends_on.year - self.starts_on.year
        return years * MONTHS_OF_YEAR + self.ends_on.month - self.starts_on.month

    @property
    def is_year(self) -> bool:
        """Say whether it is a year, or all but a month of one."""
        return self.n_months >= FULL_YEAR

    @property
    def words(self) -> str:
        """Say what it is."""
        unit = "USD CIF" if self.measure == "usd" else "t"
        last = self.ends_on.month - 1 or MONTHS_OF_YEAR
        span = (
            f"{self.starts_on.year}"
            if self.n_months == MONTHS_OF_YEAR and self.starts_on.month == 1
            else f"{self.starts_on:%Y-%m}"
            if self.n_months == 1
            else f"{self.starts_on:%Y-%m} to {last:02d}"
        )
        return f"{self.good.replace('_', ' ')} {span}, {unit}"


def find_targets(
    flows: pl.DataFrame,
    settings: CalibrationSettings,
    *,
    starts_on: date,
    ends_on: date,
    with_parts: bool = False,
) -> tuple[Target, ...]:
    """Find the figures of a time, from the table of flows and the packaged yearly series.

    Missing is missing: a month or year that nobody printed is no target, and is not zero.

    Args:
        flows: Table `flows`, in any order.
        settings: Goods and errors.
        starts_on: Periods that begin earlier are left out.
        ends_on: Periods that end later are left out.
        with_parts: Keep figures whose period lies within another's too. For scoring, where they
            show the course of a year; never for fitting.

    Returns:
        Ordered by good, measure and period.
    """
    found: dict[tuple[str, Measure, date, date], Target] = {}
    for row in (*_rows_of_flows(flows, settings), *_rows_of_series(settings)):
        if starts_on <= row.starts_on and row.ends_on <= ends_on:
            found.setdefault((row.good, row.measure, row.starts_on, row.ends_on), row)
    chosen = list(found.values()) if with_parts else _without_parts(list(found.values()))
    return tuple(sorted(chosen, key=lambda t: (t.good, t.measure, t.starts_on, t.ends_on)))


def to_scale(values: Floats, targets: Sequence[Target]) -> Floats:
    """Give amounts `(..., target)` on a scale that is a logarithm for large ones and knows zero."""
    return np.asarray(np.arcsinh(values / np.array([t.zero_below for t in targets])))


def figures_of(targets: Sequence[Target]) -> Floats:
    """Give the printed figures on that scale, `(target,)`."""
    return to_scale(np.array([t.value for t in targets]), targets)


def noise_of(targets: Sequence[Target]) -> Floats:
    """Give the standard deviation of figure and model together on that scale, `(target,)`."""
    return np.array([np.hypot(t.printed_sd, t.model_sd) for t in targets])


def totals_of(
    recorded: Mapping[tuple[str, str], Floats], months: Sequence[date], targets: Sequence[Target]
) -> Floats:
    """Give what a model records over the targets' periods, `(draw, target)`, in USD and t.

    Args:
        recorded: `(good, measure)` to `(draw, month)`.
        months: First days of the months.
        targets: The figures.

    Raises:
        ValueError: If a period is not within the months.
    """
    places = {month: i for i, month in enumerate(months)}
    columns = []
    for target in targets:
        if target.starts_on not in places or len(months) < (
            places[target.starts_on] + target.n_months
        ):
            raise ValueError(f"{target.words}: not within the months of the run")
        first = places[target.starts_on]
        part = recorded[target.good, target.measure][:, first : first + target.n_months]
        columns.append(part.sum(axis=1))
    return np.stack(columns, axis=1)


def _rows_of_flows(flows: pl.DataFrame, settings: CalibrationSettings) -> list[Target]:
    """Read the figures of the table; of rivals the most trusted comes first, then by its id."""
    goods = {good.hs_code: good.good for good in settings.goods}
    chosen = flows.filter(
        (pl.col("reporter") == REPORTER)
        & (pl.col("partner") == PARTNER)
        & (pl.col("flow") == "import")
        & pl.col("hs_code").is_in(list(goods))
    ).sort(pl.col("confidence").cast(pl.Enum(CONFIDENCES), strict=False), "row_id", nulls_last=True)
    return [
        _target(
            settings, goods[row["hs_code"]], measure, (row["period_start"], row["period_end"]),
            float(row[column]), row["confidence"] or "low", row["row_id"],
        )
        for row in chosen.iter_rows(named=True)
        for measure, column in COLUMNS.items()
        if row[column] is not None
    ]  # fmt: skip


def _rows_of_series(settings: CalibrationSettings) -> list[Target]:
    """Read the yearly series, which stand in for years that the table lacks."""
    goods = {good.hs_code: good.good for good in settings.goods}
    found = []
    for series in load_series().values():
        if series.hs_code not in goods:
            continue
        for point in series.points:
            start = date(point.year, 1, 1)
            end = next_month(date(point.year, point.months, 1))
            values: dict[Measure, float | None] = {"usd": point.value_usd, "t": point.mass_t}
            found += [
                _target(
                    settings, goods[series.hs_code], measure, (start, end), value,
                    point.confidence, series.row_id(point),
                )
                for measure, value in values.items()
                if value is not None
            ]  # fmt: skip
    return found


def _target(
    settings: CalibrationSettings,
    good: str,
    measure: Measure,
    period: tuple[date, date],
    value: float,
    confidence: str,
    row_id: str,
) -> Target:
    trust = confidence if confidence in CONFIDENCES else "low"
    n_months = (period[1].year - period[0].year) * MONTHS_OF_YEAR + (
        period[1].month - period[0].month
    )
    # The model's miss of a few months lies between that of a month and that of a year.
    part = min(n_months, MONTHS_OF_YEAR) - 1
    model = settings.model
    model_sd = model.month + (model.year - model.month) * part / (MONTHS_OF_YEAR - 1)
    return Target(
        good, measure, period[0], period[1], value, getattr(settings.printed, trust), model_sd,
        getattr(settings.zero_below, measure), row_id,
    )  # fmt: skip


def _without_parts(targets: list[Target]) -> list[Target]:
    """Keep the longest of figures whose periods share a month."""
    kept: list[Target] = []
    for target in sorted(targets, key=lambda t: (-t.n_months, t.starts_on)):
        overlaps = any(
            (k.good, k.measure) == (target.good, target.measure)
            and k.starts_on < target.ends_on
            and target.starts_on < k.ends_on
            for k in kept
        )
        if not overlaps:
            kept.append(target)
    return kept
