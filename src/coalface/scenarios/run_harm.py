"""What became of the files of a run since it was written."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from coalface.errors import InputError
from coalface.scenarios.blocks import BlockEntry
from coalface.scenarios.manifest import Manifest
from coalface.scenarios.run_folder import file_digest
from coalface.scenarios.runs import PARAMETERS_FILE, read_parameters_of

__all__ = ["find_harm", "same_values"]


def find_harm(folder: Path, manifest: Manifest) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the files of a run that are missing, and those that are not as it wrote them.

    Args:
        folder: Of the run.
        manifest: Of the run.
    """
    digests = {block.file: block.sha256 for block in manifest.blocks} | dict(manifest.exports)
    missing = [f for f in (*digests, PARAMETERS_FILE) if not (folder / f).is_file()]
    altered = [
        file
        for file, sha256 in digests.items()
        if file not in missing and file_digest(folder / file) != sha256
    ]
    if PARAMETERS_FILE not in missing:
        try:
            read_parameters_of(folder)
        except InputError:
            altered.append(PARAMETERS_FILE)
    return tuple(missing), tuple(altered)


def same_values(a: Path, b: Path, old: BlockEntry, new: BlockEntry) -> bool:
    """Say whether two files of a block hold the same values, whatever library wrote them.

    Args:
        a: Folder of the first.
        b: Folder of the second.
        old: Entry of the first; its file is as the entry says.
        new: Entry of the second.
    """
    if old.sha256 == new.sha256:
        return True
    before, after = pq.read_table(a / old.file), pq.read_table(b / new.file)
    return before.column_names == after.column_names and all(
        np.array_equal(before.column(n).to_numpy(), after.column(n).to_numpy())
        for n in before.column_names
    )
