"""Check 2, growth: the level before, times the change, is the level after."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite

from coalface.claims.checks.blocks import blocks_of, few, scope_of
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.intervals import EXACTLY, Figure, Fit, fit, point
from coalface.claims.checks.periods import year_before
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.checks.told_changes import CHANGES, LEVELS, is_base, told_changes
from coalface.claims.facts import Facts

__all__ = ["find_growth"]

SETTLE = "the two levels that the change was worked out from, each with its period"
A_YEAR = 365
MONTH_ENDS = 3  # days by which months differ in length
YEAR = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)")
#: The pandemic closed the border in late January 2020 (table `reforms`): levels before are older.
BEFORE_PANDEMIC = (date(2018, 1, 1), date(2020, 1, 31))
ROUND = 0.1  # "by 60 percent": tens of per cent are said for what lies near them
MOST_TIMES = 5.0  # levels that lie further apart than the change says are of another change
EDGE = 0.5  # of the room that rounding leaves: beyond it a fit needs every rounding to fall one way
#: A time that is counted from the level told before it.
LATER = re.compile(r"\b(?:later|afterwards?|after|on)$|뒤|후$|后$|後$")
REACH = 240  # characters from that level to the change
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Levels:
    """The level after and the level before a change; the latter may not be stated."""

    after: Reading
    before: Reading | None


def find_growth(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Work a change out from the levels before and after, and set it against the one printed.

    Levels told beside the change, as from the one to the other, are its levels. Else the level
    before is that of a year earlier, of the year that the words name, of the first day
    of the change, or the former level that the same document tells.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One outcome for each change whose level after is stated; `consistent`, with the level
        before that it implies, where that one is not.
    """
    levels = blocks_of(readings, _level_key)
    told = told_changes(readings)
    for change in readings:
        if change.kind not in CHANGES or change.figure is None or not change.is_fact_like:
            continue
        if change.unit_std == "rank" or change.status == "ended":
            continue
        if change.id in told:
            held = _held(change, _Levels(*told[change.id]))
            if held is not None:
                yield _if_of_them(held, change, told[change.id])
            continue
        found = levels.get((change.metric, change.goods.families), [])
        outcomes = [_held(change, p) for p in _levels_of(change, found) if _may_be_of(change, p)]
        yield from _without_rivals([outcome for outcome in outcomes if outcome is not None])


def _may_be_of(change: Reading, levels: _Levels) -> bool:
    """Say whether levels lie near enough to what a change tells to be its levels at all."""
    if levels.before is None:
        return True
    ratio = figure_of(levels.after).over(figure_of(levels.before))
    told = figure_of(change).stated
    if ratio is None:
        return True
    end = told.middle if told.is_bounded else told.low if isfinite(told.low) else told.high
    low, high = sorted((ratio.stated.middle, end if change.kind == "ratio" else 1.0 + end))
    return low <= 0.0 or high <= MOST_TIMES * low


def _if_of_them(held: Outcome, change: Reading, pair: tuple[Reading, Reading]) -> Outcome:
    """Tell a conflict as a warning where the change has a time of its own, so may be another."""
    is_of_them = not change.span.is_known or any(change.span.meets(r.span) for r in pair)
    if is_of_them or held.verdict != "conflict":
        return held
    return replace(held, verdict="warn")


def _without_rivals(outcomes: list[Outcome]) -> Iterator[Outcome]:
    """Leave out conflicts of a change that another pair of stated levels bears out."""
    is_borne_out = any(o.verdict in ("agree", "agree_rounded") for o in outcomes)
    for outcome in outcomes:
        if outcome.verdict != "conflict" or not is_borne_out:
            yield outcome


def _level_key(reading: Reading) -> Key | None:
    if reading.kind not in LEVELS or reading.figure is None or reading.status == "ended":
        return None
    return (reading.metric, reading.goods.families) if reading.is_fact_like else None


