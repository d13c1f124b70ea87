"""The axis of months: first days of months, and what part of a month's days a spell takes."""

import re
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "days_in_months",
    "days_taken",
    "month_axis",
    "month_name",
    "next_month",
    "parse_month",
    "parse_period",
    "parse_span",
    "shift_day",
]

MONTHS_A_YEAR = 12
MONTH = re.compile(r"(\d{4})-(\d{2})")
YEAR = re.compile(r"\d{4}", re.ASCII)


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


def days_taken(
    months: tuple[date, ...], starts_on: date, ends_on: date | None
) -> NDArray[np.int64]:
    """Give how many days of each month a spell takes.

    Args:
        months: First days of the months.
        starts_on: First day of the spell.
        ends_on: First day after it, or None where it is open.
    """
    firsts, after = _bounds(months)
    end = after if ends_on is None else np.minimum(after, np.datetime64(ends_on))
    taken = (end - np.maximum(firsts, np.datetime64(starts_on))).astype(np.int64)
    return np.maximum(taken, 0)


def days_in_months(months: tuple[date, ...]) -> NDArray[np.int64]:
    """Give the number of days of each month."""
    firsts, after = _bounds(months)
    return (after - firsts).astype(np.int64)


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


def parse_period(text: str) -> tuple[date, date]:
    """Read a year, a month, or a span of months as its first and last month.

    Raises:
        ValueError: If it is none of them, or ends before it starts.
    """
    if YEAR.fullmatch(text):
        return parse_month(f"{text}-01"), parse_month(f"{text}-12")
    if ".." in text:
        return parse_span(text)
    month = parse_month(text)
    return month, month


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


@lru_cache(maxsize=8)
def _bounds(months: tuple[date, ...]) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    firsts = np.array(months, dtype="datetime64[D]")
    return firsts, (firsts.astype("datetime64[M]") + 1).astype("datetime64[D]")
