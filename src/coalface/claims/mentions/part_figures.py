"""Parts of a whole that are no percentages: "10 out of 12", "3분의 1", "百分之三十", "절반"."""

import re
from collections.abc import Iterator

from coalface.claims.mentions.context_dates import SMALL_NUMBERS
from coalface.claims.mentions.figures import Figure, plain_value

__all__ = ["find_part_figures"]

_OUT_OF = re.compile(r"(?<![\w.,])(\d{1,4}) out of (?:every |the )?(\d{1,4})(?![\d.,]*\d)")
_ONE_IN = re.compile(
    r"(?<![\w.,])(?:1 in (?:every )?(\d{1,2}|100)|(\d{1,2}) in (?:every )?(10"
    r"|100))(?![\d.,]*\d| ?%)"
)
_NTH = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
#: "every third truck"; "every second day" is how often. Letters as they stand come first, which
#: are sought far quicker; what must stand before them comes after.
_EVERY = re.compile(
    rf"very (?<=\b[Ee]very )(?P<nth>{'|'.join(_NTH)})"
    r" (?!(?:hour|day|night|week|month|year|time|quarter|season)\b)(?=[a-z])"
)
_WORDS = {**SMALL_NUMBERS, "twenty": 20}
#: "one sack in five", "nine in ten"; "two ships in three days" is no part.
_SOME_IN = re.compile(
    r" in (?:every )?(?P<whole>three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b"
    r"(?! [a-z]+s\b|[- ](?:hundred|thousand|million|percent|per))"
)
_SOME = re.compile(
    r"\b(?P<part>one|two|three|four|seven|eight|nine)(?: [a-z]+){0,2}$", re.IGNORECASE
)
_SOME_WIDTH = 36
_NUMERAL = r"[\d零〇一二三四五六七八九十百两兩일이삼사오육칠팔구십백]{1,8}"
_PARTS = re.compile(
    rf"百分之(?P<percent>{_NUMERAL})|(?P<whole>{_NUMERAL})(?:分之|분의 ?)(?P<part>{_NUMERAL})"
    r"|(?P<half>절반|一半|半数)"
    r"|(?<![가-힣第十百])(?P<tenths>[\d一二三四五六七八九])(?:할(?![가-힣]{2})"
    r"|成(?P<five>半)?(?![立为員员果本功长品就熟交年都分语百千套衣人形]))"
)
#: Without one of these there is no such part: a quick look before the patterns run.
_ONE_IN_SIGNS = ("1 in ", " in 10", " in every 10")
_SIGNS = ("分之", "분의", "절반", "一半", "半数", "할", "成")


def find_part_figures(text: str) -> Iterator[Figure]:
    """Find parts of a whole in digits and in East Asian words.

    Args:
        text: The clean string.

    Yields:
        Figures of style `fraction`, by form.
    """
    if "very " in text:
        for match in _EVERY.finditer(text):
            yield Figure(match.start() - 1, match.end(), 1 / _NTH[match["nth"]], "", "fraction")
    if " in " in text:
        yield from _ones_in(text)
    if " out of " in text:
        for match in _OUT_OF.finditer(text):
            yield from _figure(match, float(match[1]), float(match[2]))
    if not text.isascii() and any(sign in text for sign in _SIGNS):
        yield from _east_asian(text)


def _east_asian(text: str) -> Iterator[Figure]:
    for match in _PARTS.finditer(text):
        yield from _figure(match, *_part_and_whole(match))


def _ones_in(text: str) -> Iterator[Figure]:
    for match in _SOME_IN.finditer(text):
        yield from _some(text, match)
    if any(sign in text for sign in _ONE_IN_SIGNS):
        for match in _ONE_IN.finditer(text):
            yield from _figure(match, float(match[2] or 1.0), float(match[1] or match[3]))


def _some(text: str, match: re.Match[str]) -> Iterator[Figure]:
    """Read "one sack in five" from its end."""
    some = _SOME.search(text, max(0, match.start() - _SOME_WIDTH), match.start())
    if some is None:
        return
    part, whole = float(_WORDS[some["part"].lower()]), float(_WORDS[match["whole"]])
    if 0 < part < whole:
        yield Figure(some.start(), match.end(), part / whole, "", "fraction")


def _part_and_whole(match: re.Match[str]) -> tuple[float, float]:
    if match["percent"]:
        return plain_value(match["percent"]), 100.0
    if match["tenths"]:
        return plain_value(match["tenths"]) + (0.5 if match["five"] else 0.0), 10.0
    if match["half"]:
        return 1.0, 2.0
    return plain_value(match["part"]), plain_value(match["whole"])


def _figure(match: re.Match[str], part: float, whole: float) -> Iterator[Figure]:
    if 0 < part < whole:
        yield Figure(match.start(), match.end(), part / whole, "", "fraction")
