"""Text of others on its way to a terminal: what would steer the terminal is written out."""

import unicodedata

__all__ = ["escape_steering", "plain"]

_STEERS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_LAST_BYTE, _LAST_OF_FOUR = 0xFF, 0xFFFF


def plain(text: str) -> str:
    r"""Write control marks, and marks that turn the direction of writing, as `\x1b` or `\u202e`.

    Line ends and tabs stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(mark) for mark in text)


def escape_steering(json_text: str) -> str:
    """Write the same marks in JSON as JSON knows them: who reads it gets them back."""
    if json_text.isascii():
        return json_text.replace("\x7f", "\\u007f")
    return "".join(_escaped(mark) for mark in json_text)


def _steers(mark: str) -> bool:
    return mark not in "\n\t" and unicodedata.category(mark) in _STEERS


def _shown(mark: str) -> str:
    if not _steers(mark):
        return mark
    code = ord(mark)
    if code <= _LAST_BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _LAST_OF_FOUR else f"\\U{code:08x}"


def _escaped(mark: str) -> str:
    if not _steers(mark):
        return mark
    units = mark.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
