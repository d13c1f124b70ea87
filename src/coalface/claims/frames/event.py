"""Events: dated happenings and statements, and what a source says that it does not know."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from datetime import date

from coalface.claims.frames.clauses import (
    FIGURES,
    claims_in,
    clause_draft,
    free_clauses,
    is_told,
)
from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading, Span
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.spans_of_days import YEAR_D, year_on
from coalface.claims.mentions.types import Mention, Period

__all__ = ["find_events"]

_YEAR = re.compile(r"\d{4}|year|month|week|ago|last")
LEADS = 12  # characters before a date that leads its clause
BESIDE = 24  # characters between what happened and its date
_BEFORE = 60  # characters of the words before a date that tell what happened
_OUTLOOKS = frozenset({"unlikely to", "likely to", "highly unlikely", "expected to"})
_HAPPENINGS = frozenset({"closure", "law", "meeting", "answer"})
_ABOUT = ("commodity", "place", "vessel", "actor")
_WILL = frozenset({"will", "expect", "expects", "expected", "likely", "due", "plans", "planned"})
LEAST_VERB = 4  # letters of "need" and "lies", which end as verbs do
_TELLING = ("event", "move", "rule", "source", "trend", "practice", "pay", "penalty")
_VERBS = word_list("told", "happened") | frozenset(
    {"was", "were", "is", "are", "has", "have", "had", "will", "would", "may", "must", "be", "been"}
    | {"did", "does", "do", "can", "could", "went", "came", "saw", "kept", "stood", "rose", "fell"}
)
_DAYS = word_list("event", "days_told")
_SETTING = frozenset({"after", "before", "since", "until", "under"})
_HAVE = frozenset({"has", "have", "had"})
_DENIABLE = frozenset({"answer", "law"})  # "nobody was arrested", "has not answered"
_NAMED = word_list("event", "named")


def find_events(reading: Reading, taken: Sequence[Draft], said: Set[int]) -> Iterator[Draft]:
    """Find dated happenings that no other claim speaks of, and statements with their day.

    Args:
        reading: The document.
        taken: Claims found before, with their periods bound.
        said: Where dates start on which someone spoke.

    Returns:
        Drafts, one a date or one a clause of what is not known.
    """
    told: set[Period] = set()
    dated = {draft.dated_at for draft in taken}
    figures = sorted(draft.at[0] for draft in taken if draft.kind in FIGURES)
    for mention in reading.mentions.get("date", ()):
        is_taken = mention.start in dated and mention.start not in said  # as most are
        if is_taken or not isinstance(mention.value, Period):
            continue
        if not _may_tell(reading, mention, said):
            continue
        if mention.start in said:
            yield _dated(_statement(reading, mention), reading, mention)
        elif mention.value not in told and not (
            _is_beside_figure(reading, mention, figures)
            or _is_setting(reading, mention)
            or not _has_verb(reading, mention)
        ):
            told.add(mention.value)
            yield _dated(_happening(reading, mention), reading, mention)
    yield from _outlooks(reading, taken)
    yield from _undated(reading, taken)
    for cue in reading.cues.get("negation", ()):
        if cue.value == "unknown":
            start, end = reading.clause(cue.start)
            yield _draft(start, end, "event.unknown", "unknown", 0.5, (cue.start, cue.end))


def _outlooks(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find what is said to be likely or unlikely to happen."""
    for span, cues in free_clauses(reading, "hedge", taken):
        cue = next((c for c in cues if _word(reading, c) in _OUTLOOKS), None)
        if cue is not None:
            draft = clause_draft(reading, span, cue, "event", 0.4)
            draft.rule_id, draft.metric = "event.outlook", "outlook"
            draft.hedge = "forecast"
            yield draft


