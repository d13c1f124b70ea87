"""The folder of a run: one writer at a time, and each file whole or not at all."""

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from coalface.errors import InputError
from coalface.locks import hold

__all__ = ["file_digest", "hold_folder", "mend_of", "write_whole"]

LOCK = ".lock"
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
AGAIN = "then give the same command again."


@contextmanager
def hold_folder(out: Path) -> Iterator[None]:
    """Keep a folder to this process while it writes there; made where it is not there.

    Args:
        out: Of the run.

    Raises:
        InputError: If another process writes there, or the folder can't be made or locked.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = hold(out / LOCK)
        is_mine = lock.__enter__()
    except OSError as error:
        raise InputError(
            f"{out}: could not be written ({error.strerror or error}). {mend_of(error)}"
        ) from error
    try:
        if not is_mine:
            raise InputError(
                f"{out}: another run is writing here. Wait until it has ended, or give another "
                "folder with --out."
            )
        yield
    finally:
        lock.__exit__(None, None, None)


def write_whole(path: Path, write: Callable[[Path], object]) -> str:
    """Write under another name, wait until it is on disk, and only then give it its own name.

    Args:
        path: Of the file; one that is there is replaced.
        write: Writes it under the path that it is given.

    Returns:
        SHA-256 of the file.

    Raises:
        OSError: If it can't be written; nothing half-written is left.
    """
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        write(draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    return sha256


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file.

    Raises:
        OSError: If it can't be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def mend_of(error: OSError) -> str:
    """Say what to do where something could not be written."""
    if error.errno in NO_ROOM:
        return f"Make room, {AGAIN}"
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return f"The folder was moved or removed: leave it where it is, {AGAIN}"
    return f"Let the folder be written to, {AGAIN}"
