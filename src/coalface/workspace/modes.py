"""What only the owner of a workspace may see: folders and files of tables that hold reports."""

import os
import stat
from pathlib import Path

from coalface.errors import WorkspaceError
from coalface.workspace.layout import OF_REPORTS, table_folder

__all__ = ["OWNER_ONLY", "OWNER_ONLY_FOLDER", "close_table", "make_closed"]

OWNER_ONLY = 0o600
OWNER_ONLY_FOLDER = 0o700


def close_table(folder: Path, table: str) -> bool:
    """Make the folder of a table of reports, or close the one that is there; leave others alone.

    What stands in it, its log too, is out of the reach of others then, whatever its own mode.

    Args:
        folder: The workspace.
        table: Name of the table.

    Returns:
        Whether its files are the owner's only.

    Raises:
        WorkspaceError: If it is somebody else's.
    """
    if table not in OF_REPORTS:
        return False
    place = table_folder(folder, table)
    try:
        place.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        if stat.S_IMODE(place.stat().st_mode) != OWNER_ONLY_FOLDER:
            place.chmod(OWNER_ONLY_FOLDER)  # made by an earlier version, or copied
    except OSError as error:
        raise WorkspaceError(
            f"{place} holds reports and could not be closed to others: {error.strerror}. Let the "
            "owner of the workspace take reports in."
        ) from error
    return True


def make_closed(path: Path) -> None:
    """Make an empty file that only its owner may read; whoever writes to it keeps its mode."""
    # The mode is given at birth: there is no moment at which others may read.
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
