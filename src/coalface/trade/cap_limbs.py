"""Turn what a ledger states into a cap's limb: tonnes and barrels, with the factor named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from coalface.law import CapPeriod, Measure
from coalface.law.definitions import Conversion
from coalface.trade.cap_ledgers import LedgerAmount, Unit
from coalface.trade.figures import Figure, marked, number, ratio, scaled
from coalface.vocabulary.numbers import Number

__all__ = [
    "LIMB_UNITS",
    "dollars_of",
    "factor_number",
    "factors_of",
    "limbs_of",
    "limit_figure",
    "needed_factors",
    "used_of",
]

#: Limbs of a cap's period with the unit that each is counted in.
LIMB_UNITS: dict[str, Unit] = {
    "value_usd": "USD",
    "quantity_t": "t",
    "quantity_bbl": "bbl",
    "quantity_t_national": "t",
}
#: Products whose factor may turn the tonnes of a capped product into barrels.
FACTORS_OF = {"refined_petroleum": ("refined_petroleum", "diesel"), "crude": ("crude",)}
PROXY_SERIES = "crude_brent"


@dataclass(frozen=True, slots=True)
class _Other:
    """The unit that a factor can turn into another, and which way."""

    unit: Unit
    is_multiplied: bool


OTHER: dict[Unit, _Other] = {
    "t": _Other("bbl", is_multiplied=False),
    "bbl": _Other("t", is_multiplied=True),
}


def limbs_of(period: CapPeriod) -> tuple[str, ...]:
    """Give the limbs that a cap's period states."""
    return tuple(limb for limb in LIMB_UNITS if getattr(period, limb) is not None)


def limit_figure(measure: Measure, period: CapPeriod, limb: str) -> Figure:
    """Give one limb of a period as a figure that rests on the measure."""
    limit = float(getattr(period, limb))
    return Figure(limit, limit, limit, (f"law/{measure.id}",))


def factors_of(product: str, conversions: Sequence[Conversion]) -> tuple[Conversion, ...]:
    """Give every sourced factor for a product, those without a value left out."""
    products = FACTORS_OF.get(product, ())
    return tuple(c for c in conversions if c.product in products and c.bbl_per_t is not None)


def needed_factors(
    amount: LedgerAmount, unit: Unit, factors: tuple[Conversion, ...]
) -> tuple[Conversion | None, ...]:
    """Give the factors that a limb needs: none where the ledger states its unit itself."""
    other = OTHER.get(unit)
    if unit in amount.amounts or other is None or other.unit not in amount.amounts:
        return (None,)
    return factors or (None,)


def used_of(amount: LedgerAmount, unit: Unit, factor: Conversion | None) -> Figure | None:
    """Give what a ledger holds in the limb's unit; None where it cannot be said."""
    if unit in amount.amounts:
        return amount.amounts[unit]
    other = OTHER.get(unit)
    if factor is None or other is None:
        return None
    stated, bbl_per_t = amount.amounts[other.unit], _factor_figure(factor)
    return scaled(stated, bbl_per_t) if other.is_multiplied else ratio(stated, bbl_per_t)


def factor_number(factor: Conversion | None) -> Number | None:
    """Give the factor as a printed number, or None where none was needed."""
    if factor is None:
        return None
    return number(
        _factor_figure(factor),
        f"conversions/{factor.id}/bbl_per_t",
        f"Barrels per tonne, {factor.product.replace('_', ' ')}",
        "bbl/t",
        how=factor.basis,
    )


def dollars_of(
    amount: LedgerAmount, barrels: Figure | None, prices: pl.DataFrame, key: str
) -> Number | None:
    """Give the dollars that a ledger states, else its barrels at the mean price of Brent.

    The second is a proxy: crude, not products, and no freight; marked imputed.

    Args:
        amount: What the ledger holds.
        barrels: The same in barrels, or None.
        prices: Table `prices`.
        key: Start of the number's id.

    Returns:
        The dollars, or None where neither can be said.
    """
    label = f"Dollars of {amount.ledger}, {amount.starts_on} to before {amount.ends_on}"
    if "USD" in amount.amounts:
        stated = amount.amounts["USD"]
        return number(stated, f"{key}/dollars_usd", label, "USD", how="as published")
    proxy = marked(scaled(barrels, _brent(prices, amount.starts_on, amount.ends_on)), "imputed")
    if proxy is None:
        return None
    return number(
        proxy,
        f"{key}/dollars_usd",
        label,
        "USD",
        how="barrels times the mean monthly price of Brent in the window",
        note="proxy: price of crude oil, not of the products",
    )


def _factor_figure(factor: Conversion) -> Figure:
    assert factor.bbl_per_t is not None
    value = factor.bbl_per_t
    return Figure(value, value, value, (f"law/conversions/{factor.id}",))


def _brent(prices: pl.DataFrame, starts_on: date, ends_on: date) -> Figure | None:
    months = prices.filter(
        (pl.col("dataset") == "benchmark_monthly")
        & (pl.col("series") == PROXY_SERIES)
        & (pl.col("period_start") < ends_on)
        & (pl.col("period_end") > starts_on)
    ).sort("period_start")
    quotes: list[float] = months["price_low"].drop_nulls().to_list()
    if not quotes:
        return None
    mean = sum(quotes) / len(quotes)
    return Figure(mean, mean, mean, tuple(months["row_id"].to_list()), "derived")
