"""Expressions of time that count from the day of publication or from what was said before."""

import re
from datetime import date, timedelta

from coalface.claims.mentions.context_dates import SMALL_NUMBERS, read_context
from coalface.claims.mentions.date_reading import DateFound, DateReading, Reader
from coalface.claims.mentions.set_phrases import read_phrase
from coalface.claims.mentions.spans_of_days import (
    MONTHS_IN_YEAR,
    Days,
    days_before,
    month_days,
    months_back,
    part_of_year,
    quarter_days,
    year_days,
)
from coalface.claims.mentions.types import Grain
from coalface.claims.mentions.years import YEAR_FORM, stated_year

__all__ = ["UNIT_READERS", "this_or_last"]

_NUMBER = r"(?P<number>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_NUMBER_ENDS = tuple(f"{word} " for word in (*SMALL_NUMBERS, *"0123456789"))
_PART_BEFORE = re.compile(
    r"(?:the )?\b(?P<part>early|earlier|mid|later?|beginning of|start of|end of"
    r"|middle of)[ -](?:in )?$",
    re.IGNORECASE,
)
_PART_OF_THE = re.compile(
    r"(?:the )?\b(?P<part>beginning of|start of|end of|middle of) the $", re.IGNORECASE
)
_SPELL_BEFORE = re.compile(
    rf"\b(?:(?:in|over|during|for|within) )?the (?P<side>past|last|previous|next|coming|following)"
    rf" {_NUMBER} $",
    re.IGNORECASE,
)
#: Characters of "the following" and the longest number after it.
_SPELL_WIDTH = len("the following eleven  ")
_FIRST_BEFORE = re.compile(
    rf"(?:the )?\b(?:first|(?P<after>after|within)) {_NUMBER} $", re.IGNORECASE
)
_HALF_BEFORE = re.compile(r"\bhalf $", re.IGNORECASE)
_FINAL_BEFORE = re.compile(rf"\b(?:in )?(?:the )?(?:last|final|closing) {_NUMBER} $", re.IGNORECASE)
_FINAL = ("last", "final", "closing")
_COUNT_BEFORE = re.compile(rf"(?:\b|^){_NUMBER} $", re.IGNORECASE)
_FEW_BEFORE = re.compile(
    r"\b(?:a |some |just a |only a )?(?P<few>couple of|few|several|some|many) $", re.IGNORECASE
)
_AGO = re.compile(
    r" (?P<word>ago|earlier|previously|before(?! (?:the|that|this|it|they|he|she|being|any)\b))\b"
)
#: "short of the 9,100 t of a year ago": a year before the month that is spoken of.
_OF_LEVEL = re.compile(r"\b(?:of|than|from|below|above|against|on|over) $", re.IGNORECASE)
_SAME = re.compile(
    r"(?: of| in| a)? (?:(?P<said>last year|a year earlier|a year ago|the previous year"
    r"|the year before|the preceding year|the prior year|year before|year earlier|year ago)\b"
    r"|(?P<year>(?:19|20)\d\d)(?![\d%]|[.,]\d))"
)
_PARTS = {
    "early": "early", "earlier": "early", "mid": "mid", "middle of": "mid", "late": "late",
    "later": "late", "beginning of": "begin", "start of": "begin", "end of": "end",
}  # fmt: skip


def _unit(reading: DateReading, start: int, end: int) -> DateFound | None:
    """Read what ends in day, week, month or year: "last month", "six months earlier"."""
    unit = reading.text[start:end].lower()
    single = unit.removesuffix("s")
    for read in _READ_UNIT:
        found = read(reading, start, end, single)
        if found is not None:
            return found
    return None


