"""A hundred draws in one file: written whole or not at all, and known again by its digest.

A block depends on its task alone: whoever is asked for it, wherever and however often, writes the
same bytes. Beside each file stands its entry, written after it: a block without one is not done.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from coalface.errors import InputError
from coalface.scenarios.run_folder import file_digest, mend_of, write_whole

__all__ = [
    "BLOCK_DRAWS",
    "BlockEntry",
    "Columns",
    "block_ranges",
    "content_digest",
    "find_done",
    "read_columns",
    "write_block",
]

Floats = NDArray[np.float64]
#: Name of a series, or `series/class`, to `(draw, month)`.
Columns = Mapping[str, Floats]
BLOCK_DRAWS = 100  # fixed: at another size sums may differ in their last digits
FOLDER = "blocks"


@dataclass(frozen=True, slots=True)
class BlockEntry:
    """What stands beside a finished block.

    Attributes:
        key: Digest of all that the block depends on, number and size apart.
        number: Of the block.
        first_draw: Number of its first draw.
        n_draws: How many it holds.
        file: Name within the folder of the run.
        sha256: Of the file.
        content_sha256: Of the values with all their digits, whatever library wrote the file.
        residuals: Largest relative residual of each identity over draws and months.
    """

    key: str
    number: int
    first_draw: int
    n_draws: int
    file: str
    sha256: str
    content_sha256: str
    residuals: Mapping[str, float]


def block_ranges(n_draws: int) -> tuple[range, ...]:
    """Split draws into blocks; only the last may be smaller."""
    starts = range(0, n_draws, BLOCK_DRAWS)
    return tuple(range(start, min(start + BLOCK_DRAWS, n_draws)) for start in starts)


def content_digest(columns: Columns) -> str:
    """Give the SHA-256 of names, shapes and values, by name."""
    digest = hashlib.sha256()
    for name in sorted(columns):
        values = np.ascontiguousarray(columns[name], dtype="<f8")
        digest.update(f"{name}\0{values.shape}\0".encode())
        digest.update(values.tobytes())
    return digest.hexdigest()


def write_block(
    folder: Path,
    draws: range,
    months: Sequence[date],
    columns: Columns,
    residuals: Mapping[str, float],
    *,
    key: str,
) -> BlockEntry:
    """Write a block and its entry, each under another name first; an older one is replaced.

    Args:
        folder: Of the run.
        draws: Numbers of the draws; the first is a multiple of the block's size.
        months: First days of the months.
        columns: The series, `(draw, month)`.
        residuals: Of each identity.
        key: See `BlockEntry`.

    Raises:
        InputError: If the disk is full or can't be written; nothing half-written is left.
    """
    number = draws.start // BLOCK_DRAWS
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"block-{number:05d}.parquet"
    entry_path = path.with_suffix(".json")
    try:
        # The old entry goes first: it must never stand beside a file that it does not describe.
        entry_path.unlink(missing_ok=True)
        sha256 = write_whole(path, lambda draft: _write_parquet(draft, draws, months, columns))
        entry = BlockEntry(
            key,
            number,
            draws.start,
            len(draws),
            f"{FOLDER}/{path.name}",
            sha256,
            content_digest(columns),
            {name: float(value) for name, value in sorted(residuals.items())},
        )
        text = json.dumps(asdict(entry), indent=1)
        write_whole(entry_path, lambda draft: draft.write_text(text, encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"{path}: block {number} could not be written ({error.strerror or error}). Finished "
            f"blocks are kept. {mend_of(error)}"
        ) from error
    return entry


def find_done(folder: Path, draws: range, *, key: str) -> BlockEntry | None:
    """Give the entry of a block that is done, or None where it must be run (again).

    A file that is missing, altered, half-written, or made from something else is not done.

    Args:
        folder: Of the run.
        draws: Numbers of the draws.
        key: See `BlockEntry`.
    """
    number = draws.start // BLOCK_DRAWS
    path = folder / FOLDER / f"block-{number:05d}.parquet"
    try:
        entry = BlockEntry(**json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))
        is_it = entry.key == key and (entry.first_draw, entry.n_draws) == (draws.start, len(draws))
        return entry if is_it and file_digest(path) == entry.sha256 else None
    except (OSError, ValueError, TypeError):
        return None


def read_columns(
    folder: Path, entries: Sequence[BlockEntry], names: Sequence[str]
) -> dict[str, Floats]:
    """Read some series of all blocks.

    Args:
        folder: Of the run.
        entries: Of its blocks, in order.
        names: Of the series.

    Returns:
        Name to `(draw, month)`, draws in order.

    Raises:
        InputError: If a file is missing, is not the one that was written, or has no such column.
    """
    parts: dict[str, list[Floats]] = {name: [] for name in names}
    for entry in entries:
        path = folder / entry.file
        try:
            is_it = file_digest(path) == entry.sha256
            table = pq.read_table(path, columns=list(names)) if is_it else None
        except (OSError, pa.ArrowException) as error:
            raise InputError(
                f"{path}: {error}. Run the scenario again into the same folder: only what is "
                "missing is run."
            ) from error
        if table is None:
            raise InputError(
                f"{path}: altered since the run wrote it: its SHA-256 is not that of the manifest. "
                "Run the scenario again into the same folder: only what was altered is run."
            )
        missing = sorted(set(names) - set(table.column_names))
        if missing:
            raise InputError(f"{path}: no series {', '.join(missing)} in this run.")
        for name in names:
            values = table.column(name).to_numpy().astype(np.float64)
            parts[name].append(values.reshape(entry.n_draws, -1))
    return {name: np.concatenate(found) for name, found in parts.items()}


def _write_parquet(path: Path, draws: range, months: Sequence[date], columns: Columns) -> None:
    n = len(months)
    table = {
        "draw": pa.array(np.repeat(np.arange(draws.start, draws.stop, dtype=np.int32), n)),
        "month": pa.array(list(months) * len(draws), type=pa.date32()),
    }
    # Seven digits are kept: more than any input has, and half the room.
    table |= {
        name: pa.array(np.ravel(columns[name]), type=pa.float32()) for name in sorted(columns)
    }
    pq.write_table(
        pa.table(table),
        path,
        compression="lz4",
        use_dictionary=False,
        use_byte_stream_split=sorted(columns),
        write_statistics=False,
    )
