"""Check 4: the window that a ban leaves for contracts older than itself."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from coalface.claims.checks.periods import in_year_told
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome
from coalface.claims.checks.rule_words import RuleNamed, groups_of, number_of, rule_outcome
from coalface.claims.checks.told_spells import spells_of
from coalface.law.definitions import Measure
from coalface.law.rulebook import Rulebook

__all__ = ["find_window_slips"]

SETTLE = "the paragraph of the ban, and when the contract was signed"
_outcome = partial(rule_outcome, settle=SETTLE)
DAY = timedelta(days=1)
SIGNED = "contracts_before"
LEAST = 7.0  # days: a shorter spell is no window
ROOM = 0.04  # of a spell: a month is 30 or 31 days
#: "no grace period", not "for 30 days and no more".
_NONE = re.compile(
    r"\b(?:no|without(?: any| an?)?|not (?:an?|any)|nor|never an?|denie[sd]|lacks?|lacked"
    r"|refused)\b(?: [\w-]+){0,3}"
    r" (?:grace|wind|transition|phase|exempt|contracts?|window|period|time)|없|没有|无宽限|不设",
    re.IGNORECASE,
)

#: "grace period at all", of which the "no" stands before the claim's own words.
_HEAD = re.compile(r"(?:any |an? )?(?:grace|wind|transition|phase|exempt|window)", re.IGNORECASE)


def find_window_slips(rule: Reading, named: RuleNamed, book: Rulebook) -> Iterator[Outcome]:
    """Hold the last day, or the length, of a window as told against the rulebook's.

    Args:
        rule: A claim about a window.
        named: What its words name.
        book: The rulebook.

    Yields:
        At most one outcome for the day and one for each spell told.
    """
    windows = _windows(rule, named, book)
    if not windows:
        return
    if rule.polarity == "negated" and _denies_any(rule):
        names = ", ".join(f"{m.short} until {_last_day(m)}" for m in windows)
        why = f"it denies a wind-down; the rulebook has {names} for older contracts"
        yield _outcome(rule, tuple(m.id for m in windows), "conflict", why)
        return
    told = rule.span.last
    if told is None:
        yield from _spells(rule, windows)
    elif rule.span.first is not None and any(_is_start(m, rule) for m in windows):
        return  # the day of the ban itself
    elif rule.metric == SIGNED:
        yield _signed(rule, told, windows)
    else:
        yield _day(rule, told, windows)


def _denies_any(rule: Reading) -> bool:
    """Tell "no grace period at all" from "for 30 days and no more"."""
    if _NONE.search(rule.locator):
        return True
    return _HEAD.match(rule.locator) is not None and not any(spells_of(rule.locator))


def _is_start(measure: Measure, rule: Reading) -> bool:
    return rule.metric != SIGNED and rule.span.first == rule.span.last == measure.adopted_on


def _windows(rule: Reading, named: RuleNamed, book: Rulebook) -> list[Measure]:
    groups = set(groups_of(rule, book).values())
    held = [m for m in book.measures if groups & set(m.groups) and "ban" in m.kind]
    if named.numbers:
        held = [m for m in held if number_of(m) in named.numbers] or held
    return [m for m in held if m.wind_down is not None]


def _spells(rule: Reading, windows: list[Measure]) -> Iterator[Outcome]:
    for days, words in spells_of(rule.locator):
        if days < LEAST:
            continue
        nearest = min(windows, key=lambda m: (abs(_length(m) - days), m.id))
        fits = abs(_length(nearest) - days) <= 1 + days * ROOM
        had = f"by {nearest.short} older contracts had {_length(nearest)} days"
        why = f"{had}; told is {rule.quoted(words)}"
        yield _outcome(rule, (nearest.id,), "agree" if fits else "conflict", why)


def _signed(rule: Reading, told: date, windows: list[Measure]) -> Outcome:
    days = {m.adopted_on: m for m in windows}
    nearest = min(days, key=lambda day: abs((day - told).days))
    fits = abs((nearest - told).days) <= 1 or (
        rule.span.first is not None and rule.span.first <= nearest <= told
    )
    why = f"{days[nearest].short} lets contracts of before {nearest} be served; told is {told}"
    return _outcome(rule, (days[nearest].id,), "agree" if fits else "conflict", why)


def _day(rule: Reading, told: date, windows: list[Measure]) -> Outcome:
    nearest = min(windows, key=lambda m: (abs((_last_day(m) - told).days), m.id))
    told = in_year_told(told, _last_day(nearest), rule.period_text or str(told.year))
    off = abs((_last_day(nearest) - told).days)
    why = f"it gives {told} as the last day; by {nearest.short} it is {_last_day(nearest)}"
    if off == 1:
        why += " (a day apart: whether the first day counts)"
    last = _last_day(nearest)
    is_day = any(sign.isdigit() for sign in rule.period_text.replace(str(told.year), ""))
    is_month = (
        rule.period_text and not is_day and (told.year, told.month) == (last.year, last.month)
    )
    verdict = "agree" if off == 0 or is_month else "conflict"
    return _outcome(rule, (nearest.id,), verdict, why)


def _last_day(measure: Measure) -> date:
    assert measure.wind_down is not None
    return measure.wind_down.ends_on - DAY  # the rulebook's ranges exclude their end


def _length(measure: Measure) -> int:
    return (_last_day(measure) - measure.adopted_on).days
