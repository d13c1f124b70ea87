"""Patterns of many words in which words that start alike share their start."""

import re
from collections.abc import Iterable

__all__ = ["one_of"]


def one_of(words: Iterable[str]) -> str:
    """Give the pattern of any of some words, the longest first.

    Each sign is read once, however many words begin with it: a plain list of words would be tried
    one by one.

    Args:
        words: Words to match as they stand.

    Returns:
        A group of a regular expression.
    """
    return _branches(sorted(set(words)))


def _branches(words: list[str]) -> str:
    by_sign: dict[str, list[str]] = {}
    for word in words:
        if word:
            by_sign.setdefault(word[0], []).append(word[1:])
    if not by_sign:
        return ""
    branches = "|".join(re.escape(sign) + _branches(rest) for sign, rest in by_sign.items())
    return f"(?:{branches}){'?' if '' in words else ''}"
