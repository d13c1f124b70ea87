"""One small file for each ingest, written once it is visible: what went in, what came of it.

The ledger holds the same, so a manifest that was lost is written again. A manifest says more than
its words: the ingest of its number was complete. A ledger that does not name it is damaged.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

import polars as pl

from coalface import __version__

__all__ = ["list_manifests", "mend_manifests", "read_attempt", "write_manifest"]

FOLDER = "manifests"
SOFTWARE = ("polars", "deltalake", "pyarrow")
_BEGINS = "ingest-"


def list_manifests(folder: Path) -> dict[int, Path]:
    """List the manifests of a workspace by the number of their ingest."""
    place = folder / FOLDER
    found = place.glob(f"{_BEGINS}*.json") if place.is_dir() else ()
    numbered = {path.stem.removeprefix(_BEGINS): path for path in found}
    return {int(number): path for number, path in sorted(numbered.items()) if number.isdigit()}


def read_attempt(path: Path) -> str | None:
    """Read which attempt a manifest was written for; None where it does not say it."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["outcome"]["attempt"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None


def write_manifest(folder: Path, row: Mapping[str, object], notes: Iterable[str]) -> None:
    """Write the manifest of an ingest that is visible; one that was written meanwhile goes.

    Args:
        folder: The workspace.
        row: The row of table `ingests`.
        notes: What a reader should know of how the file was read.
    """
    software = {"coalface": __version__} | {name: version(name) for name in SOFTWARE}
    told = {"software": software, **_told(row), "notes": list(notes)}
    draft = _draft(folder, told)
    draft.replace(_path(folder, row))


def mend_manifests(folder: Path, ledger: pl.DataFrame) -> int:
    """Write the manifests that are missing, from the ledger; gives their number.

    The notes of the reading are lost: such a manifest has null in their place.
    """
    known = list_manifests(folder)
    n_written = 0
    for row in ledger.filter(~pl.col("ingest").is_in(list(known))).iter_rows(named=True):
        told = {"software": {"told": row["software"]}, **_told(row), "notes": None}
        draft = _draft(folder, told)
        with suppress(FileExistsError):  # whoever did the ingest has written it just now
            _path(folder, row).hardlink_to(draft)
            n_written += 1
        draft.unlink(missing_ok=True)
    return n_written


def _told(row: Mapping[str, object]) -> dict[str, object]:
    outcome = ("ingest", "ingest_id", "attempt", "n_rows", "n_rejected")
    times = {name: f"{row[name]}" for name in ("started_at", "completed_at")}
    counts = json.loads(str(row["counts"]))
    replaces = json.loads(str(row["replaces"]))
    options = json.loads(str(row["options"]))
    return {
        "inputs": [{"name": row["file"], "sha256": row["sha256"], "n_bytes": row["n_bytes"]}],
        "parameters": {"kind": row["kind"], "options": options, "seed": None},
        "outcome": {name: row[name] for name in outcome}
        | {"counts": counts, "replaces": replaces}
        | times,
    }


def _path(folder: Path, row: Mapping[str, object]) -> Path:
    return folder / FOLDER / f"{_BEGINS}{row['ingest']:06d}.json"


def _draft(folder: Path, told: Mapping[str, object]) -> Path:
    (folder / FOLDER).mkdir(exist_ok=True)
    draft = folder / FOLDER / f".{uuid4().hex}"
    draft.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return draft
