"""Write tables to files that a spreadsheet may open: no cell of ours ever becomes a formula."""

from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import xlsxwriter

from coalface.errors import InputError

__all__ = ["write_table", "write_tables"]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MAX_SHEET_ROWS = 1_048_575  # rows of a worksheet, less the header


def write_table(frame: pl.DataFrame, path: Path, *, is_closed: bool = False) -> int:
    """Write one table; gives the number of rows."""
    return write_tables([frame], path, is_closed=is_closed)


def write_tables(frames: Iterable[pl.DataFrame], path: Path, *, is_closed: bool = False) -> int:
    """Write tables of the same columns, one after the other, as one file.

    In CSV a text that begins the way a formula does gets an apostrophe before it. In XLSX every
    text is stored as text. Parquet is written as it is.

    Args:
        frames: At least one table.
        path: Ends in `.csv`, `.parquet` or `.xlsx`; an existing file is replaced.
        is_closed: Only its owner may read the file.

    Returns:
        The number of rows written.

    Raises:
        InputError: If the ending or the folder is not known, or a worksheet has no room.
    """
    writers: dict[str, Callable[[Iterable[pl.DataFrame], Path], int]] = {
        ".csv": _write_csv,
        ".parquet": _write_parquet,
        ".xlsx": _write_xlsx,
    }
    if path.suffix.lower() not in writers:
        raise InputError(f"{path.name}: tables are written as .csv, .parquet or .xlsx.")
    if not path.parent.is_dir():
        raise InputError(f"{path}: there is no folder {path.parent}. Make it first.")
    part = path.with_name(f"{path.name}.part")
    if is_closed:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600, exist_ok=False)  # at birth; whoever writes to it keeps the mode
    try:
        n_rows = writers[path.suffix.lower()](frames, part)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    part.replace(path)
    return n_rows


def _write_csv(frames: Iterable[pl.DataFrame], path: Path) -> int:
    n_rows = 0
    with path.open("wb") as file:
        for i, frame in enumerate(frames):
            _without_formulas(_flat(frame)).write_csv(file, include_header=not i)
            n_rows += len(frame)
    return n_rows


def _write_parquet(frames: Iterable[pl.DataFrame], path: Path) -> int:
    n_rows = 0
    writer: pq.ParquetWriter | None = None
    try:
        for frame in frames:
            table = frame.to_arrow()
            # Without our schema readers see text, though we hold each repeated text once.
            writer = writer or pq.ParquetWriter(
                path, table.schema, compression="zstd", store_schema=False
            )
            writer.write_table(table)
            n_rows += len(frame)
    finally:
        if writer is not None:
            writer.close()
    return n_rows


def _write_xlsx(frames: Iterable[pl.DataFrame], path: Path) -> int:
    whole = _flat(pl.concat(frames))
    if len(whole) > MAX_SHEET_ROWS:
        raise InputError(
            f"{len(whole):,} rows do not fit a worksheet ({MAX_SHEET_ROWS:,}). "
            "Write .parquet or .csv."
        )
    as_text = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, as_text) as book:
        whole.write_excel(book, "table", table_style="Table Style Light 1", autofit=True)
    return len(whole)


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Give what a cell can hold: lists joined with `; `, coded text written out."""
    return frame.with_columns(
        *(
            pl.col(name).cast(pl.List(pl.String)).list.join("; ")
            for name, kind in frame.schema.items()
            if isinstance(kind, pl.List)
        ),
        pl.col(pl.Categorical).cast(pl.String),
    )


def _without_formulas(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        pl.when(pl.col(name).str.head(1).is_in(FORMULA_STARTS))
        .then(pl.concat_str(pl.lit("'"), pl.col(name)))
        .otherwise(pl.col(name))
        .alias(name)
        for name, kind in frame.schema.items()
        if kind == pl.String
    )
