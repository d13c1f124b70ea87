"""Set phrases of time: "at present", "to date", "year-end", "the turn of the year"."""

import re
from datetime import date, timedelta

from coalface.claims.mentions.context_dates import read_that_night
from coalface.claims.mentions.date_reading import DateFound, DateReading, Reader
from coalface.claims.mentions.spans_of_days import (
    Days,
    days_before,
    month_days,
    months_back,
    year_days,
)
from coalface.claims.mentions.types import Grain

__all__ = ["PHRASE_READERS", "read_phrase"]

_BEFORE_LAST = re.compile(r" before last\b")
_THE = re.compile(r"\bthe $", re.IGNORECASE)
_END = re.compile(r"(?:-| )end\b(?! of)", re.IGNORECASE)
_TURN = re.compile(r"\b(?:the )?turn of the $", re.IGNORECASE)
_TO_DATE = re.compile(r"[ -]to[ -]date\b")
_LED = re.compile(r"\b(?:in )?the $|\bthis $", re.IGNORECASE)
_VAGUE = re.compile(r"\b(?:in )?(?P<word>recent|these|the last few|the past few) $", re.IGNORECASE)
_VAGUE_ENDS = ("recent ", "these ", "few ")
_AT = re.compile(r"\b(?:at|for) (?:the )?$", re.IGNORECASE)
_TO = re.compile(r"\bto $", re.IGNORECASE)
_FORTNIGHT = re.compile(r"\b(?:the )?(?P<said>past|last|a) $", re.IGNORECASE)
_AGO = re.compile(r" ago\b")
_DECADE = re.compile(r"\b(?:the )?(?:past|last) $", re.IGNORECASE)
_YESTERDAY = re.compile(r"\b(?:the )?day before $", re.IGNORECASE)
_LATER = re.compile(r"\b(?P<said>later) (?:in )?this $", re.IGNORECASE)
_WEEKEND = re.compile(
    r"\b(?:(?:over|at|during|on) )?(?P<said>last|this past|the past|this|next|the coming|the) $",
    re.IGNORECASE,
)
_THIS_OR_LAST = re.compile(r"\b(?P<said>this|last) $", re.IGNORECASE)
_GRAINS: dict[str, Grain] = {"day": "day", "week": "week", "month": "month", "year": "year"}
FORTNIGHT_D = 14


