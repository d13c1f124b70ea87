"""Stems of the words that tell what a claim speaks of."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from coalface.claims.checks.definitions import load_definitions

__all__ = ["metric_stems", "telling_stems"]

STEM = 5  # letters: "flooding" and "flooded" share them
#: Words long enough to tell of what is spoken; of Chinese every two signs.
_WORD = re.compile(r"[a-z]{4,}|[가-힣]{2,}|(?=([一-鿿]{2}))")


@lru_cache(maxsize=4096)
def telling_stems(words: str) -> frozenset[str]:
    """Give the stems of words that tell what is spoken of.

    Names of goods, of times and of those who speak tell too little: two reports on coal share
    them whatever happened.

    Args:
        words: The words of a claim.

    Returns:
        The first letters of each; empty if there is none. Two claims that share one may speak of
        two things all the same.
    """
    return frozenset(_stems_in(words)) - _empty_stems()


@lru_cache(maxsize=4096)
def metric_stems(metric: str) -> frozenset[str]:
    """Give the stems of a metric's words, but for those that every second metric holds.

    Args:
        metric: Name of a metric: `mine_flooding`.
    """
    words = set(metric.split("_")) - load_definitions().common_words
    return frozenset(word[:STEM] for word in words if len(word) >= STEM)


@cache
def _empty_stems() -> frozenset[str]:
    known = load_definitions()
    empty = [*known.empty_words, *(name for name, _ in known.names)]
    return frozenset(stem for words in empty for stem in _stems_in(words))


def _stems_in(words: str) -> Iterator[str]:
    for match in _WORD.finditer(words.casefold()):
        word = match[1] or match[0]
        yield word[:STEM] if word.isascii() else word[:2]
