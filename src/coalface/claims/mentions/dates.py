"""Days and periods in English words, as intervals counted from the day of publication."""

import re
from datetime import date, timedelta

from coalface.claims.mentions.context_dates import CONTEXT_READERS
from coalface.claims.mentions.date_reading import DateFound, DateReading, Reader
from coalface.claims.mentions.named_dates import NAMED_READERS
from coalface.claims.mentions.relative_dates import UNIT_READERS
from coalface.claims.mentions.set_phrases import FORTNIGHT_D, PHRASE_READERS
from coalface.claims.mentions.spans_of_days import (
    MONTH_NAMES,
    MONTHS_IN_YEAR,
    Days,
    closest_month,
    month_days,
    month_part,
    week_of_month,
)
from coalface.claims.mentions.words import Words
from coalface.claims.mentions.years import find_year_dates, year_of

__all__ = ["find_english_dates"]

MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, start=1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = (
    r"(?:,? (?:of )?(?P<year>(?:19|20)\d\d)(?![\d%]|[,.]\d)"
    r"|,? (?:of )?(?P<said>(?:last|this|next|the previous|the same|that) year|a "
    r"year (?:earlier|ago|before)))?"
)
_DAY = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    r"(?![\d%]|[,.:]\d| (?:percent|per cent|million|billion|thousand|tons?|tonnes))"
)
_DAY_FORM = re.compile(
    rf"\.? {_DAY}(?: ?(?:-|–|to|and|through) ?(?:the )?(?P<last>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?(?!\d|[,.]\d))?{_YEAR}"
)
_RANGE_FORM = re.compile(
    r"\.?(?:,? (?P<year_one>(?:19|20)\d\d))? ?(?P<joint>-|–|—|to|through|until|till|and|or) ?"
    rf"(?P<month>{_MONTH}){_YEAR}"
)
_STOP = re.compile(r"[.!?][\"'”’)]* +[A-Z\"“‘]")
#: A day or a share of a month after it: "in March and April 3".
_DAYS_AFTER = re.compile(r"\.? \d{1,2}(?:st|nd|rd|th)?\b(?! ?(?:%|percent|per cent))")
_MONTH_FORM = re.compile(rf"\.?{_YEAR}")
_OF_YEAR = re.compile(r"(?: [a-z]+){1,4} (?:of|in) (?P<year>(?:19|20)\d\d)\b")
_DAY_BEFORE = re.compile(
    r"(?:(?<![\d.,])(?P<first>\d{1,2})(?:st|nd|rd|th)? ?(?:-|–|to|and|through|until|till) ?"
    r"(?:the )?)?(?P<day>(?<!\d)\d{1,2})(?:st|nd|rd|th)?(?: of)? $"
)
#: The same without a first day, which is the quicker to be sought; and how it ends with one.
_ONE_DAY_BEFORE = re.compile(r"(?P<first>(?!))?(?P<day>(?<!\d)\d{1,2})(?:st|nd|rd|th)?(?: of)? $")
_DAY_JOINTS = ("-", "–", "to", "and", "through", "until", "till", "the")
_WEEK_BEFORE = re.compile(
    r"(?:the )?\b(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th) (?:full )?week of $",
    re.IGNORECASE,
)
_PART_BEFORE = re.compile(
    r"(?:the )?\b(?P<part>early|mid|middle of|late|end|beginning of|start of|end of"
    r"|first half of|second half of|close of|(?:first|opening) (?:few |ten )?days of"
    r"|(?:last|final|closing) (?:few |ten )?days of|first (?:two weeks|fortnight) of"
    r"|(?:last|final) (?:two weeks|fortnight) of)(?P<gap>[ -])"
    r"(?P<said>last |this |next )?$",
    re.IGNORECASE,
)
_SAID_BEFORE = re.compile(r"\b(?P<said>last|this|next|this past|the previous) $", re.IGNORECASE)
_AHEAD_BEFORE = re.compile(
    r"\b(?:until|till|by|before|next|from|through|to|on or before|no later than|not later than"
    r"|starting|beginning|effective) (?:the )?(?:end of |start of )?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:between|from|during) $", re.IGNORECASE)
