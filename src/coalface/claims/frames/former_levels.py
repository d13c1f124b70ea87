"""Levels before a change, told with those after it: "from 640,000 tonnes to 416,000"."""

import re

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import amount_of
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Mention

__all__ = ["is_before_move"]

MOST_BETWEEN = 90  # characters from one level to the other
_LEADS = frozenset({"from", "having", "used"})
_GOING = frozenset({"going", "went", "goes", "moving", "moved", "gone", "changed", "changing"})
_STOOD = frozenset({"stood", "been", "standing"})
_RANGES = frozenset(
    {"range", "ranges", "ranged", "ranging", "vary", "varies", "varied", "anywhere"}
)
_MOVED = re.compile(
    r"[升降涨漲跌增减減扩擴缩縮提高下滑回落攀飙骤锐][^,，。;；\d]{0,6}[到至为為][^,，。;；]{0,14}$"
)
_KOREAN = ("에서", "이던", "였던", "였으나", "였지만", "이었으나", "이었지만")


def is_before_move(reading: Reading, draft: Draft, before: tuple[str, ...]) -> bool:
    """Tell whether a figure is what another one beside it was before it rose or fell.

    Args:
        reading: The document.
        draft: A level with its clause and sentence.
        before: The three words before it.

    Returns:
        Whether words join the two as from one to the other; a range of prices is no move.
    """
    text, sentence = reading.flat.text, draft.sentence
    if _LEADS.isdisjoint(before) and (text.isascii() or text[draft.end : sentence.end].isascii()):
        return False
    if draft.kind == "price" and before[:2] == ("used", "to"):
        return True  # "a seat that used to cost 200 yuan"
    after = next(iter(reading.amounts_in(draft.end, sentence.end)), None)
    if after is None or not _is_alike(draft, after) or after.start - draft.end > MOST_BETWEEN:
        return False
    if _moves_there(text[draft.end : after.start]):
        return True
    if "having" in before and _STOOD & {*before}:
        return True
    is_to = reading.words_before(after.start, 1) == ("to",)
    is_move = before[-1:] == ("from",) and is_to and not _RANGES & {*before}
    return is_move and bool(
        _GOING & {*before} or _has_change(reading, sentence.start, sentence.end)
    )


def _moves_there(between: str) -> bool:
    """Tell by Korean and Chinese words between two levels that the first moved to the second."""
    if between.isascii():
        return False
    return between.startswith(_KOREAN) or _MOVED.search(between) is not None


def _is_alike(draft: Draft, after: Mention) -> bool:
    return draft.amount is not None and draft.amount.unit_std == amount_of(after).unit_std


def _has_change(reading: Reading, start: int, end: int) -> bool:
    if any(cue.value in {"up", "down"} for cue in reading.within("trend", start, end)):
        return True
    return bool(reading.mentions_in("multiple", start, end))
