"""Cells of a file of AIS messages become ours: instants in UTC, numbers, codes, text."""

from collections.abc import Sequence

import polars as pl

from coalface.errors import InputError
from coalface.sources.ais_mapping import MappedColumn
from coalface.tables.schema import Column, Table, dtypes_of

__all__ = ["REJECTS", "as_column", "empty_rejects", "reject_rows", "text_of"]

REJECTS = {
    "file": pl.String(),
    "row": pl.Int64(),
    "column": pl.String(),
    "found": pl.String(),
    "expected": pl.String(),
    "reason": pl.String(),
}
EPOCH_UNITS = {"epoch_s": 1_000_000, "epoch_ms": 1_000}
EXPECTED = {
    "number": "numbers",
    "integer": "numbers",
    "instant": "days with their time",
    "boolean": "true or false",
}
UTC_US = pl.Datetime("us", "UTC")


def empty_rejects() -> pl.DataFrame:
    """Give the table of refused records without rows."""
    return pl.DataFrame(schema=REJECTS)


def reject_rows(
    rows: pl.DataFrame, *, file_name: str, column: str, expected: str, reason: str
) -> pl.DataFrame:
    """Give refused records: `rows` holds `row` and what was `found`."""
    return rows.select(
        file=pl.lit(file_name),
        row=pl.col("row").cast(pl.Int64),
        column=pl.lit(column),
        found=pl.col("found").cast(pl.String, strict=False).str.slice(0, 60),
        expected=pl.lit(expected),
        reason=pl.lit(reason),
    )


def as_column(
    cells: pl.Series, column: Column, mapped: MappedColumn, *, decimal_comma: bool = False
) -> pl.Series:
    """Give the cells as one of our columns; what cannot be read is null.

    Args:
        cells: As the file has them: text, bytes or typed.
        column: Ours.
        mapped: How the file writes it.
        decimal_comma: Numbers are written `57,8794`.

    Raises:
        InputError: If an instant is a plain number and no epoch is named, or cells are lists, days
            or truths where numbers or instants are expected.
    """
    _stop_at_other_things(cells, column)
    cells = text_of(cells)
    if cells.dtype == pl.String and mapped.unknown:
        cells = _without(cells, mapped.unknown)
    if mapped.values:
        cells = _as_values(cells, mapped.values)
    if column.kind == "instant":
        return _as_instant(cells, mapped.formats)
    if column.kind in {"number", "integer"}:
        return _as_number(cells, column, mapped.factor, decimal_comma=decimal_comma)
    if column.kind == "boolean":
        return _as_boolean(cells)
    return _as_words(cells, column)


def _stop_at_other_things(cells: pl.Series, column: Column) -> None:
    """Refuse a column whose cells cannot be meant: lists, days for instants, yes for a number."""
    is_other = (
        cells.dtype.is_nested()
        or (cells.dtype == pl.Boolean and column.kind != "boolean")
        or (cells.dtype.is_temporal() and column.kind != "instant")
        or (cells.dtype in {pl.Date, pl.Time, pl.Duration} and column.kind == "instant")
    )
    if is_other:
        expected = EXPECTED.get(column.kind, "text")
        raise InputError(
            f"column {cells.name!r} holds {cells.dtype}, expected {expected} for {column.name}. "
            "Write it so, or name another column in a mapping file (--mapping)."
        )


def _as_instant(cells: pl.Series, formats: Sequence[str]) -> pl.Series:
    """Give instants in UTC, from text of the first format that fits, epochs or typed cells."""
    if isinstance(cells.dtype, pl.Datetime):
        zoned = cells.dt.replace_time_zone("UTC") if cells.dtype.time_zone is None else cells
        return zoned.dt.convert_time_zone("UTC").cast(UTC_US)
    units = [EPOCH_UNITS[name] for name in formats if name in EPOCH_UNITS]
    if units:
        return (cells.cast(pl.Float64, strict=False) * units[0]).cast(pl.Int64).cast(UTC_US)
    if cells.dtype != pl.String:
        raise InputError(
            f"column {cells.name!r} holds {cells.dtype}, not instants. Say epoch_s or epoch_ms in "
            "the formats of a mapping file (--mapping)."
        )
    return _as_first_format(cells.str.strip_chars(), formats)


def _as_first_format(text: pl.Series, formats: Sequence[str]) -> pl.Series:
    found = pl.Series(text.name, [None], dtype=UTC_US).new_from_index(0, len(text))
    for form in formats:
        if not (found.is_null() & text.is_not_null()).any():
            break
        read = text.to_frame().select(
            pl.col(text.name).str.to_datetime(form, strict=False, time_unit="us", time_zone="UTC")
        )
        found = found.zip_with(found.is_not_null(), read.to_series())
    return found


def text_of(cells: pl.Series) -> pl.Series:
    """Give bytes and codes as text, typed cells as they are; what is no UTF-8 shows as such."""
    if cells.dtype in {pl.Categorical, pl.Enum}:
        return cells.cast(pl.String)
    if cells.dtype != pl.Binary:
        return cells
    try:
        return cells.cast(pl.String)
    except pl.exceptions.ComputeError:  # bytes that are no text: slow, and only for this block
        words = [None if cell is None else cell.decode("utf-8", "replace") for cell in cells]
        return pl.Series(cells.name, words, dtype=pl.String)


def _without(cells: pl.Series, unknown: Sequence[str]) -> pl.Series:
    known = ~cells.str.strip_chars().is_in(list(unknown))
    return cells.set(~known.fill_null(value=True), None)


def _as_values(cells: pl.Series, values: dict[str, str | int]) -> pl.Series:
    """Replace the file's words by ours; a word that has none stays as it is."""
    words = cells.cast(pl.String).str.strip_chars()
    ours = {theirs: str(value) for theirs, value in values.items()}
    return words.replace(ours)


def _as_number(
    cells: pl.Series, column: Column, factor: float, *, decimal_comma: bool
) -> pl.Series:
    whole = dtypes_of(Table("one", (column,)))[column.name]
    if cells.dtype == pl.String:
        cells = cells.str.strip_chars()
        cells = cells.str.replace(",", ".", literal=True) if decimal_comma else cells
    if cells.dtype != whole or factor != 1.0:
        number = cells.cast(pl.Float64, strict=False) * factor
        number = number.set(number.is_nan() | number.is_infinite(), None)
        if whole.is_integer():
            number = number.set(number != number.floor(), None)
        cells = number.cast(whole, strict=False)
    elif whole == pl.Float64:
        cells = cells.set(cells.is_nan() | cells.is_infinite(), None)
    return cells


def _as_boolean(cells: pl.Series) -> pl.Series:
    if cells.dtype == pl.Boolean:
        return cells
    yes = cells.cast(pl.String).str.strip_chars().str.to_lowercase().is_in(["true", "1", "yes"])
    return yes.alias(cells.name)


def _as_words(cells: pl.Series, column: Column) -> pl.Series:
    words = cells.cast(pl.String, strict=False).str.strip_chars()
    words = words.set(words == "", None)
    if column.choices is not None:
        words = words.set(~words.is_in(sorted(column.choices)), None)
    return words
