"""Whole lines of a text file as cells: a stray quote costs its own line, never those after it."""

import re
from collections.abc import Iterator
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.csv as pa_csv

__all__ = ["line_blocks", "parse_lines"]

FOUND = 60  # characters of a refused line that are shown
Refused = list[tuple[int, str, str, str]]


def line_blocks(stream: Any, block_bytes: int) -> Iterator[bytes]:
    """Give a stream of bytes in blocks of whole lines, without the first, that names the columns.

    Args:
        stream: Anything with `read`.
        block_bytes: Bytes of one block, about; a longer line is not cut.
    """
    held = b""
    is_first = True
    while data := stream.read(block_bytes):
        held += data
        if is_first:
            if _end_of_line(held) < 0:
                continue
            held, is_first = held[_end_of_line(held) :], False
        end = max(held.rfind(b"\n"), held[:-1].rfind(b"\r") if b"\n" not in held else -1) + 1
        if end:
            yield held[:end]
            held = held[end:]
    if held and not is_first:
        yield held if held.endswith((b"\n", b"\r")) else held + b"\n"


def parse_lines(
    block: bytes, head: list[str], names: list[str], delimiter: str
) -> tuple[pl.DataFrame, Refused]:
    """Part whole lines into cells; blank lines are none.

    A quote that is not closed in its line would take in the lines after it: where there are fewer
    rows than lines, such lines are refused by themselves and the rest is read again.

    Args:
        block: Whole lines.
        head: All columns of the file.
        names: Those to give, as bytes.
        delimiter: What parts the cells.

    Returns:
        The cells, and for each refused line its number among those that are not blank, what was
        found, what was expected, and the reason.
    """
    frame, refused = _parsed(block, head, names, delimiter)
    n_rows = len(frame) + len(refused)
    whole = _whole_line(delimiter)
    if _ends_whole(block, whole) and n_rows == _lines_at_sight(block):
        return frame, refused
    lines = [line for line in block.splitlines() if line]
    is_open = [b'"' in line and whole.fullmatch(line) is None for line in lines]
    good = [n for n, is_bad in enumerate(is_open) if not is_bad]
    kept = b"".join(lines[n] + b"\n" for n in good)
    frame, refused = _parsed(kept, head, names, delimiter)
    told = [(good[n], found, expected, why) for n, found, expected, why in refused]
    told += [
        (n, _shown(line), "a quote closed in its line", "open_quote")
        for n, (line, is_bad) in enumerate(zip(lines, is_open, strict=True))
        if is_bad
    ]
    return frame, sorted(told)


def _parsed(
    block: bytes, head: list[str], names: list[str], delimiter: str
) -> tuple[pl.DataFrame, Refused]:
    refused: Refused = []

    def refuse(row: Any) -> str:
        text = row.text if isinstance(row.text, bytes) else str(row.text).encode()
        found = f"{row.actual_columns} cells: {_shown(text)}"
        expected = f"{row.expected_columns} cells"
        refused.append((row.number - 1, found, expected, "wrong_number_of_cells"))
        return "skip"

    if not block:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.Binary())), refused
    table = pa_csv.read_csv(
        pa.BufferReader(block),
        read_options=pa_csv.ReadOptions(
            block_size=max(len(block), 1), column_names=head, use_threads=False
        ),
        parse_options=pa_csv.ParseOptions(delimiter=delimiter, invalid_row_handler=refuse),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(head, pa.binary()),
            include_columns=names,
            strings_can_be_null=False,
        ),
    )
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame, refused


def _whole_line(delimiter: str) -> re.Pattern[bytes]:
    """Match a line whose quotes are all closed, read as cells are read: quotes count at a start."""
    part = re.escape(delimiter).encode()
    cell = rb'(?:"(?:[^"]|"")*+"(?!")[^%b]*+|[^"%b][^%b]*+|)' % (part, part, part)
    return re.compile(rb"%b(?:%b%b)*+" % (cell, part, cell))


def _lines_at_sight(block: bytes) -> int:
    """Count lines; -1 if they end in more than one way."""
    is_plain = block.count(b"\r") in {0, block.count(b"\r\n")}
    return block.count(b"\n") if is_plain else -1


def _ends_whole(block: bytes, whole: re.Pattern[bytes]) -> bool:
    """Say whether the last line closes its quotes: no line after it is missed if it does not."""
    line = block.rstrip(b"\r\n")
    line = line[max(line.rfind(b"\n"), line.rfind(b"\r")) + 1 :]
    return b'"' not in line or whole.fullmatch(line) is not None


def _end_of_line(data: bytes) -> int:
    """Give where the second line begins, -1 if the first is not whole yet."""
    found = re.search(rb"\r\n|\n|\r(?=.)", data, re.DOTALL)
    return found.end() if found else -1


def _shown(line: bytes) -> str:
    return line[:FOUND].decode("utf-8", "replace")
