"""Expressions of time that count from the day of publication or from what was said before."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from coalface.claims.mentions.date_reading import DateFound, DateReading
from coalface.claims.mentions.spans_of_days import (
    Days,
    days_before,
    half_days,
    last_weekday,
    month_days,
    months_back,
    part_of_year,
    quarter_days,
    season_days,
    year_days,
)
from coalface.claims.mentions.years import year_of

__all__ = ["RELATIVE_READERS"]

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_NUMBERS = {
    word: value
    for value, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)
} | {"a": 1, "an": 1, "couple of": 2, "few": 3, "several": 3}
_NUMBER = r"(?P<number>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_YEAR = (
    r"(?: of|,)?(?: (?P<year>(?:19|20)\d\d)(?![\d%]|[.,]\d)"
    r"| (?P<said>(?:last|this|next|the previous|that|the same|the) year))?"
)
_YEAR_FORM = re.compile(_YEAR)
_ORDINAL_BEFORE = re.compile(r"(?:the )?\b(?P<nth>first|second|third|fourth|final|last|1st|2nd|3rd|4th)[ -]$", re.IGNORECASE)
_SAID_BEFORE = re.compile(
    r"(?:the )?\b(?P<said>last|this|next|past|this past|previous|following|same|current|coming)[ -]$", re.IGNORECASE
)
_PART_BEFORE = re.compile(
    r"(?:the )?\b(?P<part>early|earlier|mid|later?|beginning of|start of|end of|middle of)[ -](?:in )?$", re.IGNORECASE
)
_SPELL_BEFORE = re.compile(rf"\b(?:(?:in|over|during|for) )?the (?:past|last|previous) {_NUMBER} $", re.IGNORECASE)
_FIRST_BEFORE = re.compile(rf"(?:the )?\bfirst {_NUMBER} $", re.IGNORECASE)
_COUNT_BEFORE = re.compile(rf"(?:\b|^){_NUMBER} $", re.IGNORECASE)
_AGO = re.compile(
    r" (?P<word>ago|earlier|previously|before(?! (?:the|that|this|it|they|he|she|being|any)\b))\b"
)
_SEASON_BEFORE = re.compile(
    r"\b(?:(?P<said>last|this|next|the previous) |(?:since|in|until|by|during|before|after|of|from) (?:the )?"
    r"|(?P<part>early|late|mid|the)[ -])$",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"(?: of| in| a)? (?P<said>last year|a year earlier|a year ago|the previous year|the year before|year before|year earlier)\b"
)
_NIGHT = re.compile(r"\b(?:the )?(?:night|evening|morning|afternoon|early hours) of $|\bon $", re.IGNORECASE)
_NOT_NOW = re.compile(r"\b(?:until|till|by|from|just|even|for|right) $", re.IGNORECASE)
_LOOK_BACK = 32
_PARTS = {
    "early": "early", "earlier": "early", "mid": "mid", "middle of": "mid", "late": "late", "later": "late",
    "beginning of": "begin", "start of": "begin", "end of": "end",
}  # fmt: skip

_Reader = Callable[[DateReading, int, int], DateFound | None]


def _before(reading: DateReading, pattern: re.Pattern[str], start: int) -> re.Match[str] | None:
    return pattern.search(reading.text, max(0, start - _LOOK_BACK), start)


def _weekday(reading: DateReading, start: int, end: int) -> DateFound | None:
    text, published = reading.text, reading.published
    if not text[start].isupper():
        return None
    said = _before(reading, _SAID_BEFORE, start)
    begin = said.start() if said else start
    if published is None:
        return DateFound(begin, end, None, "day")
    word = said["said"].lower() if said else ""
    weekday = _WEEKDAYS.index(text[start:end].lower())
    day = last_weekday(weekday, published, is_strict=word == "last")
    if word in ("next", "coming"):
        day += timedelta(days=7)
    return DateFound(begin, end, (day, day), "day")


def _quarter(reading: DateReading, start: int, end: int) -> DateFound | None:
    nth = _before(reading, _ORDINAL_BEFORE, start)
    if nth is None:
        return _this_or_last(reading, start, end, "quarter")
    match = _YEAR_FORM.match(reading.text, end)
    assert match is not None
    word = nth["nth"].lower()
    stop = match.end() if match["year"] or match["said"] else end
    if word == "last" and stop == end:
        return _this_or_last(reading, start, end, "quarter")
    quarter = _ORDINALS[word]
    year = _stated_year(reading, match)
    published = reading.published
    if year is None and published is not None:
        year = published.year - (quarter_days(published.year, quarter)[1] >= published)
    days = None if year is None else quarter_days(year, quarter)
    return DateFound(nth.start(), stop, days, "quarter")


def _half(reading: DateReading, start: int, end: int) -> DateFound | None:
    nth = _before(reading, _ORDINAL_BEFORE, start)
    if nth is None or _ORDINALS[nth["nth"].lower()] > 2:
        return None
    match = _YEAR_FORM.match(reading.text, end)
    assert match is not None
    if not match["year"] and not match["said"]:
        return None
    year = _stated_year(reading, match)
    days = None if year is None else half_days(year, _ORDINALS[nth["nth"].lower()])
    return DateFound(nth.start(), match.end(), days, "half")


def _stated_year(reading: DateReading, match: re.Match[str]) -> int | None:
    if match["year"]:
        return int(match["year"])
    return year_of(reading, match["said"]) if match["said"] else None


def _season(reading: DateReading, start: int, end: int) -> DateFound | None:
    word = reading.text[start:end].lower()
    before = _before(reading, _SEASON_BEFORE, start)
    match = _YEAR_FORM.match(reading.text, end)
    assert match is not None
    is_dated = bool(match["year"] or match["said"])
    if not is_dated and (before is None or (word == "fall" and not before["said"])):
        return None
    stop = match.end() if is_dated else end
    said = before["said"] if before else None
    begin = before.start() if before and (said or before["part"]) else start
    year = _stated_year(reading, match)
    if year is None and reading.published is not None:
        year = _season_year(reading.published, word, (said or "").lower())
    days = None if year is None else season_days(year, word)
    return DateFound(begin, stop, days, "season")


def _season_year(published: date, season: str, said: str) -> int:
    """Give the year of the latest such season that has begun; "last" one must be over."""
    for year in (published.year + 1, published.year, published.year - 1):
        first, last = season_days(year, season)
        if said == "next" and first > published >= season_days(year - 1, season)[0]:
            return year
        if said != "next" and (last < published if said == "last" else first <= published):
            return year
    return published.year - 2


def _unit(reading: DateReading, start: int, end: int) -> DateFound | None:
    """Read what ends in day, week, month or year: "last month", "six months earlier"."""
    unit = reading.text[start:end].lower()
    single = unit.removesuffix("s")
    for read in (_ago, _spell, _first_months, _same_period, _this_or_last):
        found = read(reading, start, end, single)
        if found is not None:
            return found
    return None


def _ago(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    after = _AGO.match(reading.text, end)
    count = _before(reading, _COUNT_BEFORE, start) if after else None
    if after is None or count is None:
        return None
    back = _number(count["number"])
    is_context = after["word"] != "ago" and reading.base is not None
    if is_context and reading.base and unit in ("month", "year"):
        days: Days | None = _shift(reading.base, back * (12 if unit == "year" else 1))
    else:
        days = _back(reading.published, back, unit)
    return DateFound(count.start(), after.end(), days, _GRAINS[unit])


_GRAINS = {"day": "day", "week": "week", "month": "month", "year": "year", "quarter": "quarter"}


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


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
    spell = _before(reading, _SPELL_BEFORE, start)
    if spell is None:
        return None
    days = None
    if reading.published is not None:
        count = _number(spell["number"])
        days = _start_of_spell(reading.published, count, unit), reading.published
    return DateFound(spell.start(), end, days, "span")


def _start_of_spell(published: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return days_before(published, count * (7 if unit == "week" else 1))
    first = month_days(*months_back(published, count * {"month": 1, "quarter": 3, "year": 12}[unit]))
    return first[0].replace(day=min(published.day, first[1].day))


def _first_months(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    """Read "the first six months", of the year stated or of the one in which they last ended."""
    first = _before(reading, _FIRST_BEFORE, start) if unit == "month" else None
    if first is None:
        return None
    match = _YEAR_FORM.match(reading.text, end)
    assert match is not None
    count, year = _number(first["number"]), _stated_year(reading, match)
    if not 1 <= count <= 12:
        return None
    if year is None and reading.published is not None:
        is_over = month_days(reading.published.year, count)[1] < reading.published
        year = reading.published.year - (not is_over)
    stop = match.end() if match["year"] or match["said"] else end
    days = None if year is None else (date(year, 1, 1), month_days(year, count)[1])
    return DateFound(first.start(), stop, days, "span")


def _same_period(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    said = _before(reading, _SAID_BEFORE, start)
    if said is None or said["said"].lower() != "same":
        return None
    after = _SAME.match(reading.text, end)
    if after is None:
        return DateFound(said.start(), end, reading.base, _GRAINS.get(unit, "span")) if reading.base else None
    days = _shift(reading.base, 12) if reading.base else None
    return DateFound(said.start(), after.end(), days, _GRAINS.get(unit, "span"))


def _this_or_last(reading: DateReading, start: int, end: int, unit: str) -> DateFound | None:
    said = _before(reading, _SAID_BEFORE, start)
    word = said["said"].lower() if said else ""
    if said is None or reading.text[end - 1] == "s" or word in ("same", "past", "following"):
        return None
    begin, published = said.start(), reading.published
    if word == "last" and reading.text[begin : begin + 4].lower() == "the " and unit != "year":
        return None
    if published is None:
        return DateFound(begin, end, None, _GRAINS[unit])
    if word == "previous" and reading.base is not None and unit in ("month", "year"):
        return DateFound(begin, end, _shift(reading.base, 12 if unit == "year" else 1), _GRAINS[unit])
    steps = {"last": 1, "previous": 1, "next": -1, "coming": -1}.get(word, 0)
    days = _steps_back(published, steps, unit)
    part = _before(reading, _PART_BEFORE, begin)
    if part and unit in ("year", "month"):
        return _part_of(part, end, days, unit, published)
    if steps == 0:
        days = days[0], min(days[1], published)
    return DateFound(begin, end, days, _GRAINS[unit])


def _part_of(part: re.Match[str], end: int, days: Days, unit: str, published: date) -> DateFound:
    name = _PARTS[part["part"].lower()]
    if part["part"].lower() == "earlier":
        return DateFound(part.start(), end, (days[0], min(days[1], published)), "span")
    if unit == "year":
        return DateFound(part.start(), end, part_of_year(days[0].year, name), "span")
    low, high = {"early": (1, 10), "begin": (1, 10), "mid": (11, 20)}.get(name, (21, 31))
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


def _day_word(reading: DateReading, start: int, end: int) -> DateFound | None:
    if reading.published is None:
        return DateFound(start, end, None, "day")
    back = 1 if reading.text[start:end].lower() == "yesterday" else 0
    day = days_before(reading.published, back)
    return DateFound(start, end, (day, day), "day")


def _recently(reading: DateReading, start: int, end: int) -> DateFound | None:
    """Read "recently" as the month of publication and the one before: no narrower is meant."""
    if reading.published is None:
        return DateFound(start, end, None, "span")
    first = month_days(*months_back(reading.published, 1))[0]
    return DateFound(start, end, (first, reading.published), "span")


def _now(reading: DateReading, start: int, end: int) -> DateFound | None:
    """Read "now" as the month of publication and on; "until now" and "now that" are other words."""
    if _NOT_NOW.search(reading.text, max(0, start - 8), start):
        return None
    if reading.published is None:
        return DateFound(start, end, None, "span", is_open=True)
    days = reading.published.replace(day=1), reading.published
    return DateFound(start, end, days, "span", is_open=True)


def _ordinal_day(reading: DateReading, start: int, end: int) -> DateFound | None:
    """Read "the 12th": a day of the month last spoken of, else the latest one published after."""
    text = reading.text
    number = re.compile(r"(?:\bthe )(?P<day>\d{1,2})$").search(text, max(0, start - 8), start)
    if number is None or not 1 <= int(number["day"]) <= 31 or re.match(r" [A-Za-z]", text[end : end + 2]):
        if number is None or not re.match(r" (?:and|that|when|of this|of last|in|at|by)\b", text[end : end + 9]):
            return None
    day = int(number["day"])
    lead = _NIGHT.search(text, max(0, number.start() - 24), number.start())
    begin = lead.start() if lead and lead.group().lower() != "on " else number.start()
    months = _months_for_day(reading)
    for first, last in months:
        if day <= last.day and (reading.published is None or first.replace(day=day) <= reading.published):
            found = first.replace(day=day)
            return DateFound(begin, end, (found, found), "day")
    return DateFound(begin, end, None, "day") if lead else None


def _months_for_day(reading: DateReading) -> list[Days]:
    if reading.month is not None:
        return [month_days(reading.month[0].year, reading.month[0].month)]
    if reading.published is None:
        return []
    return [month_days(*months_back(reading.published, back)) for back in range(3)]


RELATIVE_READERS: dict[str, _Reader] = {
    **dict.fromkeys(_WEEKDAYS, _weekday),
    **dict.fromkeys(["spring", "summer", "autumn", "fall", "winter"], _season),
    **dict.fromkeys(["day", "days", "week", "weeks", "month", "months", "year", "years"], _unit),
    **dict.fromkeys(["yesterday", "today", "tonight"], _day_word),
    **dict.fromkeys(["st", "nd", "rd", "th"], _ordinal_day),
    "period": _unit,
    "quarter": _quarter,
    "half": _half,
    "recently": _recently,
    "now": _now,
    "currently": _now,
    "nowadays": _now,
}
