"""When a claim speaks of: the date of its clause, of its sentence, or of a claim like it before."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from coalface.claims.frames.adoptions import adoption_day
from coalface.claims.frames.carried_dates import GROUPS, Bound, carried, is_lasting
from coalface.claims.frames.compared_dates import (
    is_base,
    is_compared,
    is_of_person,
    is_year_before,
)
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import LEVELS, looks_ahead
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.spoken_dates import Dates
from coalface.claims.mentions.spans_of_days import (
    YEAR_D,
    month_days,
    quarter_days,
    year_days,
    year_on,
)
from coalface.claims.mentions.types import Mention, Period
from coalface.claims.sentences import Sentence

__all__ = ["bind_periods"]

REACH = 32.0  # further off, in the same sentence, a date is not of the claim
TAKEN = 8.0  # what a date costs that stands right after another figure
ELSEWHERE = 14.0  # what another clause costs
_NOW = frozenset({"now", "currently", "nowadays", "present", "moment"})
_NAMED = frozenset({"day", "decade", "month", "quarter", "half"})
_WILL = frozenset(
    {"will", "shall", "due", "expects", "plans", "intends", "scheduled", "ll", "likely", "expect"}
    | {"expected", "forecast", "plan", "planned", "hopes", "hope", "aims", "aim", "predict"}
    | {"predicts", "forecasts", "projected", "promised"}
)
_BASE = frozenset({"from", "against", "versus", "than", "after"})  # a level to compare with
_RATES = frozenset({"day", "week", "month", "year"})
_MOVES = frozenset(
    {"rise", "fall", "go", "increase", "drop", "be", "open", "close", "start", "end"}
)
SOON_D = 62
LIST_JOINT, BESIDE_DATE = 12, 8  # characters before a date in a list, and to its figure
_LIST_JOINT = re.compile(r"(?:[,;](?: and| but)?| and| but)(?: (?:in|on|for))? ?")
_COMMAS = frozenset(",，、")
_YEAR_TOLD = re.compile(r"\d{4}|last|year|week|month|day|past")
A_WEEK = timedelta(days=7)
WEAK = 10.0  # what "now" costs beside another time
_DATED_APART = frozenset({*GROUPS, "payment_term"})  # kinds that a date of another clause may be of
_CLOSED = frozenset({"share", "growth_rate", "quantity", "value", "ratio"})
_ENDING = frozenset({"wind_down", "adoption_date"})
#: "have kept 300 workers since May" goes on; "have sold 300 since May" is counted by now.
_STATES = frozenset(
    {"keep", "keeps", "kept", "remain", "remains", "remained", "stay", "stays", "stayed", "stood"}
    | {"stands", "hold", "holds", "held", "employ", "employs", "employed", "maintained", "steady"}
)
_UNTIL = frozenset({"until", "till", "by", "through", "up"})
_SINCE = ("since", "from", "after", "starting", "beginning")
_MADE = frozenset(
    {"built", "founded", "established", "born", "commissioned", "incorporated", "laid"}
    | {"rebuilt", "inaugurated", "registered", "constructed"}
)


def bind_periods(reading: Reading, drafts: Sequence[Draft], dates: Dates) -> None:
    """Give each draft the time that it speaks of.

    Args:
        reading: The document.
        drafts: In order of place; changed. A figure without a date of its own takes that of the
            last figure of its group, if that is no former level.
        dates: From `find_dates`.
    """
    last: dict[str, Bound] = {}
    taken: dict[int, Draft] = {}
    for draft in drafts:
        if draft.status == "past" and (mention := _own_date(reading, draft, dates, taken)):
            taken[mention.start] = draft  # a former level keeps its date to itself
    for draft in drafts:
        if draft.dated_at >= 0 or (draft.kind == "quantity" and is_lasting(reading, draft)):
            continue
        place = draft.sentence
        is_dated = place.start in dates.by_sentence
        mention = _own_date(reading, draft, dates, taken) if is_dated else None
        if mention is not None and isinstance(mention.value, Period):
            bound = _bound_of(reading, draft, mention, place)
            _set(draft, bound)
            draft.dated_at = mention.start
            taken[mention.start] = draft
            if _may_go_on(reading, draft, mention, bound):
                last[GROUPS.get(draft.kind, "")] = bound
        elif before := _taken_over(reading, draft, last, dates, taken):
            _set(draft, before)


def _taken_over(
    reading: Reading,
    draft: Draft,
    last: dict[str, Bound],
    dates: Dates,
    taken: Mapping[int, Draft],
) -> Bound | None:
    """Give the time of a claim without a date; a price has that which its sentence took over."""
    here = f"sentence {draft.sentence.start}"
    before = None if draft.status == "past" else carried(reading, draft, last, dates, taken)
    if before is not None:
        last[here] = before
    return before or (last.get(here) if draft.kind == "price" else None)


def _may_go_on(reading: Reading, draft: Draft, mention: Mention, bound: Bound) -> bool:
    """Tell whether later figures may take over the time of one: not that of a level compared."""
    return (
        draft.status != "past"
        and bound.first is not None
        and not is_year_before(bound.text)
        and not _is_change_since(draft, mention)
        and draft.rule_id != "ratio.superlative"
        and not is_base(reading, mention)
        and not reading.flat.text.startswith(" alone", mention.end)
        and not _BASE & {*reading.words_before(draft.start, 1)}
    )


def _own_date(
    reading: Reading, draft: Draft, dates: Dates, taken: Mapping[int, Draft]
) -> Mention | None:
    """Give the nearest date of the sentence that is neither of speech nor of comparison."""
    best, least = None, REACH
    for mention in dates.by_sentence.get(draft.sentence.start, ()):
        start = mention.start
        if start in dates.said and draft.kind != "event":
            continue
        cost = _cost(reading, draft, mention, taken.get(start))
        if cost >= least:
            continue
        if _is_of_another(reading, draft, mention) or _is_of_making(reading, draft, mention):
            continue
        if is_of_person(reading, draft, mention) or _is_of_number(reading, draft, mention):
            continue
        if not is_compared(reading, draft, mention):
            best, least = mention, cost
    return best


def _is_of_another(reading: Reading, draft: Draft, mention: Mention) -> bool:
    """Tell whether a date is of the level now, not of "from $900", or only of a change since.

    A former level has the date that stands after it, before any other figure.
    """
    if draft.kind in LEVELS and reading.words_before(draft.start, 1) == ("from",):
        is_apart = bool(reading.amounts_in(draft.end, mention.start))
        return draft.status == "past" and (mention.start < draft.end or is_apart)
    period = mention.value
    if draft.kind not in LEVELS or not isinstance(period, Period) or not period.is_anchor:
        return False
    changes = reading.within("trend", draft.end, mention.start)
    return bool(changes) and reading.words(mention.start, mention.end)[:1] == ("since",)


def _is_of_number(reading: Reading, draft: Draft, mention: Mention) -> bool:
    """Tell the year in "2371 (2017), adopted on 5 August 2017", which is part of the number."""
    if draft.metric != "adoption_date" or not reading.flat.text.endswith(" (", 0, mention.start):
        return False
    return bool(reading.mentions_in("date", mention.end, draft.end))


def _is_of_making(reading: Reading, draft: Draft, mention: Mention) -> bool:
    """Tell "the yard, built in 2012, can hold 90,000 tonnes": a date of the thing, no figure's."""
    if draft.amount is None or not reading.flat.text.endswith((" in ", "born "), 0, mention.start):
        return False
    before = reading.words_before(mention.start, 2)
    return (before[-1:] == ("in",) and before[0] in _MADE) or before[-1:] == ("born",)


