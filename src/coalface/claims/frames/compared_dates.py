"""Dates that a figure is compared with: "more than in 2019", "80 % of the 2017 level"."""

from bisect import bisect_left

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Mention

__all__ = ["is_base", "is_compared", "is_of_person", "is_year_before"]

#: Words after which a date is what a change is reckoned from.
_COMPARED = frozenset({"than", "from", "against", "versus", "with", "over"})
#: Words after which it is so for figures of any kind.
_THAN = frozenset({"than", "versus", "vs"})
_THAN_OR_AGAINST = _THAN | {"against"}
_NOT_THAN = frozenset({"later", "earlier", "sooner", "rather", "other"})
_COMPARING = (("compared", "with"), ("compared", "to"), ("relative", "to"), ("as", "against"))
_AGAINST = ("대비", "보다", "比")
#: "the 2019 level", "their pre-2017 value": a level of another time.
_LEVELS = frozenset(
    {
        "level",
        "levels",
        "value",
        "values",
        "price",
        "prices",
        "volume",
        "volumes",
        "total",
        "totals",
    }
    | {
        "figure",
        "figures",
        "average",
        "peak",
        "high",
        "low",
        "record",
        "rate",
        "output",
        "baseline",
    }
    | {"mark", "tonnage", "number", "sum", "result", "ceiling"}
)
_OF_LEVEL = frozenset(
    {"of", "than", "above", "below", "under", "over", "against", "versus", "from", "beyond"}
    | {"to", "at", "near", "half", "twice", "double", "triple", "around", "exceeding", "short"}
)
_OF_ENDS = (" for ", " of ", " in ")
_LEVEL_WORDS = frozenset((word,) for word in _LEVELS)
_DETERMINERS = frozenset({"the", "its", "their", "his", "her", "that", "this", "s", "'", "’"})
_YEAR_BEFORE = (
    "a year earlier",
    "a year ago",
    "a year before",
    "same month",
    "same period",
    "same quarter",
    "same week",
    "the year before",
    "전년 동기",
    "작년 동기",
    "去年同期",
)
#: After a year: the same months of it, with which those of now are compared.
_SAME_SPELL = (" 같은 기간", " 같은 달", " 동기", " 동월", "同期", "同月")
_MUCH = frozenset({"much", "many", "high", "low", "large"})
_SPELL = frozenset({"past", "last", "next", "first", "whole", "course"})
_FIRST = frozenset({"first", "most", "least", "worst", "best"})
RANKED = 3  # words between "the lowest" and "since May"
LEAST_RANKED = 5  # letters of "lowest", that are more than those of "rest" and "west"
OF_WHOM = 90  # characters from "who" to a date of theirs
WIDTH = 7  # words between "compared with" and the date


def is_compared(reading: Reading, draft: Draft, mention: Mention) -> bool:
    """Tell whether a date is that of what a figure is compared with.

    Args:
        reading: The document.
        draft: The claim.
        mention: The date.

    Returns:
        Whether the figure is of another time than that.
    """
    if reading.starts.signs and _is_held_against(reading, draft, mention):
        return True
    if _is_than(reading, draft, mention) or _is_of_other(reading, draft, mention):
        return True
    if draft.kind not in {"growth_rate", "ratio"}:
        return False
    words = reading.words(mention.start, mention.end)
    beside = {*reading.words_before(mention.start, 1), *words[:1]}
    if _SPELL & {*words} and "over" in beside:  # "over the past six months" compares nothing
        beside.discard("over")
    text = reading.flat.text[mention.start : mention.end].lower()
    beside |= {"than"} & {*_between(reading, draft, mention)}
    if _COMPARED & beside or is_year_before(text) or _is_like(reading, mention):
        return True
    return _is_comparing(reading, mention)


def is_base(reading: Reading, mention: Mention) -> bool:
    """Tell whether a date is, for claims of any kind, that of a level to compare with.

    Args:
        reading: The document.
        mention: The date.
    """
    before = reading.words_before(mention.start, 4)
    than = not _THAN.isdisjoint(before) and any(
        word in _THAN and not (index and before[index - 1] in _NOT_THAN)
        for index, word in enumerate(before)
    )
    if _is_of_figure(reading, mention):
        return True
    return than or _is_level(reading, mention) or _is_comparing(reading, mention)


