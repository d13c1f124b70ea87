"""What an ingest, a check and a clean-up tell."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Compacted", "Fault", "IngestReport", "Swept", "Verified"]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of one file.

    Attributes:
        is_new: False where the workspace held the file already, and nothing was done.
        ingest: Number of the ingest that holds it.
        ingest_id: The name that its rows carry.
        file: Name of the file.
        sha256: Its digest.
        kind: As what it was read.
        n_rows: Records of the file.
        n_rejected: Records of it that were not taken in.
        counts: Rows taken in, by table.
        seconds: Time from start to end; 0 where nothing was done.
    """

    is_new: bool
    ingest: int
    ingest_id: str
    file: str
    sha256: str
    kind: str
    n_rows: int
    n_rejected: int
    counts: Mapping[str, int]
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Swept:
    """What dead attempts had left behind."""

    attempts: tuple[str, ...] = ()
    n_files: int = 0
    n_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as the ingest left it."""

    ingest: int
    file: str
    table: str
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What reading everything again found.

    Attributes:
        n_ingests: Ingests read again, replaced ones too.
        n_files: Files read again.
        n_bytes: Their size.
        faults: What is wrong; empty where nothing is.
        leftovers: Attempts that died and lie about, unseen.
    """

    n_ingests: int
    n_files: int
    n_bytes: int
    faults: tuple[Fault, ...]
    leftovers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compacted:
    """What compaction did."""

    n_merged: int
    n_made: int
    n_deleted: int
    swept: Swept