def _cost(reading: Reading, draft: Draft, mention: Mention, other: Draft | None) -> float:
    """Give how far a date is from a claim; what belongs to another claim is out of reach."""
    span, here = mention[:2], (draft.start, draft.end)
    start, (first, stop) = span[0], draft.clause
    cost = reading.distance(here, span)
    if not first <= start < stop:
        cost += _elsewhere(reading, draft, mention)
    if cost >= REACH:
        return REACH
    if _is_now(reading, mention):
        cost += WEAK
    if start > here[1]:
        if _is_ahead_of(reading, draft, mention):
            return REACH
        cost += TAKEN if _is_apart(reading, draft, mention) else 0.0
    if other is None or other is draft:
        return cost
    if other.status == "past" and draft.status != "past":
        return REACH
    return cost + (TAKEN if other.end <= start < here[0] else 0.0)


def _elsewhere(reading: Reading, draft: Draft, mention: Mention) -> float:
    """Give what it costs that a date stands in another clause."""
    is_until = reading.words(mention.start, mention.end)[:1] == ("until",)
    is_after_rule = draft.kind == "rule" and mention.start > draft.start
    if is_until or is_after_rule or draft.kind not in _DATED_APART:
        return REACH
    first, second = sorted((draft.at[0], mention.start))
    return ELSEWHERE * (2 if ";" in reading.flat.text[first:second] else 1)


