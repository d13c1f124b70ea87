"""What is known while dates of one text are read: its publication, and what was last spoken of."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from coalface.claims.mentions.spans_of_days import Days
from coalface.claims.mentions.types import Grain

__all__ = ["DateFound", "DateReading", "Reader"]

#: No word that decides on an expression stands further before it.
_LOOK_BACK = 32
_CENTURY = re.compile(r"(?:19|20)\d\d")
_FIGURE = re.compile(r"\d")
_DATED = frozenset({"day", "month", "decade", "week", "year"})
_SAID = (
    "last", "this", "next", "past", "this past", "previous", "following", "same",
    "corresponding", "current", "coming", "ongoing",
)  # fmt: skip
_SAID_BEFORE = re.compile(rf"(?:the )?\b(?P<said>{'|'.join(_SAID)})[ -]$", re.IGNORECASE)
_LONGEST_SAID = 1 + max(map(len, _SAID))
_SAID_WIDTH = len("the ") + _LONGEST_SAID


class DateFound(NamedTuple):
    """An expression of time with the days that it covers; None if they cannot be told.

    `is_open` says that it goes on after the last of them: "now"; `is_end` that only the end is
    told: "to date".
    """

    start: int
    end: int
    days: Days | None
    grain: Grain
    is_open: bool = False
    is_end: bool = False


@dataclass(slots=True)
class DateReading:
    """The state of reading one text.

    Attributes:
        text: The clean string.
        published: Day of publication, or None.
        base: The last month, quarter or year spoken of: "a year earlier" counts from it.
        month: The last month spoken of: "the 12th" is a day of it.
        is_day: Whether it was spoken of by a day of it in figures.
        last: The last time of any length spoken of: "thereafter" counts from it.
        dated: The last time with a year in digits: where its words end, its days, its grain.
    """

    text: str
    published: date | None
    base: Days | None = None
    month: Days | None = field(default=None)
    is_day: bool = False
    last: Days | None = None
    dated: tuple[int, Days, Grain] | None = None

    def note(self, found: DateFound) -> None:
        """Keep a period as what later words may count from."""
        if found.days is None:
            return
        self.last = found.days
        if found.grain in _DATED and _CENTURY.search(self.text, found.start, found.end):
            self.dated = found.end, found.days, found.grain
        if found.grain in ("month", "quarter", "half", "year", "span"):
            self.base = found.days
        if found.grain in ("month", "decade", "week", "day"):
            self.month = found.days
            self.is_day = found.grain == "day" and bool(_FIGURE.search(self.text, *found[:2]))

    def before(
        self, pattern: re.Pattern[str], start: int, ends: tuple[str, ...] = ("",)
    ) -> re.Match[str] | None:
        """Find what stands right before a place; where none of `ends` does, nothing is there."""
        low = start - _LOOK_BACK if start > _LOOK_BACK else 0
        if not self.text[low:start].lower().endswith(ends):
            return None
        return pattern.search(self.text, low, start)

    def said(self, start: int) -> re.Match[str] | None:
        """Find "last", "this", "the same" right before a place; most words are led by none."""
        lead = self.text[max(0, start - _LONGEST_SAID) : max(0, start - 1)].lower()
        if not lead.endswith(_SAID):
            return None
        return _SAID_BEFORE.search(self.text, max(0, start - _SAID_WIDTH), start)


#: Reads an expression around a word that starts and ends at two places.
Reader = Callable[[DateReading, int, int], DateFound | None]
