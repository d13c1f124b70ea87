"""How long coal mines take to come back once a long ban ends, and what stands in the way."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from coalface.scenarios.months import month_name
from coalface.scenarios.summaries import STAYS, Recovery, find_recovery

__all__ = ["TOO_QUICK", "find_relief", "recovery_of", "relief_note"]

Floats = NDArray[np.float64]
RECOVERED = 0.8
BANNED = 0.5  # part of a month's days
LEAST_OPEN = 3  # months; a shorter break is no relief
LEAST_BANNED = 6  # months; a shorter stop is no ban to recover from
YEAR = 12
CAPACITY = "capacity_t/anthracite"
#: Must stand beside every time to recover for as long as docs/scenario-patterns.md says `fail`.
TOO_QUICK = (
    "The model fails the pattern of slow recovery: it brings capacity back within months, where "
    "sources speak of years (docs/scenario-patterns.md, `slow-recovery`). These times are too "
    "short."
)


def find_relief(ban_share: Floats) -> tuple[int, int, int] | None:
    """Find the first end of a long ban, and how long trade then stays open.

    Args:
        ban_share: Part of each month's days on which declared export is banned, `(month,)`.

    Returns:
        Number of the month in which the ban began, of the first month after it, and of the month
        in which the next long ban begins (or the number of months); None where no long ban ends.
    """
    bans = [ban for ban in _spells(ban_share >= BANNED) if ban[1] - ban[0] >= LEAST_BANNED]
    if not bans or bans[0][1] >= len(ban_share):
        return None
    until = bans[1][0] if len(bans) > 1 else len(ban_share)
    return bans[0][0], bans[0][1], until


def recovery_of(columns: Mapping[str, Floats], ban_share: Floats) -> Recovery | None:
    """Find how long coal mines take to come back after the first long ban ends.

    Args:
        columns: Series of the run by name, `(draw, month)`.
        ban_share: Of coal, `(month,)`.

    Returns:
        The time to 80 % of the year before the ban, looked for until the next long ban; None where
        no long ban ends, or where the relief is too short for anything to come back and stay.
    """
    relief = find_relief(ban_share)
    if relief is None or relief[2] - relief[1] < STAYS:
        return None
    begins, ends, until = max(relief[0], 1), relief[1], relief[2]
    capacity = columns[CAPACITY][:, :until]
    reference = capacity[:, max(begins - YEAR, 0) : begins].mean(axis=1)
    return find_recovery(capacity, ends, reference, RECOVERED)


def relief_note(name: str, ban_share: Floats, months: Sequence[date]) -> str:
    """Say of a relief that ends how far recovery was looked for, or why it was not; else "".

    Args:
        name: Of the scenario.
        ban_share: Of coal, `(month,)`.
        months: First days of the months.
    """
    relief = find_relief(ban_share)
    if relief is None:
        return ""
    _, ends, until = relief
    n = until - ends
    back = f"{name}: the ban on coal ends in {month_name(months[ends])}"
    if n < STAYS:
        return f"{back}, {n} months before the next or the run's end: too few to tell of recovery."
    if until == len(months):
        return ""
    return (
        f"{back} and a ban is back in {month_name(months[until])}: recovery is looked for in the "
        f"{n} months between."
    )


def _spells(is_so: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Give first month and month after of each spell; short breaks belong to it."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_so, [False])).astype(np.int8)))
    found: list[tuple[int, int]] = []
    for first, after in edges.reshape(-1, 2).tolist():
        if found and first - found[-1][1] < LEAST_OPEN:
            found[-1] = (found[-1][0], after)
        else:
            found.append((first, after))
    return found
