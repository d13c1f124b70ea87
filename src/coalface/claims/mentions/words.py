"""Words of a text with where they stand: read once, used by every finder of names and figures."""

import re
from dataclasses import dataclass

__all__ = ["Words", "find_words"]

_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿЀ-ӿ]+")


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
    spans = [match.span() for match in _WORD.finditer(text)]
    if not spans:
        return Words(text, (), (), ())
    starts, ends = zip(*spans, strict=True)
    small = text.lower()
    if len(small) != len(text):  # a few capitals have small forms of two signs
        return Words(text, starts, ends, tuple(text[a:b].lower() for a, b in spans))
    return Words(text, starts, ends, tuple([small[a:b] for a, b in spans]))
