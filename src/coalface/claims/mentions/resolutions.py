"""Resolutions of the Security Council by number, in English, Korean and Chinese."""

import re
from collections.abc import Iterator, Sequence

from coalface.claims.mentions.tokens import Tokens
from coalface.claims.mentions.types import Mention, Resolution

__all__ = ["find_resolutions"]

_TAIL = r"(?:,? [Nn]os?\.?|,? numbers?)? ?(\d{3,4})(?!\d)"
_FORM = re.compile(
    rf"resolutions?{_TAIL}|Resolutions?{_TAIL}|SCRs?{_TAIL}|SC Res\.?{_TAIL}|RES/(\d{{3,4}})(?!\d)"
    r"|결의안? ?(?:제 ?)?(\d{3,4})호|号决议()|决议第?(\d{4})号?"
)
#: Without any of these, only the word itself is looked for, which is quicker than all forms.
_SIGNS = ("SC", "RES/", "결의", "决议")
_WORD = "esolution"
_BEFORE = re.compile(
    r"(?:(?:(?:UN|U\.N\.|United Nations) )?Security Council |(?:UN|U\.N\.|UNSC) |UN|S/"
    r"|(?:유엔 ?)?(?:안보리 ?)?(?:대북 ?)?(?:제재 ?)?|(?:联合国)?(?:安理会)?)\Z"
)
_CHINESE_BEFORE = re.compile(r"(?:联合国)?(?:安理会)?第?(\d{4})\Z")
_BEFORE_WIDTH = 32
_MORE = re.compile(
    r"(?:,? (?:and|or) |, |·|、|와 |과 )(?:(?:UNSCR|No\.?) "
    r"?)?(?P<next>\d{4})(?P<sign>호|号)?(?![\d,])"
)
#: Numbers of the resolutions on this trade, told alone where the text speaks of resolutions.
_NUMBERS = frozenset({"2087", "2094", "2270", "2321", "2356", "2371", "2375", "2397"})
N_DIGITS = 4
_NO_MORE = re.compile(r"[\w%]|[,.]\d")  # after a number that goes on, or is a share
_LEAD = re.compile(
    r"(?:\b(?:by|under|of|in|with|and|or|numbered|number|until|when|than|that|the|per|to|before"
    r"|after|since|from|called|text|is|was|as),? |^|[.;:!?] |[,(–—] ?)\Z"
)
_LEAD_WIDTH = len("numbered, ")
#: Words after a number that it counts or measures.
_COUNTED = re.compile(
    r" ?(?:million|billion|thousand|hundred|tons?|tonnes?|t|kg|kilos?|km|kilomet\w+|miles"
    r"|barrels|bbl|dollars"
    r"|yuan|won|rubles|roubles|euros|people|persons|men|women|workers|miners|households|families|ships|vessels"
    r"|trucks|wagons|containers|cargoes|boxes|pieces|items|metres|meters|metric|sacks|days|hours|years|percent"
    r"|per cent|of the|in all|in total)\b"
)
_TELLS = (
    "esolution", "Council", "UNSCR", "U.N.", "UN ", "paragraph", "anction", "voted", "mbargo",
)  # fmt: skip
_YEARS = re.compile(r" \((?:19|20)\d\d\)")


def find_resolutions(text: str, tokens: Tokens) -> list[Mention]:
    """Find resolutions by their numbers.

    Whether a resolution of that number exists, and of which year, is for checks.

    Args:
        text: The clean string.
        tokens: Its tokens.

    Returns:
        Mentions by start, one a resolution: "Resolutions 2371 and 2375" gives two.
    """
    found = [mention for match in _forms(text) for mention in _with_more(text, match)]
    alone = tokens.places_of(_NUMBERS)
    if alone and any(map(text.__contains__, _TELLS)):
        ends = {mention.end for mention in found}
        starts = [tokens.starts[index] for index in alone]
        found.extend(one for one in _alone(text, starts) if one.end not in ends)
        found.sort(key=lambda mention: mention.start)
    return found


def _alone(text: str, starts: Sequence[int]) -> Iterator[Mention]:
    """Find numbers that stand alone, led by a word or a sign, and that count nothing."""
    for start in starts:
        end = start + N_DIGITS
        if _NO_MORE.match(text, end) or _COUNTED.match(text, end):
            continue
        if _LEAD.search(text, max(0, start - _LEAD_WIDTH), start):
            yield Mention(start, end, "resolution", Resolution(int(text[start:end])))


def _places_of(text: str, word: str) -> Iterator[int]:
    """Give where a word stands, which plain search tells quicker than a pattern."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))


def _forms(text: str) -> Iterator[re.Match[str]]:
    if any(map(text.__contains__, _SIGNS)):
        yield from _FORM.finditer(text)
        return
    for place in _places_of(text, _WORD):
        if match := _FORM.match(text, place - 1):
            yield match


def _with_more(text: str, match: re.Match[str]) -> Iterator[Mention]:
    low = max(0, match.start() - _BEFORE_WIDTH)
    number = next((value for value in match.groups() if value), "")
    pattern = _BEFORE if number else _CHINESE_BEFORE
    before = pattern.search(text, low, match.start())
    if before is None and (not number or text[match.start() - 1 : match.start()].isalpha()):
        return
    start = before.start() if before else match.start()
    value = Resolution(int(number or (before[1] if before else 0)))
    yield Mention(start, match.end(), "resolution", value)
    end = match.end()
    while True:
        year = _YEARS.match(text, end)
        more = _MORE.match(text, year.end() if year else end)
        if more is None:
            return
        yield Mention(more.start("next"), more.end(), "resolution", Resolution(int(more["next"])))
        end = more.end()
