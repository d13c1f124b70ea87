"""Change of a good's trade from one published year to the next, split into price and quantity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from coalface.trade.figures import Figure, difference, number, ratio, split_change
from coalface.trade.observations import Observation, Series
from coalface.vocabulary.numbers import Number, inputs_of

__all__ = ["Change", "changes_table", "find_change", "find_changes", "numbers"]

SPLIT = "price at mean mass, quantity at mean unit value; the two add up to the change"


@dataclass(frozen=True, slots=True)
class Change:
    """How a good moved between two calendar years.

    `basis` is `price and quantity` where both masses are known, else `value only`.
    """

    code: str
    name: str
    from_year: int
    to_year: int
    basis: str
    change: Number
    value_ratio: Number
    mass_ratio: Number
    price_effect: Number
    quantity_effect: Number

    @property
    def printed(self) -> tuple[Number, ...]:
        """Give the numbers in the order of the columns."""
        return (
            self.change,
            self.value_ratio,
            self.mass_ratio,
            self.price_effect,
            self.quantity_effect,
        )


def find_changes(series: Iterable[Series]) -> tuple[Change, ...]:
    """Find the change between each two successive calendar years that were published.

    Years between them may be missing; both years are named. Part-years are never used.

    Args:
        series: What was published, good by good (`observations.find_series`).

    Returns:
        Changes by code and year.
    """
    return tuple(
        find_change(one, before, after, f"changes/{one.good.code}/{before.year}-{after.year}")
        for one in series
        for before, after in pairwise(one.full_years)
    )


def find_change(series: Series, before: Observation, after: Observation, stem: str) -> Change:
    """Find the change of one good between two of its calendar years.

    Args:
        series: The good.
        before: The earlier year.
        after: The later year.
        stem: Start of the ids of its numbers.

    Returns:
        The change, split where both masses are known.
    """
    good = series.good
    effects = _effects(before, after)
    words = f"{good.name}, {before.period} to {after.period}, {after.valuation}"
    why = "" if effects else "value only: mass of both years not published"
    price, quantity = effects or (None, None)
    return Change(
        code=good.code,
        name=good.name,
        from_year=before.year,
        to_year=after.year,
        basis="price and quantity" if effects else "value only",
        change=number(
            difference(after.value, before.value),
            f"{stem}/change_usd",
            f"Change of value: {words}",
            "USD",
            how=f"value of {after.period} less value of {before.period}",
        ),
        value_ratio=number(
            ratio(after.value, before.value),
            f"{stem}/value_ratio",
            f"Value over value: {words}",
            "ratio",
            how=f"value of {after.period} / value of {before.period}",
            note=_why_no_ratio(before.value),
        ),
        mass_ratio=number(
            ratio(after.mass, before.mass),
            f"{stem}/mass_ratio",
            f"Mass over mass: {words}",
            "ratio",
            how=f"mass of {after.period} / mass of {before.period}",
        ),
        price_effect=number(
            price, f"{stem}/price_effect_usd", f"Price effect: {words}", "USD", how=SPLIT, note=why
        ),
        quantity_effect=number(
            quantity,
            f"{stem}/quantity_effect_usd",
            f"Quantity effect: {words}",
            "USD",
            how=SPLIT,
            note=why,
        ),
    )


def numbers(rows: Sequence[Change]) -> tuple[Number, ...]:
    """Give all printed numbers of some changes, in order."""
    return tuple(n for row in rows for n in row.printed)


def changes_table(rows: Sequence[Change]) -> pl.DataFrame:
    """Give the changes as a flat table, one row a pair of years."""
    return pl.DataFrame(
        [
            {
                "hs_code": row.code,
                "good": row.name,
                "from_year": row.from_year,
                "to_year": row.to_year,
                "basis": row.basis,
                "change_usd": row.change.value,
                "value_ratio": row.value_ratio.value,
                "mass_ratio": row.mass_ratio.value,
                "price_effect_usd": row.price_effect.value,
                "quantity_effect_usd": row.quantity_effect.value,
                "inputs": ";".join(inputs_of(row.printed)),
            }
            for row in rows
        ],
        schema={
            "hs_code": pl.String,
            "good": pl.String,
            "from_year": pl.Int64,
            "to_year": pl.Int64,
            "basis": pl.String,
            "change_usd": pl.Float64,
            "value_ratio": pl.Float64,
            "mass_ratio": pl.Float64,
            "price_effect_usd": pl.Float64,
            "quantity_effect_usd": pl.Float64,
            "inputs": pl.String,
        },
    )


def _effects(before: Observation, after: Observation) -> tuple[Figure, Figure] | None:
    if before.both is None or after.both is None:
        return None
    return split_change(before.both, after.both)


def _why_no_ratio(bottom: Figure | None) -> str:
    return "no ratio: the earlier value is zero" if bottom and bottom.low <= 0 else ""
