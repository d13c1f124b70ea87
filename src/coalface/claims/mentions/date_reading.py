"""What is known while dates of one text are read: its publication, and what was last spoken of."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from coalface.claims.mentions.spans_of_days import Days
from coalface.claims.mentions.types import Grain

__all__ = ["SAID_BEFORE", "DateFound", "DateReading", "Reader"]

#: No word that decides on an expression stands further before it.
_LOOK_BACK = 32
SAID_BEFORE = re.compile(
    r"(?:the )?\b(?P<said>last|this|next|past|this past|previous|following|same"
    r"|current|coming)[ -]$",
    re.IGNORECASE,
)


class DateFound(NamedTuple):
    """An expression of time with the days that it covers; None if they cannot be told.

    `is_open` says that it goes on after the last of them: "now".
    """

    start: int
    end: int
    days: Days | None
    grain: Grain
    is_open: bool = False


@dataclass(slots=True)
class DateReading:
    """The state of reading one text.

    Attributes:
        text: The clean string.
        published: Day of publication, or None.
        base: The last month, quarter or year spoken of: "a year earlier" counts from it.
        month: The last month spoken of: "the 12th" is a day of it.
    """

    text: str
    published: date | None
    base: Days | None = None
    month: Days | None = field(default=None)

    def note(self, found: DateFound) -> None:
        """Keep a period as what later words may count from."""
        if found.days is None:
            return
        if found.grain in ("month", "quarter", "half", "year", "span"):
            self.base = found.days
        if found.grain in ("month", "decade", "week", "day"):
            self.month = found.days

    def before(self, pattern: re.Pattern[str], start: int) -> re.Match[str] | None:
        """Find what stands right before a place."""
        return pattern.search(self.text, max(0, start - _LOOK_BACK), start)


#: Reads an expression around a word that starts and ends at two places.
Reader = Callable[[DateReading, int, int], DateFound | None]