def _undated(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find happenings without a date of their own: "two crews were sent home"."""
    for span, cues in free_clauses(reading, "event", taken, beside_counts=True):
        cue = next((c for c in cues if c.value in _HAPPENINGS), None)
        if cue is None or _is_dated(reading, span):
            continue
        if cue.value != "law" and claims_in(taken, *span):
            continue
        if cue.value not in _DENIABLE and reading.within("negation", *span):
            continue
        if cue.value == "answer" or any(reading.mentions_in(kind, *span) for kind in _ABOUT):
            draft = clause_draft(reading, span, cue, "event", 0.35)
            draft.rule_id, draft.metric = "event.happening", "event"
            yield draft


def _may_tell(reading: Reading, mention: Mention, said: Set[int]) -> bool:
    """Tell dates that may tell something: "announced today" does, "said recently" does not."""
    is_said_today = mention.start in said and _is_day(reading, mention)
    return is_said_today or not _is_name(reading, mention)


def _is_day(reading: Reading, mention: Mention) -> bool:
    is_heading = reading.sentence(mention.start).is_heading
    return not is_heading and reading.flat.text[mention.start : mention.end].lower() in _DAYS


def _is_dated(reading: Reading, span: Span) -> bool:
    dates = reading.mentions_in("date", *span)
    return any(not reading.within("status", date.start, date.end) for date in dates)


def _word(reading: Reading, cue: Cue) -> str:
    return reading.flat.text[cue.start : cue.end].lower()


def _is_name(reading: Reading, mention: Mention) -> bool:
    """Tell dates that tell no happening: in headings, "recently", "the 2019 level"."""
    return (
        not is_told(reading, mention.start)
        or bool(reading.within("status", mention.start, mention.end))
        or not _NAMED.isdisjoint(reading.words_after(mention.end, 1))
    )


def _is_setting(reading: Reading, mention: Mention) -> bool:
    """Tell dates that set a scene: "after the resolutions of 2017", "has not risen since 2017"."""
    start, end = reading.clause(mention.start)
    words = reading.words(start, mention.start)
    if words[:1] and words[0] in _SETTING and words[-1] == "of":
        return True
    opening = reading.words(mention.start, mention.end)[:1]
    is_state = opening == ("since",) and bool(_HAVE & set(words))
    is_told = words[:1] == ("as",) or any(
        reading.within(family, start, end) for family in ("negation", "practice")
    )
    return is_state and is_told


def _is_beside_figure(reading: Reading, mention: Mention, figures: Sequence[int]) -> bool:
    """Tell whether a figure stands in the clause of a date, and no verb of its own."""
    start, end = reading.clause(mention.start)
    after = bisect_left(figures, start)
    has_figure = after < len(figures) and figures[after] < end
    return has_figure and not _is_of_verb(reading, start, mention)


def _has_verb(reading: Reading, mention: Mention) -> bool:
    """Tell a clause from "in the corresponding period of 2021" alone."""
    words = reading.words(*reading.clause(mention.start))
    return any(
        word in _VERBS or (len(word) > LEAST_VERB and word.endswith(("ed", "es", "ing")))
        for word in words
    ) or any(reading.within(name, *reading.clause(mention.start)) for name in _TELLING)


def _is_of_verb(reading: Reading, start: int, mention: Mention) -> bool:
    """Tell "closed in March and reopened in May with 300 men": a verb stands beside the date."""
    near = reading.within("event", max(start, mention.start - BESIDE), mention.start)
    return bool(near) and not reading.amounts_in(near[-1].end, mention.start)


def _dated(draft: Draft, reading: Reading, mention: Mention) -> Draft:
    if isinstance(mention.value, Period):
        draft.period_text = reading.flat.text[mention.start : mention.end]
        draft.valid_from, draft.valid_to = _ahead(reading, mention, mention.value)
        draft.dated_at = mention.start
    return draft


def _ahead(reading: Reading, mention: Mention, period: Period) -> tuple[date | None, date | None]:
    """Read "will stop on 1 July" as the next one: days without a year are taken as past."""
    text = reading.flat.text[mention.start : mention.end]
    first, last, published = period.first, period.last, reading.published
    is_until = text.lower().startswith(("until", "till", "through"))
    if is_until and first is None and last is not None and published is not None:
        return (published if last > published else None), last  # "closed until 20 July"
    if first is None or last is None or published is None or _YEAR.search(text):
        return first, last
    will = _WILL & {*reading.words(reading.clause(mention.start)[0], mention.start)}
    if not will or not 0 < (published - first).days <= YEAR_D:
        return first, last
    return year_on(first), year_on(last)


def _statement(reading: Reading, mention: Mention) -> Draft:
    start, first = mention.start, reading.sentence(mention.start).start
    for cue in reading.within("source", max(first, start - 50), start):
        start = min(start, cue.start)
    return _draft(
        start, mention.end, "event.statement", "source_statement", 0.8, (mention.start, mention.end)
    )


def _happening(reading: Reading, mention: Mention) -> Draft:
    first, last = reading.clause(mention.start)
    start = max(first, mention.start - _BEFORE)
    text = reading.flat.text
    while start > first and not text[start - 1].isspace():
        start -= 1
    end = mention.end
    if mention.start - first < LEADS:  # the date leads: what happened comes after it
        end = min(last, mention.end + _BEFORE)
    return _draft(start, end, "event.dated", "event", 0.5, (mention.start, mention.end))


def _draft(
    start: int, end: int, rule_id: str, metric: str, score: float, at: tuple[int, int]
) -> Draft:
    draft = Draft(start, end, "event", rule_id, metric, score)
    draft.at = at
    return draft
