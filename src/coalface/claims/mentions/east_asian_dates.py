"""Days and periods in Korean and Chinese words, as intervals of days."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from coalface.claims.mentions.date_reading import DateFound
from coalface.claims.mentions.spans_of_days import (
    MONTHS_IN_YEAR,
    Days,
    closest_month,
    days_before,
    half_days,
    last_weekday,
    month_days,
    month_part,
    months_back,
    part_of_year,
    quarter_days,
    week_of_month,
    year_days,
)
from coalface.claims.mentions.types import Grain

__all__ = ["find_east_asian_dates"]

#: A class of signs comes first, so that text without any of them is passed over at once.
_KOREAN_SIGNS = re.compile(
    r"[년월일기난해달번음근제늘날](?:(?<=\d[년월일])|(?<=\d [년월일])"
    r"|(?<=분기|반기|작년|지난|올해|금년|내년|전년|이달|이번|다음|최근|어제|오늘|그제|전날))"
)
_CHINESE_SIGNS = re.compile(
    r"[年月日号昨天周期近度](?:(?<=\d[年月日号])|(?<=[去今前明同]年)|(?<=[上本下当同]月)|(?<=[上本下当]个月)"
    r"|(?<=昨)|(?<=今[天日])|(?<=前天)|(?<=[上本]周)|(?<=近[日期])|(?<=最近)"
    r"|(?<=季度)|(?<=半年))"
)
_KOREAN = re.compile(
    r"(?:(?P<said>작년|지난해|올해|금년|재작년|내년|전년|지난 ?달|이달|이번 ?달"
    r"|다음 ?달|내달)(?![가-힣]{3}) ?|(?<!\d)(?P<year>(?:19|20)\d\d)년(?!간|째|대"
    r"|동안) ?)?"
    r"(?:(?:지난 ?)?(?<![\d.])(?P<month>1[0-2]|0?[1-9])(?: ?[~∼\-–] ?(?P<to>1[0-2]"
    r"|0?[1-9]))?월(?!간|째) ?)?"
    r"(?:(?:지난 ?)?(?<![\d.])(?P<day>3[01]|[12]\d|0?[1-9])(?: ?[~∼\-–] "
    r"?(?P<last>3[01]|[12]\d|0?[1-9]))?일(?! ?(?:간|째|본|치|정도|동안|만에)) ?)?"
    r"(?:(?P<part>초순|상순|중순|하순|초|말)(?![가-힣]{2})|(?P<half>상반기|하반기)"
    r"|(?P<quarter>[1-4])(?:/4)? ?분기"
    r"|(?P<week>첫째|둘째|셋째|넷째|마지막) ?주)?"
)
_KOREAN_START = re.compile(
    r"작년|지난|올해|금년|재작년|내년|전년|이달|이번 ?달|다음 ?달|내달|\d{1,4}(?: "
    r"?[~∼\-–] ?\d{1,2})?[년월일]|상반기|하반기|[1-4](?:/4)? ?분기"
)
_KOREAN_WORD = re.compile(
    r"(?P<day>어제|오늘|그제|전날)|(?P<week>지난 ?주|이번 ?주)(?: "
    r"(?P<weekday>[월화수목금토일])요일)?"
    r"|지난 (?P<last>[월화수목금토일])요일|(?P<now>최근)"
)
_CHINESE = re.compile(
    r"(?:(?P<said>去年|今年|前年|明年|同年|上个?月|上個月|本月|下个?月|[当同]月)"
    r"|(?<!\d)(?P<year>(?:19|20)\d\d)年)?"
    r"(?:(?<![\d.])(?P<month>1[0-2]|0?[1-9])(?:月?份?[~∼\-–至到](?P<to>1[0-2]|0?[1-9])(?=月))?月(?:份|至)?)?"
    r"(?:(?<![\d.])(?P<day>3[01]|[12]\d|0?[1-9])(?:[~∼\-–至到](?P<last>3[01]|[12]\d"
    r"|0?[1-9]))?[日号號])?"
    r"(?:(?P<part>上旬|中旬|下旬|月底|月初|年底|年初|底|初)|(?P<half>上半年|下半年)"
    r"|第?(?P<quarter>[一二三四1-4])季度)?"
)
_CHINESE_START = re.compile(
    r"去年|今年|前年|明年|同年|上个?月|上個月|本月|下个?月|[当同]月"
    r"|\d{1,4}(?:[~∼\-–至到]\d{1,2})?[年月日号]|上半年|下半年|第?[一二三四1-4]季度"
)
_CHINESE_WORD = re.compile(
    r"(?P<day>昨[天日]|今[天日]|前天)|(?P<week>上周|本周"
    r"|上星期)(?P<weekday>[一二三四五六日])?|(?P<last>(?!))|(?P<now>近日|最近|近期)"
)
_SPELL = re.compile(
    r"(?:过去|近|最近|지난|최근) ?"
    r"(?P<number>\d{1,2}|[一二两三四五六七八九十]|한|두|세|석|네|넉|다섯|여섯) ?"
    r"(?P<unit>年|个月|周|天|년|개월|달|주일?|일)(?:间|来|간| ?동안| ?사이)?(?![가-힣]{2})"
)
_FIRST_MONTHS = re.compile(
    r"(?P<said>今年|去年|前年|(?:19|20)\d\d年)前(?P<number>\d{1,2}|[二两三四五六七八九十])(?P<unit>个月|季度)"
)
_MORE_MONTHS = re.compile(r"(?<!年)(?<!以)(?<!之)前(?P<number>\d{1,2}|[二两三四五六七八九十])个月")
MORE_REACH = 80
_NUMERALS = {sign: number for number, sign in enumerate("一二三四五六七八九十", start=1)} | {
    "两": 2, "한": 1, "두": 2, "세": 3, "석": 3, "네": 4, "넉": 4, "다섯": 5, "여섯": 6,
}  # fmt: skip
_UNIT_MONTHS = {"年": 12, "년": 12, "个月": 1, "개월": 1, "달": 1}
_UNIT_DAYS = {"周": 7, "주": 7, "주일": 7, "天": 1, "일": 1}
#: Signs without which there is no stretch of time.
_SPELL_SIGNS = ("过去", "近", "지난", "최근", "年前")
#: Between a day with its month and one without: "3월 3일부터 9일까지".
_TO = frozenset({"부터", "에서", "至", "到", "~", "-"})
_WEEKDAYS = {sign: day for day, sign in enumerate("월화수목금토일")} | {
    sign: day for day, sign in enumerate("一二三四五六日")
}
_YEARS_BACK = {
    "작년": 1, "지난해": 1, "전년": 1, "올해": 0, "금년": 0, "재작년": 2, "내년": -1,
    "去年": 1, "今年": 0, "同年": 0, "前年": 2, "明年": -1,
}  # fmt: skip
_MONTHS_BACK = {
    "지난달": 1, "이달": 0, "이번달": 0, "다음달": -1, "내달": -1,
    "上月": 1, "上个月": 1, "上個月": 1, "本月": 0, "当月": 0, "同月": 0, "下月": -1, "下个月": -1,
}  # fmt: skip
#: The month told of last; where none was, that of the report.
_THAT_MONTH = frozenset({"当月", "同月"})
_MONTHLY = frozenset({"month", "span"})
YEAR_REACH = 40  # characters over which the year of one month goes on to the next
_STOPS = frozenset("。.!?！？;；\n")
_PARTS = {
    "초순": "early", "상순": "early", "초": "early", "중순": "mid", "하순": "late", "말": "late",
    "上旬": "early", "初": "early", "月初": "early", "中旬": "mid", "下旬": "late", "底": "late",
    "月底": "late", "年初": "begin", "年底": "end",
}  # fmt: skip
_DAYS_BACK = {
    "어제": 1,
    "전날": 1,
    "오늘": 0,
    "그제": 2,
    "昨天": 1,
    "昨日": 1,
    "今天": 0,
    "今日": 0,
    "前天": 2,
}
_WEEKS = {"첫째": 1, "둘째": 2, "셋째": 3, "넷째": 4, "마지막": -1}
_QUARTERS = {sign: number for number, sign in enumerate("一二三四", start=1)}


def find_east_asian_dates(
    text: str, published: date | None, within: tuple[int, int]
) -> list[DateFound]:
    """Find expressions of time in Korean and Chinese.

    Args:
        text: The clean string.
        published: Day of publication; None leaves relative expressions without days.
        within: Start and end of the lines of the text that may hold such expressions.

    Returns:
        Expressions by start; the longer one of two that overlap.
    """
    if text.isascii():
        return []
    found: list[DateFound] = []
    if _KOREAN_SIGNS.search(text, *within):
        found.extend(_calendar(text, published, _KOREAN_START, _KOREAN))
        found.extend(_words(text, published, _KOREAN_WORD))
    if _CHINESE_SIGNS.search(text, *within):
        found.extend(_calendar(text, published, _CHINESE_START, _CHINESE))
        found.extend(_words(text, published, _CHINESE_WORD))
    if any(sign in text for sign in _SPELL_SIGNS):
        found.extend(_spells(text, published))
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[DateFound] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _calendar(
    text: str, published: date | None, starts: re.Pattern[str], form: re.Pattern[str]
) -> Iterator[DateFound]:
    before: DateFound | None = None
    month: Days | None = None
    for start in starts.finditer(text):
        if before is not None and start.start() < before.end:
            continue
        match = form.match(text, start.start())
        if match is None or not any(match.groupdict().values()):
            continue
        end = match.start() + len(match.group().rstrip())
        grain, days = _read(match, published)
        if match["said"] in _THAT_MONTH and month is not None:
            grain, days = "month", month
        elif grain in _MONTHLY and days is not None:
            days = _of_year(text, before, match, days)
            month = days if grain == "month" else month
        if match["day"] and not match["month"] and not match["said"] and before is not None:
            days = _day_after(text, before, match) or days
        if grain is not None:
            before = DateFound(match.start(), end, days, grain)
            yield before


def _of_year(text: str, before: DateFound | None, match: re.Match[str], days: Days) -> Days:
    """Give months without a year those of the year told shortly before in their sentence."""
    if match["year"] or match["said"] or before is None or before.days is None:
        return days
    if "年" not in text[before.start : before.end] and "년" not in text[before.start : before.end]:
        return days
    between = text[before.end : match.start()]
    first, last = days
    is_near = len(between) <= YEAR_REACH and _STOPS.isdisjoint(between)
    if not is_near or between.strip() in _TO or last.month < before.days[0].month:
        return days
    if first.year != last.year:
        return days
    year = before.days[0].year
    end = month_days(year, last.month)[1]
    return first.replace(year=year), min(end, last.replace(year=year, day=min(last.day, end.day)))


def _day_after(text: str, before: DateFound, match: re.Match[str]) -> Days | None:
    """Give the day of "3월 3일부터 9일까지", which is of the month of the day before it."""
    is_joined = text[before.end : match.start()].strip() in _TO
    if before.days is None or before.grain != "day" or not is_joined:
        return None
    first = before.days[0]
    last = int(match["day"])
    end = month_days(first.year, first.month)[1]
    return (end.replace(day=last),) * 2 if first.day <= last <= end.day else None


def _spells(text: str, published: date | None) -> Iterator[DateFound]:
    """Find stretches up to the day of publication ("过去三年"), and the first months of a year."""
    for match in _SPELL.finditer(text):
        days = None
        if published is not None:
            days = _start_of_spell(published, _numeral(match["number"]), match["unit"]), published
        yield DateFound(match.start(), match.end(), days, "span")
    for match in _FIRST_MONTHS.finditer(text):
        said = match["said"]
        year = int(said[:4]) if said[:4].isdigit() else None
        if year is None and published is not None:
            year = published.year - _YEARS_BACK[said]
        count = _numeral(match["number"]) * (3 if match["unit"] == "季度" else 1)
        if year is None or not 1 <= count <= MONTHS_IN_YEAR:
            continue
        days = date(year, 1, 1), month_days(year, count)[1]
        yield DateFound(match.start(), match.end(), days, "span")
        for later in _MORE_MONTHS.finditer(text, match.end(), match.end() + MORE_REACH):
            count = _numeral(later["number"])  # "今年前四个月...；前六个月"
            if count <= MONTHS_IN_YEAR:
                days = date(year, 1, 1), month_days(year, count)[1]
                yield DateFound(later.start(), later.end(), days, "span")


def _numeral(sign: str) -> int:
    return int(sign) if sign.isdigit() else _NUMERALS[sign]


def _start_of_spell(published: date, count: int, unit: str) -> date:
    if unit in _UNIT_DAYS:
        return days_before(published, count * _UNIT_DAYS[unit])
    first, last = month_days(*months_back(published, count * _UNIT_MONTHS[unit]))
    return first.replace(day=min(published.day, last.day))


def _read(match: re.Match[str], published: date | None) -> tuple[Grain | None, Days | None]:
    """Read the parts from the year down; a part alone without a unit of time is no date."""
    if match["part"] and not any(match[name] for name in ("said", "year", "month", "day")):
        return None, None
    year, month = _year_and_month(match, published)
    if match["half"] or match["quarter"]:
        return _part_year(match, year, published)
    if match["day"]:
        return "day", _days(match, year, month, published)
    if month is not None:
        return _month(match, year, month)
    if year is not None:
        return _year(match, year, published)
    return ("year" if match["said"] or match["year"] else None), None


def _year(match: re.Match[str], year: int, published: date | None) -> tuple[Grain, Days]:
    if match["part"]:
        name = _PARTS[match["part"]]
        return "span", part_of_year(year, {"early": "begin", "late": "end"}.get(name, name))
    days = year_days(year)
    is_running = published is not None and published.year == year and not match["year"]
    return "year", (days[0], published) if is_running and published else days


def _year_and_month(match: re.Match[str], published: date | None) -> tuple[int | None, int | None]:
    said = (match["said"] or "").replace(" ", "")
    year = int(match["year"]) if match["year"] else None
    month = int(match["month"]) if match["month"] else None
    if published is None:
        return year, month
    if said in _YEARS_BACK:
        year = published.year - _YEARS_BACK[said]
    elif said in _MONTHS_BACK:
        year, month = months_back(published, _MONTHS_BACK[said])
    elif month is not None and year is None:
        year = closest_month(int(match["to"] or month), published, is_ahead=False)
    return year, month


def _part_year(
    match: re.Match[str], year: int | None, published: date | None
) -> tuple[Grain, Days | None]:
    if year is None and published is not None:
        year = published.year
    if match["half"]:
        half = 1 if match["half"][0] in "상上" else 2
        return "half", None if year is None else half_days(year, half)
    sign = match["quarter"]
    quarter = _QUARTERS.get(sign) or int(sign)
    return "quarter", None if year is None else quarter_days(year, quarter)


def _days(
    match: re.Match[str], year: int | None, month: int | None, published: date | None
) -> Days | None:
    first, last = int(match["day"]), int(match["last"] or match["day"])
    if month is None:
        if published is None:
            return None
        back = 0 if first <= published.day else 1
        year, month = months_back(published, back)
    if year is None:
        return None
    end = month_days(year, month)[1].day
    if not first <= last <= end:
        return None
    return date(year, month, first), date(year, month, last)


def _month(match: re.Match[str], year: int | None, month: int) -> tuple[Grain, Days | None]:
    if year is None:
        return "month", None
    if week := match.groupdict().get("week"):
        return "week", week_of_month(year, month, _WEEKS[week])
    days = month_days(year, month)
    if match["to"]:
        last = int(match["to"])
        return "span", (month_days(year - (month > last), month)[0], month_days(year, last)[1])
    part = _PARTS.get(match["part"] or "", "")
    if part in ("early", "mid", "late"):
        return "decade", month_part(days, part)
    return "month", days


def _words(text: str, published: date | None, form: re.Pattern[str]) -> Iterator[DateFound]:
    for match in form.finditer(text):
        grain: Grain = "week" if match["week"] else "span" if match["now"] else "day"
        days = None if published is None else _word_days(match, published)
        yield DateFound(match.start(), match.end(), days, grain)


def _word_days(match: re.Match[str], published: date) -> Days:
    if match["day"]:
        day = days_before(published, _DAYS_BACK[match["day"]])
        return day, day
    if match["last"]:
        day = last_weekday(_WEEKDAYS[match["last"]], published, is_strict=True)
        return day, day
    if match["now"]:
        return month_days(*months_back(published, 1))[0], published
    back = 7 if match["week"][0] in "지上" else 0
    monday = published - timedelta(days=published.weekday() + back)
    if match["weekday"]:
        day = monday + timedelta(days=_WEEKDAYS[match["weekday"]])
        return day, day
    return monday, monday + timedelta(days=6)
