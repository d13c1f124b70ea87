"""What an ingest takes in: which file, as what kind, read with which options."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coalface.errors import InputError

__all__ = ["Origin", "describe_file"]

_BLOCK = 1 << 20
_Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Origin:
    """One file, or the packaged facts, as an ingest will name it.

    Attributes:
        file: Name without folders. It is shown, and never used as a path.
        sha256: Digest of the file.
        n_bytes: Its size.
        kind: As what it is read.
        options: Options that change what is read of it, as text.
        is_release: It stands for all earlier ingests of its kind, which it replaces.
        path: Where it lies, or None where it is no file.
        stamp: Size, time and number of the file when it was digested.
    """

    file: str
    sha256: str
    n_bytes: int
    kind: str
    options: Mapping[str, str] = field(default_factory=dict)
    is_release: bool = False
    path: Path | None = None
    stamp: _Stamp | None = None

    @property
    def options_json(self) -> str:
        """Give the options as JSON, always in the same order."""
        return json.dumps(dict(sorted(self.options.items())), ensure_ascii=False)

    @property
    def key(self) -> str:
        """Give what makes the ingest the same as another: SHA-256 of digest, kind and options."""
        told = json.dumps([self.sha256, self.kind, self.options_json])
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def ingest_id(self) -> str:
        """Give the short name that rows carry; the same file has the same one everywhere."""
        return self.key[:16]

    def check_unchanged(self) -> None:
        """Check that the file is still the one that was digested.

        Raises:
            InputError: If it was written to meanwhile.
        """
        if self.path is not None and _stamp(self.path) != self.stamp:
            raise InputError(
                f"{self.file}: the file was changed while it was being read. Nothing was taken "
                "in; wait until it is complete and ingest it again."
            )


def describe_file(path: Path, kind: str, options: Mapping[str, str] | None = None) -> Origin:
    """Digest a file.

    Args:
        path: The file.
        kind: As what it will be read.
        options: Options that change what is read of it.

    Raises:
        InputError: If it is no file.
    """
    if not path.is_file():
        raise InputError(f"{path}: there is no such file. Check the name and the folder.")
    stamp = _stamp(path)
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return Origin(
        file=path.name,
        sha256=digest.hexdigest(),
        n_bytes=stamp[0],
        kind=kind,
        options=options or {},
        path=path,
        stamp=stamp,
    )


def _stamp(path: Path) -> _Stamp:
    found = os.stat(path)  # noqa: PTH116 - follows a link, as reading does
    return found.st_size, found.st_mtime_ns, found.st_ino
