"""The days of which a claim speaks; both ends are included, and an end may be open or unknown."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Span", "in_year_told", "year_before"]


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|year|지난해|작년|올해|내년|去年|今年|明年")
_MONTH = re.compile(r"\bjan(?:uary)?\b|1 ?[月월]")


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day, both included; None is unknown or open."""

    first: date | None
    last: date | None

    @property
    def is_known(self) -> bool:
        """Say whether at least one end is known."""
        return self.first is not None or self.last is not None

    @property
    def is_whole(self) -> bool:
        """Say whether both ends are known."""
        return self.first is not None and self.last is not None

    @property
    def is_month(self) -> bool:
        """Say whether it is one calendar month."""
        if self.first is None or self.last is None or self.first.day != 1:
            return False
        end = calendar.monthrange(self.first.year, self.first.month)[1]
        return self.last == self.first.replace(day=end)

    @property
    def is_year(self) -> bool:
        """Say whether it is one calendar year."""
        if self.first is None or self.last is None:
            return False
        return self.first == date(self.last.year, 1, 1) and self.last == date(
            self.last.year, 12, 31
        )

    def closed(self, text: str) -> "Span":
        """Give the point from which an open span counts: of "since 2009" the year.

        Args:
            text: Its words.
        """
        if self.first is None or self.last is not None:
            return self
        if any(sign.isdigit() for sign in text.replace(str(self.first.year), "")):
            return Span(self.first, self.first)
        if self.first.month == 1 and _MONTH.search(text.lower()) is None:
            return Span(self.first, self.first.replace(month=12, day=31))
        end = calendar.monthrange(self.first.year, self.first.month)[1]
        return Span(self.first, self.first.replace(day=end))

    def meets(self, other: "Span") -> bool:
        """Say whether the two share a day; an unknown end is taken as open."""
        return not self.is_before(other) and not other.is_before(self)

    def is_before(self, other: "Span") -> bool:
        """Say whether this one surely ends before the other begins."""
        return self.last is not None and other.first is not None and self.last < other.first

    def holds(self, other: "Span") -> bool:
        """Say whether the other lies wholly within this one, and is not the same."""
        if not (self.is_whole and other.is_whole) or self == other:
            return False
        assert self.first is not None
        assert self.last is not None
        assert other.first is not None
        assert other.last is not None
        return self.first <= other.first and other.last <= self.last

    def encloses(self, other: "Span") -> bool:
        """Say whether all days of the other lie in this one, whose own ends may be open."""
        if other.first is None or other.last is None:
            return False
        return (self.first or date.min) <= other.first and other.last <= (self.last or date.max)

    def said(self) -> str:
        """Give the span in words."""
        if self.is_year and self.first is not None:
            return str(self.first.year)
        if self.is_month and self.first is not None:
            return f"{self.first:%B %Y}"
        if self.is_whole:
            return f"{self.first} to {self.last}"
        if self.first is not None:
            return f"from {self.first} on"
        return f"until {self.last}" if self.last is not None else "at a time not said"


def year_before(span: Span) -> Span:
    """Give the same days of the year before; a last day of a month stays one."""
    return Span(_back(span.first), _back_last(span.last))


def _back(day: date | None) -> date | None:
    if day is None:
        return None
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _back_last(day: date | None) -> date | None:
    if day is None:
        return None
    after = day + timedelta(days=1)
    if after.day == 1:
        moved = _back(after)
        assert moved is not None
        return moved - timedelta(days=1)
    return _back(day)


def in_year_told(day: date, wanted: date, text: str) -> date:
    """Give a day in the year wanted where its words name no year, which then was only guessed.

    Args:
        day: As read.
        wanted: The day that it is held against.
        text: Its words.
    """
    if _YEAR.search(text) or (day.month, day.day) == (2, 29):
        return day
    return day.replace(year=wanted.year)
