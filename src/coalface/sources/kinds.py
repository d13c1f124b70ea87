"""The kinds of files that can be read, and how to tell which one a file is."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from coalface.sources.baci import read_baci
from coalface.sources.comtrade import read_comtrade, read_comtrade_legacy
from coalface.sources.reading import FileBatch, ReadOptions

__all__ = ["KINDS", "Reader", "read_file"]

Reader = Callable[[Path, ReadOptions], Iterator[FileBatch]]

KINDS: Mapping[str, Reader] = {
    "comtrade": read_comtrade,
    "comtrade_legacy": read_comtrade_legacy,
    "baci": read_baci,
}


def read_file(path: Path, kind: str, options: ReadOptions) -> Iterator[FileBatch]:
    """Read a file of a kind in batches.

    Args:
        path: The file.
        kind: A key of `KINDS`.
        options: What the file does not say.

    Raises:
        ValueError: If there is no such kind.
        InputError: If the file as a whole cannot be read.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind {kind!r}. There are: {', '.join(KINDS)}.")
    return KINDS[kind](path, options)
