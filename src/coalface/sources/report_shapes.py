"""What a reader of reports gives: text, where its parts lie, what the file says of itself."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = ["PartKind", "Report", "ReportPart", "read_day", "read_web_address", "without_controls"]

PartKind = Literal["front_matter", "heading", "page"]
_ISO_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_WORDED_DAY = re.compile(
    r"\s*(?:(?P<d>\d{1,2}) (?P<m>[A-Z][a-z]+)\.?,?|(?P<m2>[A-Z][a-z]+)\.? (?P<d2>\d{1,2}),?)"
    r" (?P<y>\d{4})\s*$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f<>\"']+", re.IGNORECASE)
#: What commands a screen or turns the direction of writing, and no line break, tab or page break.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A stretch of a report's text: `start` and exclusive `end` in code points."""

    start: int
    end: int
    kind: PartKind
    label: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One report as read; what it says is data, and nothing in it was run or fetched.

    Attributes:
        name: Name of the file.
        sha256: Digest of the file's bytes: the same content under two names has one digest.
        kind: `text`, `markdown`, `html` or `pdf`.
        text: The text; of a text file every character of it, newlines as they stand.
        title: As the file states it, or empty.
        publisher: As the file states it, or empty.
        published: Day of publication as the file states it, or None.
        published_basis: `stated` or `none`.
        url: As the file states it, or empty.
        language: As the file states it, or empty.
        parts: Front matter, headings and pages, by start.
        notes: What a reader should know of how the file was read.
    """

    name: str
    sha256: str
    kind: Literal["text", "markdown", "html", "pdf"]
    text: str
    title: str = ""
    publisher: str = ""
    published: date | None = None
    published_basis: Literal["stated", "none"] = "none"
    url: str = ""
    language: str = ""
    parts: tuple[ReportPart, ...] = ()
    notes: tuple[str, ...] = ()


def read_web_address(text: str) -> str:
    """Give an address of the web as it stands, or "" where it is of another kind.

    Args:
        text: What a file or a user states; an address that runs something when it is opened, or
            leads to a file of the reader's, is none.
    """
    stated = text.strip()
    return stated if _WEB_ADDRESS.fullmatch(stated) else ""


def without_controls(text: str, *, is_line: bool = False) -> str:
    """Put a blank for each sign that commands a screen, so that no offset moves.

    Args:
        text: Words of a file.
        is_line: They are one line, such as a title: runs of blanks become one, none at the ends.
    """
    shown = _CONTROLS.sub(" ", text)
    return _BLANKS.sub(" ", shown).strip() if is_line else shown


def read_day(text: str) -> date | None:
    """Read a day as files state it: 2024-09-18, 2024-09-18T07:00Z, 18 September 2024.

    Args:
        text: What stands in the file.

    Returns:
        The day; None where it is no day, or where day and month could be exchanged.
    """
    iso = _ISO_DAY.match(text)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    worded = _WORDED_DAY.match(text)
    if worded is None:
        return None
    name = (worded["m"] or worded["m2"])[:3].lower()
    if name not in _MONTHS:
        return None
    return _day(int(worded["y"]), _MONTHS.index(name) + 1, int(worded["d"] or worded["d2"]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
