"""What a statement names by date or code must be in the tables that it is tested against."""

from datetime import date
from importlib import resources

import polars as pl

from coalface.earnings.claim_forms import (
    Barter,
    Discount,
    EarningsStatement,
    ExportShare,
    GoldWorth,
)
from coalface.errors import DefinitionError

__all__ = ["check_facts"]


def check_facts(statement: EarningsStatement, *, flows: pl.DataFrame, prices: pl.DataFrame) -> None:
    """Check that a statement's months have prices and its HS codes stand in the tables.

    A code or month that is known but lacks a figure is no error: it reads "no figure".

    Args:
        statement: What was said.
        flows: Table `flows`, not cut at any day.
        prices: Table `prices`, not cut at any day.

    Raises:
        DefinitionError: If one cannot be right; names file and line.
    """
    test = statement.test
    if isinstance(test, GoldWorth):
        _check_month(statement, prices, test.series, test.month)
    elif isinstance(test, Barter):
        _check_month(statement, prices, test.coal_series, test.month)
    elif isinstance(test, Discount):
        _check_code(statement, flows, test.code)
    elif isinstance(test, ExportShare):
        for year in test.years:
            _check_code(statement, flows, year.code)


def _check_month(
    statement: EarningsStatement, prices: pl.DataFrame, series: str, month: date
) -> None:
    rows = prices.filter(pl.col("series") == series)
    if rows.is_empty():
        raise DefinitionError(
            f"{_place(statement, series)}: no price series {series!r}. "
            "Name one of the table prices."
        )
    starts = sorted(rows["period_start"].to_list())
    if not starts[0] <= month <= starts[-1] or month.day != 1:
        raise DefinitionError(
            f"{_place(statement, str(month))}: month {month} has no price of {series}. Give the "
            f"first day of a month from {starts[0]} to {starts[-1]}."
        )


def _check_code(statement: EarningsStatement, flows: pl.DataFrame, code: str) -> None:
    if not flows["hs_code"].is_in([code]).any():
        raise DefinitionError(
            f"{_place(statement, code)}: HS code {code!r} stands in no row of flows. Mend the code."
        )


def _place(statement: EarningsStatement, words: str) -> str:
    """Give file and line of what a statement says."""
    name = f"earnings-{statement.id}.yml"
    file = resources.files("coalface") / "data" / "statements" / name
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    at = next((i for i, line in enumerate(lines, 1) if words in line), None)
    tests = (i for i, line in enumerate(lines, 1) if line.startswith("test:"))
    return f"{name}, line {at or next(tests, 1)}"
