"""The whole flow on one screen: what each step takes from the tables, the law and other steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from coalface.earnings import steps as earnings
from coalface.law import Rulebook
from coalface.trade import balance, caps, discounts, emerging, first_picture, relief, replacement
from coalface.vocabulary.numbers import Number

__all__ = ["NEEDED", "NUMBERS", "STEPS", "TABLES", "Flow", "Step"]


@dataclass(frozen=True, slots=True)
class Flow:
    """What the steps start from: the tables as far as they were known, the law, and the years."""

    as_of: date
    years: tuple[int, int]
    tables: Mapping[str, pl.DataFrame]
    book: Rulebook
    done: dict[str, Any] = field(default_factory=dict)


Step = Callable[[Flow], Any]
# Each step is a function of tables, of the law, and of the steps before it.
STEPS: dict[str, Step] = {
    "balance": lambda f: balance.find_balance(f.tables["flows"]),
    "replacement": lambda f: replacement.find_replacement(
        f.tables["flows"], f.tables["processing_inputs"], f.book, last_year=f.years[1]
    ),
    "outside": lambda f: first_picture.find_outside_estimates(f.tables["estimates"]),
    "picture": lambda f: first_picture.find_first_picture(
        f.done["replacement"], f.done["balance"], f.done["outside"], first_year=f.years[0]
    ),
    "caps": lambda f: caps.find_cap_uses(
        f.tables["flows"], f.tables["estimates"], f.tables["prices"], f.book, as_of=f.as_of
    ),
    "relief": lambda f: relief.find_relief(
        f.tables["flows"], f.tables["processing_inputs"], f.tables["prices"], f.book, as_of=f.as_of
    ),
    "discounts": lambda f: discounts.find_discounts(
        f.tables["flows"], f.tables["prices"], f.tables["fx"], as_of=f.as_of
    ),
    "emerging": lambda f: emerging.find_emerging(
        f.tables["flows"],
        f.tables["processing_inputs"],
        f.tables["shares"],
        f.book,
        as_of=f.as_of,
    ),
    "procedure": lambda f: earnings.find_procedure(f.tables["reforms"]),
    "account": lambda f: earnings.find_whole_account(f.tables, f.book),
    "imputation": lambda f: earnings.find_imputation_checks(f.tables, f.book),
    "fuel": lambda f: earnings.find_fuel_account(f.tables, f.book),
    "claims": lambda f: earnings.find_earnings_claims(f.tables, f.book),
    "stages": lambda f: earnings.find_stages(f.tables["flows"]),
}
NEEDED = {"picture": ("replacement", "balance", "outside", "picture")}
NUMBERS: dict[str, Callable[[Any], tuple[Number, ...]]] = {
    "balance": balance.numbers,
    "picture": first_picture.numbers,
    "caps": caps.numbers,
    "relief": relief.numbers,
    "discounts": discounts.numbers,
    "emerging": emerging.numbers,
    **earnings.NUMBERS,
}
TABLES: dict[str, Callable[[Any], pl.DataFrame]] = {
    "balance": balance.balance_table,
    "replacement": replacement.replacement_table,
    "caps": caps.cap_uses_table,
    "relief": relief.relief_table,
    "discounts": discounts.discounts_table,
    "emerging": emerging.emerging_table,
    **earnings.TABLES,
}
