"""Hold the header of a file against what its publisher's definition expects."""

import csv
import difflib
import re
from collections.abc import Sequence
from pathlib import Path

from coalface.errors import InputError
from coalface.sources.publishers import Publisher
from coalface.sources.text_blocks import read_first_line
from coalface.sources.text_files import DELIMITERS

__all__ = [
    "NAMELESS",
    "check_header",
    "check_not_shifted",
    "find_text_delimiter",
    "match_header",
    "plain_name",
]

MAX_COLUMNS = 1000
NAMELESS = "column without a name: "


def find_text_delimiter(path: Path, known: Sequence[str], encoding: str) -> str:
    """Find what parts the cells of a file: what splits its first line into most known names.

    Without any known name, it is what splits the line into most cells.
    """
    line = read_first_line(path).decode(encoding, "replace")
    names = {plain_name(name) for name in known}

    def n_known(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        return sum(plain_name(cell) in names for cell in cells), len(cells)

    return max(DELIMITERS, key=n_known)


def plain_name(name: str) -> str:
    """Give a column's name without case, blanks and marks: `Netweight (kg)` is `netweightkg`."""
    return "".join(c for c in name.casefold() if c.isalnum())


def match_header(header: Sequence[str], publisher: Publisher) -> tuple[list[str], list[str]]:
    """Match a header with the publisher's columns.

    Returns:
        For each cell the name that the reader knows the column by, empty for one that is ignored
        or has no name at all; and the cells that nothing is known of.
    """
    known = {
        plain_name(spelling): column.key
        for column in publisher.columns
        for spelling in (column.name, *column.also)
    }
    ignored = {plain_name(name) for name in publisher.ignore}
    names = [known.get(plain_name(cell), "") for cell in header]
    unknown = [
        cell
        for cell in header
        if plain_name(cell) and plain_name(cell) not in known and plain_name(cell) not in ignored
    ]
    return names, unknown


def check_header(path: Path, header: Sequence[str], publisher: Publisher) -> tuple[str, ...]:
    """Give the name that the reader knows each column by, empty for those left out.

    A column without a name keeps its place as `NAMELESS` and its number: its cells must be empty.

    Raises:
        InputError: If a column is unknown, missing or there twice; the message names it and, for
            one that looks renamed, the nearest known.
    """
    if len(header) > MAX_COLUMNS:
        raise InputError(f"{path.name}: {len(header):,} columns in row 1. That is no such table.")
    names, unknown = match_header(header, publisher)
    used = [name for name in names if name]
    twice = sorted({name for name in used if used.count(name) > 1})
    missing = [c.name for c in publisher.columns if c.required and c.key not in used]
    if twice:
        raise InputError(f"{path.name}: two columns hold {twice[0]!r}. Keep one of them.")
    if missing:
        near = difflib.get_close_matches(missing[0], unknown, 1, cutoff=0.5)
        renamed = f" It may now be called {near[0][:80]!r}." if near else ""
        raise InputError(
            f"{path.name}: column {missing[0]!r} is missing from row 1.{renamed} Found: "
            f"{_short(header)}. If the publisher renamed it, add the name to {publisher.file_name}."
        )
    if unknown:
        known = [column.name for column in publisher.columns]
        near = difflib.get_close_matches(unknown[0], [*known, *publisher.ignore], 1)
        meant = f" The nearest known is {near[0]!r}." if near else ""
        raise InputError(
            f"{path.name}: column {unknown[0][:80]!r} is not known.{meant} Known: "
            f"{', '.join(known)}. Add it to {publisher.file_name}, or to its ignore list."
        )
    return tuple(
        name if plain_name(cell) else f"{NAMELESS}{place}"
        for place, (name, cell) in enumerate(zip(names, header, strict=True), 1)
    )


def check_not_shifted(
    path: Path, header: Sequence[str], records: Sequence[Sequence[str]], publisher: Publisher
) -> None:
    """Hold the first records against what each column should hold.

    Raises:
        InputError: If the cells fit their neighbours' columns better than their own.
    """
    names, _ = match_header(header, publisher)
    patterns = {c.key: re.compile(c.fits) for c in publisher.columns if c.fits}
    places = [(place, name) for place, name in enumerate(names) if name in patterns]

    def n_fits(shift: int) -> int:
        return sum(
            patterns[name].fullmatch(cells[place + shift].strip()) is not None
            for cells in records
            for place, name in places
            if 0 <= place + shift < len(cells)
        )

    as_is, left, right = n_fits(0), n_fits(-1), n_fits(1)
    if max(left, right) <= as_is:
        return
    side = "left" if left > right else "right"
    place, name = next(
        ((p, n) for p, n in places if not patterns[n].fullmatch(records[0][p].strip())), places[0]
    )
    raise InputError(
        f"{path.name}: the cells stand one column to the {side} of their names. Column {name!r} "
        f"holds {records[0][place][:40]!r} in row 2. The file was saved with a shifted index; "
        "download it again, or save it without the index."
    )


def _short(header: Sequence[str]) -> str:
    text = ", ".join(cell[:40] for cell in header[:60])
    return text if len(header) <= 60 else f"{text} ..."  # noqa: PLR2004 - what one can still read
