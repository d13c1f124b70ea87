"""Lists of words that frames look for, from `data/claims/word_lists.yml`."""

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["word_list"]


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
