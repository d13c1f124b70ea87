"""Years, ranges of years, decades and days written in digits."""

import re
from collections.abc import Iterator
from datetime import date

from coalface.claims.mentions.date_reading import DateFound, DateReading
from coalface.claims.mentions.references import is_labelled
from coalface.claims.mentions.spans_of_days import (
    MONTHS_IN_YEAR,
    Days,
    decade_days,
    half_days,
    month_days,
    part_of_year,
    quarter_days,
    year_days,
)
from coalface.claims.mentions.units import load_units

__all__ = ["YEAR_FORM", "find_year_dates", "stated_year", "year_of"]

#: A year after an expression: "of 2017", "last year"; matches nothing if there is none.
YEAR_FORM = re.compile(
    r"(?: of|,)?(?: (?P<year>(?:19|20)\d\d)(?![\d%]|[.,]\d)"
    r"| (?P<said>(?:last|this|next|the previous|that|the same|the) year))?"
)
#: Digits come first as they stand, so that text without any of them is passed over at once.
_CENTURIES = re.compile(r"19\d\d"), re.compile(r"20\d\d")
_GLUED = frozenset("$€¥£₩.,/-_#:")
_ISO = re.compile(r"\d{4}(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?![\w-])")
_SPACED = re.compile(r"\d{4}\. ?(?P<month>\d{1,2})\. ?(?P<day>\d{1,2})(?!\d)\.?")
_YEAR_MONTH = re.compile(r"\d{4}[-/](?P<month>0[1-9]|1[0-2])(?![\w/-])")
_RANGE = re.compile(
    r"\d{4}(?P<joint> ?(?:-|–|—|~|/) ?| (?:to|through|until|till|and) "
    r")(?P<last>(?:19|20)\d\d|\d\d)(?![\d%/]|[.,]\d)"
)
_DECADE = re.compile(r"\d\d\d0s\b")
_ENDS = re.compile(r"(?![\w%/]|[.,]\d|-\d)")
_DAY_BEFORE = re.compile(r"(?<![\w.])(?P<one>\d{1,2})(?P<sep>[./-])(?P<two>\d{1,2})(?P=sep)$")
_QUARTER_BEFORE = re.compile(
    r"\b(?:Q(?P<quarter>[1-4])|(?P<number>[1-4])Q|H(?P<half>[12])"
    r"|(?P<half_number>[12])H)(?: ?of| ?/)? ?$"
)
_QUARTER_AFTER = re.compile(r" ?-?Q(?P<quarter>[1-4])\b")
_BETWEEN = re.compile(r"\b(?:between|from) $", re.IGNORECASE)
_PART = re.compile(
    r"(?:the )?\b(?P<part>early|mid|middle of|late|end|beginning of|start of|end of"
    r"|close of|first half of|second half of)[ -](?:the )?$",
    re.IGNORECASE,
)
_PARTS = {
    "early": "early",
    "mid": "mid",
    "middle of": "mid",
    "late": "late",
    "beginning of": "begin",
    "start of": "begin",
    "end of": "end",
    "end": "end",
    "close of": "end",
}
_FISCAL = re.compile(
    r"(?P<who>U\.?S\.?|American|federal|Japan(?:ese|['’]s))? ?\b(?:fiscal"
    r"|financial)(?: year)? $|\bFY ?$",
    re.IGNORECASE,
)
#: How words end that tell which part of a year is meant, or whose year it is.
_PART_ENDS = (
    "early", "mid", "late", "end", "of", "the", "fiscal", "financial", "year", "fy", "q", "h", "1",
    "2", "3", "4",
)  # fmt: skip
_PLACED = re.compile(
    r"\b(?:in|since|of|from|until|till|during|by|before|after|for|year|to|through"
    r"|between|and|as of) $|[(]$",
    re.IGNORECASE,
)
_COUNTS = re.compile(r" [a-z]+s\b")
#: "Seo and Lindqvist (2020)" names a paper.
_CITED = re.compile(r"(?:[A-Z][^\W\d_’']+ (?:and|&) [A-Z][^\W\d_]+|et al\.?)(?:['’]s)? \($")
_LOOK_BACK = 24
_ROUND = 100


def find_year_dates(text: str) -> Iterator[DateFound]:
    """Find expressions of time that hold a year in digits and no name of a month.

    Args:
        text: The clean string.

    Yields:
        Expressions by start; some may overlap.
    """
    starts = [match.start() for century in _CENTURIES for match in century.finditer(text)]
    for start in sorted(starts):
        found = _read(text, start, start + len("2017"))
        if found is not None:
            yield found


def year_of(reading: DateReading, words: str) -> int | None:
    """Give the year that words like "last year" mean.

    Args:
        reading: What is known of the text.
        words: `last year`, `this year`, `next year`, `the previous year`, `a year earlier` ...

    Returns:
        The year; None if the report has no date and nothing was spoken of before.
    """
    words = words.lower()
    if "earlier" in words or "previous" in words or "before" in words or "that" in words:
        base = reading.base[0] if reading.base else reading.published
        return None if base is None else base.year - ("that" not in words)
    if reading.published is None:
        return None
    return reading.published.year + {"last": -1, "next": 1, "a ye": -1}.get(words[:4], 0)


def stated_year(reading: DateReading, match: re.Match[str]) -> int | None:
    """Give the year that `YEAR_FORM` found, or None.

    Args:
        reading: What is known of the text.
        match: A match of `YEAR_FORM`.
    """
    if match["year"]:
        return int(match["year"])
    return year_of(reading, match["said"]) if match["said"] else None


