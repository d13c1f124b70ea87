"""Notes of what is to be forgotten, kept from before the first step until after the last.

A note is data: ids, and words that are to be blanked. It lies where only the owner of the workspace
may read, and is deleted when all of it is done.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl

from coalface.errors import WorkspaceError
from coalface.workspace.layout import TABLES
from coalface.workspace.private import PRIVATE, write_secret

__all__ = ["BLANK", "Intent", "Removal", "find", "note", "read"]

#: What stands where words were, one for each character, so that no offset moves.
BLANK = "\N{FULL BLOCK}"
_BEGINS, _ENDS = "forgetting-", ".json"


@dataclass(frozen=True, slots=True)
class Removal:
    """What goes from one table.

    Attributes:
        column: Names the rows: by a text, or a list of texts.
        values: Rows whose text is one of these, or whose list holds one, are concerned.
        words: Words that are blanked in those rows, by column; where there are none, every cell
            of them is emptied.
    """

    column: str
    values: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def which(self, schema: Mapping[str, pl.DataType]) -> pl.Expr:
        """Tell the rows that are concerned."""
        cell = pl.col(self.column)
        if isinstance(schema[self.column], pl.List):
            return cell.list.set_intersection(list(self.values)).list.len() > 0
        return cell.is_in(list(self.values))

    def put(self, frame: pl.DataFrame) -> dict[str, pl.Expr]:
        """Give what stands in those rows afterwards, by column; the id of the ingest stays."""
        if not self.words:
            return {name: pl.lit(None) for name in frame.columns if name != "ingest_id"}
        return {name: _blanked(name, words) for name, words in self.words.items()}


@dataclass(frozen=True, slots=True)
class Intent:
    """What is to be forgotten.

    Attributes:
        rows: What goes from which table, in this order.
        at: When that was asked.
        files: Files handed on before, to be named to whoever completes it.
    """

    rows: Mapping[str, Removal]
    at: datetime
    files: tuple[str, ...] = ()


def note(folder: Path, intent: Intent) -> Path:
    """Keep a note, whole or not at all, and give its place."""
    path = folder / PRIVATE / f"{_BEGINS}{uuid4().hex}{_ENDS}"
    rows = [
        {
            "table": table,
            "column": removal.column,
            "values": list(removal.values),
            "words": {name: list(words) for name, words in removal.words.items()},
        }
        for table, removal in intent.rows.items()
    ]
    write_secret(folder, path, {"at": intent.at.isoformat(), "files": intent.files, "rows": rows})
    return path


def find(folder: Path) -> list[Path]:
    """Find the notes of what was begun and is not done."""
    return sorted((folder / PRIVATE).glob(f"{_BEGINS}*{_ENDS}"))


def read(path: Path) -> Intent:
    """Read a note.

    Raises:
        WorkspaceError: If it is damaged. The message says nothing of what stands in it.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        rows = {str(row["table"]): _removal(row) for row in told["rows"]}
        at, files = datetime.fromisoformat(told["at"]), tuple(map(str, told["files"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise _damaged(path) from None
    if any(name not in TABLES or r.column not in TABLES[name].stored for name, r in rows.items()):
        raise _damaged(path)
    return Intent(rows, at, files)


def _damaged(path: Path) -> WorkspaceError:
    return WorkspaceError(
        f"{path}: expected a note of what is to be forgotten, found something else. Delete it, "
        "and forget the same claims or documents again."
    )


def _removal(row: Mapping[str, Any]) -> Removal:
    words = {str(name): tuple(map(str, found)) for name, found in row["words"].items()}
    return Removal(str(row["column"]), tuple(map(str, row["values"])), words)


def _blanked(column: str, words: tuple[str, ...]) -> pl.Expr:
    cell = pl.col(column)
    for text in words:
        cell = cell.str.replace_all(text, BLANK * len(text), literal=True)
    return cell
