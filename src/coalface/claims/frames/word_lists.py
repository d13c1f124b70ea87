"""Lists of words that frames look for, from `data/claims/word_lists.yml`."""

from collections.abc import Mapping, Set
from functools import lru_cache
from importlib import resources

from coalface.claims.mentions.tokens import LAST_LATIN
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["stems_in", "word_list"]


class WordLists(Definition):
    """The file: lists by frame and name."""

    lists: Mapping[str, Mapping[str, tuple[str, ...]]]


@lru_cache(maxsize=1)
def _load() -> WordLists:
    path = resources.files("coalface") / "data" / "claims" / "word_lists.yml"
    return read_definition(path.read_text(encoding="utf-8"), path.name, WordLists)


def word_list(frame: str, name: str) -> frozenset[str]:
    """Give one list of words.

    Args:
        frame: The module that uses it.
        name: Its name there.

    Returns:
        The words, in small letters.

    Raises:
        DefinitionError: If the file does not fit its form.
    """
    return frozenset(_load().lists[frame][name])


def stems_in(words: Set[str]) -> tuple[str, ...]:
    """Give those of some words that are sought as stems, as their script parts no words.

    Args:
        words: A list of words.
    """
    return tuple(word for word in words if word[0] > LAST_LATIN)
