"""Sentences on earnings that the brief can say: fixed wordings, filled with numbers."""

from collections.abc import Sequence

from coalface.brief.model import Part, Text
from coalface.vocabulary.numbers import Number

__all__ = [
    "say_account",
    "say_assumptions",
    "say_assumptions_that_matter",
    "say_fuel",
    "say_losses",
    "say_money",
    "say_windows",
]


def say_money(authorities: Number, market: Number, company: Number) -> Text:
    """Say what of 100 dollars reaches whom, and what the company is left with."""
    said: tuple[Part, ...] = (
        "Of 100 dollars that the buyer of coal pays, about ",
        authorities,
        " reach the authorities and ",
        market,
        " the market",
    )
    if (company.value or 0.0) < 0:
        return (*said, "; the trading company is left with a loss: ", company)
    return (*said, "; the trading company keeps ", company)


def say_windows(amount: Number, verdicts: Sequence[str]) -> Text:
    """Say under how many readings each side can have had an amount."""
    n_held = sum(verdict == "consistent" for verdict in verdicts)
    n_needed = sum(verdict.startswith("needs") for verdict in verdicts)
    n_excluded = sum(verdict == "excluded" for verdict in verdicts)
    return (
        "That authorities and market each had over ",
        amount,
        f" is consistent with {n_held} of {len(verdicts)} readings, needs a share near one half "
        f"in {n_needed} and is excluded in {n_excluded}",
    )


def say_losses(all_lost: Sequence[int], n_years: int) -> Text:
    """Say in which years every reading has the company losing."""
    if not all_lost:
        return (f"In none of {n_years} years do all readings agree that companies lost on coal",)
    n_open = n_years - len(all_lost)
    return (
        f"Under every reading companies likely lost money on coal in {_listed(all_lost)}; in "
        f"{n_open} of {n_years} years the readings differ or cannot tell",
    )


def say_account(year: int, balance: Number, counted: Number) -> Text:
    """Say what declared goods left in one year, and what else was counted."""
    side = "surplus" if (balance.value or 0.0) > 0 else "deficit"
    said: Text = (f"In {year} declared goods left a {side}: ", balance)
    if counted.value is None and counted.low is None:
        return (*said, "; what was earned outside them has no figure")
    words = "at least " if counted.high is None and counted.low is not None else ""
    return (*said, f"; the channels that are counted outside them came to {words}", counted)


def say_fuel(opening: tuple[Number, str], last: tuple[Number, str], *, is_part: bool) -> Text:
    """Say what was reported first and what later; a part of a year says that it is one."""
    (first, first_when), (later, later_when) = opening, last
    if later.value is None or later_when == first_when:
        return (f"Fuel imports of {first_when} were put at ", first, "; none reported since")
    return (
        f"Refined petroleum reported for {later_when}{', a part of a year,' if is_part else ''} "
        "came to ",
        later,
        ", against ",
        first,
        f" in {'all of ' if is_part else ''}{first_when}",
    )


def say_assumptions(names: Sequence[str]) -> Text:
    """Name the parameters without evidence behind a figure."""
    return (f"Assumed or not found: {'; '.join(names)}.",)


def say_assumptions_that_matter(drivers: Sequence[str], others: Sequence[str]) -> Text:
    """Name the parameters without evidence behind a figure, those that matter first."""
    if not drivers:
        return (
            "Assumed or not found, none explaining 5\N{NO-BREAK SPACE}% of the spread: "
            f"{'; '.join(others)}.",
        )
    rest = f" With less weight: {'; '.join(others)}." if others else ""
    return (f"Assumed or not found, and it matters: {'; '.join(drivers)}.{rest}",)


def _listed(years: Sequence[int]) -> str:
    if len(years) == 1:
        return str(years[0])
    return f"{', '.join(map(str, years[:-1]))} and {years[-1]}"
