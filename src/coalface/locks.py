"""Locks that a process holds while it lives: the system frees them, however the process ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["hold"]

if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def hold(path: Path) -> Iterator[bool]:
    """Take a lock if nobody has it, and give it back at the end.

    The file goes with the lock. Who does not get it must not work under its name.

    Args:
        path: The file to lock; made if it is not there.

    Yields:
        Whether the lock was free.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    is_mine = False
    try:
        is_mine = _try(descriptor) and _is_still(path, descriptor)
        yield is_mine
    finally:
        if is_mine and sys.platform != "win32":
            path.unlink(missing_ok=True)
        os.close(descriptor)
        if is_mine and sys.platform == "win32":
            path.unlink(missing_ok=True)


def _is_still(path: Path, descriptor: int) -> bool:
    """Say whether the locked file is the one at its path: whoever had it may have removed it."""
    try:
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False
