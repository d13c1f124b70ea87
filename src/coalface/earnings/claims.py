"""Tests of published statements on earnings, each under every reading that it allows."""

from collections.abc import Callable, Mapping
from typing import Any

from coalface.earnings.claim_company import (
    check_company_loss,
    check_export_share,
    check_smugglers_condition,
)
from coalface.earnings.claim_forms import EarningsStatement, load_earnings_statements
from coalface.earnings.claim_results import CheckedEarnings, EarningsInputs, claims_table
from coalface.earnings.claim_shares import check_authority_share
from coalface.earnings.claim_trade import (
    check_barter,
    check_coke_cover,
    check_deficit,
    check_discount,
    check_gold_worth,
)
from coalface.errors import InputError

__all__ = [
    "CheckedEarnings",
    "EarningsInputs",
    "check_all_earnings_statements",
    "check_earnings_statement",
    "claims_table",
]

Statements = Mapping[str, EarningsStatement]
CHECKS: Mapping[str, Callable[[EarningsStatement, Any, EarningsInputs], CheckedEarnings]] = {
    "authority_share": check_authority_share,
    "company_loss": check_company_loss,
    "smugglers_condition": check_smugglers_condition,
    "discount": check_discount,
    "coke_cover": check_coke_cover,
    "deficit": check_deficit,
    "barter": check_barter,
    "gold_worth": check_gold_worth,
    "export_share": check_export_share,
}


def check_earnings_statement(
    statement_id: str, inputs: EarningsInputs, *, statements: Statements | None = None
) -> CheckedEarnings:
    """Test one published statement.

    Args:
        statement_id: Its name, e.g. `kiep-2018`.
        inputs: Tables, and how many draws.
        statements: By id; the packaged ones if None.

    Returns:
        Its readings, each with a verdict, a reason and numbers.

    Raises:
        InputError: If there is no such statement; lists them.
    """
    known = load_earnings_statements() if statements is None else statements
    if statement_id not in known:
        raise InputError(f"no statement {statement_id!r}. Name one of {', '.join(known)}.")
    statement = known[statement_id]
    return CHECKS[statement.test.kind](statement, statement.test, inputs)


def check_all_earnings_statements(
    inputs: EarningsInputs, *, statements: Statements | None = None
) -> tuple[CheckedEarnings, ...]:
    """Test every statement, in the order of their names."""
    known = load_earnings_statements() if statements is None else statements
    return tuple(check_earnings_statement(i, inputs, statements=known) for i in known)