def _is_now(reading: Reading, mention: Mention) -> bool:
    """Tell "now", which gives way to any other time of its sentence."""
    period = mention.value
    if not isinstance(period, Period) or period.last is not None or not period.is_anchor:
        return False
    return not _NOW.isdisjoint(reading.words(mention.start, mention.end))


def _is_apart(reading: Reading, draft: Draft, mention: Mention) -> bool:
    """Tell whether another figure stands between a figure and the date after it."""
    between = reading.amounts_in(draft.end, mention.start)
    return bool(between) and reading.words_after(draft.end, 1) != (")",)


def _is_ahead_of(reading: Reading, draft: Draft, mention: Mention) -> bool:
    """Tell "$203 million, with December alone bringing 8.6 million": a date of what follows it."""
    if mention.start <= draft.end or draft.amount is None:
        return False
    text = reading.flat.text
    if text.startswith(" alone", mention.end):
        return bool(reading.amounts_in(mention.end, reading.clause(mention.start)[1]))
    between = text[draft.end : mention.start]
    if text.isascii() or text[mention.start : mention.end].isascii():
        return _is_next_of_list(reading, draft, mention, between)
    # in Korean and Chinese a date goes before its figure
    is_next = not _COMMAS.isdisjoint(between)
    if not is_next or not reading.mentions_in("date", draft.sentence.start, draft.start):
        return False
    return bool(reading.amounts_in(mention.end, draft.sentence.end))


def _is_next_of_list(reading: Reading, draft: Draft, mention: Mention, between: str) -> bool:
    """Tell "In January it was 187 million, in February 11 million": the date of what follows."""
    if len(between) > LIST_JOINT or not _LIST_JOINT.fullmatch(between):
        return False
    is_dated = bool(reading.mentions_in("date", draft.sentence.start, draft.start))
    return is_dated and bool(reading.amounts_in(mention.end, mention.end + BESIDE_DATE))


def _bound_of(reading: Reading, draft: Draft, mention: Mention, place: Sentence) -> Bound:
    period = mention.value
    assert isinstance(period, Period)
    text = reading.flat.text[mention.start : mention.end]
    first, last = _days_of(reading, draft, mention, period)
    is_figure = draft.kind in _CLOSED and draft.rule_id != "growth.direction"
    is_since = last is None and is_figure and text.lower().startswith(_SINCE)
    if is_since and not _is_state(reading, draft):
        last = reading.published  # a figure since a day counts until the report
    if draft.kind == "rule" and first is not None:
        first = adoption_day(reading, mention) or first
        if draft.metric not in _ENDING:
            last = None  # a rule goes on from its day
    is_day = draft.kind == "growth_rate" and first is not None and first == last
    if is_day and first is not None and "week" in reading.words_after(draft.end, 3):
        first -= A_WEEK  # "stood at 5 t on Tuesday, down 4 % on the week"
    if last is not None and first is not None and last < first:
        last = None
    return Bound(text, first, last, place)


