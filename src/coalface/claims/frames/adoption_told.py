"""Days of adoption told before the resolution, or beside it: "in December it passed 2375"."""

import re
from collections.abc import Iterator, Sequence

from coalface.claims.frames.adoptions import load_adoptions
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Mention, Period, Resolution

__all__ = ["find_adoptions_before"]

_LISTS = frozenset({"list", "listed", "added", "banned", "capped", "sanctioned"})
BEFORE = 14.0  # words from a day to what was passed on it
PASSED = 8.0  # from "adopted" to the resolution
BESIDE = 40  # characters between a resolution and the day from which it dates
JUST_BEFORE = 16  # characters between a Korean day and the resolution
_DATES_FROM = re.compile(
    r",? ?(?:(?:which|that) )?(?:dates?|dated|dating|is|was)(?: back)?(?: from| to| of)? (?:the )?$"
    r"| (?:took place|was held|was taken|was carried|came|followed) (?:on|in) (?:the )?$"
    r"|,? (?:a|the|its) (?:text|measure|decision|resolution) (?:of|from) (?:the )?$"
)
#: "in March 2016 with Resolution 2371", "until April 2019 to agree on Resolution 2397"
_WITH = re.compile(
    r",? (?:with|by|through|by way of|under|in) (?:the |its )?$"
    r"|,? to (?:agree on|pass|adopt|approve|vote on|table) (?:the )?$"
)
_OF = re.compile(r" \(|,? (?:of|from) (?:the )?")
_WHEN = re.compile(r",? (?:when|as|the (?:day|month|year)) (?:the |its |resolution )?")
#: "2016년 3월에 나온 결의", "2016年3月出台的"
_CAME = re.compile(
    r"(?:에|의)? ?(?:나온|나왔던|발표된|만들어진|통과된|채택된|통과시킨|채택한) ?"
    r"|出台的|发布的|做出的|作出的"
)
_TERMS = frozenset({"day", "days", "week", "weeks", "month", "months", "year", "years"})
_BY = frozenset({"by", "with", "through", "when", "since"})


def find_adoptions_before(
    reading: Reading, told: Sequence[Draft], ruled: Sequence[Draft]
) -> Iterator[Draft]:
    """Find resolutions whose day stands before them, or in words that date them.

    Args:
        reading: The document.
        told: Adoptions found otherwise, whose resolutions are left alone.
        ruled: Orders, which tell the day of a resolution in passing themselves.

    Returns:
        Drafts that run over the day and the resolution. A day told is not the day of the record.
    """
    for mention in reading.mentions.get("resolution", ()):
        if any(draft.start <= mention.start < draft.end for draft in told):
            continue
        sentence = reading.sentence(mention.start)
        if sentence.is_heading:
            continue
        date = _before(reading, mention) or _beside(reading, mention, sentence.end)
        if date is not None and _is_last_day(reading, mention, date):
            continue
        is_ruled = any(draft.start <= mention.start < draft.end for draft in ruled)
        if date is not None and not (is_ruled and _is_in_passing(reading, mention, date)):
            start, end = min(date.start, mention.start), max(date.end, mention.end)
            draft = Draft(start, end, "rule", "rule.adoption", "adoption_date", 0.7)
            draft.at = (mention.start, mention.end)
            yield draft


def _is_last_day(reading: Reading, mention: Mention, date: Mention) -> bool:
    """Tell "had to go by 22 December 2019 under 2397" and "within 120 days of 2375, that is by"."""
    between = reading.flat.text[date.end : mention.start]
    if " to " in between or reading.within("adoption", date.end, mention.start):
        return False  # "took until April 2019 to agree on"
    is_until = isinstance(date.value, Period) and date.value.first is None
    is_term = not _TERMS.isdisjoint(reading.words_before(mention.start, 3))
    return is_until or (is_term and date.start > mention.start)


def _before(reading: Reading, mention: Mention) -> Mention | None:
    """Read "on 5 August 2017 it adopted 2371", "adopted in March 2013, 2094"."""
    sentence = reading.sentence(mention.start)
    dates = reading.mentions_in("date", sentence.start, mention.start)
    if not dates:
        return None
    date, here = dates[-1], (mention.start, mention.end)
    joint = _WITH.fullmatch(reading.flat.text, date.end, mention.start)
    if joint and (" to " in joint.group() or _is_ordered(reading, mention)):
        return date
    for cue in reading.within("adoption", sentence.start, mention.start):
        span = (cue.start, cue.end)
        if cue.start >= date.end:
            is_near = reading.distance(span, here) <= PASSED
            if is_near and reading.distance((date.start, date.end), span) <= BEFORE:
                return date
        elif cue.start == reading.clause(cue.start)[0] and date.end + JUST_BEFORE > mention.start:
            return date  # "Adopted in March 2013, Resolution 2094"
    after = reading.within("adoption", mention.end, min(sentence.end, mention.end + JUST_BEFORE))
    between = reading.flat.text[date.end : mention.start]
    is_beside = len(between) <= JUST_BEFORE and not between.isascii()
    is_when = _WHEN.fullmatch(between) is not None
    if _CAME.fullmatch(between):
        return date
    return date if after and (is_beside or is_when or date.end == mention.start) else None


def _beside(reading: Reading, mention: Mention, end: int) -> Mention | None:
    """Read "2397, which dates from March 2016", "was banned by 2321 in November 2016"."""
    its = reading.mentions_in("date", mention.end, min(end, mention.end + BESIDE))
    if not its:
        return None
    between = reading.flat.text[mention.end : its[0].start]
    if _DATES_FROM.fullmatch(between) or (_OF.fullmatch(between) and _is_slip(mention, its[0])):
        return its[0]
    is_by = not _BY.isdisjoint(reading.words_before(mention.start, 1))
    if between == ", in " and is_by and _is_slip(mention, its[0]):
        return its[0]
    return its[0] if between == " in " and is_by and _is_ordered(reading, mention) else None


def _is_in_passing(reading: Reading, mention: Mention, date: Mention) -> bool:
    """Tell "Resolution 2375 of August 2017" from words that say when it was adopted."""
    between = reading.flat.text[mention.end : date.start]
    return between != " (" and _OF.fullmatch(between) is not None


def _is_slip(mention: Mention, date: Mention) -> bool:
    """Tell "Resolution 2375 (2013)": the year of a citation tells something only if it is off."""
    if not (isinstance(mention.value, Resolution) and isinstance(date.value, Period)):
        return False
    day, first = load_adoptions().get(mention.value.number), date.value.first
    last = date.value.last
    if day is None or first is None or last is None:
        return False
    return first.year != day.year or not first <= day <= last


def _is_ordered(reading: Reading, mention: Mention) -> bool:
    """Tell whether the clause tells what is ordered, not what was done under it."""
    clause = reading.clause(mention.start)
    is_listed = not _LISTS.isdisjoint(reading.words(*clause))
    return is_listed or any(
        not cue.value.startswith("exempt") for cue in reading.within("rule", *clause)
    )