def is_of_person(reading: Reading, draft: Draft, mention: Mention) -> bool:
    """Tell "an economist who fled in 2009 believes": a date of who speaks, of no figure of theirs.

    Args:
        reading: The document.
        draft: The claim.
        mention: The date.
    """
    if mention.end > draft.start or "who" not in reading.tokens.places:
        return False
    low = max(draft.sentence.start, mention.start - OF_WHOM)
    who = reading.flat.text.rfind(" who ", low, mention.start)
    if who < 0 or reading.within("source", who, mention.start):
        return False
    if reading.amounts_in(who, draft.start):
        return False
    return bool(reading.within("source", mention.end, draft.start)) or (
        reading.flat.text.startswith(",", mention.end)
    )


def is_year_before(text: str) -> bool:
    """Tell "a year earlier" and "the same month last year".

    Args:
        text: The words of a date.

    Returns:
        Whether they count back from another time.
    """
    small = text.lower()
    return any(map(small.__contains__, _YEAR_BEFORE))


def _is_held_against(reading: Reading, draft: Draft, mention: Mention) -> bool:
    """Tell by Korean and Chinese words that a figure is held against that of a date."""
    if reading.flat.text[draft.sentence.start : draft.sentence.end].isascii():
        return False
    if reading.flat.text.startswith(_SAME_SPELL, mention.end):
        return True
    after = reading.words_after(mention.end, 2)
    if after and (after[0].startswith(_AGAINST) or after[-1].startswith(_AGAINST)):
        return True
    return reading.words_before(mention.start, 1) == ("比",)


def _is_of_other(reading: Reading, draft: Draft, mention: Mention) -> bool:
    """Tell a date of a level, or of how long something had not been so, from that of a figure."""
    if _is_level(reading, mention):
        return True
    if draft.rule_id != "ratio.superlative" and _is_reached(reading, mention):
        return True
    return draft.end <= mention.start and _is_of_figure(reading, mention)


def _is_of_figure(reading: Reading, mention: Mention) -> bool:
    """Tell "a third of the figure for January" from "the figure for January was"."""
    if not reading.flat.text.endswith(_OF_ENDS, 0, mention.start):
        return False
    before = reading.words_before(mention.start, 5)
    if before[-1:] not in {("for",), ("of",), ("in",)} or before[-2:-1] not in _LEVEL_WORDS:
        return False
    return bool(_OF_LEVEL & {*before[:-2]})


def _is_reached(reading: Reading, mention: Mention) -> bool:
    """Tell "the lowest since May" and "the first time since 2020": how long it had not been so."""
    if not reading.flat.text.startswith(("since", "Since"), mention.start):
        return False
    before = reading.words_before(mention.start, RANKED)
    return before[-1:] == ("time",) or any(
        word in _FIRST or (word.endswith("est") and len(word) > LEAST_RANKED) for word in before
    )


def _is_than(reading: Reading, draft: Draft, mention: Mention) -> bool:
    """Tell "more than in 2019" and "higher than in the same month of 2023"."""
    if mention.start < draft.end:
        return False
    before = _between(reading, draft, mention)
    if _THAN_OR_AGAINST.isdisjoint(before):
        return False
    for index, word in enumerate(before):
        if word in _THAN_OR_AGAINST and not (index and before[index - 1] in _NOT_THAN):
            return True
    return False


def _between(reading: Reading, draft: Draft, mention: Mention) -> tuple[str, ...]:
    """Give the last words before a date that are not those of the figure itself."""
    before = reading.words_before(mention.start, 4)
    if draft.end > mention.start:
        return before
    n = len(reading.words(draft.end, mention.start))
    return before[-n:] if n else ()


def _is_level(reading: Reading, mention: Mention) -> bool:
    """Tell "two-thirds of the 2019 level" from "in 2019" and "the 2019 total was"."""
    if _LEVELS.isdisjoint(reading.words_after(mention.end, 1)):
        return False
    words = [
        *reading.words_before(mention.start, 3),
        *reading.words(mention.start, mention.end)[:-1],
    ]
    while words and words[-1] in _DETERMINERS:
        words.pop()
    return bool(words) and words[-1] in _OF_LEVEL


def _is_like(reading: Reading, mention: Mention) -> bool:
    """Tell "as much as in all of 2019"."""
    before = reading.words_before(mention.start, 5)
    much = next((i for i, word in enumerate(before) if word in _MUCH), None)
    return much is not None and "as" in before[:much] and "as" in before[much:]


def _is_comparing(reading: Reading, mention: Mention) -> bool:
    """Tell "compared with the previous inspection of 2020"; not "compared with X rose in 2020"."""
    starts, words = reading.tokens.starts, reading.tokens.words
    stop = bisect_left(starts, mention.start)
    for index in range(max(0, stop - WIDTH), stop - 1):
        if words[index : index + 2] in _COMPARING:
            return not reading.within("trend", starts[index], mention.start)
    return False
