"""Open workbooks of unknown origin: data only, within bounds, never a macro."""

import io
import posixpath
import zipfile
import zlib
from pathlib import Path

import fastexcel
import polars as pl

from coalface.errors import InputError

__all__ = ["open_workbook", "read_sheet_cells"]

MAX_BYTES = 256 << 20  # of all parts together, unpacked
MAX_PART_INFLATION = 400  # sheets of repeated figures shrink to a hundredth, seldom below
FREE_BYTES = 8 << 20
MAX_PARTS = 5000
READ_BYTES = 1 << 20
MACROS = ("vbaproject.bin", "vbadata.xml", "macrosheets/")


def open_workbook(path: Path) -> fastexcel.ExcelReader:
    """Open an XLSX workbook after a look at each of its parts.

    A workbook is an archive: its parts are unpacked here within bounds and handed on as they are,
    so that sizes that the archive only claims cannot do harm. Formulas are read as the values last
    stored with them; nothing is ever calculated or run.

    Raises:
        InputError: If it holds macros, unpacks out of all proportion, names a part outside itself,
            is cut short, or is no workbook.
    """
    if not path.is_file():
        raise InputError(f"{path.name}: no such file. Give an XLSX workbook.")
    try:
        with zipfile.ZipFile(path) as archive:
            data = _repack(path, archive)
        return fastexcel.read_excel(data)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _damaged(path, error) from error
    except (fastexcel.FastExcelError, ValueError, OSError) as error:
        raise _damaged(path, error) from error


def read_sheet_cells(path: Path, book: fastexcel.ExcelReader, sheet: str) -> pl.DataFrame:
    """Read all cells of a sheet as text: columns `column_1`, `column_2` ..., and `row` from 1.

    Raises:
        InputError: If there is no such sheet, or it cannot be read.
    """
    if sheet not in book.sheet_names:
        raise InputError(
            f"{path.name}: no sheet {sheet!r}. There are: {', '.join(book.sheet_names[:30])}."
        )
    try:
        cells = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except (fastexcel.FastExcelError, ValueError, pl.exceptions.PolarsError) as error:
        raise _damaged(path, error) from error
    except pl.exceptions.PanicException as error:
        raise _damaged(path, error) from error
    cells.columns = [f"column_{i}" for i in range(1, cells.width + 1)]
    cells = cells.with_columns(pl.all().fill_null("").str.strip_chars())
    return cells.with_row_index("row", 1).with_columns(pl.col("row").cast(pl.Int64))


def _damaged(path: Path, error: BaseException) -> InputError:
    said = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
    return InputError(
        f"{path.name} cannot be read as XLSX: {said}. The file is cut short or damaged, is locked "
        "with a password, or is no workbook; save it again."
    )


def _repack(path: Path, archive: zipfile.ZipFile) -> bytes:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise InputError(f"{path.name}: {len(parts):,} parts in one workbook. That is none.")
    packed = io.BytesIO()
    n_total = 0
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as clean:
        for part in parts:
            _check_name(path, part.filename)
            data = _unpack(path, archive, part, MAX_BYTES - n_total)
            n_total += len(data)
            if not part.is_dir():
                clean.writestr(part.filename, data)
    return packed.getvalue()


def _check_name(path: Path, name: str) -> None:
    if any(mark in name.casefold() for mark in MACROS):
        raise InputError(
            f"{path.name} holds macros ({name[:80]}). They would not be run, but the file is "
            "refused: save it as .xlsx without macros."
        )
    plain = posixpath.normpath(name.replace("\\", "/"))
    if plain.startswith(("..", "/")) or ":" in plain:
        raise InputError(
            f"{path.name}: a part is called {name[:80]!r}, which lies outside the workbook. "
            "The file was tampered with; do not open it elsewhere."
        )


def _unpack(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> bytes:
    limit = min(room, max(FREE_BYTES, MAX_PART_INFLATION * part.compress_size))
    if part.file_size > limit:
        raise InputError(_too_large(path, part))
    pieces: list[bytes] = []
    n_read = 0
    with archive.open(part) as file:
        while piece := file.read(READ_BYTES):
            n_read += len(piece)
            if n_read > limit:
                raise InputError(_too_large(path, part))
            pieces.append(piece)
    return b"".join(pieces)


def _too_large(path: Path, part: zipfile.ZipInfo) -> str:
    return (
        f"{path.name}: part {part.filename[:80]!r} unpacks from {part.compress_size:,} to "
        f"{part.file_size:,} bytes or more. That is no table of figures; nothing was unpacked."
    )
