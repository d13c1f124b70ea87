"""Figures in digits and in East Asian numerals: value, scale word and where they stand."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal, NamedTuple

from coalface.claims.mentions.types import Operator

__all__ = [
    "SCALES",
    "Figure",
    "Style",
    "find_digit_figures",
    "find_numeral_figures",
    "plain_value",
]

Style = Literal["number", "fraction", "multiple", "ordinal", "vague"]

SCALES = {
    "": 1.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "man": 1e4,
    "million": 1e6,
    "eok": 1e8,
    "billion": 1e9,
    "trillion": 1e12,
}


class Figure(NamedTuple):
    """One number as written.

    Attributes:
        start: First character.
        end: One past the last character, its scale word included.
        value: The number, scale word apart.
        scale: Key of `SCALES`.
        style: `fraction` for "a third", `multiple` for "twice", `ordinal` for "third",
            `vague` for "several" and "thousands".
        op: How a vague figure binds; None for all others.
    """

    start: int
    end: int
    value: float
    scale: str = ""
    style: Style = "number"
    op: Operator | None = None


#: Makes one of all its values, in half the time that the class takes: they are made by the hundred.
_figure: Callable[[tuple[int, int, float, str, Style, Operator | None]], Figure] = partial(
    tuple.__new__, Figure
)
_DIGITS = re.compile(
    r"(?P<number>\d(?:\d{0,2}(?:,\d{3}){1,6}(?!\d)|\d*)(?:\.\d+)?)"
    r"(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion|mln|bln|mn|bn|tn)s?\b"
    r"|(?P<letter>[kKmMbB])(?![\w/²³]))?"
)
#: A longer run of digits is an account or a code, not a figure.
LARGEST = 1e15
_TIED = re.compile(r"(?<![A-Za-z])(?:USD|RMB|CNY|KRW|KPW|EUR|JPY|RUB)$")
_IS_MONEY = re.compile(r"(?:[$¥€₩£₽]|\b(?:USD|RMB|CNY|KRW|KPW|EUR|JPY|RUB)) ?$")
_BEFORE_UNIT = re.compile(r" (?:metric )?(?:tons?|tonnes?|barrels?|bbl|dollars?|yuan|won)\b")
_NO_SIGN = re.compile(r"[\w)\]%]-$")
_SCALE_WORDS: dict[str | None, str] = {
    None: "",
    **{word: word for word in SCALES},
    "mln": "million",
    "mn": "million",
    "bln": "billion",
    "bn": "billion",
    "tn": "trillion",
}
_LETTERS = {"k": "thousand", "m": "million", "b": "billion"}

_UNIT_NUMERALS = {"십": 10, "백": 100, "천": 1000, "十": 10, "百": 100, "千": 1000, "拾": 10}
_MYRIADS = {
    **dict.fromkeys("만万萬", 1e4),
    **dict.fromkeys("억亿億", 1e8),
    **dict.fromkeys("조兆", 1e12),
}
_SMALL = {
    **{sign: value for value, sign in enumerate("영일이삼사오육칠팔구")},
    **{sign: value for value, sign in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
    "兩": 2,
    "륙": 6,
}
_MIXED = re.compile(
    r"\d(?:[\d,]{0,15}+(?:\.\d{1,9}+)?+ ?+[십백천만억조十百千万萬亿億兆]{1,6} ?)"
    r"(?:\d[\d,]{0,15}(?:\.\d{1,9})? ?[십백천만억조十百千万萬亿億兆]{1,6} ?){0,5}"
    r"(?:\d[\d,]{0,15}(?![\d.]))?"
)
_CLOSES = (
    r"(?= ?(?:여 ?|餘|余|多)?(?:톤|t\b|달러|위안|원\b|배럴|척|명|개|년|일|월|주|회"
    r"|번|건|배|%|퍼센트|kg|km|시간"
    r"|吨|噸|美元|美金|元|人民币|艘|桶|人|个|個|年|月|天|日|次|倍|家|名|公斤|公里|万|亿))"
)
_HAN_SIGNS = "[零〇一二三四五六七八九十百千万亿两兩萬億]"
_KOREAN_SIGNS = re.compile(
    r"["
    r"일"
    r"이"
    r"삼"
    r"사"
    r"오"
    r"육"
    r"칠"
    r"팔구십백천만억](?:[일이삼사오육칠팔구]?[십백천만억]){0,6}[일이삼사오육칠팔구]?" + _CLOSES
)
_CHINESE_SIGNS = re.compile(
    rf"{_HAN_SIGNS}{_HAN_SIGNS}{{0,11}}(?:(?=[到至]{_HAN_SIGNS})|{_CLOSES})"
)
_MYRIAD = re.compile(r"[십백천만억]")
_AFTER_WORD = re.compile(r"[\d가-힣一-鿿]")
#: A class of signs comes first here too.
_NATIVE = re.compile(
    r"(?P<n>[한두세네다여일아열스](?<![가-힣].)(?:(?<=[한두세네열])|(?<=[다여])섯|(?<=일)곱"
    r"|(?<=여)덟|(?<=아)홉|(?<=스)무))(?= (?:척|명|개"
    r"|번|배|차례|달|곳|가지|주|시간|대)(?![가-힣]{2})"
    r"|(?:척|배|차례|곳) ?)"
)
_NATIVE_VALUES = dict(zip("한두세네", (1, 2, 3, 4), strict=True)) | {
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
    "열": 10,
    "스무": 20,
}
_VAGUE = re.compile(
    r"(?P<many>수|몇|数|數|几|上)(?P<unit>십만|백만|천만|십|백|천|만|억|十万|百万"
    r"|千万|十|百|千|万|亿)" + "(?![가-힣]{3})"
)
#: A class of signs comes first, so that text without any of them is passed over at once.
_NUMERALS = re.compile(
    r"[십백천만억조十百千万萬亿億兆수몇数數几上零〇一二三四五六七八九两兩한두세네섯곱덟홉열무]"
    r"(?:(?<=[십백천만억조十百千万萬亿億兆수몇数數几上零〇一二三四五六七八九两兩])"
    r"|(?<=[한두세네섯곱덟홉열무]) ?[척명개번배차달곳가주시대])"
)


def find_digit_figures(text: str) -> Iterator[Figure]:
    """Find figures in digits, with an English scale word after them where one stands.

    Args:
        text: The clean string.

    Returns:
        Figures in order; years, dates and references are among them, for others to take out.
    """
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        number, scale, letter = match.groups()
        before = text[start - 1 : start]
        if before != " " and _is_tied(text, start, before):
            continue
        value = float(number.replace(",", ""))
        if before == "-" and _signed(text, start) < start:
            start, value = start - 1, -value
        if letter:
            scale, end = _letter_scale(text, letter, start, end)
        if value < LARGEST:
            yield _figure((start, end, value, _SCALE_WORDS[scale], "number", None))


def _is_tied(text: str, start: int, before: str) -> bool:
    """Say whether digits go on from a letter or a point: "B52", "1.2.3"."""
    is_tied = before in (".", "_") or (before.isascii() and before.isalpha())
    return is_tied and not _TIED.search(text, max(0, start - 4), start)


def find_numeral_figures(text: str, within: tuple[int, int]) -> Iterator[Figure]:
    """Find figures that hold Korean or Chinese numerals: "8억3천만", "320만", "수십", "三百".

    Args:
        text: The clean string.
        within: Start and end of its lines that may hold such numerals.

    Returns:
        Figures in order of kind; one inside another is for the caller to drop.
    """
    first = None if text.isascii() else _NUMERALS.search(text, *within)
    if first is None:
        return
    line, end = text.rfind("\n", 0, first.start()) + 1, within[1]
    yield from _mixed(text, line, end)
    for match in _CHINESE_SIGNS.finditer(text, line, end):
        yield Figure(*match.span(), *_read_myriads(match.group()))
    for match in _KOREAN_SIGNS.finditer(text, line, end):
        is_joined = _AFTER_WORD.match(text, match.start() - 1) if match.start() else None
        if not is_joined and _MYRIAD.search(match.group()):
            yield Figure(*match.span(), *_read_myriads(match.group()))
    for match in _NATIVE.finditer(text, line, end):
        yield Figure(match.start(), match.end("n"), float(_NATIVE_VALUES[match["n"]]))
    for match in _VAGUE.finditer(text, line, end):
        least = plain_value(match["unit"])
        factor = 1 if match["many"] == "上" else 2
        yield Figure(match.start(), match.end(), factor * least, "", "vague", "ge")


def _mixed(text: str, line: int, stop: int) -> Iterator[Figure]:
    for match in _MIXED.finditer(text, line, stop):
        end = match.start() + len(match.group().rstrip())
        if text.startswith("조선", end - 1):  # Choson, not a trillion
            continue
        value, scale = _read_myriads(text[match.start() : end])
        start = _signed(text, match.start())
        yield Figure(start, end, -value if start < match.start() else value, scale)


def _letter_scale(text: str, letter: str, start: int, end: int) -> tuple[str, int]:
    """Give what a letter after digits says of them, and where they end with or without it.

    "5m" may be metres: only money, and thousands, are written so without doubt.
    """
    if letter in "kK" or _IS_MONEY.search(text, max(0, start - 5), start):
        return _LETTERS[letter.lower()], end
    return (_LETTERS[letter.lower()], end) if _BEFORE_UNIT.match(text, end) else ("", end - 1)


def _signed(text: str, start: int) -> int:
    """Give where a figure starts with its minus sign; a hyphen after a word or figure is none."""
    has_sign = start and text[start - 1] == "-"
    return start - 1 if has_sign and not _NO_SIGN.search(text, max(0, start - 2), start) else start


def _read_myriads(text: str) -> tuple[float, str]:
    """Read "8억3천만" as 83,000 times ten thousand: the smallest myriad stated is the scale."""
    total = plain_value(text)
    stated = [scale for sign, scale in (("만万萬", "man"), ("억亿億", "eok")) if _holds(text, sign)]
    tail = re.search(r"[만万萬억亿億조兆](?P<rest>[^만万萬억亿億조兆]*)$", text)
    has_rest = bool(tail and tail["rest"].strip())
    if not stated or has_rest:
        return total, ""
    return total / SCALES[stated[0]], stated[0]


def _holds(text: str, signs: str) -> bool:
    return any(sign in text for sign in signs)


_STEP = re.compile(r"\d[\d,]*(?:\.\d+)?|.")


def plain_value(text: str) -> float:
    """Give the number that digits and East Asian numerals make, without regard to scale.

    Args:
        text: Digits, numerals, or both: "3천200만", "三十".

    Returns:
        The number; 0 for none.
    """
    total = section = 0.0
    number: float | None = None
    for step in _STEP.findall(text):
        if step[0].isdigit():
            number = float(step.replace(",", ""))
        elif step in _SMALL:
            number = float(_SMALL[step])
        elif step in _UNIT_NUMERALS:
            section += (1.0 if number is None else number) * _UNIT_NUMERALS[step]
            number = None
        elif step in _MYRIADS:
            section += number or 0.0
            total += (section or 1.0) * _MYRIADS[step]
            section, number = 0.0, None
    return total + section + (number or 0.0)
