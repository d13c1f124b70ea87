"""The axis of months: first days of months, and what part of a month's days a spell takes."""

import re
from datetime import date, timedelta

__all__ = [
    "days_in_month",
    "days_share",
    "month_axis",
    "month_name",
    "next_month",
    "parse_month",
    "parse_span",
    "shift_day",
]

MONTHS_A_YEAR = 12
MONTH = re.compile(r"(\d{4})-(\d{2})")


def month_axis(first: date, last: date) -> tuple[date, ...]:
    """Give the first days of all months from one to another, the last one included.

    Args:
        first: Any day of the first month.
        last: Any day of the last month.

    Raises:
        ValueError: If the last month is before the first.
    """
    start, end = first.replace(day=1), last.replace(day=1)
    if end < start:
        raise ValueError(f"{month_name(end)} is before {month_name(start)}: no month between them")
    n = (end.year - start.year) * MONTHS_A_YEAR + end.month - start.month + 1
    return tuple(shift_day(start, i) for i in range(n))


def next_month(month: date) -> date:
    """Give the first day of the month after."""
    return shift_day(month.replace(day=1), 1)


def days_in_month(month: date) -> int:
    """Give the number of days of a month."""
    return (next_month(month) - month.replace(day=1)).days


def days_share(month: date, starts_on: date, ends_on: date | None) -> float:
    """Give the part of a month's days, 0 to 1, that a spell takes.

    Args:
        month: Any day of the month.
        starts_on: First day of the spell.
        ends_on: First day after it, or None where it is open.
    """
    first, after = month.replace(day=1), next_month(month)
    start = max(first, starts_on)
    end = after if ends_on is None else min(after, ends_on)
    return max(0, (end - start).days) / (after - first).days


def shift_day(day: date, months: int) -> date:
    """Move a day by whole months; a day that the month lacks becomes its last."""
    index = day.year * MONTHS_A_YEAR + day.month - 1 + months
    first = date(index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1, 1)
    after = date(first.year + first.month // MONTHS_A_YEAR, first.month % MONTHS_A_YEAR + 1, 1)
    return first.replace(day=min(day.day, (after - timedelta(days=1)).day))


def month_name(month: date) -> str:
    """Give a month as files write it, e.g. `2017-08`."""
    return f"{month.year:04d}-{month.month:02d}"


def parse_month(text: str) -> date:
    """Read a month such as `2017-08` as its first day.

    Raises:
        ValueError: If it is none.
    """
    found = MONTH.fullmatch(text.strip())
    if found is None or not 1 <= int(found[2]) <= MONTHS_A_YEAR or int(found[1]) == 0:
        raise ValueError(f"{text!r} is no month. Write YYYY-MM, such as 2017-08")
    return date(int(found[1]), int(found[2]), 1)


def parse_span(text: str) -> tuple[date, date]:
    """Read a span of months such as `2000-01..2030-12`, the last month included.

    Raises:
        ValueError: If it is none, or ends before it starts.
    """
    parts = text.split("..")
    if len(parts) != 2:  # noqa: PLR2004 - first and last
        raise ValueError(f"{text!r} is no span of months. Write YYYY-MM..YYYY-MM")
    first, last = parse_month(parts[0]), parse_month(parts[1])
    if last < first:
        raise ValueError(f"{text!r} ends before it starts")
    return first, last
