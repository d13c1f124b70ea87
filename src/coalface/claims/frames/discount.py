"""Discounts: how far a price lies below a comparator, as a positive fraction."""

from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import draft_of, is_twin, span_of
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention

__all__ = ["read_discount"]

REACH = 5.0
SURE_REACH = 8.0
BESIDE = 3.0  # money is a discount only right beside the word
_SURE = word_list("discount", "sure")
_COMPARED = word_list("discount", "compared")


def read_discount(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read a fraction or an amount of money as a discount, None if it is none."""
    if mention.type not in {"share", "money"}:
        return None
    if not _is_restated(reading, mention, drafts) and not _is_below(reading, mention):
        return None
    return draft_of(mention, "discount", "discount.below", "price_discount", 0.8)


def _is_below(reading: Reading, mention: Mention) -> bool:
    """Tell whether a word for discounts stands beside a figure."""
    span = span_of(mention)
    cue = reading.nearest("discount", span, SURE_REACH)
    if cue is None:
        return False
    word = reading.flat.text[cue.start : cue.end].lower()
    after = set(reading.words_after(cue.end, 6))
    if word not in _SURE and reading.distance(span, (cue.start, cue.end)) > REACH:
        return False
    if word not in _SURE and (cue.start < mention.end or not after & _COMPARED):
        return False
    return mention.type != "money" or reading.distance(span, (cue.start, cue.end)) <= BESIDE


def _is_restated(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> bool:
    """Tell "the discount widened to $7 a tonne, or some 13 %": one discount in two measures."""
    last = drafts[-1] if drafts else None
    if mention.type != "share" or last is None or last.kind not in {"price", "discount"}:
        return False
    if not is_twin(reading, mention, last):
        return False
    start = reading.clause(last.at[0])[0]
    return bool(reading.within("discount", start, last.start))
