"""Tables of a run for figures: fans by month, and who paid whom by year for the Sankey."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.scenarios.flows import FLOWS, SECTORS
from coalface.scenarios.summaries import FAN, RANGE, check_draws, fan

__all__ = ["fan_table", "flow_table"]

Floats = NDArray[np.float64]


def fan_table(
    columns: Mapping[str, Floats],
    units: Mapping[str, str],
    months: Sequence[date],
    quantiles: Sequence[float] = FAN,
) -> pl.DataFrame:
    """Give quantiles of some series by month.

    A line joins quantiles of months: no draw need run along it, and sums of lines are no sums of
    draws.

    Args:
        columns: Series by name, `(draw, month)`.
        units: Unit of each.
        months: First days of the months.
        quantiles: Of the draws.

    Returns:
        Table with `series`, `unit`, `month`, `quantile`, `value`.

    Raises:
        InputError: If there are too few draws.
    """
    parts = [
        pl.DataFrame(
            {
                "month": list(months) * len(quantiles),
                "quantile": np.repeat(quantiles, len(months)),
                "value": fan(values, quantiles).ravel(),
            }
        ).select(pl.lit(name).alias("series"), pl.lit(units[name]).alias("unit"), pl.all())
        for name, values in columns.items()
    ]
    return pl.concat(parts)


def flow_table(flows: Mapping[str, Floats], months: Sequence[date]) -> pl.DataFrame:
    """Give what each flow came to by year, with payer and payee: the links of a Sankey.

    Means add up over flows; ranges don't.

    Args:
        flows: Name of the flow to `(draw, month)`, USD.
        months: First days of the months.

    Returns:
        Table with `year`, `flow`, `payer`, `payee`, `meaning`, `moves_money`, `mean_usd`,
        `low_usd`, `mid_usd`, `high_usd`; flows that are nil all year are left out.

    Raises:
        InputError: If there are too few draws.
    """
    check_draws(len(next(iter(flows.values()))))
    years = np.array([month.year for month in months])
    rows = []
    for flow in FLOWS:
        if flow.name not in flows:
            continue
        for year in np.unique(years):
            total = flows[flow.name][:, years == year].sum(axis=1)
            if not total.any():
                continue
            low, mid, high = np.quantile(total, RANGE)
            rows.append(
                (
                    int(year), flow.name, SECTORS[flow.payer], SECTORS[flow.payee], flow.meaning,
                    flow.moves_money, float(total.mean()), float(low), float(mid), float(high),
                )
            )  # fmt: skip
    return pl.DataFrame(
        rows,
        schema={
            "year": pl.Int64, "flow": pl.String, "payer": pl.String, "payee": pl.String,
            "meaning": pl.String, "moves_money": pl.Boolean, "mean_usd": pl.Float64,
            "low_usd": pl.Float64, "mid_usd": pl.Float64, "high_usd": pl.Float64,
        },
        orient="row",
    )  # fmt: skip
