"""Read delimited text of unknown origin: bounded lines, honest about encoding and delimiter."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from coalface.errors import InputError

__all__ = [
    "DELIMITERS",
    "MAX_LINE_BYTES",
    "Header",
    "TextRow",
    "find_delimiter",
    "find_encoding",
    "read_header",
    "read_text_rows",
]

MAX_LINE_BYTES = 1 << 20  # one line of a table is far shorter; no longer line is ever held
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
    b"PK\x03\x04": "a workbook (XLSX)",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a gzip archive",
}


@dataclass(frozen=True, slots=True)
class TextRow:
    """One record: its row as a spreadsheet numbers it, its cells, and why it is refused if so."""

    row: int
    cells: tuple[str, ...]
    problem: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a delimited file: its cells, and what parts them."""

    cells: tuple[str, ...]
    delimiter: str


@dataclass(slots=True)
class _Lines:
    """The lines of a file, each no longer than the limit; keeps what was wrong with which line."""

    file: BinaryIO
    encoding: str
    problems: dict[int, tuple[str, str]] = field(default_factory=dict)
    number: int = 0

    def __iter__(self) -> Iterator[str]:
        while line := self.file.readline(MAX_LINE_BYTES + 1):
            self.number += 1
            if len(line) > MAX_LINE_BYTES:
                start = line[:60].decode(self.encoding, "replace")
                self.problems[self.number] = (_TOO_LONG, f"{start}...")
                _skip_line(self.file, line)
                yield "\n"
            else:
                yield self._decode(line)

    def _decode(self, line: bytes) -> str:
        try:
            return line.decode(self.encoding)
        except UnicodeDecodeError as error:
            self.problems[self.number] = (
                f"not {self.encoding.upper()}: it looks like {find_encoding(line)}. Save the "
                "file as UTF-8, or name its encoding with --encoding",
                ascii(line[max(0, error.start - 10) : error.start + 10])[2:-1],
            )
            return line.decode(self.encoding, "replace")


_TOO_LONG = f"a line of more than {MAX_LINE_BYTES:,} bytes is not read"


def read_header(path: Path, known: Sequence[str], *, encoding: str = "utf-8") -> Header:
    """Read the first line of a delimited text file.

    Args:
        path: The file.
        known: Column names to expect; the delimiter is the one that finds most of them.
        encoding: How the file is written.

    Raises:
        InputError: If the file is empty, is no text, or its first line cannot be read.
    """
    with path.open("rb") as file:
        lines = _open_lines(file, path, encoding)
        first = next(iter(lines), "")
    if lines.problems:
        problem, found = lines.problems[1]
        raise InputError(f"{path.name}, row 1 ({found}): {problem}.")
    if not first.strip():
        raise InputError(f"{path.name}: empty first line. Row 1 must name the columns.")
    delimiter = find_delimiter(first, known)
    return Header(tuple(next(csv.reader([first], delimiter=delimiter))), delimiter)


def read_text_rows(path: Path, delimiter: str, *, encoding: str = "utf-8") -> Iterator[TextRow]:
    """Read the records below the header, which is row 1; blank records are counted, not given.

    A line that does not decode is refused with its reason, never guessed; so is one longer than
    `MAX_LINE_BYTES`, of which no more than that is ever held.

    Raises:
        InputError: If a quoted cell is never closed.
    """
    with path.open("rb") as file:
        lines = _open_lines(file, path, encoding)
        text = iter(lines)
        next(text)
        yield from _records(path, lines, csv.reader(text, delimiter=delimiter, strict=True))


def find_delimiter(header: str, known: Sequence[str]) -> str:
    """Find the delimiter that splits a header into the most of the known column names."""

    def n_known(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([header], delimiter=delimiter))
        cells = {name.strip().casefold() for name in names}
        return len(cells & set(known)), len(cells)

    return max(DELIMITERS, key=n_known)


def find_encoding(line: bytes) -> str:
    """Say in words which encoding a line that is not UTF-8 is most likely written in."""
    try:
        wide = [c for c in line.decode("gb18030") if not c.isascii()]
    except UnicodeDecodeError:
        return "Latin-1 (--encoding latin-1)"
    # Two bytes of Latin-1 text seldom form a common Chinese character; GB2312 has those only.
    n_common = sum(_is_common_chinese(c) for c in wide)
    n_high = sum(byte > 0x7F for byte in line)  # noqa: PLR2004 - ASCII ends there
    if n_common * 2 >= 0.7 * n_high and n_common == len(wide):
        return "GB18030 (--encoding gb18030)"
    return "Latin-1 (--encoding latin-1)"


def _is_common_chinese(character: str) -> bool:
    try:
        return len(character.encode("gb2312")) > 1
    except UnicodeEncodeError:
        return False


def _open_lines(file: BinaryIO, path: Path, encoding: str) -> _Lines:
    start = file.read(4)
    what = next((name for mark, name in _MARKS.items() if start.startswith(mark)), "")
    if what:
        raise InputError(
            f"{path.name} is {what}, not text in {encoding.upper()}. "
            "Save it as CSV in UTF-8, or give it the right file name."
        )
    if not start:
        raise InputError(f"{path.name} is empty. Row 1 must name the columns.")
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise InputError(
            f"no encoding is called {encoding!r}. Try utf-8, gb18030 or latin-1."
        ) from error
    file.seek(len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0)
    return _Lines(file, encoding)


def _skip_line(file: BinaryIO, part: bytes) -> None:
    while part and not part.endswith(b"\n"):
        part = file.readline(MAX_LINE_BYTES)


def _records(path: Path, lines: _Lines, reader: Iterator[list[str]]) -> Iterator[TextRow]:
    row = 1
    last_line = 1
    while True:
        row += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise InputError(
                f"{path.name}, row {row} (line {lines.number}): {error}. A quoted cell is not "
                "closed, or the file is no delimited text. Mend that row; nothing was screened."
            ) from error
        if cells is None:
            return
        bad = [n for n in range(last_line + 1, lines.number + 1) if n in lines.problems]
        last_line = lines.number
        if bad:
            yield TextRow(row, tuple(cells), *lines.problems[bad[0]])
        elif any(cells):
            yield TextRow(row, tuple(cells))