_MAY_MONTH = re.compile(
    r"\b(?:in|since|until|till|of|last|this|next|by|from|to|through|before|after"
    r"|early|mid|late|end|and|during|between|for|on)[ -]$|(?:\d|\dst|\dnd|\drd|\dth) $",
    re.IGNORECASE,
)
_MAY_FOLLOWS = re.compile(r"\.? \d|[-–/,) ]*(?:to|and|through) [A-Z]|[-–]")
_PARTS = {
    "early": "early",
    "beginning of": "early",
    "start of": "early",
    "mid": "mid",
    "middle of": "mid",
    "late": "late",
    "end of": "end",
    "end": "end",
    "close of": "end",
    "first half of": "fore",
    "second half of": "aft",
}
_NTH = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": -1,
}
_LOOK_BACK = 32
#: How words end that can lead a month: before others the patterns above need not run.
_WEEK_ENDS = "week of "
#: Days in words, in order: "the seventh of October".
_SPELLED = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30}
_SPELLED_BEFORE = re.compile(
    rf"\b(?:the |on )(?:(?P<ten>twenty|thirty)[- ])?(?P<unit>{'|'.join(_SPELLED)}) of $",
    re.IGNORECASE,
)
_DAY_ENDS = ("st ", "nd ", "rd ", "th ", "of ")
_PART_ENDS = (
    "early", "mid", "late", "end", "of", "last", "this", "next", "past", "previous",
)  # fmt: skip


def find_english_dates(words: Words, published: date | None) -> list[DateFound]:
    """Find expressions of time in English words and in digits.

    Args:
        words: The words of a text.
        published: Day of publication; None leaves relative expressions without days.

    Returns:
        Expressions by start, none overlapping.
    """
    reading = DateReading(words.text, published)
    return _merge(words, reading, list(find_year_dates(words.text)))


def _merge(words: Words, reading: DateReading, numeric: list[DateFound]) -> list[DateFound]:
    """Read words in order, so that each may count from what came before it."""
    found: list[DateFound] = []
    pending = iter(numeric)
    waiting = next(pending, None)
    for start, end, reader in _triggers(words):
        while waiting is not None and waiting.start < start:
            _keep(found, waiting, reading)
            waiting = next(pending, None)
        if found and start < found[-1].end:
            continue
        expression = reader(reading, start, end)
        if expression is not None:
            _keep(found, expression, reading)
    while waiting is not None:
        _keep(found, waiting, reading)
        waiting = next(pending, None)
    return found


def _keep(found: list[DateFound], expression: DateFound, reading: DateReading) -> None:
    """Keep an expression; of two that overlap, the longer one."""
    while found and expression.start < found[-1].end:
        if expression.end - expression.start <= found[-1].end - found[-1].start:
            return
        found.pop()
    found.append(expression)
    reading.note(expression)


def _triggers(words: Words) -> list[tuple[int, int, Reader]]:
    readers, starts, ends = _READERS, words.starts, words.ends
    return [
        (starts[index], ends[index], readers[words.lowers[index]])
        for index in words.places_of(readers.keys())
    ]


def _month(reading: DateReading, start: int, end: int) -> DateFound | None:
    text = reading.text
    month = MONTHS[text[start:end].lower()]
    if not text[start].isupper() or (month in (3, 5) and not _is_month(text, start, end)):
        return None
    for read in (_month_range, _week_of, _day_then_month, _month_then_day, _plain_month):
        found = read(reading, start, end, month)
        if found is not None:
            return found
    return None


def _is_month(text: str, start: int, end: int) -> bool:
    """Tell "May" and "March" from the words of the same letters that open a sentence."""
    if _MAY_MONTH.search(text, max(0, start - 9), start):
        return True
    follows = _MAY_FOLLOWS.match(text, end)
    return follows is not None or (text[start - 1 : start] == "(" and text[end : end + 1] in ")- ")


