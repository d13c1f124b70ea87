"""Take one step, or all of them, over the tables as they were known on a day."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from coalface.brief.compose import EVIDENCE_TABLES
from coalface.earnings import account
from coalface.earnings import steps as earnings
from coalface.earnings.account import AccountLine
from coalface.earnings.account_questions import AccountQuestion
from coalface.earnings.claim_results import CheckedEarnings
from coalface.earnings.stage_questions import find_stages, numbers_of_stages
from coalface.errors import InputError
from coalface.law import load_rulebook
from coalface.pipeline.facts import PACKAGED_FACTS, Facts
from coalface.pipeline.steps import NEEDED, STEPS, Flow
from coalface.vocabulary.numbers import Number

__all__ = ["find_account_table", "find_asked", "find_claim", "find_packaged", "take_steps"]

FIRST_YEAR = 2016
QUARTER = re.compile(r"account/([^/]+)/([0-9]{4})-Q[1-4]/")
STAGES = re.compile(r"earnings/(?:sensitivity/)?stages/([0-9]{4})/([^/]+)/")


def find_packaged(
    step: str,
    as_of: date,
    years: tuple[int, int] | None = None,
    *,
    facts: Facts = PACKAGED_FACTS,
) -> Any:
    """Take one step of `STEPS` over the facts, and those before it that it needs.

    Args:
        step: A key of `STEPS`.
        as_of: Periods that ended later are left out; the rules are read on this day.
        years: First and last year; from 2016 to the year of `as_of` where none are given.
        facts: Where the tables come from: the packaged ones unless told otherwise.
    """
    flow = _start(as_of, years, facts)
    for name in NEEDED.get(step, (step,)):
        flow.done[name] = STEPS[name](flow)
    return flow.done[step]


def find_account_table(
    question: AccountQuestion, as_of: date, *, facts: Facts = PACKAGED_FACTS
) -> tuple[tuple[AccountLine, ...], pl.DataFrame]:
    """Find the account that a question asks for, and its table with sources."""
    flow = _start(as_of, None, facts)
    return earnings.answer_account(question, flow.tables, flow.book)


def find_asked(number_id: str, as_of: date, *, facts: Facts = PACKAGED_FACTS) -> tuple[Number, ...]:
    """Find the numbers beside one that only a question prints: a quarter, or stages of a year.

    Args:
        number_id: Its id, which names the question.
        as_of: See `find_packaged`.
        facts: See `find_packaged`.

    Raises:
        InputError: If the id names a year, branch or reading that there is not.
    """
    quarter, stages = QUARTER.match(number_id), STAGES.match(number_id)
    if quarter:
        branch, year = quarter.groups()
        question = AccountQuestion(year=int(year), quarterly=True, branch=branch)
        return account.numbers(find_account_table(question, as_of, facts=facts)[0])
    if stages:
        year, branch = stages.groups()
        flows = _start(as_of, None, facts).tables["flows"]
        return numbers_of_stages(find_stages(flows, year=int(year), branch=branch))
    return ()


def find_claim(claim: str, as_of: date, *, facts: Facts = PACKAGED_FACTS) -> CheckedEarnings:
    """Test one published statement on earnings."""
    flow = _start(as_of, None, facts)
    return earnings.check_claim(claim, flow.tables, flow.book)


def take_steps(
    as_of: date,
    years: tuple[int, int] | None,
    tell: Callable[[str], None] = lambda _: None,
    *,
    facts: Facts = PACKAGED_FACTS,
) -> Flow:
    """Take every step of `STEPS` in order; see `find_packaged`, and `tell` is told each name."""
    flow = _start(as_of, years, facts)
    for name, step in STEPS.items():
        tell(name)
        flow.done[name] = step(flow)
    return flow


def _start(as_of: date, years: tuple[int, int] | None, facts: Facts) -> Flow:
    first, last = years or (FIRST_YEAR, as_of.year)
    if first > last:
        raise InputError(f"years: {first} is after {last}. Give --from before --to.")
    names = (*EVIDENCE_TABLES, "sources")
    end = min(as_of, date(last, 12, 31))
    tables = {name: _until(facts.read(name), end) for name in names}
    return Flow(as_of, (first, last), tables, load_rulebook())


def _until(table: pl.DataFrame, end: date) -> pl.DataFrame:
    """Leave out the periods that had not ended by a day (their end is the day after)."""
    if "period_end" not in table.columns:
        return table
    is_over = pl.col("period_end").dt.offset_by("-1d") <= end
    return table.filter(pl.col("period_end").is_null() | is_over)