def _ago(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    after = _AGO.match(reading.text, end)
    if after is None:
        return None
    count = reading.before(_COUNT_BEFORE, start)
    if count is None:
        return _vague_ago(reading, start, after, unit)
    back = _number(count["number"])
    half = reading.before(_HALF_BEFORE, count.start()) if unit == "year" and back == 1 else None
    if half is not None:
        month = reading.published and months_back(reading.published, 6)
        return DateFound(half.start(), after.end(), month_days(*month) if month else None, "month")
    is_beside = (
        back == 1
        and unit == "year"
        and _OF_LEVEL.search(reading.text, max(0, count.start() - 12), count.start())
    )
    is_context = (after["word"] != "ago" or bool(is_beside)) and reading.base is not None
    if is_context and reading.base and unit in ("month", "year"):
        days: Days | None = _shift(reading.base, back * (12 if unit == "year" else 1))
    else:
        days = _back(reading.published, back, unit)
    return DateFound(count.start(), after.end(), days, _GRAINS[unit])


def _vague_ago(
    reading: DateReading, start: int, after: re.Match[str], unit: str
) -> DateFound | None:
    """Read "a couple of months ago"; "some weeks ago" has no days that can be told."""
    few = reading.before(_FEW_BEFORE, start)
    if few is None or after["word"] != "ago":
        return None
    is_two = few["few"].lower().startswith("couple")
    days = _back(reading.published, 2, unit) if is_two else None
    return DateFound(few.start(), after.end(), days, _GRAINS[unit] if is_two else "span")


def _final_months(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    """Read "the final three months of 2019", or of last year."""
    if unit != "month":
        return None
    lead = reading.text[max(0, start - _SPELL_WIDTH) : start].lower()
    is_led = any(word in lead for word in _FINAL)
    final = reading.before(_FINAL_BEFORE, start) if is_led else None
    if final is None:
        return None
    match = YEAR_FORM.match(reading.text, end)
    assert match is not None
    year, count = stated_year(reading, match), _number(final["number"])
    if year is None or not 1 <= count <= MONTHS_IN_YEAR:
        return None
    days = month_days(year, MONTHS_IN_YEAR + 1 - count)[0], year_days(year)[1]
    return DateFound(final.start(), match.end(), days, "span")


_GRAINS: dict[str, Grain] = {
    "day": "day",
    "week": "week",
    "month": "month",
    "year": "year",
    "quarter": "quarter",
}


def _number(word: str) -> int:
    return int(word) if word.isdigit() else SMALL_NUMBERS[word.lower()]


def _shift(days: Days, months: int) -> Days:
    first = months_back(days[0], months)
    last = months_back(days[1], months)
    is_whole = days[0].day == 1
    if is_whole:
        return month_days(*first)[0], month_days(*last)[1]
    start = month_days(*first)
    return start[0].replace(day=min(days[0].day, start[1].day)), start[0].replace(
        day=min(days[1].day, start[1].day)
    )


def _back(published: date | None, count: int, unit: str) -> Days | None:
    if published is None:
        return None
    if unit in ("day", "week"):
        day = days_before(published, count * (7 if unit == "week" else 1))
        return (day, day) if unit == "day" else (day - timedelta(days=3), day + timedelta(days=3))
    year, month = months_back(published, count * {"month": 1, "quarter": 3, "year": 12}[unit])
    if unit == "year" and count > 1:
        return year_days(year)
    return month_days(year, month)


def _spell(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    """Read "the past three years", which ends on the day of publication."""
    lead = reading.text[max(0, start - _SPELL_WIDTH) : start].lower()
    spell = reading.before(_SPELL_BEFORE, start, _NUMBER_ENDS) if "the " in lead else None
    if spell is None:
        return None
    days = None
    if reading.published is not None:
        count = _number(spell["number"])
        days = _start_of_spell(reading.published, count, unit), reading.published
        if spell["side"].lower() in ("next", "coming", "following"):
            days = reading.published, _start_of_spell(reading.published, -count, unit)
    return DateFound(spell.start(), end, days, "span")


def _start_of_spell(published: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return days_before(published, count * (7 if unit == "week" else 1))
    first = month_days(
        *months_back(published, count * {"month": 1, "quarter": 3, "year": 12}[unit])
    )
    return first[0].replace(day=min(published.day, first[1].day))


def _first_months(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    """Read "the first six months", of the year stated or of the one in which they last ended."""
    first = reading.before(_FIRST_BEFORE, start, _NUMBER_ENDS) if unit == "month" else None
    if first is None:
        return None
    match = YEAR_FORM.match(reading.text, end)
    assert match is not None
    count, year = _number(first["number"]), stated_year(reading, match)
    if not 1 <= count <= MONTHS_IN_YEAR or (first["after"] and year is None):
        return None  # "after seven months of 2018", but not "after two months"
    if year is None and reading.published is not None:
        is_over = month_days(reading.published.year, count)[1] < reading.published
        year = reading.published.year - (not is_over)
    stop = match.end() if match["year"] or match["said"] else end
    days = None if year is None else (date(year, 1, 1), month_days(year, count)[1])
    return DateFound(first.start(), stop, days, "span")


def _same_period(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    said = reading.said(start)
    if said is None or said["said"].lower() not in ("same", "corresponding"):
        return None
    after = _SAME.match(reading.text, end)
    if after is None:
        return (
            DateFound(said.start(), end, reading.base, _GRAINS.get(unit, "span"))
            if reading.base
            else None
        )
    years = 1
    if after["year"] and reading.base:
        years = reading.base[0].year - int(after["year"])
    days = _shift(reading.base, MONTHS_IN_YEAR * years) if reading.base else None
    return DateFound(said.start(), after.end(), days, _GRAINS.get(unit, "span"))


def this_or_last(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    """Read "last month", "this year", "the previous quarter", with "late" or "early" before them.

    Args:
        reading: What is known of the text.
        start: Where the unit's word starts.
        end: One past its end.
        unit: `day`, `week`, `month`, `quarter` or `year`.

    Returns:
        The expression, or None if no such word stands before the unit.
    """
    said = reading.said(start)
    word = said["said"].lower() if said else ""
    if reading.text[end - 1] == "s" or word in ("same", "corresponding", "following"):
        return None
    if said is None:
        return _part_of_this(reading, start, end, unit)
    begin, published = said.start(), reading.published
    is_listed = word == "last" and reading.text[begin : begin + 4].lower() == "the "
    if is_listed and unit != "year":  # "the last month" of what?
        return None
    if published is None:
        return DateFound(begin, end, None, _GRAINS[unit])
    if word == "past":
        return DateFound(begin, end, (_start_of_spell(published, 1, unit), published), "span")
    return _steps(reading, published, (begin, end), word, unit)


def _part_of_this(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    """Read "the beginning of the year", which is the year of publication."""
    is_led = reading.text[max(0, start - len("of the ")) : start].lower() == "of the "
    part = reading.before(_PART_OF_THE, start) if is_led else None
    if part is None or unit not in ("month", "year"):
        return None
    published = reading.published
    if published is None:
        return DateFound(part.start(), end, None, "span")
    return _part_of(part, end, _steps_back(published, 0, unit), unit, published)


def _steps(
    reading: DateReading, published: date, span: tuple[int, int], word: str, unit: str
) -> DateFound:
    if word == "previous" and reading.base is not None and unit in ("month", "year"):
        days = _shift(reading.base, 12 if unit == "year" else 1)
        return DateFound(*span, days, _GRAINS[unit])
    steps = {"last": 1, "previous": 1, "next": -1, "coming": -1}.get(word, 0)
    days = _steps_back(published, steps, unit)
    part = reading.before(_PART_BEFORE, span[0])
    if part and unit in ("year", "month"):
        return _part_of(part, span[1], days, unit, published)
    if steps == 0:
        days = days[0], min(days[1], published)
    return DateFound(*span, days, _GRAINS[unit])


def _part_of(part: re.Match[str], end: int, days: Days, unit: str, published: date) -> DateFound:
    name = _PARTS[part["part"].lower()]
    if part["part"].lower() == "earlier":
        return DateFound(part.start(), end, (days[0], min(days[1], published)), "span")
    if unit == "year":
        return DateFound(part.start(), end, part_of_year(days[0].year, name), "span")
    low, high = {"early": (1, 10), "begin": (1, 10), "mid": (11, 20)}.get(name, (21, 31))
    if name == "end":  # "the end of last month" is its last day
        return DateFound(part.start(), end, (days[1], days[1]), "day")
    inside = days[0].replace(day=low), days[0].replace(day=min(high, days[1].day))
    return DateFound(part.start(), end, inside, "decade")


def _steps_back(published: date, steps: int, unit: str) -> Days:
    if unit == "day":
        day = days_before(published, steps)
        return day, day
    if unit == "week":
        monday = published - timedelta(days=published.weekday() + 7 * steps)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return month_days(*months_back(published, steps))
    if unit == "quarter":
        year, month = months_back(published, 3 * steps)
        return quarter_days(year, (month + 2) // 3)
    return year_days(published.year - steps)


_READ_UNIT = (
    _ago,
    _final_months,
    _spell,
    _first_months,
    read_phrase,
    _same_period,
    read_context,
    this_or_last,
)
UNIT_READERS: dict[str, Reader] = {
    **dict.fromkeys(["day", "days", "week", "weeks", "month", "months", "year", "years"], _unit),
    "period": _unit,
}
