"""Bounds on work and memory: what a file that is made to harm may cost before it is refused."""

import re
import zlib

from coalface.errors import InputError

__all__ = [
    "MAX_FIGURES",
    "MAX_FIGURES_A_LINE",
    "MAX_INFLATED_BYTES",
    "MAX_STREAM_BYTES",
    "check_figures",
    "check_inflated",
]

#: A report of five hundred pages holds some thirty thousand figures.
MAX_FIGURES = 200_000
#: A long paragraph of prose holds some dozens; a line of a wide table some hundreds.
MAX_FIGURES_A_LINE = 5_000
#: Text of a page is some ten kB of drawing; a page of maps some MB. Reading costs many times that.
MAX_STREAM_BYTES = 16 << 20
MAX_INFLATED_BYTES = 256 << 20
_FIGURE = re.compile(r"\d+")
_STREAM = re.compile(rb"stream\r?\n")
_HEAD_BYTES = 2048
_SAMPLE = 1 << 16
_IS_PICTURE = re.compile(rb"/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType)|/Length1\b|/N 3\b")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
#: Signs of text and of drawing; a picture that is drawn as text holds little else.
_DRAWN = re.compile(rb"[\x09\x0a\x0d\x20-\x7e]")
_MOST_OF_IT = 0.95


def check_figures(text: str, name: str) -> None:
    """Refuse a text with far more figures than any report holds.

    Args:
        text: The text.
        name: Named in the error.

    Raises:
        InputError: If it, or one line of it, holds too many.
    """
    n_all = 0
    for number, line in enumerate(text.split("\n"), start=1):
        n_figures = sum(1 for _ in _FIGURE.finditer(line)) if len(line) > 1 else 0
        n_all += n_figures
        if n_figures > MAX_FIGURES_A_LINE:
            raise InputError(
                f"{name}, line {number:,}: {n_figures:,} figures in one line; at most "
                f"{MAX_FIGURES_A_LINE:,} are read. This is a table or made to harm: `coalface "
                "ingest` reads tables."
            )
        if n_all > MAX_FIGURES:
            raise InputError(
                f"{name}: more than {MAX_FIGURES:,} figures by line {number:,}. This is a table, "
                "which `coalface ingest` reads, or made to harm; of a long report, split it."
            )


def check_inflated(content: bytes, name: str) -> None:
    """Refuse a PDF whose packed parts are far larger than they look, before it is opened.

    Pictures and fonts are large by nature and are not drawn here; a part that says it is one and
    holds text counts as text.

    Args:
        content: The file's bytes.
        name: Named in the error.

    Raises:
        InputError: If a part, or all of them together, would be too large.
    """
    n_all = last = 0
    for match in _STREAM.finditer(content):
        if content[match.start() - 3 : match.start()] == b"end":
            continue
        head = content[max(last, match.start() - _HEAD_BYTES) : match.start()]
        head = head[head.rfind(b" obj") :] if b" obj" in head else head
        last = match.end()
        n_filters = len(_FLATE.findall(head))
        if n_filters == 0:
            continue
        size = _size_of(
            memoryview(content)[match.end() :], n_filters, bool(_IS_PICTURE.search(head))
        )
        n_all += size
        if size > MAX_STREAM_BYTES or n_all > MAX_INFLATED_BYTES:
            raise InputError(
                f"{name}: parts of this PDF unpack to more than "
                f"{(MAX_STREAM_BYTES if size > MAX_STREAM_BYTES else MAX_INFLATED_BYTES):,} bytes. "
                "It is made to harm, or a drawing: save its text, or print it to a new PDF."
            )


def _size_of(packed: memoryview, n_filters: int, is_picture: bool) -> int:  # noqa: FBT001 - one caller
    """Give the size that a part unpacks to, counted no further than needed; 0 of a picture."""
    found: bytes | memoryview = packed
    for _ in range(n_filters):
        unpacker = zlib.decompressobj()
        try:
            found = unpacker.decompress(found, MAX_STREAM_BYTES + 1)
        except zlib.error:
            return 0  # broken, or locked with a password: it is not unpacked later either
        if len(found) > MAX_STREAM_BYTES:
            break
    sample = bytes(found[:_SAMPLE])
    if is_picture and len(_DRAWN.findall(sample)) < _MOST_OF_IT * len(sample):
        return 0
    return len(found)