def _days_of(
    reading: Reading, draft: Draft, mention: Mention, period: Period
) -> tuple[date | None, date | None]:
    """Give the days, with what "by" and "until" leave open filled in where the claim tells it."""
    first, last = period.first, period.last
    if first is not None and last is not None:
        if last == reading.published:
            return first, _ahead(reading, draft, period)
        return _to_come(reading, draft, mention, period) or (first, last)
    if first is not None:
        return _when(reading, draft, mention, period)
    return (None, None) if last is None else _until(reading, draft, mention, period)


def _ahead(reading: Reading, draft: Draft, period: Period) -> date | None:
    """Give the end of "this year": the day of the report, or its last day in a forecast."""
    if not looks_ahead(reading.words(*draft.clause)):
        return period.last
    return _whole(period)


def _to_come(
    reading: Reading, draft: Draft, mention: Mention, period: Period
) -> tuple[date, date] | None:
    """Give the next "March" of what will be, None if the words tell a year or nothing to come."""
    first, last, published = period.first, period.last, reading.published
    if first is None or last is None or published is None or period.grain not in _NAMED:
        return None
    if not 0 < (published - last).days <= YEAR_D or draft.kind == "event":
        return None
    text = reading.flat.text[mention.start : mention.end]
    words = reading.words(draft.clause[0], draft.end)
    is_ahead = not _WILL.isdisjoint(words) or (_is_to_be(words) and _is_soon(published, first))
    if not is_ahead or _YEAR_TOLD.search(text.lower()):
        return None
    return year_on(first), year_on(last)


def _is_to_be(words: Sequence[str]) -> bool:
    """Tell "port dues to rise on 1 November", as headings and notices have it."""
    return any(
        words[index] == "to" and words[index + 1] in _MOVES for index in range(len(words) - 1)
    )


def _is_soon(published: date, first: date) -> bool:
    return 0 < (year_on(first) - published).days <= SOON_D


def _when(
    reading: Reading, draft: Draft, mention: Mention, period: Period
) -> tuple[date | None, date | None]:
    """Give the days of "since 1997, when it fell by 6 %": of the fall, that year alone."""
    is_when = reading.words_after(mention.end, 2) == (",", "when") and mention.end < draft.at[0]
    if is_when and period.first is not None and period.grain == "year":
        return year_days(period.first.year)
    return period.first, None


def _until(
    reading: Reading, draft: Draft, mention: Mention, period: Period
) -> tuple[date | None, date | None]:
    """Give the days of "by 2018", a level of that year, and of "until May" from now on."""
    opening, last = reading.words(mention.start, mention.end)[:1], period.last
    assert last is not None
    if opening == ("by",) and draft.kind in _CLOSED and period.grain == "year":
        return year_days(last.year)
    is_over = reading.published is not None and last <= reading.published
    if opening == ("by",) and is_over and draft.kind in LEVELS and period.grain in {"day", "month"}:
        is_end = "end" in reading.words(mention.start, mention.end)
        if not is_end:  # "by July 400 tonnes were piled up" is a level of July
            return (last if period.grain == "day" else last.replace(day=1)), last
    is_ahead = reading.published is not None and last > reading.published
    is_until = bool(_UNTIL & {*opening}) and draft.kind != "rule"
    return (reading.published if is_ahead and is_until else None), last


def _is_state(reading: Reading, draft: Draft) -> bool:
    if draft.kind == "quantity" and draft.per in _RATES:
        return True  # "ten lorries a month since 2014"
    return not _STATES.isdisjoint(reading.words(draft.clause[0], draft.start))


def _whole(period: Period) -> date | None:
    """Give the end of the year, quarter or month of which a forecast speaks."""
    first, last = period.first, period.last
    if first is None or last is None:
        return last
    if period.grain == "year" and first.year == last.year:
        return year_days(first.year)[1]
    if period.grain == "quarter":
        return quarter_days(first.year, (first.month + 2) // 3)[1]
    return month_days(first.year, first.month)[1] if period.grain == "month" else last


def _is_change_since(draft: Draft, mention: Mention) -> bool:
    period = mention.value
    return draft.kind == "growth_rate" and isinstance(period, Period) and period.is_anchor


def _set(draft: Draft, bound: Bound) -> None:
    draft.period_text, draft.valid_from, draft.valid_to = bound.text, bound.first, bound.last
