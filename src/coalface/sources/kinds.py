"""The kinds of files that can be read, and how to tell which one a file is."""

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from coalface.errors import InputError
from coalface.sources.baci import is_baci, read_baci
from coalface.sources.comtrade import read_comtrade, read_comtrade_legacy
from coalface.sources.comtrade_json import read_comtrade_json
from coalface.sources.gacc import read_gacc
from coalface.sources.headers import match_header, plain_name
from coalface.sources.mapped import read_mapped
from coalface.sources.pinksheet import SHEET, read_pinksheet
from coalface.sources.publishers import PUBLISHERS, read_publisher
from coalface.sources.reading import FileBatch, ReadOptions
from coalface.sources.safe_workbooks import open_workbook
from coalface.sources.table_files import read_flows
from coalface.sources.text_blocks import read_first_line, read_start
from coalface.sources.text_files import DELIMITERS
from coalface.tables.flows import FLOWS

__all__ = ["KINDS", "Reader", "find_kind", "read_file"]

Reader = Callable[[Path, ReadOptions], Iterator[FileBatch]]
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls"})
ENCODINGS = ("utf-8-sig", "gb18030", "latin-1")
COMTRADE: Mapping[str, Reader] = {
    "comtrade": read_comtrade,
    "comtrade_legacy": read_comtrade_legacy,
}


def _read_any_comtrade(path: Path, options: ReadOptions) -> Iterator[FileBatch]:
    """Read a file of UN Comtrade, whichever of its three forms it has."""
    if _is_json(path):
        return read_comtrade_json(path, options)
    form = _nearest(path, ("comtrade", "comtrade_legacy"))[0]
    return COMTRADE[form](path, options)


KINDS: Mapping[str, Reader] = {
    "comtrade": _read_any_comtrade,
    "baci": read_baci,
    "gacc": read_gacc,
    "pinksheet": read_pinksheet,
    "mapped": read_mapped,
    "flows": read_flows,
}


def read_file(path: Path, kind: str, options: ReadOptions) -> Iterator[FileBatch]:
    """Read a file of a kind in batches.

    A fault of the file as a whole may show only at its end: keep nothing of a file before its last
    batch has come.

    Args:
        path: The file.
        kind: A key of `KINDS`.
        options: What the file does not say.

    Raises:
        ValueError: If there is no such kind.
        InputError: If the file as a whole cannot be read.
        DefinitionError: If its mapping file is wrong.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind {kind!r}. There are: {', '.join(KINDS)}.")
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "no such file"
        raise InputError(f"{path.name}: {what}. Give one file as the publisher delivers it.")
    return KINDS[kind](path, options)


def find_kind(path: Path) -> str:
    """Find the kind of a file from what stands in it.

    A table that only a mapping file can explain is never guessed: name its kind `mapped`.

    Returns:
        A key of `KINDS`.

    Raises:
        InputError: If no publisher's file looks so; the message names the nearest kind and what
            is missing.
    """
    if not path.is_file():
        raise InputError(f"{path.name}: no such file.")
    with path.open("rb") as file:
        start = file.read(4)
    if start == b"PAR1":
        return "flows"
    if path.suffix.casefold() in WORKBOOKS or start == b"PK\x03\x04":
        return _kind_of_workbook(path)
    if _is_json(path):
        return _kind_of_json(path)
    if is_baci(_header(path)[1]):
        return "baci"
    nearest, n_missing, missing = _nearest(path, (*PUBLISHERS, "flows"))
    if n_missing:
        raise InputError(
            f"{path.name}: no publisher's file has such a first line. The nearest kind is "
            f"{nearest.removesuffix('_legacy')!r}, of which it lacks {', '.join(missing[:6])}. "
            "Name the kind, or read the table with --mapping."
        )
    return nearest.removesuffix("_legacy")


def _kind_of_workbook(path: Path) -> str:
    if path.suffix.casefold() in {".zip", ".gz"}:
        raise InputError(f"{path.name} is a ZIP archive. Unpack it, and give the file inside.")
    sheets = open_workbook(path).sheet_names
    if SHEET in sheets:
        return "pinksheet"
    raise InputError(
        f"{path.name}: no sheet {SHEET!r}, which the nearest kind 'pinksheet' has. Sheets: "
        f"{', '.join(sheets[:20])}. Other workbooks are read with --mapping."
    )


def _kind_of_json(path: Path) -> str:
    start = read_start(path)
    if all(f'"{key}"'.encode() in start for key in ("reporterCode", "primaryValue")):
        return "comtrade"
    raise InputError(
        f"{path.name}: JSON, but the nearest kind 'comtrade' has records with the keys "
        "reporterCode and primaryValue. Fetch it again from that API."
    )


def _is_json(path: Path) -> bool:
    return read_start(path).lstrip()[:1] in {b"{", b"["}


def _header(path: Path) -> tuple[str, list[str]]:
    """Give the first line as text, and its cells as parted by what parts it into most."""
    line = read_first_line(path)
    for encoding in ENCODINGS:
        try:
            text = line.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = ""
    parted = [next(csv.reader([text], delimiter=mark), []) for mark in DELIMITERS]
    return text, max(parted, key=len)


def _nearest(path: Path, kinds: tuple[str, ...]) -> tuple[str, int, list[str]]:
    """Give the kind that misses the smallest share of its required columns, and what it misses."""
    _, header = _header(path)
    looks = [_look(kind, header) for kind in kinds if kind != "pinksheet"]
    _, kind, missing = min(looks)
    return kind, len(missing), missing


def _look(kind: str, header: list[str]) -> tuple[float, str, list[str]]:
    if kind == "flows":
        required = [column.name for column in FLOWS.columns if column.required]
        have = {plain_name(cell) for cell in header}
        missing = [name for name in required if plain_name(name) not in have]
        return len(missing) / len(required), kind, missing
    publisher = read_publisher(kind)
    names, _ = match_header(header, publisher)
    needed = [column for column in publisher.columns if column.required]
    missing = [column.name for column in needed if column.key not in names]
    return len(missing) / len(needed), kind, missing