def read_phrase(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    """Read set phrases that end in day, week, month or year.

    Args:
        reading: What is known of the text.
        start: Where the unit's word starts.
        end: One past its end.
        unit: `day`, `week`, `month` or `year`.

    Returns:
        The expression, or None.
    """
    for read in (_before_last, _later_this, _year_end, _turn, _to_date, _recent):
        found = read(reading, start, end, unit)
        if found is not None:
            return found
    return None


def _before_last(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    after = _BEFORE_LAST.match(reading.text, end)
    the = reading.before(_THE, start) if after is not None else None
    if after is None or the is None or unit not in _GRAINS:
        return None
    days = None if reading.published is None else _back(reading.published, 2, unit)
    return DateFound(the.start(), after.end(), days, _GRAINS[unit])


def _back(published: date, steps: int, unit: str) -> Days:
    if unit == "day":
        return days_before(published, steps), days_before(published, steps)
    if unit == "week":
        monday = published - timedelta(days=published.weekday() + 7 * steps)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return month_days(*months_back(published, steps))
    return year_days(published.year - steps)


def _later_this(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    """Read "later this year" as what is left of it."""
    is_this = reading.text[max(0, start - 5) : start].lower() == "this "
    later = reading.before(_LATER, start) if is_this else None
    if later is None or unit not in ("week", "month", "year"):
        return None
    published = reading.published
    days = None if published is None else (published, _back(published, 0, unit)[1])
    return DateFound(later.start(), end, days, "span")


def _year_end(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    """Read "year-end" and "month-end": the nearest one ahead after "by", else the last one."""
    after = _END.match(reading.text, end)
    if after is None or unit not in ("year", "month"):
        return None
    published = reading.published
    if published is None:
        return DateFound(start, after.end(), None, "day")
    is_ahead = reading.text[max(0, start - 10) : start].rstrip().endswith(_AHEAD)
    day = _back(published, 0 if is_ahead else 1, unit)[1]
    return DateFound(start, after.end(), (day, day), "day")


_AHEAD = ("by", "until", "till", "before", "to", "at this", "this")


def _turn(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    is_of = reading.text[max(0, start - 7) : start].lower() == "of the "
    turn = reading.before(_TURN, start) if unit == "year" and is_of else None
    if turn is None:
        return None
    published = reading.published
    days = (date(published.year - 1, 12, 1), date(published.year, 1, 31)) if published else None
    return DateFound(turn.start(), end, days, "span")


def _to_date(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    after = _TO_DATE.match(reading.text, end)
    if after is None or unit not in ("year", "month"):
        return None
    led = reading.before(_LED, start)
    published = reading.published
    days = None if published is None else (_back(published, 0, unit)[0], published)
    return DateFound(led.start() if led else start, after.end(), days, "span")


def _recent(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    """Read "recent days" like "recently", "these days" like "now"; "recent years" has no days."""
    is_many = reading.text[end - 1] == "s"
    vague = reading.before(_VAGUE, start, _VAGUE_ENDS) if is_many else None
    if vague is None:
        return None
    published = reading.published
    if vague["word"].lower() == "these":
        if unit != "day":
            return None
        days = (published.replace(day=1), published) if published else None
        return DateFound(vague.start(), end, days, "span", is_open=True)
    days = None
    if published is not None and unit in ("day", "week"):
        days = month_days(*months_back(published, 1))[0], published
    return DateFound(vague.start(), end, days, "span")


def _present(reading: DateReading, start: int, end: int) -> DateFound | None:
    """Read "at present", "at the moment", "for the time being" as the month and on."""
    at = reading.before(_AT, start)
    if at is None:
        return None
    word = reading.text[start:end].lower()
    stop = end
    if word == "time":
        if not reading.text.startswith(" being", end):
            return None
        stop = end + len(" being")
    elif word == "moment" and not at.group().lower().endswith("the "):
        return None
    published = reading.published
    days = (published.replace(day=1), published) if published else None
    return DateFound(at.start(), stop, days, "span", is_open=True)


def _date(reading: DateReading, start: int, end: int) -> DateFound | None:
    """Read "to date" as up to the day of publication."""
    to = reading.before(_TO, start)
    if to is None or reading.text.startswith("-", end):
        return None
    day = reading.published
    return DateFound(to.start(), end, (day, day) if day else None, "day", is_end=True)


def _fortnight(reading: DateReading, start: int, end: int) -> DateFound | None:
    said = reading.before(_FORTNIGHT, start)
    if said is None:
        return None
    published, word = reading.published, said["said"].lower()
    after = _AGO.match(reading.text, end)
    if word == "a":
        if after is None:
            return None
        day = None if published is None else days_before(published, FORTNIGHT_D)
        return DateFound(
            said.start(),
            after.end(),
            (day - timedelta(days=3), day + timedelta(days=3)) if day else None,
            "week",
        )
    days = None if published is None else (days_before(published, FORTNIGHT_D), published)
    return DateFound(said.start(), end, days, "span")


def _decade(reading: DateReading, start: int, end: int) -> DateFound | None:
    past, published = reading.before(_DECADE, start), reading.published
    if past is not None:
        spell = (_years_back(published, 10), published) if published else None
        return DateFound(past.start(), end, spell, "span")
    after = _AGO.match(reading.text, end)
    if after is None or not reading.text[max(0, start - 2) : start].lower().endswith("a "):
        return None
    days = None if published is None else year_days(published.year - 10)
    return DateFound(start - 2, after.end(), days, "year")


def _years_back(day: date, years: int) -> date:
    last = month_days(day.year - years, day.month)[1].day
    return date(day.year - years, day.month, min(day.day, last))


def _yesterday(reading: DateReading, start: int, end: int) -> DateFound | None:
    before = reading.before(_YESTERDAY, start)
    begin = before.start() if before else start
    if reading.published is None:
        return DateFound(begin, end, None, "day")
    day = days_before(reading.published, 2 if before else 1)
    return DateFound(begin, end, (day, day), "day")


def _weekend(reading: DateReading, start: int, end: int) -> DateFound | None:
    """Read "at the weekend" as the last one that has begun; "next weekend" is the one ahead."""
    led = reading.before(_WEEKEND, start)
    if led is None or reading.text.startswith(" of ", end):
        return None
    published = reading.published
    if published is None:
        return DateFound(led.start(), end, None, "span")
    is_last = led["said"].lower().strip() in ("last", "this past", "the past")
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    if is_last and saturday + timedelta(days=1) >= published:
        saturday -= timedelta(days=7)
    if led["said"].lower().strip() in ("next", "the coming"):
        saturday += timedelta(days=7)
    return DateFound(led.start(), end, (saturday, saturday + timedelta(days=1)), "span")


def _part_of_day(reading: DateReading, start: int, end: int) -> DateFound | None:
    """Read "this morning" as today, "last night" as yesterday, "that night" as told last."""
    led = reading.before(_THIS_OR_LAST, start)
    if led is None:
        return read_that_night(reading, start, end)
    back = int(led["said"].lower() == "last")
    day = reading.published and days_before(reading.published, back)
    return DateFound(led.start(), end, (day, day) if day else None, "day")


PHRASE_READERS: dict[str, Reader] = {
    **dict.fromkeys(["present", "moment", "time"], _present),
    "date": _date,
    "fortnight": _fortnight,
    "decade": _decade,
    "yesterday": _yesterday,
    "weekend": _weekend,
    **dict.fromkeys(["night", "morning", "afternoon", "evening"], _part_of_day),
}
