"""Check 4: the day on which a resolution is said to have been adopted."""

import calendar
import re
from datetime import date, timedelta

from coalface.claims.checks.periods import Span, in_year_told
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rule_words import RuleNamed, numbers_named
from coalface.law.definitions import Measure
from coalface.law.rulebook import Rulebook

__all__ = ["date_told", "since_told"]

ADOPTED = "adoption_date"
UNDATED = frozenset({"listing", "exemption"})
DAY = timedelta(days=1)
_BEGINS = re.compile(
    r"\bsince\b|in force|in effect|took effect|takes effect|into force|into effect|effective"
    r"|began|imposed"
    r"|introduced|부터|이래|이후|발효|시행|起|以来|生效|实施"
)
_SINCE = re.compile(r"\b(?:in force|in effect|in place) since\b")
#: A State's own ban may be older than the Council's.
_OWN = re.compile(
    r"\b(?:japan|japanese|tokyo|seoul|south korean?|american|washington|treasury|european|eu"
    r"|brussels|canad\w+|austral\w+"
    r"|unilateral|own|china|chinese|beijing|russia\w*|moscow|taiwan\w*)\b|일본|미국|한국|5·24|日本|美国|中国|韩国"
)
#: A day by which, from which or until which something is to be done is none of adoption.
_LIMITS = re.compile(
    r"(?:by|until|till|before|through|up to|no later than|within|after|to|from|starting|as of"
    r"|ahead of|prior to|beginning|effective|between|in the (?:year|months?|weeks?) (?:to|after))\b"
    r"|.*(?:까지|부터|이전|이후|前|底|起|之后|以后)",
    re.IGNORECASE,
)


def date_told(
    rule: Reading, named: RuleNamed, number: int, measures: list[Measure]
) -> tuple[str, str, str] | None:
    """Set the time that a rule gives a resolution against the day of its adoption.

    Args:
        rule: A claim about a rule.
        named: What its words name.
        number: Of the resolution.
        measures: Its measures.

    Returns:
        Verdict, reason and hint; None where the claim gives the resolution no time: the last day
        of a wind-down is no day of adoption.
    """
    if rule.metric in UNDATED:
        return None  # what was done under it has a day of its own
    is_adoption = rule.metric == ADOPTED
    if not is_adoption and not _is_dated(rule, named, number):
        return None
    adopted = min(m.adopted_on for m in measures)
    span = rule.span.closed(rule.period_text)
    if is_adoption and _is_in_one_year(span):
        fits, said = _is_near(span, rule.period_text, measures), span.said()
    elif named.year:
        days = {day for m in measures for day in (m.adopted_on, m.starts_on) if day >= adopted}
        fits = any(d.year == named.year and named.month in (0, d.month) for d in days)
        said = _month_said(named)
    else:
        return None
    if fits:
        return "agree", f"resolution {number} is of {adopted}, as said ({said})", ""
    hint = f"Resolution {number} was adopted on {adopted}."
    return "conflict", f"it dates resolution {number} to {said}; it was adopted on {adopted}", hint


def since_told(rule: Reading, groups: set[str], book: Rulebook) -> tuple[str, str] | None:
    """Set the time from which a ban is said to hold against the first measure on its goods.

    Args:
        rule: A ban of goods that names no resolution.
        groups: The rulebook's groups of these goods.
        book: The rulebook.

    Returns:
        Verdict and reason; None where the claim tells no beginning, or a State's own.
    """
    if rule.span.first is None or not _is_beginning(rule):
        return None
    if _OWN.search(f"{rule.locator} {rule.actor} {' '.join(rule.attribution)}".lower()):
        return None
    starts = {
        group: [m.starts_on for m in book.measures if group in m.groups]
        + [m.starts_on for m in book.national if group in m.groups and m.starts_on]
        for group in groups
    }
    if not all(starts.values()):
        return None
    first = min(min(days) for days in starts.values())
    told = rule.span.last or _end_of_month(rule.span.first)
    if told >= first - DAY:
        return None
    return "conflict", f"it has the ban hold from {rule.span.first}; the first one is of {first}"


def _is_beginning(rule: Reading) -> bool:
    text = f"{rule.locator} {rule.period_text}".lower()
    is_said = rule.polarity == "affirmed" or _SINCE.search(text) is not None
    return is_said and _BEGINS.search(text) is not None


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _is_dated(rule: Reading, named: RuleNamed, number: int) -> bool:
    """Say whether a time beside a resolution may be its own: of several it is not told whose."""
    if number not in numbers_named(rule.locator) or len(named.numbers) > 1:
        return False
    return not (rule.period_text and _is_limit(rule))


def _is_limit(rule: Reading) -> bool:
    return rule.span.first is None or _LIMITS.match(rule.period_text) is not None


def _month_said(named: RuleNamed) -> str:
    if not named.month:
        return str(named.year)
    return f"{calendar.month_name[named.month]} {named.year}"


def _is_in_one_year(span: Span) -> bool:
    return span.first is not None and span.last is not None and span.first.year == span.last.year


def _is_near(span: Span, text: str, measures: list[Measure]) -> bool:
    """Say whether the day told is that of adoption; a day off, it is of another time zone."""
    assert span.first is not None
    assert span.last is not None
    return any(
        in_year_told(span.first, m.adopted_on, text) - DAY
        <= m.adopted_on
        <= in_year_told(span.last, m.adopted_on, text) + DAY
        for m in measures
    )
