"""Resolutions of the Security Council by number, in English, Korean and Chinese."""

import re
from collections.abc import Iterator

from coalface.claims.mentions.types import Mention, Resolution

__all__ = ["find_resolutions"]

_FORM = re.compile(
    r"(?:(?:\b(?:(?:UN|U\.N\.|United Nations) )?Security Council |\b(?:UN|U\.N\.|UNSC) )?\b[Rr]esolutions?"
    r"|\bUNSCRs?|\bSCRs?|\bUNSC Res\.?)(?: [Nn]os?\.?| numbers?)? ?(?P<first>\d{3,4})(?!\d)"
    r"|\bS/RES/(?P<symbol>\d{3,4})(?!\d)"
    r"|(?:유엔 ?)?(?:안보리 ?)?(?:대북 ?)?(?:제재 ?)?결의안? ?(?:제 ?)?(?P<korean>\d{3,4})호"
    r"|(?:联合国)?(?:安理会)?第?(?P<chinese>\d{3,4})号决议|决议第?(?P<number>\d{3,4})号?"
)
_MORE = re.compile(r"(?:,? (?:and|or) |, |·|、|와 |과 )(?:(?:UNSCR|No\.?) ?)?(?P<next>\d{4})(?P<sign>호|号)?(?![\d,])")
_YEARS = re.compile(r" \((?:19|20)\d\d\)")


def find_resolutions(text: str) -> list[Mention]:
    """Find resolutions by their numbers.

    Whether a resolution of that number exists, and of which year, is for checks.

    Args:
        text: The clean string.

    Returns:
        Mentions by start, one a resolution: "Resolutions 2371 and 2375" gives two.
    """
    return [mention for match in _FORM.finditer(text) for mention in _with_more(text, match)]


def _with_more(text: str, match: re.Match[str]) -> Iterator[Mention]:
    number = next(value for value in match.groupdict().values() if value)
    yield Mention(match.start(), match.end(), "resolution", Resolution(int(number)))
    end = match.end()
    while True:
        year = _YEARS.match(text, end)
        more = _MORE.match(text, year.end() if year else end)
        if more is None:
            return
        yield Mention(more.start("next"), more.end(), "resolution", Resolution(int(more["next"])))
        end = more.end()
