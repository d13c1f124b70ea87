"""Periods: expressions of time joined to ranges, and opened by "since", "until", "before"."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from coalface.claims.mentions.date_reading import DateFound
from coalface.claims.mentions.dates import find_english_dates
from coalface.claims.mentions.east_asian_dates import find_east_asian_dates
from coalface.claims.mentions.spans_of_days import Days, month_days, months_back
from coalface.claims.mentions.types import Mention, Period, mention_of
from coalface.claims.mentions.words import Words

__all__ = ["find_periods"]

_JOINT = re.compile(
    r" ?(?:-|–|—|~|to|through|until|till|up to(?: the end of)?) ?(?:the )?| "
    r"(?P<and>and) |부터 |에서 |至|到"
)
_BETWEEN = re.compile(r"\bbetween (?:the )?$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|between) (?:the )?$", re.IGNORECASE)
_ANCHORS = (
    "ever since", "since", "until", "till", "up to", "through", "no later than", "not later than",
    "on or before", "by", "before", "prior to", "ahead of", "with effect from", "effective from",
    "effective", "as from", "starting from", "starting in", "starting on", "starting",
    "beginning in", "beginning on", "beginning", "on or after", "after", "following", "from",
)  # fmt: skip
_ABOUT = ("the", "about", "around", "at least", "roughly", "as early as", "as far back as")
_ANCHOR = re.compile(
    rf"\b(?P<word>{'|'.join(_ANCHORS)}) (?:(?:{'|'.join(_ABOUT)}) )?$", re.IGNORECASE
)
#: How words end that lead a date after "in" and "on": before others the pattern need not run.
_ANCHOR_ENDS = tuple(words for words in _ANCHORS if words.endswith((" in", " on")))
_PLAIN = frozenset({"in", "on", "of"})
_AFTER = re.compile(
    r" ?(?P<onward>onwards?|on)\b(?= ?[,.]|$)|(?P<since>부터| ?이후|以来|以後|以后"
    r"|起)|(?P<until>까지| ?이전|以前|之前|为止)"
)
_UNTIL = re.compile(r"까지|为止")
_OPENS = frozenset(
    {"since", "ever since", "after", "following", "from", "as from", "with effect from"}
    | {"effective", "effective from", "on or after"}
    | {
        f"{word}{joint}"
        for word in ("starting", "beginning")
        for joint in ("", " in", " on", " from")
    }
)
_LOOK_BACK = 40
_LEAD = 60  # characters of the longest words that lead a date
_IN_YEAR = frozenset({"day", "decade", "month", "quarter"})
_YEAR_TOLD = re.compile(
    r"\d{4}|\b(?:last|this|next|past|previous|same|that|following|yesterday|today|tonight|week"
    r"|\w+day|year)\b|[가-힣一-鿿]",
    re.IGNORECASE,
)
#: "after the resolutions of 2017"
_AFTER_THING = re.compile(
    r"\b(?P<word>since|after|following|before|until|till|prior to) (?:the |its "
    r"|their )?(?:[a-z-]+ ){0,2}"
    r"(?:resolutions?|sanctions?|reforms?|famine|crisis|collapse|closures?|lockdown|ban|measures|summits?"
    r"|tests?|floods?|purge|congress|war|devaluation|redenomination|outbreak|pandemic|embargo|election"
    r"|talks|agreement|accident|explosion|strike) (?:of|in|of early|of late) $",
    re.IGNORECASE,
)
_THING_ENDS = (" of", " in", " of early", " of late")
_THING_WORDS = ("since", "after", "following", "before", "until", "till", "prior to")
#: "the six months to June", "the year ended 31 March": a stretch that ends then.
_STRETCH = re.compile(
    r"\b(?:in |over |during |for )?(?:the )?(?:(?P<number>\d{1,2}|two|three|four|five|six"
    r"|seven|eight"
    r"|nine|ten|eleven|twelve|eighteen)[ -]months?|(?P<unit>financial year|fiscal year|year"
    r"|half-year"
    r"|half|quarter))(?: period)? (?:to|ending|ended|through|up to|ending in|ended in|ending on"
    r"|ended on)(?: the)?(?: end of)? ?$",
    re.IGNORECASE,
)
_STRETCH_ENDS = (
    "to", "ending", "ended", "through", "ending in", "ended in", "ending on", "ended on", "the",
    "end of",
)  # fmt: skip
#: "the week to 13 August", "the week of 2 August": seven days, told by their last or first.
_WEEK = re.compile(
    r"\b(?:in |over |during |for )?(?:the )?(?P<unit>week|fortnight)"
    r" (?:(?P<last>to|ending|ended|through|up to|ending on|ended on)|of|beginning|starting"
    r"|commencing|from)(?: the)? $",
    re.IGNORECASE,
)
#: "the three years to 2016"
_YEARS = re.compile(
    r"\b(?:in |over |during |for )?the (?P<number>\d{1,2}|two|three|four|five|six|seven|eight|nine"
    r"|ten|decade)(?: years)? (?:to|up to|through|until|ending|ended)(?: in)? $",
    re.IGNORECASE,
)
_MONTHS = {
    "decade": 10,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "eighteen": 18, "year": 12, "financial year": 12,
    "fiscal year": 12, "half-year": 6, "half": 6, "quarter": 3,
}  # fmt: skip
#: The last words of all that leads a date; after any other one, no pattern need run.
_LEADS = frozenset(
    words.split()[-1]
    for words in (*_ANCHORS, *_ABOUT, *_THING_ENDS, *_STRETCH_ENDS, "beginning", "commencing")
)
_NO_LETTERS = re.compile(r"\W")
WEEK_D = 7
_END_OF = re.compile(r"(?:the )?(?:end|close) of\b|end-", re.IGNORECASE)
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
    east_asian = find_east_asian_dates(text, published, words.east)
    found = _longest([*find_english_dates(words, published), *east_asian])
    mentions: list[Mention] = []
    index = 0
    while index < len(found):
        first, second = found[index], found[index + 1] if index + 1 < len(found) else None
        joined = _join(text, first, second) if second else None
        mention = _range(text, *joined) if joined else _open(text, first, published)
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
    is_told = _tells_year(text, first), _tells_year(text, second)
    if first.grain in _IN_YEAR and second.grain in _IN_YEAR and is_told != (True, True):
        if is_told[0]:  # "December 2019 to the end of March": the March after it
            high = _in_year(high, low.year + ((high.month, high.day) < (low.month, low.day)))
        elif is_told[1] or low > high:
            low = _in_year(low, high.year - ((low.month, low.day) > (high.month, high.day)))
    return None if low > high else (first.start, second.end, (low, high))


def _tells_year(text: str, found: DateFound) -> bool:
    """Tell whether words say which year they are of, by a figure or as "last year"."""
    return bool(_YEAR_TOLD.search(text, found.start, found.end))


def _in_year(day: date, year: int) -> date:
    """Give the same day of another year; 29 February becomes the last day of that month."""
    return day.replace(year=year, day=min(day.day, month_days(year, day.month)[1].day))


def _range(text: str, start: int, end: int, days: Days) -> Mention:
    before = _FROM.search(text, max(0, start - 14), start)
    start = before.start() if before else start
    until = _UNTIL.match(text, end)
    end = until.end() if until else end
    return Mention(start, end, "date", Period(text[start:end], days[0], days[1], "span"))


def _open(text: str, found: DateFound, published: date | None) -> Mention:
    """Open one end of a period where words beside it say so."""
    lead = text[max(0, found.start - _LEAD) : found.start].rstrip().lower()
    last = lead.rpartition(" ")[2]
    if not last.isalpha():
        last = _NO_LETTERS.split(last)[-1]
    before = None
    if last in _LEADS:
        led = _led(text, found, lead)
        if led is not None:
            return led
        if last not in _PLAIN or lead.endswith(_ANCHOR_ENDS):
            before = _ANCHOR.search(text, max(0, found.start - _LOOK_BACK), found.start)
    after = _AFTER.match(text, found.end)
    word = before["word"].lower() if before else ""
    is_led = found.grain in ("year", "years") or (after and after["onward"])
    is_led = is_led or bool(found.days and published and found.days[0] > published)
    if word == "from" and not is_led and not found.is_open:
        before, word = None, ""
    start, end = before.start() if before else found.start, found.end
    if text.startswith(("截至", "截止"), max(0, start - 2)):
        start, word = start - 2, "until"
    if after and (after["since"] or after["until"] or (after["onward"] and before)):
        end = after.end()
        word = word or ("since" if after["since"] else "until")
    is_end = bool(word) and _END_OF.match(text, found.start) is not None
    days = _ends(found, word, is_end=is_end)
    is_open = bool(word) or found.is_open
    return mention_of((start, end, "date", Period(text[start:end], *days, found.grain, is_open)))


def _led(text: str, found: DateFound, lead: str) -> Mention | None:
    """Read a period that counts from what stands before a date."""
    stretch = _stretch(text, found) if lead.endswith(_STRETCH_ENDS) else None
    stretch = stretch or _told_by_end(text, found)
    if stretch is None and lead.endswith(_THING_ENDS) and any(map(lead.__contains__, _THING_WORDS)):
        return _after_thing(text, found)
    return stretch


def _after_thing(text: str, found: DateFound) -> Mention | None:
    """Read "after the resolutions of 2017" and "before the reform of 2009"."""
    led = _AFTER_THING.search(text, max(0, found.start - _LEAD), found.start)
    if led is None or found.days is None:
        return None
    is_before = led["word"].lower() in ("before", "until", "till", "prior to")
    first = None if is_before else found.days[0]
    last = found.days[0] - timedelta(days=1) if is_before else None
    words = text[led.start() : found.end]
    period = Period(words, first, last, found.grain, is_anchor=True)
    return Mention(led.start(), found.end, "date", period)


def _stretch(text: str, found: DateFound) -> Mention | None:
    """Read "the six months to June 2020" as the six months of which June is the last."""
    match = _STRETCH.search(text, max(0, found.start - _LOOK_BACK), found.start)
    if match is None or found.days is None or found.grain not in _IN_YEAR:
        return None
    word = (match["number"] or match["unit"]).lower()
    months = int(word) if word.isdigit() else _MONTHS[word]
    last = found.days[1]
    first = month_days(*months_back(last, months - 1))[0]
    words = text[match.start() : found.end]
    return Mention(match.start(), found.end, "date", Period(words, first, last, "span"))


def _told_by_end(text: str, found: DateFound) -> Mention | None:
    """Read "the week to 13 August" and "the three years to 2016"."""
    if found.days is None or found.grain not in ("day", "year"):
        return None
    pattern = _WEEK if found.grain == "day" else _YEARS
    match = pattern.search(text, max(0, found.start - _LOOK_BACK), found.start)
    if match is None:
        return None
    first, last = found.days
    if found.grain == "year":
        word = match["number"].lower()
        years = int(word) if word.isdigit() else _MONTHS[word]
        first = first.replace(year=max(1, first.year - years + 1))
    else:
        days = timedelta(days=(WEEK_D if match["unit"].lower() == "week" else 2 * WEEK_D) - 1)
        first, last = (last - days, last) if match["last"] else (first, first + days)
    words = text[match.start() : found.end]
    return Mention(match.start(), found.end, "date", Period(words, first, last, "span"))


def _ends(found: DateFound, word: str, *, is_end: bool) -> tuple[date | None, date | None]:
    if found.days is None:
        return None, None
    first, last = found.days
    if word in ("after", "following"):
        return _after(found), None
    if word in _OPENS:
        return (last if is_end else _middle(found)), None
    if word in ("before", "prior to", "ahead of") and not is_end:
        return None, first - timedelta(days=1)
    if word or found.is_end:
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
