"""The steps of this room, each a function of the tables by name and of the law."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from coalface.earnings import account, claims, fuel, imputation_checks, procedure, sankey
from coalface.earnings.account import AccountLine, account_table, find_account
from coalface.earnings.account_questions import AccountQuestion, find_answer
from coalface.earnings.claim_results import CheckedEarnings, EarningsInputs
from coalface.earnings.claims import check_all_earnings_statements, check_earnings_statement
from coalface.earnings.evidence import Evidence
from coalface.earnings.fuel import FuelLine, find_fuel
from coalface.earnings.fuel_sources import FuelTables, load_fuel_model
from coalface.earnings.imputation_checks import ModelCheck, check_imputation
from coalface.earnings.procedure import find_procedure
from coalface.earnings.stage_questions import find_stages, numbers_of_stages
from coalface.law import Rulebook
from coalface.vocabulary.numbers import Number

__all__ = [
    "NUMBERS",
    "TABLES",
    "answer_account",
    "check_claim",
    "find_earnings_claims",
    "find_fuel_account",
    "find_imputation_checks",
    "find_procedure",
    "find_stages",
    "find_whole_account",
    "numbers_of_claims",
]

CITED = ("flows", "estimates", "prices", "fx")
Tables = Mapping[str, pl.DataFrame]


def find_whole_account(tables: Tables, book: Rulebook) -> tuple[AccountLine, ...]:
    """Find the account of every year under every packaged reading."""
    return find_account(_evidence(tables, book))


def answer_account(
    question: AccountQuestion, tables: Tables, book: Rulebook
) -> tuple[tuple[AccountLine, ...], pl.DataFrame]:
    """Find the account that a question asks for, and its table with sources.

    Raises:
        InputError: If the question names a year, branch, line or choice that there is not.
    """
    lines = find_answer(question, _evidence(tables, book))
    return lines, account_table(lines, (tables[name] for name in CITED))


def find_imputation_checks(tables: Tables, book: Rulebook) -> tuple[ModelCheck, ...]:
    """Find how imputed years do on years that were held back."""
    return check_imputation(_evidence(tables, book))


def find_fuel_account(tables: Tables, book: Rulebook) -> tuple[FuelLine, ...]:
    """Find the fuel account."""
    flows, estimates, indicators = (tables[n] for n in ("flows", "estimates", "indicators"))
    return find_fuel(FuelTables(flows, estimates, indicators, book, load_fuel_model()))


def find_earnings_claims(tables: Tables, book: Rulebook) -> tuple[CheckedEarnings, ...]:
    """Test every packaged statement on earnings."""
    return check_all_earnings_statements(_inputs(tables, book))


def check_claim(claim: str, tables: Tables, book: Rulebook) -> CheckedEarnings:
    """Test one packaged statement on earnings.

    Raises:
        InputError: If there is no such statement; names those there are.
    """
    return check_earnings_statement(claim, _inputs(tables, book))


def numbers_of_claims(checked: tuple[CheckedEarnings, ...]) -> tuple[Number, ...]:
    """Give every number of tested statements, in order."""
    return tuple(n for row in checked for n in row.printed)


def _evidence(tables: Tables, book: Rulebook) -> Evidence:
    flows, estimates, prices, fx = (tables[name] for name in CITED)
    return Evidence(flows, estimates, prices, fx, book)


def _inputs(tables: Tables, book: Rulebook) -> EarningsInputs:
    return EarningsInputs(_evidence(tables, book), tables["indicators"])


NUMBERS: dict[str, Callable[[Any], tuple[Number, ...]]] = {
    "procedure": procedure.numbers,
    "account": account.numbers,
    "imputation": imputation_checks.numbers,
    "fuel": fuel.numbers,
    "claims": numbers_of_claims,
    "stages": numbers_of_stages,
}
TABLES: dict[str, Callable[[Any], pl.DataFrame]] = {
    "procedure": procedure.procedure_table,
    "account": account.account_table,
    "imputation": imputation_checks.imputation_table,
    "fuel": fuel.fuel_table,
    "claims": claims.claims_table,
    "stages": sankey.link_table,
}
