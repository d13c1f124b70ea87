"""When a claim speaks of: the date of its clause, of its sentence, or of the claim before."""

from collections.abc import Sequence
from dataclasses import dataclass

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Mention, Period

__all__ = ["bind_periods", "is_speech_date"]

REACH = 40.0  # further off, in the same sentence, a date is not of the claim
CARRIED = frozenset(
    {"price", "quantity", "value", "share", "growth_rate", "ratio", "payment_term", "discount"}
)
_SPEECH_REACH = 7.0
_SPEECH = frozenset({"says", "shows"})
#: Words after which a date is what a figure is compared with.
_COMPARED = frozenset({"than", "from", "against", "versus", "with", "over"})
_FROM_A_YEAR = ("a year earlier", "a year ago", "a month earlier", "a year before")


@dataclass(frozen=True, slots=True)
class _Bound:
    text: str
    period: Period


def bind_periods(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Give each draft the time that it speaks of.

    Args:
        reading: The document.
        drafts: In order of place; changed. A claim without a date of its own takes that of the
            claim before in its paragraph, if both carry figures.
    """
    last: _Bound | None = None
    paragraph = -1
    for draft in drafts:
        here = reading.sentence(draft.at[0]).paragraph
        if here != paragraph:
            last, paragraph = None, here
        mention = _own_date(reading, draft)
        if mention is not None and isinstance(mention.value, Period):
            _set(draft, _Bound(reading.flat.text[mention.start : mention.end], mention.value))
            if draft.kind in CARRIED and not _is_aside(reading, mention):
                last = _Bound(draft.period_text, mention.value)
        elif last is not None and draft.kind in CARRIED and draft.status != "past":
            _set(draft, last)


def is_speech_date(reading: Reading, mention: Mention) -> bool:
    """Tell whether a date is the day on which someone spoke: "told this desk last Wednesday"."""
    span = (mention.start, mention.end)
    sentence = reading.sentence(mention.start)
    for cue in reading.within("source", sentence.start, mention.start):
        is_near = reading.distance((cue.start, cue.end), span) <= _SPEECH_REACH
        between = reading.words(cue.end, mention.start)
        if is_near and cue.value == "says" and not {"that", ",", "in", '"', "“"} & set(between):
            return True
    return False


def _own_date(reading: Reading, draft: Draft) -> Mention | None:
    start, end = draft.start, draft.end
    sentence = reading.sentence(draft.at[0])
    clause = reading.clause(draft.at[0])
    best, least = None, REACH
    for mention in reading.mentions_in("date", sentence.start, sentence.end):
        if is_speech_date(reading, mention) and draft.rule_id != "event.statement":
            continue
        distance = reading.distance((start, end), (mention.start, mention.end))
        if not clause[0] <= mention.start < clause[1]:
            distance += 10.0
        if _is_compared(reading, draft, mention):
            distance += 25.0
        if distance < least:
            best, least = mention, distance
    return best


def _is_compared(reading: Reading, draft: Draft, mention: Mention) -> bool:
    if draft.kind not in {"growth_rate", "ratio"}:
        return False
    before = reading.words_before(mention.start, 2)
    period = mention.value
    is_anchor = isinstance(period, Period) and period.is_anchor
    return bool(_COMPARED & set(before)) and not is_anchor


def _is_aside(reading: Reading, mention: Mention) -> bool:
    text = reading.flat.text[mention.start : mention.end].lower()
    return any(phrase in text for phrase in _FROM_A_YEAR)


def _set(draft: Draft, bound: _Bound) -> None:
    draft.period_text = bound.text
    draft.valid_from, draft.valid_to = bound.period.first, bound.period.last
