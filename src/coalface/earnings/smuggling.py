"""What a buyer of smuggled coal risks: the chance of seizure at which it no longer pays.

Aggregate arithmetic on one fine and one price, told by one report: grade D. Chance and fine are
inputs or thresholds; nothing here says what the chance is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from coalface.earnings.draws import Draws, Floats, draw_named
from coalface.earnings.parameters import Parameter, load_parameters, place_of
from coalface.errors import DefinitionError, TableError

__all__ = [
    "BuyerDraws",
    "deterring_chance",
    "deterring_fine",
    "rate_of",
    "simulate_buyer",
    "yearly_rate",
]

USD, CNY_PER_USD = "USD", "CNY per USD"
SAME_CURRENCY = {"RMB": "CNY"}
FINE, TONNAGE = "enf.fine", "enf.voyage_tonnage"
PRICE, MULTIPLE = "price.coal.smuggled_2024", "price.coal.chinese_resale_multiple"


@dataclass(frozen=True, slots=True)
class BuyerDraws:
    """One cargo from the buyer's side, each of shape `(draw,)`, in USD.

    Attributes:
        gain_usd: Resale less purchase if the cargo arrives.
        cargo_usd: What the cargo costs.
        fine_usd: The fine if it is seized.
        inputs: Row ids behind them.
        draws: The parameters behind them.
    """

    gain_usd: Floats
    cargo_usd: Floats
    fine_usd: Floats
    inputs: tuple[str, ...]
    draws: Draws = field(default_factory=dict)


def rate_of(fx: pl.DataFrame, parameter: Parameter, year: int) -> tuple[float, tuple[str, ...]]:
    """Give how many units of a parameter's currency a dollar bought, and the rows behind it.

    Args:
        fx: Table `fx`.
        parameter: Its unit is a currency, or a currency per something such as `RMB/t`.
        year: Year of the rate.

    Raises:
        DefinitionError: If no rate of its currency is known at all; names file and line.
        TableError: If there is none of that year.
    """
    currency = parameter.unit.split("/")[0]
    if currency == USD:
        return 1.0, ()
    pair = f"{SAME_CURRENCY.get(currency, currency)} per {USD}"
    pairs = sorted({CNY_PER_USD, *fx["pair"]})
    if pair not in pairs:
        raise DefinitionError(
            f"{place_of(parameter.id, 'unit')}: no rate of {currency!r} is known. Give the amount "
            f"in {USD}, or in a currency of the table fx ({', '.join(pairs)}; RMB is CNY)."
        )
    rate, row_id = yearly_rate(fx, pair, year)
    return rate, (row_id,)


def yearly_rate(fx: pl.DataFrame, pair: str, year: int) -> tuple[float, str]:
    """Give a yearly mean exchange rate and its row id.

    Args:
        fx: Table `fx`.
        pair: Such as `CNY per USD`.
        year: Year of the rate.

    Raises:
        TableError: If there is none.
    """
    found = fx.filter(
        (pl.col("pair") == pair)
        & (pl.col("frequency") == "annual")
        & (pl.col("period_start").dt.year() == year)
    )
    if found.is_empty():
        raise TableError(f"fx: no yearly rate of {pair} for {year}. Add a row of that year.")
    return float(found["rate"][0]), str(found["row_id"][0])


def simulate_buyer(
    n: int,
    fx: pl.DataFrame,
    *,
    year: int,
    rng: np.random.Generator,
    parameters: Mapping[str, Parameter] | None = None,
) -> BuyerDraws:
    """Draw what one cargo costs and brings, and the fine, as one report of 2024 tells it.

    Args:
        n: Number of draws.
        fx: Table `fx`.
        year: Year of the exchange rate of what is not in dollars.
        rng: Names the streams of draws.
        parameters: By id; the packaged ones if None.
    """
    names = (FINE, TONNAGE, PRICE, MULTIPLE)
    draws: Draws = draw_named(names, n, rng=rng, parameters=parameters)
    known = load_parameters() if parameters is None else parameters
    fine_rate, fine_rows = rate_of(fx, known[FINE], year)
    price_rate, price_rows = rate_of(fx, known[PRICE], year)
    cargo = draws[PRICE] / price_rate * draws[TONNAGE]
    gain = cargo * (draws[MULTIPLE] - 1)
    inputs = (*(f"parameters/{name}" for name in names), *dict.fromkeys((*fine_rows, *price_rows)))
    return BuyerDraws(gain, cargo, draws[FINE] / fine_rate, inputs, draws)


def deterring_chance(buyer: BuyerDraws, *, is_prepaid: bool) -> Floats:
    """Give the chance of seizure above which the buyer loses on average, shape `(draw,)`.

    Args:
        buyer: What one cargo costs and brings.
        is_prepaid: Whether the buyer bears the cargo; paid after delivery, only the fine is lost.
    """
    at_risk = buyer.fine_usd + (buyer.cargo_usd if is_prepaid else 0.0)
    return np.asarray(buyer.gain_usd / (buyer.gain_usd + at_risk))


def deterring_fine(buyer: BuyerDraws, chance: float, *, is_prepaid: bool) -> Floats:
    """Give the fine in USD above which the buyer loses on average; 0 where the cargo suffices.

    Args:
        buyer: What one cargo costs and brings.
        chance: Chance that a cargo is seized, above 0 and at most 1; an input, never an output.
        is_prepaid: Whether the buyer bears the cargo.

    Raises:
        ValueError: If `chance` is no chance.
    """
    if not 0 < chance <= 1:
        raise ValueError(f"chance {chance} must be above 0 and at most 1")
    lost = buyer.cargo_usd if is_prepaid else 0.0
    return np.maximum(buyer.gain_usd * (1 - chance) / chance - lost, 0.0)