def _month_range(reading: DateReading, start: int, end: int, month: int) -> DateFound | None:
    match = _RANGE_FORM.match(reading.text, end)
    if match is None:
        return None
    begin = _back(reading, _BETWEEN, start)
    last_month = MONTHS[match["month"].strip(".").lower()]
    is_next = last_month == month % MONTHS_IN_YEAR + 1
    is_joined = is_next and not _DAYS_AFTER.match(reading.text, match.end())
    if match["joint"] in ("and", "or") and begin == start and not is_joined:
        return None
    year = _year(reading, match, last_month, start)
    if match["year_one"] and not match["year"] and not match["said"]:
        year = int(match["year_one"]) + (last_month < month)
    if year is None:
        return DateFound(start, match.end(), None, "span")
    first_year = int(match["year_one"]) if match["year_one"] else year - (month > last_month)
    days = month_days(first_year, month)[0], month_days(year, last_month)[1]
    end = match.end() - (reading.text[match.end() - 1] == ".")
    return DateFound(begin, end, days, "span") if days[0] < days[1] else None


def _week_of(reading: DateReading, start: int, end: int, month: int) -> DateFound | None:
    if reading.text[max(0, start - len(_WEEK_ENDS)) : start].lower() != _WEEK_ENDS:
        return None
    before = _WEEK_BEFORE.search(reading.text, max(0, start - _LOOK_BACK), start)
    if before is None:
        return None
    after = _MONTH_FORM.match(reading.text, end)
    assert after is not None
    year = _year(reading, after, month, before.start())
    days = None if year is None else week_of_month(year, month, _NTH[before["nth"].lower()])
    stop = after.end() if after["year"] or after["said"] else end
    return DateFound(before.start(), stop, days, "week")


def _day_then_month(reading: DateReading, start: int, end: int, month: int) -> DateFound | None:
    lead = reading.text[max(0, start - 3) : start]
    if not lead[-2:-1].isdigit() and not lead.endswith(_DAY_ENDS):
        return None
    before = _ONE_DAY_BEFORE.search(reading.text, max(0, start - len("31st of ")), start)
    if before is None:
        return _spelled_day(reading, start, end, month) if lead.endswith("of ") else None
    if reading.text[max(0, before.start() - 8) : before.start()].rstrip().endswith(_DAY_JOINTS):
        before = _DAY_BEFORE.search(reading.text, max(0, start - 26), start)
        assert before is not None
    after = _MONTH_FORM.match(reading.text, end)
    assert after is not None
    year = _year(reading, after, month, before.start())
    days = _days(year, month, int(before["first"] or before["day"]), int(before["day"]))
    stop = after.end() if after["year"] or after["said"] else end
    return DateFound(before.start(), stop, days, "day")


def _spelled_day(reading: DateReading, start: int, end: int, month: int) -> DateFound | None:
    """Read "the twenty-first of October"."""
    before = _SPELLED_BEFORE.search(reading.text, max(0, start - _LOOK_BACK), start)
    if before is None or reading.text.startswith(("'", "’"), end):
        return None
    after = _MONTH_FORM.match(reading.text, end)
    assert after is not None
    day = _SPELLED.index(before["unit"].lower()) + 1 + _TENS.get((before["ten"] or "").lower(), 0)
    year = _year(reading, after, month, before.start())
    stop = after.end() if after["year"] or after["said"] else end
    return DateFound(before.start(), stop, _days(year, month, day, day), "day")


def _month_then_day(reading: DateReading, start: int, end: int, month: int) -> DateFound | None:
    match = _DAY_FORM.match(reading.text, end)
    if match is None or not 1 <= int(match["day"]) <= month_days(2000, month)[1].day:
        return None
    year = _year(reading, match, month, start)
    if not match["year"] and (later := _OF_YEAR.match(reading.text, match.end())):
        year = int(later["year"])
    days = _days(year, month, int(match["day"]), int(match["last"] or match["day"]))
    return DateFound(start, match.end(), days, "day")


