"""The packaged words of numbers in English."""

from functools import cache

from coalface.claims.definitions import read_list
from coalface.vocabulary.definitions import Definition

__all__ = ["NumberWords", "load_number_words"]


class NumberWords(Definition):
    """Words that make numbers, and words beside a number that decide what it counts.

    What each list is for stands beside it in `data/claims/number_words.yml`.
    """

    cardinals: dict[str, float]
    parts: dict[str, int]
    ordinals: dict[str, int]
    ranked: frozenset[str]
    multiples: dict[str, float]
    vague_scales: dict[str, float]
    after_parts: frozenset[str]
    no_majority: frozenset[str]
    not_double: frozenset[str]
    no_noun: frozenset[str]


@cache
def load_number_words() -> NumberWords:
    """Give the packaged words of numbers.

    Returns:
        The lists, read once.
    """
    return read_list("number_words.yml", NumberWords)
