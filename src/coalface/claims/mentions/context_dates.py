"""Times that count from one spoken of before: "thereafter", "that month", "two years later"."""

import re
from datetime import date, timedelta

from coalface.claims.mentions.date_reading import DateFound, DateReading, Reader
from coalface.claims.mentions.spans_of_days import (
    MONTHS_IN_YEAR,
    Days,
    month_days,
    months_back,
    quarter_days,
    year_days,
)
from coalface.claims.mentions.types import Grain

__all__ = ["CONTEXT_READERS", "SMALL_NUMBERS", "read_context", "read_that_night"]

#: Number words that count units of time.
SMALL_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "a": 1, "an": 1,
}  # fmt: skip
_COUNT_BEFORE = re.compile(
    rf"\b(?P<count>\d{{1,2}}|{'|'.join(SMALL_NUMBERS)}) (?:full )?$", re.IGNORECASE
)
_LATER = re.compile(r" (?:later|on|thereafter|afterwards?)\b")
_THAT = re.compile(
    r"\b(?:(?P<part>later|earlier|early|late) )?(?:in )?"
    r"(?P<said>that(?: same| very)?|the (?:very )?same) $",
    re.IGNORECASE,
)
_THAT_ENDS = frozenset({"that ", "same ", "very "})
#: "said that day labourers": a clause, no day.
_SAYING = re.compile(
    r"\b(?:say|says|said|saying|told|tell|tells|added|noted|claims?|claimed|shows?|showed|shown"
    r"|believes?|believed|reports?|reported|estimates?|estimated|thinks?|thought|means?|meant"
    r"|so|such|fear|fears|confirmed|confirms|assume|us|me) $",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(r"\b(?:the following|the next|the ensuing|the subsequent) $", re.IGNORECASE)
_FOLLOWING_ENDS = ("following ", "next ", "ensuing ", "subsequent ")
_AFTER = re.compile(r" (?:after|following)(?= ?[.,;:)]|$| (?:that|it|to|was|were|had|and)\b)")
_BEFORE = re.compile(
    r" (?:before|earlier)(?= ?[.,;:)]|$| (?:that|it|they|there|these|those|was|were|had)\b)"
)
_BESIDE = (" after", " following", " before", " earlier")
_THE = re.compile(r"\bthe $", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:since|from|ever since) $", re.IGNORECASE)
_CLOSED = re.compile(r"\b(?:by|until|till|before|up to) $", re.IGNORECASE)
#: A word of place or sequence follows: "and then", "then the ship" is no time.
_GRAINS: dict[str, Grain] = {
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
}


def read_context(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    """Read what ends in day, week, month or year and counts from a time spoken of before.

    Args:
        reading: What is known of the text.
        start: Where the unit's word starts.
        end: One past its end.
        unit: `day`, `week`, `month`, `quarter` or `year`.

    Returns:
        The expression; None if no such words stand beside the unit, or nothing was spoken of.
    """
    if unit == "period" and (that := reading.before(_THAT, start)) and reading.base is not None:
        return DateFound(that.start(), end, reading.base, "span")
    if reading.last is None or unit not in _GRAINS:
        return None
    if unit in ("day", "week") and (reading.last[1] - reading.last[0]).days > MAX_SHORT_D:
        return None  # "the following week" of a quarter is no week that can be told
    if (later := _LATER.match(reading.text, end)) and (count := _count(reading, start)):
        days = _ahead(reading.last, count[1], unit)
        return DateFound(count[0], later.end(), days, _GRAINS[unit])
    if reading.text[end - 1] == "s" or reading.text[start - 1 : start] != " ":
        return None
    return _that(reading, start, end, unit) or _next_one(reading, start, end, unit)


def _count(reading: DateReading, start: int) -> tuple[int, int] | None:
    match = reading.before(_COUNT_BEFORE, start)
    if match is None:
        return None
    word = match["count"].lower()
    return match.start(), int(word) if word.isdigit() else SMALL_NUMBERS[word]


def _that(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    is_that = reading.text[max(0, start - 5) : start].lower() in _THAT_ENDS
    that = reading.before(_THAT, start) if is_that else None
    if that is None or reading.last is None:
        return None
    if _SAYING.search(reading.text, max(0, that.start() - 12), that.start()):
        return None
    days = _whole(reading.last[0], unit)
    return DateFound(that.start(), end, _part(reading.last, days, that["part"]), _GRAINS[unit])


def _part(last: Days, days: Days, part: str | None) -> Days:
    """Give "later that month" as what is left of it, "earlier that year" as what went before."""
    if part == "later" and days[0] <= last[1] < days[1]:
        return last[1] + timedelta(days=1), days[1]
    if part == "earlier" and days[0] < last[0] <= days[1]:
        return days[0], last[0] - timedelta(days=1)
    return days


def _next_one(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    """Read "the following month", "the year after" and "the week before"."""
    assert reading.last is not None
    if following := reading.before(_FOLLOWING, start, _FOLLOWING_ENDS):
        return DateFound(following.start(), end, _ahead(reading.last, 1, unit), _GRAINS[unit])
    is_after = reading.text.startswith(_BESIDE, end)
    the = reading.before(_THE, start) if is_after else None
    if the is None:
        return None
    if after := _AFTER.match(reading.text, end):
        return DateFound(the.start(), after.end(), _ahead(reading.last, 1, unit), _GRAINS[unit])
    before = _BEFORE.match(reading.text, end)
    if before is None:
        return None
    return DateFound(the.start(), before.end(), _ahead(reading.last, -1, unit), _GRAINS[unit])


def _ahead(last: Days, count: int, unit: str) -> Days:
    """Give the time so many units after another; of a stretch of days, the same stretch."""
    if unit in ("day", "week"):
        step = timedelta(days=count * (7 if unit == "week" else 1))
        base = last[1] if count > 0 else last[0]
        return (base + step, base + step) if unit == "day" else (last[0] + step, last[1] + step)
    months = count * {"month": 1, "quarter": 3, "year": MONTHS_IN_YEAR}[unit]
    is_short = (last[1] - last[0]).days <= MAX_SHORT_D
    if is_short and unit == "year":
        return month_days(*months_back(last[0], -months))
    if is_short:
        return month_days(*months_back(last[0], -months))
    return month_days(*months_back(last[0], -months))[0], month_days(
        *months_back(last[1], -months)
    )[1]


#: A time no longer than this lies in one month.
MAX_SHORT_D = 20


def _whole(day: date, unit: str) -> Days:
    """Give the day, week, month, quarter or year that holds a day."""
    if unit == "day":
        return day, day
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return month_days(day.year, day.month)
    if unit == "quarter":
        return quarter_days(day.year, (day.month + 2) // 3)
    return year_days(day.year)


def _thereafter(reading: DateReading, start: int, end: int) -> DateFound | None:
    """Read "thereafter" as from the day after the time spoken of last, with an open end."""
    if reading.last is None:
        return None
    day = reading.last[1] + timedelta(days=1)
    return DateFound(start, end, (day, day), "span", is_open=True)


def _then(reading: DateReading, start: int, end: int) -> DateFound | None:
    """Read "since then", "from then on", "by then"; a bare "then" only orders a story."""
    text, low = reading.text, max(0, start - 12)
    if reading.last is None:
        return None
    if _OPEN.search(text, low, start):
        day = reading.last[1] + timedelta(days=1)
        stop = end + 3 if text.startswith(" on", end) else end
        return DateFound(start, stop, (day, day), "span", is_open=True)
    return DateFound(start, end, reading.last, "span") if _CLOSED.search(text, low, start) else None


def read_that_night(reading: DateReading, start: int, end: int) -> DateFound | None:
    """Read "the same night" and "that morning" as the day spoken of last.

    Args:
        reading: What is known of the text.
        start: Where the word for the part of a day starts.
        end: One past its end.

    Returns:
        The expression; None if no such words stand before it, or no day was spoken of.
    """
    last = reading.last
    if last is None or last[0] != last[1] or reading.text[start - 1 : start] != " ":
        return None
    return _that(reading, start, end, "day")


CONTEXT_READERS: dict[str, Reader] = {"thereafter": _thereafter, "then": _then}
