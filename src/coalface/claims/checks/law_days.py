"""Check 4: days by which the law wanted something done, and the days of its bodies."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from coalface.claims.checks.periods import in_year_told
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome
from coalface.claims.checks.rule_words import rule_outcome
from coalface.claims.checks.told_spells import spells_of
from coalface.claims.facts import Facts
from coalface.claims.law_dates import Body, Term, load_law_dates

__all__ = ["find_law_day_slips"]

SETTLE = "the paragraph that sets the day, or the record of the meeting"
_outcome = partial(rule_outcome, settle=SETTLE)
KINDS = frozenset({"rule", "event", "practice"})
DAY = timedelta(days=1)
TERM = timedelta(days=60)
_RENEWED = re.compile(r"renew(?!al was blocked)|extend|prolong|roll over|연장|延长|延期")
_FULL = re.compile(
    r"experts|1718|sanctions|monitoring|expert panel|전문가|제재|专家|制裁|msmt", re.IGNORECASE
)
DAYS_A_MONTH = 30.5
END = 28  # a day of a month's end stands for the month
ROOM = 0.05  # of a spell: two years are 730 or 732 days
_COUNCIL = re.compile(
    r"resolution|council|\bu\.?n\b|united nations|2397|2375|결의|안보리|유엔|决议|安理会|联合国",
    re.IGNORECASE,
)


def find_law_day_slips(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Hold the last day that is told for something, and the days of bodies, against the law's.

    Args:
        readings: Claims, read.
        facts: The rulebook, without which the law is not asked.

    Yields:
        One outcome for each claim of a term with its day or its length, and of a body with its day.
    """
    if facts.rulebook is None:
        return
    dates = load_law_dates()
    for reading in readings:
        if reading.metric.startswith("body_") and reading.rule == "event.law_day":
            text = reading.locator.lower()
            named = next((b for b in dates.bodies if b.its_names.search(text)), None)
            if named is not None and not _RENEWED.search(text):
                yield from _body(reading, named)
        elif reading.kind == "rule" and reading.polarity != "unknown":
            text = reading.locator.lower()
            for term in dates.terms:
                if term.is_told(text):
                    yield from _term(reading, term)


def _body(reading: Reading, body: Body) -> Iterator[Outcome]:
    turn = reading.metric.removeprefix("body_")
    days = {"created": body.created_on, "ended": body.ended_on, "vetoed": body.vetoed_on}
    day = days[turn]
    span = reading.span.closed(reading.period_text)
    first, last = span.first, span.last
    if day is None or (first is None and last is None):
        return
    if turn != "created" and (reading.published is None or reading.published < day - TERM):
        return  # a mandate ended each year, and was renewed
    first, last = first or last, last or first
    assert first is not None
    assert last is not None
    fits = first - DAY <= day <= last + DAY
    why = f"what {body.instrument} set up was {turn} on {day}"
    off = (
        "conflict" if _COUNCIL.search(reading.locator) or _FULL.search(reading.locator) else "warn"
    )
    yield _outcome(reading, (), "agree" if fits else off, f"{why}; told is {span.said()}")


def _term(reading: Reading, term: Term) -> Iterator[Outcome]:
    if reading.period_text and reading.span.last is not None:
        if reading.period_text not in reading.locator:
            return  # a day beside it, of which nothing says that it was the last one
        told = in_year_told(reading.span.last, term.last_on, reading.period_text)
        if _is_of_adoption(reading, term):
            return
        is_same = (told.year, told.month) == (term.last_on.year, term.last_on.month)
        is_day = any(sign.isdigit() for sign in reading.period_text.replace(str(told.year), ""))
        fits = is_same and (abs(told - term.last_on) <= DAY or not is_day or told.day >= END)
        why = f"the last day was {term.last_on}; told is {told}"
        yield _outcome(reading, (), _verdict(reading, fits=fits), why)
        return
    for days, words in spells_of(reading.locator):
        wanted = term.months * DAYS_A_MONTH or float(term.days)
        fits = abs(days - wanted) <= wanted * ROOM
        had = f"the time given was {_length(term)}, to {term.last_on}"
        why = f"{had}; told is {reading.quoted(words)}"
        yield _outcome(reading, (), _verdict(reading, fits=fits), why)


def _is_of_adoption(reading: Reading, term: Term) -> bool:
    """Say whether the day told is that of the resolution, not the last one of the term."""
    first = reading.span.first
    return first is not None and first <= term.adopted_on <= (reading.span.last or date.max)


def _length(term: Term) -> str:
    return f"{term.months} months" if term.months else f"{term.days} days"


def _verdict(reading: Reading, *, fits: bool) -> str:
    if fits:
        return "agree"
    is_of_council = _COUNCIL.search(f"{reading.locator} {reading.actor}") is not None
    return "conflict" if is_of_council else "warn"