def _levels_of(change: Reading, levels: list[Reading]) -> Iterator[_Levels]:
    fitting = [r for r in levels if _same_subject(change, r)]
    own = [r for r in fitting if r.document == change.document]
    afters = few(r for r in own or fitting if _is_after(change, r))
    for after in afters:
        earlier = _levels_before(change, after, own, fitting)
        for before in earlier:
            yield _Levels(after, before)
        if not earlier and change.span.is_whole and after.span == change.span:
            yield _Levels(after, None)


def _same_subject(change: Reading, level: Reading) -> bool:
    if scope_of(change, level) == "apart":
        return False
    return not (change.currency and level.currency != change.currency)


def _is_after(change: Reading, level: Reading) -> bool:
    if level.status == "past" and change.status != "past":
        return False
    if change.span.is_whole and level.span.is_whole:
        return (
            level.span == change.span
            or (
                level.span.last == change.span.last
                and level.metric not in load_definitions().totals
            )
            or (level.span.last == change.span.last and _is_long(change))
        )
    return level.document == change.document and (
        not level.span.is_known or not change.span.is_known or level.span.meets(change.span)
    )


def _is_long(change: Reading) -> bool:
    first, last = change.span.first, change.span.last
    return first is not None and last is not None and last.year > first.year


def _levels_before(
    change: Reading, after: Reading, own: list[Reading], fitting: list[Reading]
) -> list[Reading]:
    """Give the levels before, by the first rule that finds any."""
    comparable = [
        r
        for r in fitting
        if r.id != after.id and r.per == after.per and r.unit_std == after.unit_std
    ]
    named = YEAR.search(change.unit)
    if named is not None:
        year = int(named[0])
        return few(r for r in comparable if r.span.is_year and _year(r) == year)
    if "pre-pandemic" in change.unit or "before the pandemic" in change.locator:
        return few(r for r in comparable if _is_before_pandemic(r))
    months = _months_named(change)
    if months:
        return few(r for r in comparable if r.span.is_month and _is_month_before(r, after, months))
    if change.span.is_whole:
        earlier = year_before(change.span)
        found = few(r for r in comparable if r.span == earlier and after.span == change.span)
        if found or change.span.is_year:
            return found or _counted_from(change, [r for r in comparable if r in own])
        if _is_long(change):
            first = change.span.first
            return few(
                r for r in comparable if r.span.first == first and r.span.is_before(after.span)
            )
    its = [r for r in comparable if is_base(change, after=after.span, before=r.span)]
    return few(r for r in its if r in own and _is_former(r, after))


def _counted_from(change: Reading, own: list[Reading]) -> list[Reading]:
    """Give the level of "1.2 million in 2021; two years later it had grown by 45 percent"."""
    if not LATER.search(change.period_text.casefold()):
        return []
    near = [r for r in own if r.span.is_year and 0 < change.start - r.start <= REACH]
    return [max(near, key=lambda r: (r.start, r.id))] if near else []


def _months_named(change: Reading) -> frozenset[int]:
    """Give the months that the change may be counted from by its words; none for a year before."""
    first = change.span.first
    words = f"{change.locator} {change.period_text}".casefold()
    is_monthly = change.counted_from == "month"
    is_monthly |= any(w in words for w in load_definitions().monthly_words)
    if first is not None and is_monthly:
        return frozenset({(first.month - 2) % 12 + 1})
    named = {
        m for m in range(1, 13) if re.search(rf"\bfrom {calendar.month_name[m]}\b", words, re.I)
    }
    return frozenset(named - {first.month} if first is not None else named)


def _is_month_before(level: Reading, after: Reading, months: frozenset[int]) -> bool:
    first, then = level.span.first, after.span.first
    if first is None or then is None or first.month not in months:
        return False
    return 0 < (then - first).days < A_YEAR


def _is_former(level: Reading, after: Reading) -> bool:
    is_total = level.metric in load_definitions().totals and not level.per
    if is_total and level.span.is_whole and after.span.is_whole and not _are_as_long(level, after):
        return False
    if level.status == "past" and after.status != "past":
        return True
    return level.span.is_whole and after.span.is_known and level.span.is_before(after.span)


def _are_as_long(one: Reading, other: Reading) -> bool:
    days = [
        (r.span.last - r.span.first).days
        for r in (one, other)
        if r.span.first is not None and r.span.last is not None
    ]
    return abs(days[0] - days[1]) <= MONTH_ENDS