def _read(text: str, start: int, end: int) -> DateFound | None:
    before = text[max(0, start - 1) : start]
    year = int(text[start:end])
    if before.isdigit() or (text[end : end + 1].isdigit()):
        return None
    if day := _DAY_BEFORE.search(text, max(0, start - 6), start):
        return _day_month_year(day, year, end)
    is_tied = (before.isalpha() and before.isascii()) or before in _GLUED
    is_led = is_tied and _FISCAL.search(text, max(0, start - _LOOK_BACK), start)
    if is_tied and not is_led and not _PART.search(text, max(0, start - _LOOK_BACK), start):
        return None
    for read in (_iso, _decade, _range, _year_month):
        found = read(text, start, year)
        if found is not None:
            return found
    return _plain(text, start, end, year)


def _day_month_year(match: re.Match[str], year: int, end: int) -> DateFound:
    """Read 24.02.2017; where both first numbers could be the month, the day stays open."""
    one, two = int(match["one"]), int(match["two"])
    is_plain = match["sep"] == "." or one > MONTHS_IN_YEAR or one == two
    if is_plain:
        return DateFound(match.start(), end, _day(year, two, one), "day")
    return DateFound(
        match.start(), end, _day(year, one, two) if two > MONTHS_IN_YEAR else None, "day"
    )


def _day(year: int, month: int, day: int) -> Days | None:
    if not 1 <= month <= MONTHS_IN_YEAR or not 1 <= day <= month_days(year, month)[1].day:
        return None
    return date(year, month, day), date(year, month, day)


def _iso(text: str, start: int, year: int) -> DateFound | None:
    match = _ISO.match(text, start) or _SPACED.match(text, start)
    days = match and _day(year, int(match["month"]), int(match["day"]))
    return DateFound(start, match.end(), days, "day") if match and days else None


def _year_month(text: str, start: int, year: int) -> DateFound | None:
    match = _YEAR_MONTH.match(text, start)
    return (
        DateFound(start, match.end(), month_days(year, int(match["month"])), "month")
        if match
        else None
    )


def _decade(text: str, start: int, year: int) -> DateFound | None:
    match = _DECADE.match(text, start)
    if match is None:
        return None
    part = _PART.search(text, max(0, start - _LOOK_BACK), start)
    name = _PARTS.get(part["part"].lower()) if part else None
    begin = part.start() if part else start
    days = decade_days(year, name if name in ("early", "mid", "late") else None)
    return DateFound(begin, match.end(), days, "years")


def _range(text: str, start: int, year: int) -> DateFound | None:
    match = _RANGE.match(text, start)
    if match is None:
        return None
    between = _BETWEEN.search(text, max(0, start - 9), start)
    is_short = len(match["last"]) == len("17")
    last = year // 100 * 100 + int(match["last"]) if is_short else int(match["last"])
    joint = match["joint"].strip()
    is_word = joint.isalpha()
    if (
        last <= year
        or (joint == "and" and not between)
        or (is_short and (is_word or " " in match["joint"]))
    ):
        return None
    days = year_days(year)[0], year_days(last)[1]
    return DateFound(between.start() if between else start, match.end(), days, "span")


def _plain(text: str, start: int, end: int, year: int) -> DateFound | None:
    if not _ENDS.match(text, end) or is_labelled(text, start):
        return None
    if text[start - 1 : start] == "(" and _CITED.search(text, max(0, start - 40), start):
        return None
    tail = load_units().tail_pattern.match(text, end)
    if tail and (tail["unit"] or tail["currency"] or tail["percent"] or tail["counter"]):
        return None
    is_placed = bool(_PLACED.search(text, max(0, start - 9), start))
    if not is_placed and year % _ROUND == 0 and _COUNTS.match(text, end):
        return None
    return _with_part(text, start, end, year)


def _with_part(text: str, start: int, end: int, year: int) -> DateFound:
    """Read what stands before a year: "late", "Q3", "fiscal"."""
    low = max(0, start - _LOOK_BACK)
    is_led = text[low:start].rstrip(" -/").lower().endswith(_PART_ENDS)
    if is_led and (part := _PART.search(text, low, start)):
        name = part["part"].lower()
        if name.endswith("half of"):
            return DateFound(
                part.start(), end, half_days(year, 1 + name.startswith("second")), "half"
            )
        return DateFound(part.start(), end, part_of_year(year, _PARTS[name]), "span")
    if is_led and (quarter := _QUARTER_BEFORE.search(text, low, start)):
        half = quarter["half"] or quarter["half_number"]
        number = quarter["quarter"] or quarter["number"]
        days = half_days(year, int(half)) if half else quarter_days(year, int(number))
        return DateFound(quarter.start(), end, days, "half" if half else "quarter")
    if after := _QUARTER_AFTER.match(text, end):
        return DateFound(start, after.end(), quarter_days(year, int(after["quarter"])), "quarter")
    if is_led and (fiscal := _FISCAL.search(text, low, start)):
        return DateFound(fiscal.start(), end, _fiscal_days(year, fiscal["who"] or ""), "year")
    return DateFound(start, end, year_days(year), "year")


def _fiscal_days(year: int, who: str) -> Days:
    """Give a fiscal year; in the DPRK, China and the Republic of Korea it is the calendar year."""
    if who.lower().startswith("japan"):
        return date(year, 4, 1), month_days(year + 1, 3)[1]
    if who:
        return date(year - 1, 10, 1), month_days(year, 9)[1]
    return year_days(year)
