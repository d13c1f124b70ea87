"""Read a large text file in blocks of whole records, decoded, each knowing its first row.

A record ends at a line end outside quotes. Blocks are cut where the quotation marks read so far
are even in number, so what stands in which record does not depend on the size of the blocks.
"""

import codecs
import gzip
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from coalface.errors import InputError

__all__ = [
    "TextBlock",
    "count_byte",
    "find_file_encoding",
    "open_bytes",
    "read_blocks",
    "read_first_line",
    "read_start",
]

QUOTE = b'"'
MAX_RECORD_BYTES = 4 << 20  # a record of a table is far shorter; an open quote reaches this soon
MAX_INFLATION = 200  # a gzip archive of figures seldom shrinks to less than a hundredth
FREE_BYTES = 64 << 20  # below this no ratio is asked for
START_BYTES = 1 << 20
MAX_HEADER_BYTES = 1 << 16
_MARKS = {
    codecs.BOM_UTF32_LE: "written in UTF-32",
    codecs.BOM_UTF16_LE: "written in UTF-16",
    codecs.BOM_UTF16_BE: "written in UTF-16",
    b"PK\x03\x04": "a ZIP archive or a workbook",
    b"PAR1": "a Parquet file",
    b"\xd0\xcf\x11\xe0": "an old binary workbook (XLS)",
    b"%PDF": "a PDF",
    b"BZh": "a bzip2 archive",
    b"7z\xbc\xaf": "a 7z archive",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """Whole records as UTF-8 bytes.

    Attributes:
        text: The records with their line ends.
        is_last: No block follows.
        has_end: The last record ends with a line end.
    """

    text: bytes
    is_last: bool
    has_end: bool


class _Inflated:
    """A gzip archive that refuses to grow out of all proportion."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.limit = max(FREE_BYTES, MAX_INFLATION * path.stat().st_size)
        self.file = gzip.open(path, "rb")  # noqa: SIM115 - closed by close()
        self.n_read = 0

    def read(self, size: int) -> bytes:
        try:
            data = self.file.read(size)
        except (OSError, EOFError, zlib.error) as error:
            raise InputError(
                f"{self.path.name}: the gzip archive is cut short or damaged ({error}). "
                "Fetch it again."
            ) from error
        self.n_read += len(data)
        if self.n_read > self.limit:
            raise InputError(
                f"{self.path.name} unpacks to more than {MAX_INFLATION} times its size. "
                "That is no table of figures; unpack it yourself and look at it."
            )
        return data

    def __enter__(self) -> "_Inflated":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


def open_bytes(path: Path) -> "BinaryIO | _Inflated":
    """Open a file for its bytes; a gzip archive is unpacked as it is read, within bounds.

    Raises:
        InputError: If there is no such file, or it is plainly no text.
    """
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "no such file"
        raise InputError(f"{path.name}: {what}. Give one file as the publisher delivers it.")
    with path.open("rb") as file:
        start = file.read(4)
    if start[:2] == b"\x1f\x8b":
        return _Inflated(path)
    what = next((name for mark, name in _MARKS.items() if start.startswith(mark)), "")
    if what:
        raise InputError(
            f"{path.name} is {what}, not plain text. Unpack it, or save it as CSV in UTF-8."
        )
    if not start:
        raise InputError(f"{path.name} is empty.")
    return path.open("rb")


def read_start(path: Path) -> bytes:
    """Read the first bytes of a text file, at most a mebibyte, without a byte order mark."""
    with open_bytes(path) as file:
        return file.read(START_BYTES).removeprefix(codecs.BOM_UTF8)


def read_first_line(path: Path) -> bytes:
    """Read the first line of a text file, without its end.

    Raises:
        InputError: If it is empty, longer than `MAX_HEADER_BYTES`, or holds NUL bytes; or if lines
            end with a carriage return alone.
    """
    start = read_start(path)
    line = start.lstrip(b"\r\n").split(b"\n", 1)[0].rstrip(b"\r")
    if not start.strip():
        raise InputError(f"{path.name}: nothing but blank lines. Row 1 must name the columns.")
    if b"\0" in line:
        raise InputError(
            f"{path.name}: a NUL byte. The file is written in UTF-16, damaged, or no text; save it "
            "as CSV in UTF-8."
        )
    if b"\r" in line:
        raise InputError(
            f"{path.name}: lines end with a carriage return alone. Save it with ordinary line ends."
        )
    if len(line) > MAX_HEADER_BYTES:
        raise InputError(
            f"{path.name}: the first line is longer than {MAX_HEADER_BYTES:,} bytes. No publisher "
            "names so many columns; the file is no such table."
        )
    return line


def find_file_encoding(path: Path, encodings: Sequence[str]) -> str:
    """Find the first of some encodings in which the whole file is written.

    The file is read for this, so that one encoding stands for all its blocks.

    Raises:
        InputError: If it is written in none of them.
    """
    for name in encodings:
        if _is_written_in(path, name):
            return name
    raise InputError(
        f"{path.name} is written in none of {', '.join(encodings)}. "
        "Save it as UTF-8, or name its encoding with --encoding."
    )


def _is_written_in(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with open_bytes(path) as file:
        try:
            while data := file.read(START_BYTES):
                if not data.isascii() or decoder.getstate()[0]:
                    decoder.decode(data)
            decoder.decode(b"", True)  # noqa: FBT003 - the end
        except UnicodeDecodeError:
            return False
    return True


def count_byte(data: bytes, byte: bytes) -> int:
    """Count a byte that may stand at every few places, where `bytes.count` would be slow."""
    return int(np.count_nonzero(np.frombuffer(data, dtype=np.uint8) == ord(byte)))


def read_blocks(
    path: Path, encoding: str, block_bytes: int, *, is_checked: bool = False
) -> Iterator[TextBlock]:
    """Read a file in blocks of whole records.

    Args:
        path: A text file, or one packed with gzip.
        encoding: One in which a line end and a quotation mark are single bytes of ASCII.
        block_bytes: Size of a block, about; a longer record makes a longer block.
        is_checked: The whole file is known to be written in that encoding.

    Raises:
        InputError: If the file is no text, holds NUL bytes, or a quoted cell is never closed.
    """
    n_done = 0
    rest = b""
    with open_bytes(path) as file:
        while data := file.read(block_bytes):
            if not n_done and not rest and data.startswith(codecs.BOM_UTF8):
                data = data.removeprefix(codecs.BOM_UTF8)
                n_done = len(codecs.BOM_UTF8)
            data = rest + data
            cut = _last_end(data)
            rest = data[cut:]
            if len(rest) > MAX_RECORD_BYTES + block_bytes:
                raise InputError(_unclosed(path, n_done + cut))
            if cut:
                text = _decode(path, data[:cut], encoding, n_done, is_checked=is_checked)
                yield TextBlock(text=text, is_last=False, has_end=True)
                n_done += cut
    if rest.count(QUOTE) % 2:
        raise InputError(_unclosed(path, n_done))
    text = _decode(path, rest, encoding, n_done, is_checked=is_checked)
    yield TextBlock(text=text, is_last=True, has_end=not rest)


def _unclosed(path: Path, n_bytes: int) -> str:
    return (
        f"{path.name}, from line {_line_after(path, n_bytes)} on: a quoted cell is not closed. The "
        "file is cut in the middle of a cell, or a quotation mark is not doubled; fetch it again. "
        "Nothing was kept."
    )


def _line_after(path: Path, n_bytes: int) -> int:
    """Give the number of the line that stands after some bytes, by reading the file again."""
    n_lines = 1
    with open_bytes(path) as file:
        while n_bytes > 0 and (data := file.read(min(n_bytes, START_BYTES))):
            n_lines += data.count(b"\n")
            n_bytes -= len(data)
    return n_lines


def _last_end(data: bytes) -> int:
    """Give the place after the last line end that no quotation marks enclose, or 0."""
    end = data.rfind(b"\n") + 1
    is_open = data.count(QUOTE, 0, end) % 2
    while end and is_open:
        before = data.rfind(QUOTE, 0, end)
        is_open = not is_open
        end = data.rfind(b"\n", 0, before) + 1
        is_open ^= data.count(QUOTE, end, before) % 2
    return end


def _decode(path: Path, data: bytes, encoding: str, n_before: int, *, is_checked: bool) -> bytes:
    if b"\0" in data:
        line = _line_after(path, n_before + data.find(b"\0"))
        raise InputError(
            f"{path.name}, line {line}: a NUL byte. The file is written in UTF-16, damaged, or no "
            "text; save it as CSV in UTF-8."
        )
    if data.isascii() or (is_checked and encoding == "utf-8"):
        return data
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line_after(path, n_before + error.start)
        found = ascii(data[max(0, error.start - 10) : error.start + 10])[2:-1]
        raise InputError(
            f"{path.name}, line {line}: not {encoding.upper()} (found {found}). Save the file as "
            "UTF-8, or name its encoding with --encoding."
        ) from error
    return data if encoding == "utf-8" else text.encode()
