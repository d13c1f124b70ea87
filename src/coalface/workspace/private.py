"""Who a source is: pseudonyms with the words they stand for, in a file only its owner may read."""

import json
import os
import secrets
import stat
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import uuid4

from coalface.errors import WorkspaceError

__all__ = ["PSEUDONYMS", "give_pseudonyms", "keep_pseudonyms", "read_pseudonyms"]

PSEUDONYMS = Path("private") / "pseudonyms.json"
OWNER_ONLY = 0o600
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
    known = read_pseudonyms(folder)
    by_words = {text: name for name, text in known.items()}
    new = {
        text: f"{_BEGINS}{secrets.token_hex(4)}"
        for text in dict.fromkeys(words)
        if text not in by_words and text not in known
    }
    if new:
        _write(folder, known | {name: text for text, name in new.items()})
    return by_words | new


def keep_pseudonyms(folder: Path, used: Iterable[str]) -> int:
    """Take the pseudonyms out that nothing uses any more; gives their number."""
    known = read_pseudonyms(folder)
    kept = {name: known[name] for name in sorted(set(used) & set(known))}
    if len(kept) != len(known):
        _write(folder, kept)
    return len(known) - len(kept)


def _write(folder: Path, names: Mapping[str, str]) -> None:
    path = folder / PSEUDONYMS
    path.parent.mkdir(mode=0o700, exist_ok=True)
    draft = path.with_name(f".{uuid4().hex}")
    try:
        # The mode is given at birth: there is no moment at which others may read.
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(dict(sorted(names.items())), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise WorkspaceError(f"{path} could not be written: {error.strerror}.") from None
    finally:
        draft.unlink(missing_ok=True)
