"""Caps told without a word for one: "no more than four million barrels may be supplied"."""

import re
from collections.abc import Sequence

from coalface.claims.frames.clauses import claims_in
from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import amount_of
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention, Period
from coalface.claims.sentences import Sentence

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
_LAW = word_list("caps", "law")
_LAW_STEMS = tuple(word for word in _LAW if not word.isascii())
_POINTERS = word_list("rule_sources", "pointers")
BEFORE = 12  # words from what lets go to how much
FIRST = 3  # words of a sentence in which it points back
_WHICHEVER = frozenset({"whichever", "sooner"})
_GRAINS = frozenset({"year", "quarter", "span", "half"})
_ALL = re.compile(
    r"\b(?:all (?:member )?(?:states|countries|buyers|nations)|the (?:whole |entire"
    r" )?world(?:['’]s)?\b|worldwide"
    r"|member states|every (?:state|country) together|globally|aggregate)|各国|所有国家|모든"
    r" (?:회원)?국|전 세계",
    re.IGNORECASE,
)
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
    if amount.unit_std not in _MEASURES:
        return False
    sentence = reading.sentence(mention.start)
    words = reading.words(sentence.start, sentence.end)
    text = reading.flat.text[sentence.start : sentence.end]
    has_stem = not text.isascii() and any(stem in text for stem in _STEMS)
    is_lower = not _WHICHEVER.isdisjoint(words)
    lets = has_stem or is_lower or not _LETS.isdisjoint(words)
    if not lets and amount.op not in _LOWER:
        return False
    if not (_is_law(reading, sentence, words, text) or _is_of_all(text)):
        return False
    if amount.op in _LOWER:
        after = reading.words(mention.end, sentence.end)
        return _is_barred(reading.words(sentence.start, mention.start)) or (
            "would" in after and not _BREACHES.isdisjoint(after)
        )
    is_yearly = is_lower or amount.per == "year" or not _YEARLY.isdisjoint(words)
    is_yearly = is_yearly or (_is_of_year(reading, sentence) and _is_beside(reading, mention))
    return amount.op in _UPPER or has_stem or (is_yearly and _DONE.isdisjoint(words))


def _is_beside(reading: Reading, mention: Mention) -> bool:
    """Tell "lets the world buy 9.5 million tonnes" from an amount told beside what is let go."""
    return not _LETS.isdisjoint(reading.words_before(mention.start, BEFORE))


def _is_law(reading: Reading, sentence: Sentence, words: Sequence[str], text: str) -> bool:
    """Tell whether a sentence speaks of a resolution, by number, by word, or by pointing back."""
    if reading.mentions_in("resolution", sentence.start, sentence.end):
        return True
    if not _LAW.isdisjoint(words) or (not text.isascii() and any(s in text for s in _LAW_STEMS)):
        return True
    if sentence.start == 0 or _POINTERS.isdisjoint(words[:FIRST]):
        return False
    last = reading.sentence(sentence.start - 1)
    return bool(reading.mentions_in("resolution", last.start, last.end))


def _is_of_all(text: str) -> bool:
    """Tell what all States together may take from the share of one of them."""
    return _ALL.search(text) is not None


def _is_of_year(reading: Reading, sentence: Sentence) -> bool:
    """Tell whether a sentence names a year or a quarter as a whole."""
    dates = reading.mentions_in("date", sentence.start, sentence.end)
    periods = (m.value for m in dates)
    return any(isinstance(p, Period) and p.grain in _GRAINS for p in periods)


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
