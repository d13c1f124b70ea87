"""Figures that a report calls a sum, a difference or an amount for one of many.

The words do it, whatever is measured: "in all", "all told", "the gap", "apiece". What they are the
sum or the difference of is for the checks to find.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.mark_words import EACH, GAP, SUM, THUS, find_mark_words
from coalface.claims.frames.reading import Reading

__all__ = ["bind_marks"]

AFTER = 70  # characters from the words to the figure they lead to
BEFORE = 40  # characters from a figure to words behind it
OF_EACH = 6  # characters from a figure to "each of 5,000 tonnes"
NEAR, LED = 16, 48  # the same for "each"
EAST = 18  # the same for Korean and Chinese words
_TAILS = frozenset({"each", "apiece", "a piece", "on average"})
_OF_MANY = re.compile(r"(?: single)?(?: one)? of (?:the|its|these|those|his|her|their|our) ")
_SIDES = frozenset({"export_value", "import_value"})
_A_THING = (" a ", " an ", " per ", " the ", " for ", " to the ", " to a ")
_OF_A_THING = re.compile(
    r" (?:a|an|per|the|for (?:a|each|every)|to (?:the|a)) (?P<noun>[a-z]{3,})\b"
)
_AMOUNTS = frozenset({"quantity", "value", "price"})
_SPANS = frozenset({"day", "hour", "year", "month", "nmi", "kn"})
_ENDS = frozenset(".,;:)!?\n。，；、")
LEAST = 2  # figures
_DAILY = {"每天": "day", "每日": "day", "每月": "month", "每年": "year", "每周": "week"}


def bind_marks(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Mark figures that their own words call a sum, a difference or one of many.

    Args:
        reading: The document.
        drafts: In order of place; changed: the rule of a marked one ends in `SUM`, `GAP` or `EACH`.
            One that is marked already, as a rest or a whole, is left.
    """
    figures = [d for d in drafts if _is_amount(d)]
    if len(figures) < LEAST:
        return
    starts = [d.start for d in figures]
    text = reading.flat.text
    for one in figures:
        if text.startswith(_A_THING, one.end) and _is_free(one) and _is_of_counted(text, one):
            one.rule_id += EACH
    first, stop = max(0, starts[0] - AFTER), figures[-1].end + BEFORE
    for mark, match in find_mark_words(reading, first, stop):
        draft = _marked(reading, match, figures, starts, mark)
        if draft is not None and _is_free(draft):
            draft.rule_id += mark
            if mark == GAP and draft.metric in _SIDES:
                draft.metric = "trade_deficit"  # no side itself, but what lies between two
            _bind_spell(draft, _DAILY.get(match[0], ""), figures)


def _bind_spell(draft: Draft, spell: str, figures: Sequence[Draft]) -> None:
    """Make a figure one of a day or a month, and the same in another currency after it too."""
    if not spell or draft.per:
        return
    draft.per = spell
    after = figures.index(draft) + 1
    if figures[after:] and figures[after].rule_id.endswith(".twin"):
        figures[after].per = figures[after].per or spell


def _is_of_counted(text: str, draft: Draft) -> bool:
    """Tell "40,000 dollars a boat", where boats are counted elsewhere in the text."""
    match = _OF_A_THING.match(text, draft.end)
    return match is not None and not draft.per and f"{match['noun']}s" in text


def _is_amount(draft: Draft) -> bool:
    if draft.kind not in _AMOUNTS or draft.amount is None:
        return False
    return draft.amount.unit_std not in _SPANS


def _is_free(draft: Draft) -> bool:
    return not draft.rule_id.endswith(
        (SUM, GAP, EACH, THUS, ".twin", ".rest", ".whole", ".part", ".base")
    )


def _marked(
    reading: Reading,
    match: re.Match[str],
    figures: Sequence[Draft],
    starts: Sequence[int],
    mark: str,
) -> Draft | None:
    """Give the figure behind the words, or the one that they follow."""
    text = reading.flat.text
    first, stop = match.span()
    place = bisect_left(starts, stop)
    after = figures[place] if place < len(figures) else None
    before = figures[bisect_left(starts, first) - 1] if starts[0] < first else None
    sentence = reading.sentence(stop - 1)
    if before is not None and before.start < sentence.start:
        before = None
    if mark == EACH:
        if after is not None and _OF_MANY.match(text, stop) and _is_count(after):
            after = figures[place + 1] if place + 1 < len(figures) else None  # "each of the 25"
            is_near = after is not None and after.start - stop <= AFTER
            return after if is_near and after is not None and not _is_count(after) else None
        return _one_of_many(text, match, before, after)
    if mark != THUS and before is not None and _is_told_after(text, before, match, mark):
        return before
    ahead = AFTER if match[0].isascii() else EAST
    is_led = after is not None and after.start - stop <= ahead and after.start < sentence.end
    return after if is_led else None


def _is_told_after(text: str, before: Draft, match: re.Match[str], mark: str) -> bool:
    """Say whether a clause ends with the words: "26 in all, the analysts conclude"."""
    first, stop = match.span()
    if first < before.end:
        return True
    if first - before.end > BEFORE or not match[0].isascii():
        return False
    if _ENDS & {*text[before.end : first].removeprefix(",")}:
        return False
    tail = text[stop : stop + 6].lstrip(" ”\"'")
    if not tail or tail[0] in _ENDS:
        return True
    return mark == SUM and tail.startswith(("of ", "and ", "for ", "in "))


def _one_of_many(
    text: str, match: re.Match[str], before: Draft | None, after: Draft | None
) -> Draft | None:
    """Tell "60 tonnes apiece" and "each bore 50" from "36 dollars of every 60"."""
    first, stop = match.span()
    if text.startswith("of ", first - 3):
        return None
    if text.startswith((" of ", "of "), stop) and _ends_within(before, first, OF_EACH):
        return before  # "15 dollars on each of 5,000 tonnes"
    is_beside = match[0].isascii() or match[0] == "씩"
    if before is not None and is_beside and first - before.end <= 1:
        return before
    ahead = LED if match[0].isascii() else EAST
    is_led = after is not None and after.start - stop <= ahead
    if is_led and after is not None and _is_close(text, stop, after.start):
        return after
    reach = NEAR if match[0].lower() in _TAILS else 0
    if reach and text[stop : stop + 1] in _ENDS:
        reach *= 2  # "35 tonnes of zinc ore on board each."
    if before is None or first - before.end > reach:
        return None
    return before if _is_close(text, before.end, first) else None


def _ends_within(draft: Draft | None, place: int, reach: int) -> bool:
    return draft is not None and place - draft.end <= reach


def _is_count(draft: Draft) -> bool:
    return draft.amount is not None and draft.amount.unit_std == "count"


def _is_close(text: str, stop: int, start: int) -> bool:
    """Say whether no comma parts "each" from its figure."""
    return not _ENDS & {*text[stop:start].removeprefix(",")}
