"""Tell the allocators to give memory back soon: long runs hold large tables for a short while.

It changes no result. Of the two allocators, that of Polars reads its settings when it is loaded, so
this must be called before; that of the C library takes them at any time.
"""

import os
from contextlib import suppress

__all__ = ["give_memory_back_soon"]

POLARS_SETTINGS = "narenas:2,dirty_decay_ms:100,muzzy_decay_ms:0"
#: Names of settings in malloc.h of glibc, and the sizes from which memory goes back at once.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
TRIM_BYTES, MMAP_BYTES = 8 << 20, 4 << 20


def give_memory_back_soon() -> None:
    """Set both allocators, where they are the usual ones of Linux; else do nothing.

    Settings that a user made in the environment stand.
    """
    os.environ.setdefault("_RJEM_MALLOC_CONF", POLARS_SETTINGS)
    if "MALLOC_MMAP_THRESHOLD_" in os.environ:
        return
    import ctypes

    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(MMAP_THRESHOLD, MMAP_BYTES)
        library.mallopt(TRIM_THRESHOLD, TRIM_BYTES)
