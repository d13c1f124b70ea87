"""Tell the allocators when to give memory back: at once, or not before the work is done.

It changes no result. A run that holds large tables for a short while should give them back soon;
one that makes the same tables over and over should keep their room, as each new page is cleared
when it is first written: a quarter of the time of some runs.
"""

import ctypes
import os
from contextlib import suppress
from pathlib import Path

__all__ = ["give_mapped_back", "give_memory_back", "give_memory_back_soon", "keep_memory"]

POLARS_SETTINGS = "narenas:2,dirty_decay_ms:100,muzzy_decay_ms:0"
#: Names of settings in malloc.h of glibc, and the sizes from which memory goes back at once.
TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
#: Columns of some million rows are kept for the next of their size, what is larger is not: a third
#: less time in the system for little more memory.
TRIM_BYTES, MMAP_BYTES = 64 << 20, 32 << 20
KEPT_BYTES = 1 << 30
DONT_NEED = 4  # of madvise


def give_memory_back_soon() -> None:
    """Set the allocators of Polars and of the C library, where they are the usual ones of Linux.

    That of Polars reads its settings when it is loaded, so this must be called before; that of the
    C library takes them at any time. Settings that a user made in the environment stand.
    """
    os.environ.setdefault("_RJEM_MALLOC_CONF", POLARS_SETTINGS)
    _set(TRIM_BYTES, MMAP_BYTES, n_arenas=1)  # what one thread freed, another may use


def give_memory_back() -> None:
    """Let the C library give back at once what was freed; Linux only."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def give_mapped_back(folder: Path) -> None:
    """Let go of the pages that this process has read of mapped files of a folder; Linux only.

    The files stay mapped: what is looked at again comes back, as a rule from the system's cache.

    Args:
        folder: Where the files lie. Those that are mapped for writing are left alone.
    """
    with suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
            span, rights, *_, path = line.split(maxsplit=5)
            if "w" in rights or folder not in Path(path).parents:
                continue
            low, high = (int(place, 16) for place in span.split("-"))
            library.madvise(ctypes.c_void_p(low), ctypes.c_size_t(high - low), DONT_NEED)


def keep_memory() -> None:
    """Let the C library keep what is freed, for the next array of that size; Linux only.

    Settings that a user made in the environment stand.
    """
    _set(KEPT_BYTES, KEPT_BYTES)


def _set(trim_bytes: int, mmap_bytes: int, *, n_arenas: int = 0) -> None:
    if "MALLOC_MMAP_THRESHOLD_" in os.environ:
        return
    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(MMAP_THRESHOLD, mmap_bytes)
        library.mallopt(TRIM_THRESHOLD, trim_bytes)
        if n_arenas:
            library.mallopt(ARENA_MAX, n_arenas)
