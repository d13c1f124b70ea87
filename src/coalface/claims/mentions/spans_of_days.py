"""First and last days of months, weeks, quarters, seasons and decades, and of what is relative."""

from calendar import monthrange
from datetime import date, timedelta

__all__ = [
    "MONTHS_IN_YEAR",
    "MONTH_NAMES",
    "YEAR_D",
    "DayPart",
    "Days",
    "closest_month",
    "days_before",
    "decade_days",
    "half_days",
    "last_weekday",
    "month_days",
    "month_part",
    "months_back",
    "part_of_year",
    "quarter_days",
    "season_days",
    "week_of_month",
    "year_days",
    "year_on",
]

#: First and last day, both included.
Days = tuple[date, date]
DayPart = str

MONTHS_IN_YEAR = 12
MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_PARTS = {
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 31),
    "end": (31, 31),
    "fore": (1, 15),
    "aft": (16, 31),
}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
YEAR_D = 366  # no two days of one name lie further apart
_LEAP_DAY = (2, 29)
#: A future day is meant rather than one a year back if it lies no further ahead than this.
MAX_AHEAD = timedelta(days=62)


def month_days(year: int, month: int) -> Days:
    """Give the days of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def month_part(days: Days, part: DayPart) -> Days:
    """Give days 1-10 (`early`), 11-20 (`mid`), 21 to the end (`late`), the last day (`end`).

    `fore` and `aft` are the halves of a month.
    """
    first, last = _PARTS[part]
    end = days[1].day
    return days[0].replace(day=min(first, end)), days[0].replace(day=min(last, end))


def year_days(year: int) -> Days:
    """Give the days of a calendar year."""
    return date(year, 1, 1), date(year, 12, 31)


def part_of_year(year: int, part: DayPart) -> Days:
    """Give a third of a year; `begin` and `end` are its first and last month."""
    first, last = {
        "early": (1, 4),
        "mid": (5, 8),
        "late": (9, 12),
        "begin": (1, 1),
        "end": (12, 12),
    }[part]
    return date(year, first, 1), month_days(year, last)[1]


def quarter_days(year: int, quarter: int) -> Days:
    """Give the days of a quarter, 1 to 4."""
    return date(year, 3 * quarter - 2, 1), month_days(year, 3 * quarter)[1]


def half_days(year: int, half: int) -> Days:
    """Give the days of a half-year, 1 or 2."""
    return date(year, 6 * half - 5, 1), month_days(year, 6 * half)[1]


def season_days(year: int, season: str) -> Days:
    """Give the three months of a season of the northern half; winter starts in December."""
    start = _SEASONS[season]
    if start == MONTHS_IN_YEAR:
        return date(year, 12, 1), month_days(year + 1, 2)[1]
    return date(year, start, 1), month_days(year, start + 2)[1]


def decade_days(decade: int, part: DayPart | None) -> Days:
    """Give ten years, or their first four, three in the middle or last four."""
    low, high = {None: (0, 9), "early": (0, 3), "mid": (4, 6), "late": (6, 9)}[part]
    return date(decade + low, 1, 1), date(decade + high, 12, 31)


def week_of_month(year: int, month: int, number: int) -> Days:
    """Give the week that starts on the nth Sunday of a month; -1 is the last one."""
    first, last = month_days(year, month)
    sunday = first + timedelta(days=(6 - first.weekday()) % 7)
    start = sunday + timedelta(weeks=number - 1)
    if number < 0:
        start = last - timedelta(days=(last.weekday() + 1) % 7)
    return start, start + timedelta(days=6)


def closest_month(month: int, published: date, *, is_ahead: bool) -> int:
    """Give the year of the month that a report means when it says no year.

    Args:
        month: 1 to 12.
        published: Day of publication.
        is_ahead: Whether the words look ahead ("until", "by", "next").

    Returns:
        The year of the latest such month that has begun, or of the next one if the words look
        ahead and it is near.
    """
    this = date(published.year, month, 1)
    if is_ahead:
        following = this if this.month >= published.month else this.replace(year=published.year + 1)
        if following - published <= MAX_AHEAD:
            return following.year
    return published.year if this <= published else published.year - 1


def last_weekday(weekday: int, published: date, *, is_strict: bool) -> date:
    """Give the nearest such day of the week before a day; not that day itself if strict."""
    back = (published.weekday() - weekday) % 7
    if back == 0 and is_strict:
        back = 7
    return published - timedelta(days=back)


def months_back(day: date, months: int) -> tuple[int, int]:
    """Give year and month so many months before that of a day; negative counts ahead."""
    index = day.year * 12 + day.month - 1 - months
    return index // 12, index % 12 + 1


def days_before(day: date, days: int) -> date:
    """Give the day so many days earlier."""
    return day - timedelta(days=days)


def year_on(day: date) -> date:
    """Give the same day of the year after; 28 February for a leap day."""
    is_leap_day = (day.month, day.day) == _LEAP_DAY
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)
