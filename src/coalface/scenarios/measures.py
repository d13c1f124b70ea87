"""What answers are given in: each measure with its series, its unit and how months add up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["HEADLINE", "MEASURES", "RECEIVERS", "Measure", "Receiver", "value_of"]

Floats = NDArray[np.float64]
How = Literal["sum", "mean", "end"]
YEAR = 12


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of an answer.

    Attributes:
        id: Part of the ids of its numbers.
        title: What it is.
        unit: `USD`, `t` or `share`.
        columns: Series that are added up.
        how: Months summed, their mean, or the mean of the last twelve.
    """

    id: str
    title: str
    unit: str
    columns: tuple[str, ...]
    how: How


@dataclass(frozen=True, slots=True)
class Receiver:
    """Someone who gains or loses.

    Attributes:
        title: Who.
        columns: Series that are added up.
        is_summed: Whether its months add up; else their mean is told, for shares.
        is_always_shown: Whether it is shown even where it neither gains nor loses.
    """

    title: str
    columns: tuple[str, ...]
    is_summed: bool = True
    is_always_shown: bool = False


def _of_goods(name: str) -> tuple[str, ...]:
    return (f"{name}/anthracite", f"{name}/iron_ore")


MEASURES: tuple[Measure, ...] = (
    Measure("currency-earned", "Currency earned from minerals", "USD",
            ("currency_earned_usd",), "sum"),
    Measure("declared-exports", "Declared exports, CIF", "USD",
            _of_goods("declared_value_cif_usd"), "sum"),
    Measure("unrecorded-exports", "Unrecorded exports that arrived", "USD",
            _of_goods("unrecorded_value_usd"), "sum"),
    Measure("households", "Pay of miners and company staff", "USD",
            ("receipts_households_usd",), "sum"),
    Measure("miners-food", "Part of miners' need for food that is met", "share",
            ("food_met_share",), "mean"),
    Measure("authorities", "Receipts of the authorities", "USD",
            ("receipts_authorities_usd",), "sum"),
    Measure("companies", "What trading companies keep or import", "USD",
            ("receipts_companies_usd",), "sum"),
    Measure("mines", "What mines keep of export sales", "USD", ("receipts_mines_usd",), "sum"),
    Measure("market", "Receipts of carriers, suppliers and others", "USD",
            ("receipts_market_usd",), "sum"),
    Measure("chinese-traders", "What Chinese traders keep", "USD",
            ("receipts_chinese_traders_usd",), "sum"),
    Measure("prepayment", "Part of orders paid in advance", "share",
            ("prepayment_share",), "mean"),
    Measure("coal-capacity", "Coal that mines could produce, a month, in the last year", "t",
            ("capacity_t/anthracite",), "end"),
    Measure("coal-at-home", "Coal used at home", "t", ("home_t/anthracite",), "sum"),
    Measure("steel", "Crude steel", "t", ("steel_t",), "sum"),
    Measure("substitutes", "Sold of goods that no sanction names", "USD",
            ("substitutes_usd",), "sum"),
)  # fmt: skip
RECEIVERS: tuple[Receiver, ...] = (
    Receiver("Miners and company staff: pay", ("receipts_households_usd",), is_always_shown=True),
    Receiver("Miners: food", ("food_met_share",), is_summed=False, is_always_shown=True),
    Receiver("Mines", ("receipts_mines_usd",)),
    Receiver("Trading companies", ("receipts_companies_usd",)),
    Receiver("Carriers, suppliers, financiers", ("receipts_market_usd",)),
    Receiver("Authorities: party", ("receipts_by_authority_usd/party",)),
    Receiver("Authorities: military", ("receipts_by_authority_usd/military",)),
    Receiver("Authorities: cabinet", ("receipts_by_authority_usd/cabinet",)),
    Receiver("Authorities: provincial", ("receipts_by_authority_usd/provincial",)),
    Receiver("Chinese traders", ("receipts_chinese_traders_usd",)),
)
#: Further columns that stories and figures need.
_OTHERS = (
    "belief",
    "flooded_share/basic",
    "flooded_share/self",
    "flooded_share/private",
    "discount/anthracite",
    "barter_share",
    "receipts_off_book_usd",
    *_of_goods("seized_t"),
    *_of_goods("declared_t"),
    *_of_goods("unrecorded_t"),
    *_of_goods("produced_t"),
)
#: Every column that an answer needs.
HEADLINE = frozenset(
    {c for m in MEASURES for c in m.columns} | {c for r in RECEIVERS for c in r.columns}
) | set(_OTHERS)


def value_of(measure: Measure, columns: Mapping[str, Floats], window: slice) -> Floats:
    """Give a measure's value over a window of months, one number a draw, `(draw,)`.

    Args:
        measure: Which.
        columns: Series by name, `(draw, month)`.
        window: Months.
    """
    values = np.sum([columns[name][:, window] for name in measure.columns], axis=0)
    if measure.how == "sum":
        return np.asarray(values.sum(axis=1))
    part = values[:, -YEAR:] if measure.how == "end" else values
    return np.asarray(part.mean(axis=1))
