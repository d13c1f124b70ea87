"""What a reader asks of the account: a year, a branch, a line, a choice of theirs."""

from dataclasses import dataclass

from coalface.earnings.account import AccountLine, check_year, find_account
from coalface.earnings.evidence import Evidence
from coalface.earnings.precedence import Reading, find_line, find_reading
from coalface.errors import InputError

__all__ = ["AccountQuestion", "find_answer"]


@dataclass(frozen=True, slots=True)
class AccountQuestion:
    """One question to the account.

    Attributes:
        year: Only this year, or all.
        quarterly: Quarters in place of years.
        branch: Name of a packaged reading.
        line: Only this line, or all.
        choose: `line=choice` pairs that come before those of the branch.
    """

    year: int | None = None
    quarterly: bool = False
    branch: str = "by_rule"
    line: str | None = None
    choose: tuple[str, ...] = ()

    @property
    def is_narrow(self) -> bool:
        """Say whether every line is shown, not only the main ones."""
        return self.year is not None or self.line is not None


def find_answer(question: AccountQuestion, evidence: Evidence) -> tuple[AccountLine, ...]:
    """Find the lines that a question asks for.

    Args:
        question: The question.
        evidence: The tables.

    Raises:
        InputError: If it names a year, branch, line or choice that there is not; nothing is
            given then, no part of an account.
    """
    if question.year is not None:
        check_year(question.year)
    if question.line is not None:
        find_line(question.line)
    reading = _with_choices(find_reading(question.branch), question.choose)
    years = () if question.year is None else (question.year,)
    lines = find_account(evidence, years=years, readings=(reading,), quarterly=question.quarterly)
    return tuple(line for line in lines if question.line in (None, line.line))


def _with_choices(reading: Reading, pairs: tuple[str, ...]) -> Reading:
    """Give a reading that takes a user's choices first; it gets a name of its own."""
    if not pairs:
        return reading
    chosen = dict(reading.choose)
    for pair in pairs:
        name, _, choice = pair.partition("=")
        line = find_line(name)
        known = [c.id for c in line.choices]
        if choice not in known:
            raise InputError(
                f"--choose {pair!r}: line {name!r} has no choice {choice!r}. "
                f"Choices: {', '.join(known)}."
            )
        chosen[name] = choice
    return reading.model_copy(update={"id": f"{reading.id}+chosen", "choose": chosen})
