"""Write several tables as one workbook, a sheet a table, units in the headings."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import xlsxwriter

from coalface.errors import InputError

__all__ = ["write_workbook"]

MAX_NAME = 31  # letters of a sheet's name


def write_workbook(sheets: Mapping[str, pl.DataFrame], path: Path) -> int:
    """Write tables to an XLSX file; it appears whole or not at all.

    Args:
        sheets: Tables by the name of their sheet, in order.
        path: Ends in `.xlsx`; an existing file is replaced.

    Returns:
        The number of rows written.

    Raises:
        InputError: If the folder is not there.
    """
    if not path.parent.is_dir():
        raise InputError(f"{path}: there is no folder {path.parent}. Make it first.")
    part = path.with_name(f"{path.name}.part")
    as_text = {"strings_to_formulas": False, "strings_to_urls": False}
    try:
        with xlsxwriter.Workbook(part, as_text) as book:
            for name, frame in sheets.items():
                frame.write_excel(
                    book, name[:MAX_NAME], table_style="Table Style Light 1", autofit=True
                )
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    part.replace(path)
    return sum(len(frame) for frame in sheets.values())
