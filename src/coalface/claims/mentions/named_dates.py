"""Expressions of time by the names of days, quarters, seasons, and words like "yesterday"."""

import re
from datetime import date, timedelta

from coalface.claims.mentions.date_reading import DateFound, DateReading, Reader
from coalface.claims.mentions.relative_dates import UNIT_READERS, this_or_last
from coalface.claims.mentions.spans_of_days import (
    Days,
    half_days,
    last_weekday,
    month_days,
    months_back,
    quarter_days,
    season_days,
)
from coalface.claims.mentions.years import YEAR_FORM, stated_year

__all__ = ["NAMED_READERS"]

_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_ORDINALS = {
    "first": 1,
    "opening": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "final": 4,
    "last": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
_ORDINAL_BEFORE = re.compile(
    r"(?:the )?\b(?P<nth>first|opening|second|third|fourth|final|last|1st|2nd|3rd|4th)[ -]$",
    re.IGNORECASE,
)
_ORDINAL_ENDS = tuple(
    f"{word}{joint}"
    for word in (
        "first",
        "opening",
        "second",
        "third",
        "fourth",
        "final",
        "last",
        "st",
        "nd",
        "rd",
        "th",
    )
    for joint in " -"
)
_SEASON_BEFORE = re.compile(
    r"\b(?:(?P<said>last|this past|this|next|the previous|the past|past) |(?:since|in|until"
    r"|by|during|before"
    r"|after|of|from|over|through|throughout) (?:the )?"
    r"|(?P<part>early|late|mid|the)[ -])$",
    re.IGNORECASE,
)
_NIGHT = re.compile(
    r"\b(?:the )?(?:night|evening|morning|afternoon|early hours) of $|\bon $", re.IGNORECASE
)
#: "winter of 2018-19"
_SECOND_YEAR = re.compile(r"[-–/](?:19|20)?\d\d(?!\d)")
#: What is to be "before winter" is to come.
_BEFORE_SEASON = re.compile(
    r"\b(?:before|until|till|no later than|not later than) (?:the )?$", re.IGNORECASE
)
#: "the summer recess" is no season of its own.
_SEASONAL = re.compile(
    r" (?:recess|break|holidays?|vacation|session|term|olympics|offensive|training|crops?|harvest"
    r"|clothes|clothing|uniforms?|coal|prices?|wheat|barley)\b",
    re.IGNORECASE,
)
_OF_WEEK = re.compile(r" (?:of )?(?P<said>last|this|next) week\b| (?P<last>last)(?! [a-z])")
#: "Tuesday, 10 August" and "Tuesday (August 10)": the date beside it tells the day.
_DATED = re.compile(
    r" ?[,(] ?(?:the )?(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep"
    r"|Oct|Nov|Dec)[a-z]*\.?(?: \d{1,2}\b|(?<=\d [A-Z][a-z]{2})|(?<=[a-z]))(?=[ ,.;)]|$)"
)
_QUARTER_NUMBER = re.compile(r"Q([1-4])(?![\w.]| ?(?:of |/)?(?:19|20)\d\d)")
_HALF_NUMBER = re.compile(r"H([12])(?![\w.]| ?(?:of |/)?(?:19|20)\d\d)")
_MONTH_BEFORE = re.compile(r"\b(?:the )?(?P<month>March|June|September|December) $")
_DAY_NUMBER = re.compile(r"\bthe (?P<day>[12]?\d|3[01])$")
_OF = re.compile(r" of\b(?! the year\b)|-| (?:time|hour|price|load|cargo|payment|shift)")
_LED = re.compile(r"\b(?:in|for|during|over|from|since|by|of) $", re.IGNORECASE)
#: "the 38th parallel" and "the 8th congress" are no days.
_NO_NOUN_AFTER = re.compile(r"(?! [A-Za-z])| (?:and|that|when|of this|of last|in|at|by)\b")
_OF_MONTH = re.compile(
    r"(?:(?: ?[-–] ?| (?:and|to|or|through|until) )(?:the )?(?P<day>[12]?\d|3[01])(?:st|nd|rd|th))?"
    r"(?: (?P<latin>inst|ult|prox)(?:ant|imo)?\b\.?| of (?P<said>this|last|next|that"
    r"|the same) month\b)",
    re.IGNORECASE,
)
#: What someone said on "the 17th" was said shortly before the report.
_TOLD = re.compile(
    r"\b(?:told|said|spoke|interviewed|reported|confirmed|explained|announced) [^.;:\n]*$",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(r"\b(?:until|till|by|from|just|even|for|right) $", re.IGNORECASE)


def _weekday(reading: DateReading, start: int, end: int) -> DateFound | None:
    text, published = reading.text, reading.published
    if not text[start].isupper() or _DATED.match(text, end):
        return None
    said = reading.said(start)
    begin = said.start() if said else start
    if published is None:
        return DateFound(begin, end, None, "day")
    word = said["said"].lower() if said else ""
    weekday = _WEEKDAYS.index(text[start:end].lower())
    if said is None and (of := _OF_WEEK.match(text, end)):
        if of["said"] is None:
            day = last_weekday(weekday, published, is_strict=True)
        else:
            weeks = {"last": -1, "next": 1}.get(of["said"], 0)
            day = published + timedelta(days=weekday - published.weekday() + 7 * weeks)
        return DateFound(start, of.end(), (day, day), "day")
    day = last_weekday(weekday, published, is_strict=word == "last")
    if word in ("next", "coming"):
        day += timedelta(days=7)
    return DateFound(begin, end, (day, day), "day")


def _quarter(reading: DateReading, start: int, end: int) -> DateFound | None:
    nth = reading.before(_ORDINAL_BEFORE, start, _ORDINAL_ENDS)
    if nth is None:
        return _month_quarter(reading, start, end) or UNIT_READERS["period"](reading, start, end)
    match = YEAR_FORM.match(reading.text, end)
    assert match is not None
    word = nth["nth"].lower()
    stop = match.end() if match["year"] or match["said"] else end
    if word == "last" and stop == end:
        return this_or_last(reading, start, end, "quarter")
    quarter = _ORDINALS[word]
    year = stated_year(reading, match)
    published = reading.published
    if year is None and published is not None:
        year = published.year - (quarter_days(published.year, quarter)[1] >= published)
    days = None if year is None else quarter_days(year, quarter)
    return DateFound(nth.start(), stop, days, "quarter")


def _month_quarter(reading: DateReading, start: int, end: int) -> DateFound | None:
    """Read "the June quarter" as the three months of which June is the last."""
    month = reading.before(_MONTH_BEFORE, start)
    if month is None:
        return None
    match = YEAR_FORM.match(reading.text, end)
    assert match is not None
    quarter = ("mar", "jun", "sep", "dec").index(month["month"].lower()[:3]) + 1
    year, published = stated_year(reading, match), reading.published
    if year is None and published is not None:
        year = published.year - (quarter_days(published.year, quarter)[1] >= published)
    stop = match.end() if match["year"] or match["said"] else end
    days = None if year is None else quarter_days(year, quarter)
    return DateFound(month.start(), stop, days, "quarter")


def _short_half(reading: DateReading, start: int, end: int) -> DateFound | None:
    """Read "H1" without a year; with one it is read by its year."""
    match = _HALF_NUMBER.match(reading.text, start)
    if match is None:
        return None
    half, published = int(match[1]), reading.published
    if published is None:
        return DateFound(start, match.end(), None, "half")
    year = published.year - (half_days(published.year, half)[1] >= published)
    return DateFound(start, match.end(), half_days(year, half), "half")


def _short_quarter(reading: DateReading, start: int, end: int) -> DateFound | None:
    """Read "Q2" without a year; with one it is read by its year."""
    match = _QUARTER_NUMBER.match(reading.text, start)
    if match is None:
        return None
    quarter, published = int(match[1]), reading.published
    if published is None:
        return DateFound(start, match.end(), None, "quarter")
    year = published.year - (quarter_days(published.year, quarter)[1] >= published)
    return DateFound(start, match.end(), quarter_days(year, quarter), "quarter")


def _half(reading: DateReading, start: int, end: int) -> DateFound | None:
    nth = reading.before(_ORDINAL_BEFORE, start, _ORDINAL_ENDS)
    if nth is None or _ORDINALS[nth["nth"].lower()] > len(("first", "second")):
        return None
    match = YEAR_FORM.match(reading.text, end)
    assert match is not None
    half = _ORDINALS[nth["nth"].lower()]
    is_dated = bool(match["year"] or match["said"])
    is_hyphened = reading.text[start - 1] == "-"  # "first-half exports"
    if not (is_dated or is_hyphened) and (
        _OF.match(reading.text, end)
        or not _LED.search(reading.text, max(0, nth.start() - 12), nth.start())
    ):
        return None
    year = stated_year(reading, match)
    if year is None and reading.published is not None:
        year = reading.published.year - (
            half_days(reading.published.year, half)[1] >= reading.published
        )
    days = None if year is None else half_days(year, half)
    return DateFound(nth.start(), match.end() if is_dated else end, days, "half")


def _season(reading: DateReading, start: int, end: int) -> DateFound | None:
    word = reading.text[start:end].lower()
    before = reading.before(_SEASON_BEFORE, start)
    match = YEAR_FORM.match(reading.text, end)
    assert match is not None
    is_dated = bool(match["year"] or match["said"])
    if not is_dated and (before is None or (word == "fall" and not before["said"])):
        return None
    if not is_dated and _SEASONAL.match(reading.text, end):
        return None
    stop = match.end() if is_dated else end
    if match["year"] and (second := _SECOND_YEAR.match(reading.text, stop)):
        stop = second.end()
    said = before["said"] if before else None
    begin = before.start() if before and (said or before["part"]) else start
    year = stated_year(reading, match)
    if year is None and reading.published is not None:
        is_next = _BEFORE_SEASON.search(reading.text, max(0, begin - 24), start)
        year = _season_year(reading.published, word, "next" if is_next else (said or "").lower())
    days = None if year is None else season_days(year, word)
    return DateFound(begin, stop, days, "season")


def _season_year(published: date, season: str, said: str) -> int:
    """Give the year of the latest such season that has begun; "last" one must be over."""
    for year in (published.year + 1, published.year, published.year - 1):
        first, last = season_days(year, season)
        if said == "next" and first > published >= season_days(year - 1, season)[0]:
            return year
        is_over = said in ("last", "this past", "the past", "past", "the previous")
        if said != "next" and (last < published if is_over else first <= published):
            return year
    return published.year - 2


def _day_word(reading: DateReading, start: int, end: int) -> DateFound | None:
    if reading.published is None:
        return DateFound(start, end, None, "day")
    return DateFound(start, end, (reading.published, reading.published), "day")


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
    number = _DAY_NUMBER.search(text, max(0, start - 8), start)
    if number is not None and (of := _OF_MONTH.match(text, end)):
        return _of_month(reading, number, of)
    if number is None or not _NO_NOUN_AFTER.match(text, end):
        return None
    day = int(number["day"])
    lead = _NIGHT.search(text, max(0, number.start() - 24), number.start())
    begin = lead.start() if lead and lead.group().lower() != "on " else number.start()
    is_told = _TOLD.search(text, max(0, begin - 60), begin) is not None
    months = _months_for_day(reading, is_told=is_told)
    for first, last in months:
        if day <= last.day and (
            reading.published is None or first.replace(day=day) <= reading.published
        ):
            found = first.replace(day=day)
            return DateFound(begin, end, (found, found), "day")
    return DateFound(begin, end, None, "day") if lead else None


def _of_month(reading: DateReading, number: re.Match[str], of: re.Match[str]) -> DateFound | None:
    """Read "the 10th and 12th inst." and "the 3rd of last month"."""
    published = reading.published
    if published is None:
        return DateFound(number.start(), of.end(), None, "day")
    word = (of["latin"] or of["said"]).lower()
    back = {"ult": 1, "last": 1, "prox": -1, "next": -1}.get(word[:4].strip("."), 0)
    year, month = months_back(published, back)
    if word in ("that", "the same") and reading.month is not None:
        year, month = reading.month[0].year, reading.month[0].month
    first, last = int(number["day"]), int(of["day"] or number["day"])
    end = month_days(year, month)[1]
    if not first <= last <= end.day:
        return None
    days = end.replace(day=first), end.replace(day=last)
    return DateFound(number.start(), of.end(), days, "day")


def _months_for_day(reading: DateReading, *, is_told: bool) -> list[Days]:
    """Give the months of which a bare day can be one; what was told was told lately."""
    published, spoken = reading.published, []
    if reading.month is not None and not (is_told and published is not None):
        spoken = [month_days(reading.month[0].year, reading.month[0].month)]
    if published is None or (spoken and reading.is_day):
        return spoken
    lately = [month_days(*months_back(published, back)) for back in range(3)]
    is_late = bool(spoken) and spoken[0][1] >= lately[1][0]
    return lately if not spoken or is_late else [*spoken, *lately]


NAMED_READERS: dict[str, Reader] = {
    **dict.fromkeys(_WEEKDAYS, _weekday),
    **dict.fromkeys(["spring", "summer", "autumn", "fall", "winter"], _season),
    **dict.fromkeys(["today", "tonight"], _day_word),
    **dict.fromkeys(["st", "nd", "rd", "th"], _ordinal_day),
    "quarter": _quarter,
    "q": _short_quarter,
    "h": _short_half,
    "half": _half,
    "recently": _recently,
    "now": _now,
    "currently": _now,
    "nowadays": _now,
}
