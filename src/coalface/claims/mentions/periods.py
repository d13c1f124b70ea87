"""Periods: expressions of time joined to ranges, and opened by "since", "until", "before"."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from coalface.claims.mentions.date_reading import DateFound
from coalface.claims.mentions.dates import find_english_dates
from coalface.claims.mentions.east_asian_dates import find_east_asian_dates
from coalface.claims.mentions.spans_of_days import Days
from coalface.claims.mentions.types import Mention, Period
from coalface.claims.mentions.words import Words

__all__ = ["find_periods"]

_JOINT = re.compile(
    r" ?(?:-|–|—|~|to|through|until|till|up to(?: the end of)?) ?(?:the )?| "
    r"(?P<and>and) |부터 |에서 |至|到"
)
_BETWEEN = re.compile(r"\bbetween (?:the )?$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|between) (?:the )?$", re.IGNORECASE)
_ANCHOR = re.compile(
    r"\b(?P<word>ever since|since|until|till|up to|through|by|before|prior to|after"
    r"|following|from|starting in|beginning in)"
    r" (?:(?:the|about|around|at least) )?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r" ?(?P<onward>onwards?|on)\b(?= ?[,.]|$)|(?P<since>부터| ?이후|以来|以後|以后"
    r"|起)|(?P<until>까지| ?이전|以前|之前|为止)"
)
_UNTIL = re.compile(r"까지|为止")
_OPENS = frozenset(
    {"since", "ever since", "after", "following", "from", "starting in", "beginning in"}
)
_LOOK_BACK = 26
_A_YEAR = timedelta(days=366)
#: First and last year of the middle of a decade.
_MIDDLE = (4, 6)


def find_periods(words: Words, published: date | None) -> list[Mention]:
    """Find days and periods, resolved as far as the day of publication allows.

    A period says which days the words cover, not that anything happened on all of them.

    Args:
        words: The words of a text.
        published: Day of publication, or None.

    Returns:
        Mentions of type `date` by start, none overlapping; days that cannot be told are None.
    """
    text = words.text
    found = _longest(
        [*find_english_dates(words, published), *find_east_asian_dates(text, published)]
    )
    mentions: list[Mention] = []
    index = 0
    while index < len(found):
        first, second = found[index], found[index + 1] if index + 1 < len(found) else None
        joined = _join(text, first, second) if second else None
        mention = _range(text, *joined) if joined else _open(text, first)
        mentions.append(mention)
        index += 2 if joined else 1
    return _clear(mentions)


def _longest(found: Sequence[DateFound]) -> list[DateFound]:
    kept: list[DateFound] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _clear(mentions: Sequence[Mention]) -> list[Mention]:
    """Take back the word before a period where the period before it holds that word."""
    kept: list[Mention] = []
    for mention in mentions:
        if kept and mention.start < kept[-1].end:
            period = mention.value
            assert isinstance(period, Period)
            start = kept[-1].end
            if start >= mention.end:
                continue
            kept.append(Mention(start, mention.end, "date", period))
            continue
        kept.append(mention)
    return kept


def _join(text: str, first: DateFound, second: DateFound) -> tuple[int, int, Days] | None:
    joint = _JOINT.fullmatch(text, first.end, second.start)
    if joint is None or first.days is None or second.days is None:
        return None
    if joint["and"] and not _BETWEEN.search(text, max(0, first.start - 12), first.start):
        return None
    low, high = first.days[0], second.days[1]
    if low > high and first.grain == "month" and high - low > -_A_YEAR:
        low = _year_earlier(low)
    return None if low > high else (first.start, second.end, (low, high))


def _year_earlier(day: date) -> date:
    return date(day.year - 1, day.month, 1)


def _range(text: str, start: int, end: int, days: Days) -> Mention:
    before = _FROM.search(text, max(0, start - 14), start)
    start = before.start() if before else start
    until = _UNTIL.match(text, end)
    end = until.end() if until else end
    return Mention(start, end, "date", Period(text[start:end], days[0], days[1], "span"))


def _open(text: str, found: DateFound) -> Mention:
    """Open one end of a period where words beside it say so."""
    before = _ANCHOR.search(text, max(0, found.start - _LOOK_BACK), found.start)
    after = _AFTER.match(text, found.end)
    word = before["word"].lower() if before else ""
    if word == "from" and not (found.grain in ("year", "years") or (after and after["onward"])):
        before, word = None, ""
    start, end = before.start() if before else found.start, found.end
    if after and (after["since"] or after["until"] or (after["onward"] and before)):
        end = after.end()
        word = word or ("since" if after["since"] else "until")
    first, last = _ends(found, word)
    is_open = bool(word) or found.is_open
    return Mention(start, end, "date", Period(text[start:end], first, last, found.grain, is_open))


def _ends(found: DateFound, word: str) -> tuple[date | None, date | None]:
    if found.days is None:
        return None, None
    first, last = found.days
    if word in ("after", "following"):
        return _after(found), None
    if word in _OPENS:
        return _middle(found), None
    if word in ("before", "prior to"):
        return None, first - timedelta(days=1)
    if word:
        return None, last
    return first, (None if found.is_open else last)


def _middle(found: DateFound) -> date:
    """Give the start; of the middle of a decade, which is some year about its fifth, that year."""
    assert found.days is not None
    first, last = found.days
    is_middle = found.grain == "years" and (first.year % 10, last.year % 10) == _MIDDLE
    return first.replace(year=first.year + 1) if is_middle else first


def _after(found: DateFound) -> date:
    assert found.days is not None
    return _middle(found) if found.grain == "years" else found.days[1] + timedelta(days=1)
