"""Gold claims for `bench/claims.py`: rows, their documents, and where the texts are."""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

__all__ = [
    "FOLDER",
    "HALVES",
    "LATER",
    "NUMERIC",
    "OWN",
    "GoldDocument",
    "as_row",
    "read_gold",
]

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "claims"
HALVES = ("tune", "held")
#: Reports of our own: errors of `own_used` were looked at, those of `own_kept` were not.
OWN = {"own_used": 1, "own_kept": 0}
#: Reports by someone who never saw the rules: errors of the first were looked at, the second was
#: never opened by whoever wrote rules. `own_third_*` are a newer pair of the same sort.
LATER = ("own_later_used", "own_later_kept", "own_third_used", "own_third_kept")
QUOTE = 1000  # characters, more than any quote has
NUMERIC = frozenset(
    {"price", "quantity", "value", "share", "growth_rate", "ratio", "penalty", "discount"}
)
_NUMBERS = ("value_low", "value_high", "value_std_low", "value_std_high")
_DAYS = ("valid_from", "valid_to")
_LISTS = {"places": "|", "origin": "|", "destination": "|", "attribution": " > "}

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One labelled document: its text's place (None: an excerpt, whose quotes are its texts)."""

    id: str
    set: str
    path: Path | None
    published: date | None
    rows: tuple[Row, ...]


def as_row(cells: Mapping[str, str]) -> Row:
    """Give one row of the file with numbers, days and lists read."""
    row: dict[str, Any] = {name: cell or None for name, cell in cells.items()}
    for name in _NUMBERS:
        row[name] = float(cells[name]) if cells[name] else None
    for name in _DAYS:
        row[name] = date.fromisoformat(cells[name]) if cells[name] else None
    for name, mark in _LISTS.items():
        row[name] = cells[name].split(mark) if cells[name] else []
    for name in ("start", "end"):
        row[name] = int(cells[name]) if cells[name] else None
    return row


def read_gold(half: str, documents: Path | None) -> tuple[Sequence[GoldDocument], Sequence[str]]:
    """Give the documents of one half whose text is at hand, and the names of those left out."""
    name = "own" if half in OWN else half
    with (FOLDER / f"gold_{name}.csv").open(encoding="utf-8", newline="") as handle:
        rows = [as_row(cells) for cells in csv.DictReader(handle)]
    if half in OWN:
        rows = [row for row in rows if _number(row["document"]) % 2 == OWN[half]]
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["set"], row["document"]].append(row)
    found, missing = [], []
    for (which, name), its in sorted(grouped.items()):
        path = _path(which, name, documents)
        if path is not None and not path.is_file():
            missing.append(name)
            continue
        published = its[0]["published_on"]
        day = date.fromisoformat(published) if published else None
        placed = its if path is not None else [_placed(n, row) for n, row in enumerate(its)]
        found.append(GoldDocument(name, which, path, day, tuple(placed)))
    return found, missing


def _number(document: str) -> int:
    return int("".join(sign for sign in document if sign.isdigit()))


def _placed(number: int, row: Row) -> Row:
    """Put the quotes of an excerpt one after another, for want of the text."""
    start = QUOTE * number
    return {**row, "start": start, "end": start + len(row["locator"])}


def _path(which: str, name: str, documents: Path | None) -> Path | None:
    if which == "excerpt":
        return None
    if which == "own":
        return FOLDER / "own_reports" / name
    if which in LATER:
        return FOLDER / which / name
    return FOLDER / "reports" / name if which == "synthetic" else (documents or FOLDER) / name
