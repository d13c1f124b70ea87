"""Caps told without a word for one: "no more than four million barrels may be supplied"."""

from collections.abc import Sequence

from coalface.claims.frames.clauses import claims_in
from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import amount_of
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention

__all__ = ["is_let", "is_words_of_cap"]

_LETS = word_list("caps", "lets")
_STEMS = tuple(word for word in _LETS if not word.isascii())
_MEASURES = frozenset({"t", "bbl", "USD"})
_UPPER = frozenset({"le", "lt"})
_LOWER = frozenset({"gt", "ge"})
_NOTS = word_list("caps", "nots")
_BARS = word_list("caps", "bars")
_DONE = word_list("caps", "done")
_BREACHES = frozenset({"breach", "violate", "contravene", "infringe", "break"})
_YEARLY = frozenset({"year", "yearly", "annual", "annually", "twelve"})
_MAY = frozenset({"may", "can", "could", "must", "shall", "allowed", "permitted", "entitled"})
NEAR = 6  # characters between "不得" and the bound that it is part of


def is_let(reading: Reading, mention: Mention) -> bool:
    """Tell the most that a resolution lets go by from an amount that went by.

    Args:
        reading: The document.
        mention: A figure of goods or money.

    Returns:
        Whether its sentence names a resolution and lets, or keeps to, so much at most.
    """
    amount = amount_of(mention)
    if amount.unit_std not in _MEASURES or "resolution" not in reading.mentions:
        return False
    sentence = reading.sentence(mention.start)
    if not reading.mentions_in("resolution", sentence.start, sentence.end):
        return False
    text = reading.flat.text[sentence.start : sentence.end]
    has_stem = not text.isascii() and any(stem in text for stem in _STEMS)
    words = reading.words(sentence.start, sentence.end)
    if amount.op in _LOWER:
        after = reading.words(mention.end, sentence.end)
        return _is_barred(reading.words(sentence.start, mention.start)) or (
            "would" in after and not _BREACHES.isdisjoint(after)
        )
    if not has_stem and _LETS.isdisjoint(words):
        return False
    is_yearly = amount.per == "year" or not _YEARLY.isdisjoint(words)
    return amount.op in _UPPER or has_stem or (is_yearly and _DONE.isdisjoint(words))


def _is_barred(before: Sequence[str]) -> bool:
    """Tell "at no time may they ship more than 500,000", "forbids supplying over 500,000"."""
    if not _DONE.isdisjoint(before):
        return False
    return not _BARS.isdisjoint(before) or not (_NOTS.isdisjoint(before) or _MAY.isdisjoint(before))


def is_words_of_cap(taken: Sequence[Draft], cue: Cue, start: int, end: int) -> bool:
    """Tell "不得超过80万桶" and "may not exceed", words of a cap, from a ban.

    Args:
        taken: Claims found before.
        cue: Words that order something.
        start: First character of their clause.
        end: One past its last.
    """
    return cue.value == "ban" and any(
        draft.rule_id == "rule.cap" and cue.start < draft.end and draft.start <= cue.end + NEAR
        for draft in claims_in(taken, start, end)
    )
