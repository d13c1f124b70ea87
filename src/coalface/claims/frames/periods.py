"""When a claim speaks of: the date of its clause, of its sentence, or of a claim like it before."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Mention, Period

__all__ = ["bind_periods", "is_speech_date"]

REACH = 40.0  # further off, in the same sentence, a date is not of the claim
ELSEWHERE = 10.0  # what another clause costs
SPEECH_REACH = 7.0
MOST_PARAGRAPHS = 2  # a time is carried over no more of them
#: Figures that share the time of the figures before them: statistics with statistics.
_GROUPS = {
    "price": "price",
    "discount": "price",
    "value": "level",
    "quantity": "level",
    "share": "level",
    "ratio": "level",
    "growth_rate": "level",
    "payment_term": "level",
}
_CLOSED = frozenset({"share", "growth_rate", "quantity", "value", "ratio"})
_LEVELS = frozenset({"value", "quantity", "price"})
_PRINTED = frozenset({"published", "released", "printed", "quoted", "reported", "issued"})
_APART = frozenset({"that", ",", "in", '"', "“"})
#: Words after which a date is what a figure is compared with.
_COMPARED = frozenset({"than", "from", "against", "versus", "with", "over"})
_YEAR_BEFORE = (
    "a year earlier",
    "a year ago",
    "a year before",
    "the same month last year",
    "the same period last year",
    "the year before",
    "전년 동기",
    "작년 동기",
)


@dataclass(frozen=True, slots=True)
class _Bound:
    text: str
    first: date | None
    last: date | None
    paragraph: int


def bind_periods(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Give each draft the time that it speaks of.

    Args:
        reading: The document.
        drafts: In order of place; changed. A figure without a date of its own takes that of the
            last figure of its group, if that is no former level.
    """
    said = {m.start for m in reading.mentions.get("date", ()) if is_speech_date(reading, m)}
    last: dict[str, _Bound] = {}
    for draft in drafts:
        paragraph = reading.sentence(draft.at[0]).paragraph
        group = _GROUPS.get(draft.kind, "")
        mention = _own_date(reading, draft, said)
        before = last.get(group)
        if before is not None and paragraph - before.paragraph > MOST_PARAGRAPHS:
            before = None
        if before is not None and _is_year_before(reading, draft):
            _set(
                draft, _Bound("a year earlier", _back(before.first), _back(before.last), paragraph)
            )
        elif mention is not None and isinstance(mention.value, Period):
            bound = _bound_of(reading, draft, mention, paragraph)
            _set(draft, bound)
            if group and draft.status != "past":
                last[group] = bound
        elif before is not None and draft.status != "past":
            _set(draft, before)


def is_speech_date(reading: Reading, mention: Mention) -> bool:
    """Tell whether a date is the day on which someone spoke or something came out.

    Args:
        reading: The document.
        mention: A date.

    Returns:
        Whether it stands beside such a word: "told this desk last Wednesday".
    """
    span = (mention.start, mention.end)
    sentence = reading.sentence(mention.start)
    for cue in reading.within("source", max(sentence.start, mention.start - 60), mention.start):
        is_near = reading.distance((cue.start, cue.end), span) <= SPEECH_REACH
        word = reading.flat.text[cue.start : cue.end].lower()
        is_told = cue.value == "says" or word in _PRINTED
        if is_near and is_told and not _APART & set(reading.words(cue.end, mention.start)):
            return True
    return False


def _own_date(reading: Reading, draft: Draft, said: set[int]) -> Mention | None:
    """Give the nearest date of the sentence that is neither of speech nor of comparison."""
    sentence = reading.sentence(draft.at[0])
    clause = reading.clause(draft.at[0])
    best, least = None, REACH
    for mention in reading.mentions_in("date", sentence.start, sentence.end):
        if mention.start in said and draft.kind != "event":
            continue
        distance = reading.distance((draft.start, draft.end), (mention.start, mention.end))
        if not clause[0] <= mention.start < clause[1]:
            distance += ELSEWHERE
        if distance < least and not _is_compared(reading, draft, mention):
            best, least = mention, distance
    return best


def _is_compared(reading: Reading, draft: Draft, mention: Mention) -> bool:
    if draft.kind not in {"growth_rate", "ratio"}:
        return False
    beside = {
        *reading.words_before(mention.start, 1),
        *reading.words(mention.start, mention.end)[:1],
    }
    return bool(_COMPARED & beside)


def _bound_of(reading: Reading, draft: Draft, mention: Mention, paragraph: int) -> _Bound:
    period = mention.value
    assert isinstance(period, Period)
    last = period.last
    if last is None and period.is_anchor and draft.kind in _CLOSED:
        last = reading.published  # a figure since a day counts until the report
    if last is not None and period.first is not None and last < period.first:
        last = None
    return _Bound(reading.flat.text[mention.start : mention.end], period.first, last, paragraph)


def _is_year_before(reading: Reading, draft: Draft) -> bool:
    """Tell whether a level is that of the year before; a change on the year is not."""
    if draft.kind not in _LEVELS:
        return False
    start, end = reading.clause(draft.at[0])
    before = reading.flat.text[max(start, draft.start - 40) : min(end, draft.end + 30)].lower()
    return any(words in before for words in _YEAR_BEFORE)


def _back(day: date | None) -> date | None:
    if day is None or day.year == 1:
        return None
    return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))


def _set(draft: Draft, bound: _Bound) -> None:
    draft.period_text, draft.valid_from, draft.valid_to = bound.text, bound.first, bound.last
