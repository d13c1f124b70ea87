"""Words of a text with where they stand: read once, used by every finder of names and figures."""

import re
from dataclasses import dataclass
from itertools import accumulate

__all__ = ["Words", "find_words"]

#: In a group, so that `split` gives what stands between words, and the words, by turns.
_WORD = re.compile(r"([A-Za-zÀ-ÖØ-öø-ɏḀ-ỿЀ-ӿ]++)")


@dataclass(frozen=True, slots=True)
class Words:
    """Words in Latin and Cyrillic letters, in order.

    Attributes:
        text: The string that they stand in.
        starts: First character of each.
        ends: One past the last character of each.
        lowers: Each in small letters.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lowers: tuple[str, ...]

    def gap(self, index: int) -> str:
        """Give what stands between a word and the next; empty after the last one."""
        if index + 1 >= len(self.starts):
            return ""
        return self.text[self.ends[index] : self.starts[index + 1]]


def find_words(text: str) -> Words:
    """Find the words of a text; an apostrophe, a hyphen and a digit part words.

    Args:
        text: Any text.

    Returns:
        Its words.
    """
    parts = _WORD.split(text)
    edges = tuple(accumulate(map(len, parts)))
    return Words(text, edges[:-1:2], edges[1::2], tuple(map(str.lower, parts[1::2])))
