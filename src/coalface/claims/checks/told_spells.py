"""Spells of time in the words of a claim: "90 days", "two years", "24개월"."""

import re
from collections.abc import Iterator

from coalface.claims.mentions.number_lists import load_number_words

__all__ = ["spells_of"]

WORDS = load_number_words().cardinals | {"a": 1.0, "an": 1.0, "a hundred": 100.0}
#: Spells of the resolutions that are told in several words.
WORDS |= {"forty-five": 45.0, "twenty-four": 24.0, "thirty-six": 36.0}
WORDS |= {"one hundred and twenty": 120.0, "a hundred and twenty": 120.0}
WORDS |= {"a hundred and eighty": 180.0}
CHINESE = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "十": 10, "十二": 12}
CHINESE |= {"三十": 30, "六十": 60, "九十": 90, "二十四": 24, "一百二十": 120, "一百八十": 180}
DAYS = {"day": 1.0, "week": 7.0, "month": 30.5, "year": 366.0, "日": 1.0, "天": 1.0, "일": 1.0}
DAYS |= {"개월": 30.5, "个月": 30.5, "달": 30.5, "년": 366.0, "年": 366.0}
_NUMBERS = "|".join(sorted(map(re.escape, WORDS), key=len, reverse=True))
_LATIN = re.compile(rf"\b(\d{{1,3}}|{_NUMBERS})[ -](day|week|month|year)s?\b", re.IGNORECASE)
_EAST = re.compile(
    r"(?<![\d,.월月])(?<![월月] )(\d{1,3}|[一二两三四五六十百]+) ?(개월|个月|日|天|일|달|년"
    r"|年)(?![月월])"
)


def spells_of(text: str) -> Iterator[tuple[float, str]]:
    """Give each spell that a text tells, in days, with its words.

    Args:
        text: Words of a claim.
    """
    for match in _LATIN.finditer(text):
        number = match[1].lower()
        n = float(number) if number.isdigit() else WORDS[number]
        yield n * DAYS[match[2].lower()], match[0]
    if text.isascii():
        return
    for match in _EAST.finditer(text):
        value = float(match[1]) if match[1].isdigit() else CHINESE.get(match[1])
        if value is not None:
            yield value * DAYS[match[2]], match[0]
