"""Prices that reports give for coal from the DPRK, in dollars where an exchange rate is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from coalface.trade.figures import Figure
from coalface.trade.observations import Observation

__all__ = ["FieldPrice", "find_field_prices"]

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldPrice:
    """One reported price; `usd_per_t` is None where no exchange rate is packaged.

    `is_difference` marks a report that gives how much dearer one origin is than another.
    """

    row_id: str
    item: str
    place: str
    period: tuple[date, date]
    label: str
    low: float
    high: float | None
    usd_per_t: Figure | None
    is_difference: bool
    how: str
    note: str


def find_field_prices(
    prices: pl.DataFrame, fx: pl.DataFrame, *, until: date
) -> tuple[FieldPrice, ...]:
    """Find the prices that reports give, smuggled coal among them.

    A report is no customs record: grade, weight and delivery are as its source says.

    Args:
        prices: Table `prices`.
        fx: Table `fx`.
        until: Leave out periods that end after this day.

    Returns:
        One price a row of dataset `field`, by period.
    """
    rows = prices.filter(
        (pl.col("dataset") == "field")
        & (pl.col("period_end") <= until)
        & pl.col("price_low").is_not_null()
    ).sort("period_start", "row_id")
    return tuple(_field_price(row, fx) for row in rows.iter_rows(named=True))


def _field_price(row: _Row, fx: pl.DataFrame) -> FieldPrice:
    is_difference = "premium" in row["item"]
    rate = None if is_difference else _rate(row, fx)
    low = float(row["price_low"])
    high = None if row["price_high"] is None else float(row["price_high"])
    note = row["note"] or ""
    if rate is None and not is_difference:
        note = f"{low:,.0f} {row['currency']}: no exchange rate packaged; {note}".removesuffix("; ")
    period = (row["period_start"], row["period_end"])
    return FieldPrice(
        row_id=row["row_id"],
        item=row["item"],
        place=row["place"] or "place not stated",
        period=period,
        label=Observation("", *period, None, None).period,
        low=low,
        high=high,
        usd_per_t=None if rate is None else _in_dollars(low, high, row["row_id"], rate),
        is_difference=is_difference,
        how="as reported" if row["currency"] == "USD" else f"{row['currency']} / yearly mean rate",
        note=note,
    )


def _in_dollars(low: float, high: float | None, row_id: str, rate: Figure) -> Figure:
    top = low if high is None else high
    return Figure(
        value=(low + top) / 2 / rate.value,
        low=low / rate.value,
        high=top / rate.value,
        inputs=(row_id, *rate.inputs),
        mark="derived" if rate.inputs else "published",
    )


def _rate(row: _Row, fx: pl.DataFrame) -> Figure | None:
    """Give units of the row's currency per dollar over its own period, or None."""
    if row["currency"] == "USD":
        return Figure(1.0, 1.0, 1.0, ())
    found = fx.filter(
        (pl.col("pair") == f"{row['currency']} per USD")
        & (pl.col("period_start") == row["period_start"])
        & (pl.col("period_end") == row["period_end"])
    ).sort("row_id")
    if found.is_empty():
        return None
    rate = float(found["rate"][0])
    return Figure(rate, rate, rate, (found["row_id"][0],))
