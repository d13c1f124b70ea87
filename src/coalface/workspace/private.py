"""Who a source is: pseudonyms with the words they stand for, in a file only its owner may read."""

import json
import os
import secrets
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from coalface.errors import WorkspaceError
from coalface.locks import hold
from coalface.workspace.layout import RUNNING
from coalface.workspace.modes import OWNER_ONLY, OWNER_ONLY_FOLDER, make_closed

__all__ = [
    "PRIVATE",
    "PSEUDONYMS",
    "find_drafts",
    "give_pseudonyms",
    "keep_pseudonyms",
    "read_pseudonyms",
    "sweep_drafts",
    "write_secret",
]

PRIVATE = "private"
PSEUDONYMS = Path(PRIVATE) / "pseudonyms.json"
_DRAFT = ".draft-"
_LOCK = "_private"  # one writer of secrets at a time, so that a draft of nobody's is left over
_WAIT_S, _MOST_TRIES = 0.01, 1_000
_BEGINS = "source-"
_OTHERS = 0o077


def read_pseudonyms(folder: Path) -> dict[str, str]:
    """Read which words each pseudonym stands for.

    Args:
        folder: The workspace.

    Returns:
        Words by pseudonym; empty where there is no file.

    Raises:
        WorkspaceError: If others than its owner may read the file, or it cannot be read. The
            message never says what stands in it.
    """
    path = folder / PSEUDONYMS
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return {}
    if mode & _OTHERS and sys.platform != "win32":
        raise WorkspaceError(
            f"{path}: mode {mode:o} lets others read who the sources are; expected "
            f"{OWNER_ONLY:o}. Find out who has read it, then run: chmod 600 '{path}'"
        )
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(w, str) for w in found.values()):
        raise WorkspaceError(
            f"{path}: found something other than pseudonyms with their words, as one JSON object. "
            "Put the file back from a copy."
        )
    return found


def give_pseudonyms(folder: Path, words: Iterable[str]) -> dict[str, str]:
    """Give a pseudonym for each of some words: the one they have, else a new random one.

    Returns:
        Pseudonyms by words.

    Raises:
        WorkspaceError: As `read_pseudonyms`, or if the file cannot be written.
    """
    with _writing(folder):
        known = read_pseudonyms(folder)
        by_words = {text: name for name, text in known.items()}
        new = {
            text: f"{_BEGINS}{secrets.token_hex(4)}"
            for text in dict.fromkeys(words)
            if text not in by_words and text not in known
        }
        if new:
            _write(folder / PSEUDONYMS, known | {name: text for text, name in new.items()})
    return by_words | new


def keep_pseudonyms(folder: Path, used: Iterable[str]) -> int:
    """Take the pseudonyms out that nothing uses any more; gives their number."""
    with _writing(folder):
        known = read_pseudonyms(folder)
        kept = {name: known[name] for name in sorted(set(used) & set(known))}
        if len(kept) != len(known):
            _write(folder / PSEUDONYMS, kept)
    return len(known) - len(kept)


def write_secret(folder: Path, path: Path, told: Mapping[str, Any]) -> None:
    """Write something that only the owner may read, whole or not at all.

    Args:
        folder: The workspace.
        path: A file of its private folder.
        told: What stands in it.

    Raises:
        WorkspaceError: If it cannot be written.
    """
    with _writing(folder):
        _write(path, told)


def find_drafts(folder: Path) -> list[Path]:
    """Find what writers of secrets have begun: being written, or left by those that died."""
    place = folder / PRIVATE
    return [p for p in place.iterdir() if _is_draft(p)] if place.is_dir() else []


def sweep_drafts(folder: Path) -> int:
    """Delete drafts that writers left who died; gives their number."""
    if not find_drafts(folder):
        return 0
    with _writing(folder):
        drafts = find_drafts(folder)
        for path in drafts:
            path.unlink(missing_ok=True)
    return len(drafts)


def _is_draft(path: Path) -> bool:
    """Tell drafts by allow-list of what else may lie there; older ones have no common name."""
    return path.is_file() and path.name.startswith(".")


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    for _ in range(_MOST_TRIES):
        with hold(folder / RUNNING / _LOCK) as is_mine:
            if is_mine:
                yield
                return
        time.sleep(_WAIT_S)
    raise WorkspaceError(f"{folder}: another process writes names of sources. Let it finish.")


def _write(path: Path, told: Mapping[str, Any]) -> None:
    path.parent.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
    draft = path.with_name(f"{_DRAFT}{uuid4().hex}")
    try:
        path.parent.chmod(OWNER_ONLY_FOLDER)  # it may have been made or copied with another mode
        make_closed(draft)
        with draft.open("w", encoding="utf-8") as file:
            json.dump(dict(sorted(told.items())), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise WorkspaceError(f"{path} could not be written: {error.strerror}.") from None
    finally:
        draft.unlink(missing_ok=True)
