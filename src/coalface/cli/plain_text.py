"""Text of others on its way to a terminal: what would steer the terminal is written out."""

import unicodedata
from collections.abc import Callable

__all__ = ["escape_steering", "plain"]

_STEERS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_LAST_BYTE, _LAST_OF_FOUR = 0xFF, 0xFFFF


def plain(text: str) -> str:
    r"""Write control marks, and marks that turn the direction of writing, as `\x1b` or `\u202e`.

    Line ends and tabs stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return _written(text, _shown)


def escape_steering(json_text: str) -> str:
    """Write the same marks in JSON as JSON knows them: who reads it gets them back."""
    if json_text.isascii():
        return json_text.replace("\x7f", "\\u007f")
    return _written(json_text, _escaped)


def _written(text: str, write: Callable[[str], str]) -> str:
    """Write each mark that steers as something else; most texts hold none, or few sorts of them."""
    for mark in sorted(mark for mark in set(text) if _steers(mark)):
        text = text.replace(mark, write(mark))
    return text


def _steers(mark: str) -> bool:
    return mark not in "\n\t" and unicodedata.category(mark) in _STEERS


def _shown(mark: str) -> str:
    code = ord(mark)
    if code <= _LAST_BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _LAST_OF_FOUR else f"\\U{code:08x}"


def _escaped(mark: str) -> str:
    units = mark.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
