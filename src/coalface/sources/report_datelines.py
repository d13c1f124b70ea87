"""The line in which an article says when: "입력 2020-05-14 09:30", "SEOUL, 14 March 2019 - "."""

import re
from datetime import date

__all__ = ["find_dateline"]

MOST_LINES = 12  # such a line stands near the top
_LINE = re.compile(
    r"^\W{0,3}(?:입력|등록|승인|송고|게재|발행|기사입력|최초입력|发布时间|发布日期|日期|Published|Posted"
    r"|First published)(?: on| at|일|일시)?[ :：|]{1,4}"
    r"(?P<year>(?:19|20)\d\d)(?:[-./]|년 ?)(?P<month>\d{1,2})(?:[-./]|월 ?)(?P<day>\d{1,2})(?!\d)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    r"(?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|June"
    r"|July|August|September|October|November|December)\.?"
)
#: Words before a day that is that of the text.
_LEADS = (
    r"^\W{0,3}[A-Z]{3,}(?:[ -][A-Z]{3,}){0,2}(?:, [A-Z][a-z]+(?: [A-Z][a-z]+)?)??,? ",
    r"(?:^|[.)] )(?:Published|Posted|Issued|First published)(?: on)?:? ",
    r"^\W{0,3}(?:Interview|Notes|Field notes)\b[^.\n]{0,60}?, ",
)
_WRITTEN = tuple(
    re.compile(rf"{lead}(?:{day})(?P<after>.{{0,40}})")
    for lead in _LEADS
    for day in (
        rf"(?P<day>\d{{1,2}}) {_NAMES},? (?P<year>(?:19|20)\d\d)(?!\d)",
        rf"{_NAMES} (?P<day>\d{{1,2}}),? (?P<year>(?:19|20)\d\d)(?!\d)",
    )
)
#: What stands after the day of an agency, of a notice and of a heading.
_AFTER = re.compile(r" ?(?:\([A-Z][\w .&/-]{1,30}\))? ?(?:-{1,2}|–|—) ?\S|\W*$|[.)]( |$)")


def find_dateline(text: str) -> str:
    """Find the day on which an article was written or put on its page, as it says itself.

    Args:
        text: The report.

    Returns:
        The day as `2020-05-14`; empty if none of the first lines says one.
    """
    for line in text.splitlines()[:MOST_LINES]:
        match = _LINE.match(line.strip())
        month = match["month"] if match is not None else ""
        if match is None:
            match = _written(line.strip())
            month = "" if match is None else f"{_MONTHS.index(match['name'][:3].lower()) + 1}"
        if match is not None:
            try:
                day = date(int(match["year"]), int(month), int(match["day"]))
            except ValueError:
                continue
            return day.isoformat()
    return ""


def _written(line: str) -> re.Match[str] | None:
    """Read "SEOUL, 14 March 2019 (Agency) - ", "Published 5 March 2019", "Interview, 3 May"."""
    for form in _WRITTEN:
        match = form.search(line)
        if match is not None and _AFTER.match(match["after"]):
            return match
    return None