def _is_before_pandemic(level: Reading) -> bool:
    first, last = level.span.first, level.span.last
    start, end = BEFORE_PANDEMIC
    return first is not None and last is not None and start <= first and last <= end


def _year(reading: Reading) -> int:
    return reading.span.first.year if reading.span.first is not None else 0


def _held(change: Reading, levels: _Levels) -> Outcome | None:
    after, stated = figure_of(levels.after), figure_of(change)
    as_ratio = change.kind == "ratio"
    factor = stated if as_ratio else stated.plus(point(1.0))
    if levels.before is None:
        implied = after.over(factor)
        return None if implied is None else _implied(change, levels.after, implied)
    ratio = after.over(figure_of(levels.before))
    if ratio is None:
        return None
    computed = ratio if as_ratio else ratio.minus(point(1.0))
    plain = fit(computed, stated)
    found = _at_edge(plain, computed, stated, change)
    is_edge = found.verdict == "warn" and plain.verdict != "conflict"
    end = "edge" if is_edge else found.verdict
    return Outcome(
        test="growth_level",
        claim_ids=(change.id, levels.after.id, levels.before.id),
        verdict=found.verdict,
        explanation=_words(change, levels.after, levels.before, computed, end),
        would_settle=SETTLE,
        size=found.size,
    )


def _at_edge(found: Fit, computed: Figure, stated: Figure, change: Reading) -> Fit:
    """Turn a fit that needs all roundings to fall one way, and a near miss of a ten, into warnings.

    "More than 40 %" of exactly 40 is such a fit; "plunged by 60 percent" of 57 is such a miss.
    """
    middle = computed.stated.middle
    if found.verdict == "consistent" and not computed.stated.is_bounded:
        return found  # "3,000 or more" and "more than twice": neither says where they end
    if found.verdict == "consistent" and change.op in ("gt", "lt"):
        limit = stated.stated.low if change.op == "gt" else stated.stated.high
        room = EXACTLY * max(1.0, abs(limit))
        is_beyond = middle > limit + room if change.op == "gt" else middle < limit - room
        return found if is_beyond else Fit("warn", 0.0)
    if not stated.stated.is_bounded:
        return found
    off = abs(middle - stated.stated.middle)
    if found.verdict == "agree_rounded":
        half = (computed.span.high - computed.span.low) / 2
        own = 0.0 if change.kind == "ratio" else stated.span.high - stated.stated.high
        return Fit("warn", off) if off > max(EDGE * half, own) else found
    is_round = stated.stated.low == stated.stated.high and _is_round(stated.stated.low)
    if found.verdict == "conflict" and is_round and off <= ROUND / 2:
        return Fit("warn", off)
    return found


def _is_round(share: float) -> bool:
    return abs(share / ROUND - round(share / ROUND)) < EXACTLY


def _implied(change: Reading, after: Reading, implied: Figure) -> Outcome:
    return Outcome(
        test="growth_level",
        claim_ids=(change.id, after.id),
        verdict="consistent",
        explanation=(
            f"{change.words} and {after.words} imply a level before of "
            f"{said(implied.stated, after.unit_std)}; none is stated."
        ),
        would_settle=SETTLE,
    )


def _words(change: Reading, after: Reading, before: Reading, computed: Figure, how: str) -> str:
    unit = "times" if change.kind == "ratio" else "fraction"
    result, printed = said(computed.stated, unit), said(figure_of(change).stated, unit)
    end = {
        "agree": "as printed",
        "consistent": "within the bound that is printed",
        "agree_rounded": "as printed, within the rounding of the levels",
        "edge": f"at the edge of the {printed} that is printed, which fits only by its rounding",
        "warn": f"close to the {printed} that is printed, but not it",
        "conflict": f"but {printed} is printed",
    }[how]
    return (
        f"From {said(figure_of(before).stated, before.unit_std)} ({before.id}, "
        f"{before.span.said()}) to {said(figure_of(after).stated, after.unit_std)} ({after.id}, "
        f"{after.span.said()}) is {result}, {end} in {change.words}."
    )
