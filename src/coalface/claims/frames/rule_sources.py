"""By which resolution a rule is: the one named beside it, where its own words name none."""

import re
from collections.abc import Sequence

from coalface.claims.frames.adoptions import load_adoptions
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention, Period, Resolution
from coalface.claims.sentences import Sentence

__all__ = ["bind_resolutions"]

BODY = "UN Security Council resolution"
_CAPS = frozenset({"cap_value", "cap_quantity"})
_OTHERS = word_list("rule_sources", "others")
_POINTERS = word_list("rule_sources", "pointers")
FIRST = 3  # words of a sentence in which it points back
NEAR = 10.0  # from a cap to the resolution of several that sets it
BESIDE = 24  # characters between "resolution" and its month
_OF_DATE = re.compile(
    r"resolution (?:of|from|passed in|adopted in|passed on|adopted on) (?:the )?$"
)
_NOUNS = (" resolution", " one ", " text", " measure")
_TELLS = ("esolution", "2094", "2270", "2321", "2371", "2375", "2397", "결의", "决议")
_EAST = ("决议", "该决议", "该项决议", "결의는", "이 결의", "동 결의", "해당 결의")


def bind_resolutions(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Name the resolution in the actor of rules whose own words do not name it.

    Args:
        reading: The document.
        drafts: With actors bound; changed. That the rule is in that resolution is what is told.
    """
    if not any(word in reading.flat.text for word in _TELLS):
        return
    for draft in drafts:
        if draft.kind != "rule" or reading.mentions_in("resolution", draft.start, draft.end):
            continue
        sentence = draft.sentence
        its = reading.mentions_in("resolution", sentence.start, sentence.end)
        if not its and _points_back(reading, sentence):
            its = _before(reading, sentence)
        number = _one_of(reading, draft, its) or (0 if its else _by_month(reading, draft))
        if number and (draft.metric in _CAPS or not _is_others(reading, sentence)):
            draft.actor = f"{BODY} {number}"


def _one_of(reading: Reading, draft: Draft, its: Sequence[Mention]) -> int:
    """Give the only resolution, or the one that stands far nearer than the others; 0 for none."""
    numbers = {m.value.number for m in its if isinstance(m.value, Resolution)}
    if len(numbers) <= 1:
        return next(iter(numbers), 0)
    by_distance = sorted(
        (reading.distance(draft.at, (m.start, m.end)), m.value.number)
        for m in its
        if isinstance(m.value, Resolution)
    )
    (near, number), (next_near, other) = by_distance[:2]
    return number if near <= NEAR and next_near >= 2 * near and other != number else 0


def _by_month(reading: Reading, draft: Draft) -> int:
    """Give the number of "the September 2017 resolution", by the one day that the month holds."""
    sentence = draft.sentence
    words = reading.words(sentence.start, sentence.end)
    if "resolution" not in words:
        return 0
    text = reading.flat.text
    dates = reading.mentions_in("date", sentence.start, sentence.end)
    nearest = sorted(dates, key=lambda d: reading.distance(draft.at, (d.start, d.end)))[:1]
    for date in nearest:
        is_beside = text.startswith(_NOUNS, date.end) or _OF_DATE.search(
            text[max(0, date.start - BESIDE) : date.start]
        )
        if not (is_beside and isinstance(date.value, Period)):
            continue
        first, last = date.value.first, date.value.last
        if first is None or last is None:
            continue
        its = [n for n, day in load_adoptions().items() if first <= day <= last]
        if len(its) == 1:
            return its[0]
    return 0


def _is_others(reading: Reading, sentence: Sentence) -> bool:
    """Tell a State's own ban, made under a resolution, from what the resolution orders."""
    return not _OTHERS.isdisjoint(reading.words(sentence.start, sentence.end))


def _points_back(reading: Reading, sentence: Sentence) -> bool:
    is_told = not _POINTERS.isdisjoint(reading.words(sentence.start, sentence.end)[:FIRST])
    return is_told or reading.flat.text.startswith(_EAST, sentence.start)


def _before(reading: Reading, sentence: Sentence) -> Sequence[Mention]:
    if sentence.start == 0:
        return ()
    last = reading.sentence(sentence.start - 1)
    return reading.mentions_in("resolution", last.start, last.end)
