"""Tell figures that count nothing: years, numbers of resolutions and pages, times, footnotes."""

import re

from coalface.claims.mentions.figures import Figure

__all__ = ["is_bare_reference", "is_glued", "is_labelled"]

_LABELS = (
    "resolution", "unscr", "res", "no", "number", "paragraph", "para", "article", "annex",
    "section", "chapter", "page", "p", "pp", "table", "figure", "fig", "hs", "heading",
    "code", "item", "version", "vol", "volume", "footnote", "note", "phase", "type",
    "class", "route", "flight", "berth", "room", "building", "office", "bureau",
    "department", "division", "unit", "camp", "factory", "imo", "mmsi", "hwasong",
    "taepodong", "law", "act", "exhibit", "appendix", "step", "question", "group", "grade",
    "agenda", "part",
)  # fmt: skip
_LABEL = re.compile(
    rf"(?:\b(?:{'|'.join(_LABELS)})s?\.?|[§#№]|S/RES/|제|결의|第|号)"
    r"(?: ?(?:no\.?|number|№|:))? ?(?:\d{1,6}(?:,? and |,? or |, |,|-|–| ))*$",
    re.IGNORECASE,
)
#: Words that can stand last before a number that names something; before others none is sought.
_LAST = frozenset({*_LABELS, *(f"{label}s" for label in _LABELS), "and", "or"})
_JOINS = frozenset({"and", "or"})
_SIGNS = frozenset("§#№제의第号/")
_LABEL_WIDTH = 30
_AFTER = re.compile(
    r" (?:Committee|Panel|Sanctions Committee|regime|parallel)\b| ?[ap]\.?m\b|호(?![가-힣]{2})|号"
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
MAX_FOOTNOTE = 99


def is_glued(text: str, figure: Figure) -> bool:
    """Say whether a figure is part of another thing: "COVID-19", "12:30", "2/3", "1990s", "5G".

    Args:
        text: The clean string.
        figure: A figure that no unit follows.

    Returns:
        True if it is no figure of its own.
    """
    before, after = text[max(0, figure.start - 2) : figure.start], text[figure.end : figure.end + 2]
    if before[-1:] in ("/", ":", "\\", "_") and before[:1].isalnum():
        return True
    if before[-1:] == "-" and before[:1].isalpha():
        return True
    if after[:1] in (":", "/") and after[1:].isdigit():
        return True
    if after[:1] == "-" and after[1:].isalpha():  # "two-way", "ten-thousands"
        return True
    return after[:1].isascii() and after[:1].isalpha()


def is_bare_reference(text: str, figure: Figure) -> bool:
    """Say whether a figure without a unit names a thing or a year instead of counting.

    Args:
        text: The clean string.
        figure: A figure that no unit, currency or counted noun follows, and that has no label.

    Returns:
        True for years, hours, codes, and numbers of committees, sections and footnotes.
    """
    written = text[figure.start : figure.end]
    if (
        written.isdigit()
        and len(written) == len("2024")
        and _FIRST_YEAR <= figure.value <= _LAST_YEAR
    ):
        return True
    if _AFTER.match(text, figure.end):
        return True
    is_code = written.isdigit() and written[0] == "0" and len(written) > 1
    return is_code or (written.isdigit() and _is_mark(text, figure))


def is_labelled(text: str, start: int) -> bool:
    """Say whether words like "Resolution", "No." or "page" stand before a place.

    Args:
        text: The clean string.
        start: Where a figure starts.

    Returns:
        True if the figure is a number that names something.
    """
    low = max(0, start - _LABEL_WIDTH)
    last = text[low:start].rstrip(" .:,")
    sign = last[-1:]
    if sign.isascii() and sign.isalpha():
        others, _, word = last.rpartition(" ")
        word = word.lower()
        if word not in _LAST or (word in _JOINS and not others.rstrip(" ,")[-1:].isdigit()):
            return False
    elif sign not in _SIGNS and not last.rstrip("-–")[-1:].isdigit():
        return False
    return bool(_LABEL.search(text, low, start))


def _is_mark(text: str, figure: Figure) -> bool:
    """Tell numbers of sections and footnotes: "[3]", "(1)", "1. Key", "1 The time frame"."""
    before, after = text[figure.start - 1 : figure.start], text[figure.end : figure.end + 2]
    if before + after[:1] in ("[]", "()", "（）") and figure.value <= MAX_FOOTNOTE:
        return True
    starts = before in ("", "\n")
    return (
        starts and figure.value <= MAX_FOOTNOTE and bool(re.match(r"[.)] | [A-Z]|\)", after + " "))
    )
