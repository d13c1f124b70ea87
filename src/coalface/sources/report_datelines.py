"""The line in which an article says when it was put on the page: "입력 2020-05-14 09:30"."""

import re
from datetime import date

__all__ = ["find_dateline"]

MOST_LINES = 12  # such a line stands near the top
_LINE = re.compile(
    r"^\W{0,3}(?:입력|등록|승인|송고|게재|발행|기사입력|최초입력|发布时间|发布日期|日期|Published|Posted"
    r"|First published)(?: on| at|일|일시)?[ :：|]{1,4}"
    r"(?P<year>(?:19|20)\d\d)(?:[-./]|년 ?)(?P<month>\d{1,2})(?:[-./]|월 ?)(?P<day>\d{1,2})(?!\d)"
)


def find_dateline(text: str) -> str:
    """Find the day on which an article was put on its page, as the page says.

    Args:
        text: The report.

    Returns:
        The day as `2020-05-14`; empty if none of the first lines says one.
    """
    for line in text.splitlines()[:MOST_LINES]:
        match = _LINE.match(line.strip())
        if match is not None:
            try:
                day = date(*(int(match[name]) for name in ("year", "month", "day")))
            except ValueError:
                continue
            return day.isoformat()
    return ""
