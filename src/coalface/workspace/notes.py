"""Entries of the ledger that bring no rows: what was withdrawn or forgotten."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import polars as pl

from coalface import __version__
from coalface.workspace.ingesting import begin_attempt
from coalface.workspace.ledger import enter
from coalface.workspace.manifests import write_manifest
from coalface.workspace.origins import Origin

__all__ = ["enter_note"]


def enter_note(
    folder: Path,
    origin: Origin,
    at: datetime,
    find_replaced: Callable[[pl.DataFrame], list[str] | None],
) -> int:
    """Enter that something was done to the workspace that adds no rows.

    Args:
        folder: The workspace.
        origin: What was done, under a digest that no file has.
        at: When.
        find_replaced: Gives the attempts that are not read any more from here on.

    Returns:
        The number of the entry, which is one as ingests have it.
    """
    with begin_attempt(folder, origin) as attempt:
        row: dict[str, object] = {
            "ingest_id": origin.ingest_id,
            "key": origin.key,
            "attempt": attempt,
            "file": origin.file,
            "sha256": origin.sha256,
            "n_bytes": 0,
            "kind": origin.kind,
            "options": origin.options_json,
            "n_rows": 0,
            "n_rejected": 0,
            "counts": json.dumps({}),
            "vintages": json.dumps({}),
            "started_at": at,
            "completed_at": at,
            "software": f"coalface {__version__}, polars {pl.__version__}",
        }
        entered = enter(folder, row, find_replaced)
        assert entered is not None
        with suppress(OSError):  # it is entered; whoever comes next writes it from the ledger
            write_manifest(folder, entered, ())
    number = entered["ingest"]
    assert isinstance(number, int)
    return number