def _plain_month(reading: DateReading, start: int, end: int, month: int) -> DateFound | None:
    after = _MONTH_FORM.match(reading.text, end)
    assert after is not None
    stop = after.end() if after["year"] or after["said"] else end
    if (
        reading.text[end : end + 1] == "."
        and reading.text[start:end].lower() not in MONTH_NAMES
        and len(reading.text[start:end]) <= len("Sept")
        and stop == end
    ):
        stop = end + 1
    part = said = None
    if reading.text[max(0, start - _LOOK_BACK) : max(0, start - 1)].lower().endswith(_PART_ENDS):
        part = _PART_BEFORE.search(reading.text, max(0, start - _LOOK_BACK), start)
        said = _SAID_BEFORE.search(reading.text, max(0, start - _LOOK_BACK), start)
    begin = part.start() if part else said.start() if said else start
    year = _year(reading, after, month, begin)
    if year is not None and not after["year"] and not after["said"]:
        year = _said_year(reading, (part and part["said"]) or (said and said["said"]), month, year)
    if year is None:
        return DateFound(begin, stop, None, "month")
    days = month_days(year, month)
    if part:
        return DateFound(begin, stop, _third(days, part["part"].lower()), "decade")
    return DateFound(begin, stop, days, "month")


def _third(days: Days, part: str) -> Days:
    is_first = part.startswith(("first", "opening"))
    if part.endswith(("weeks of", "fortnight of")):
        day = days[1] - timedelta(days=FORTNIGHT_D - 1)
        return (days[0], days[0].replace(day=FORTNIGHT_D)) if is_first else (day, days[1])
    if part.endswith("days of"):
        return month_part(days, "early" if is_first else "late")
    return month_part(days, _PARTS[part])


def _said_year(reading: DateReading, said: str | None, month: int, year: int) -> int:
    """Resolve "last August": the latest one that is over; "next May": the first one ahead."""
    published = reading.published
    if not said or published is None:
        return year
    if said.strip().lower() in ("last", "the previous", "this past"):
        return year - 1 if (year, month) >= (published.year, published.month) else year
    if said.strip().lower() == "next":
        return published.year + (month <= published.month)
    return published.year


def _year(reading: DateReading, match: re.Match[str], month: int, start: int) -> int | None:
    if match["year"]:
        return int(match["year"])
    if match["said"]:
        return year_of(reading, match["said"])
    if reading.published is None:
        return None
    if (year := _year_beside(reading, month, start)) is not None:
        return year
    is_ahead = bool(_AHEAD_BEFORE.search(reading.text, max(0, start - 30), start))
    return closest_month(month, reading.published, is_ahead=is_ahead)


def _year_beside(reading: DateReading, month: int, start: int) -> int | None:
    """Give the year that puts a month nearest to a dated time of its sentence, None without one.

    Days told one after another in a paragraph belong together too.
    """
    if reading.dated is None or reading.published is None:
        return None
    end, days, grain = reading.dated
    between = reading.text[end:start]
    if "\n" in between or (grain != "day" and _STOP.search(between)):
        return None
    if grain == "year":
        return days[0].year
    near = (days[0].year - 1, days[0].year, days[0].year + 1)
    base = days[0].year * MONTHS_IN_YEAR + days[0].month
    year = min(near, key=lambda one: abs(one * MONTHS_IN_YEAR + month - base))
    return year if date(year, month, 1) <= reading.published else None


def _days(year: int | None, month: int, first: int, last: int) -> Days | None:
    if year is None:
        return None
    end = month_days(year, month)[1].day
    if not 1 <= first <= end or not first <= last <= end:
        return None
    return date(year, month, first), date(year, month, last)


def _back(reading: DateReading, pattern: re.Pattern[str], start: int) -> int:
    match = pattern.search(reading.text, max(0, start - 10), start)
    return match.start() if match else start


_READERS: dict[str, Reader] = {
    **dict.fromkeys(MONTHS, _month),
    **NAMED_READERS,
    **UNIT_READERS,
    **CONTEXT_READERS,
    **PHRASE_READERS,
}
