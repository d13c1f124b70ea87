"""What a buyer of smuggled coal risks: the chance of seizure at which it no longer pays.

Aggregate arithmetic on one fine and one price, told by one report: grade D. Chance and fine are
inputs or thresholds; nothing here says what the chance is.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from coalface.earnings.draws import Draws, Floats, draw_named
from coalface.errors import TableError

__all__ = [
    "BuyerDraws",
    "cny_per_usd",
    "deterring_chance",
    "deterring_fine",
    "simulate_buyer",
]

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


def cny_per_usd(fx: pl.DataFrame, year: int) -> tuple[float, str]:
    """Give the yearly mean exchange rate and its row id.

    Raises:
        TableError: If there is none.
    """
    found = fx.filter(
        (pl.col("pair") == "CNY per USD")
        & (pl.col("frequency") == "annual")
        & (pl.col("period_start").dt.year() == year)
    )
    if found.is_empty():
        raise TableError(f"fx: no yearly rate of CNY per USD for {year}. Add a row of that year.")
    return float(found["rate"][0]), str(found["row_id"][0])


def simulate_buyer(n: int, fx: pl.DataFrame, *, year: int, rng: np.random.Generator) -> BuyerDraws:
    """Draw what one cargo costs and brings, and the fine, as one report of 2024 tells it.

    Args:
        n: Number of draws.
        fx: Table `fx`.
        year: Year of the exchange rate of the fine.
        rng: Names the streams of draws.
    """
    names = (FINE, TONNAGE, PRICE, MULTIPLE)
    draws: Draws = draw_named(names, n, rng=rng)
    rate, row_id = cny_per_usd(fx, year)
    cargo = draws[PRICE] * draws[TONNAGE]
    gain = cargo * (draws[MULTIPLE] - 1)
    inputs = (*(f"parameters/{name}" for name in names), row_id)
    return BuyerDraws(gain, cargo, draws[FINE] / rate, inputs, draws)


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
