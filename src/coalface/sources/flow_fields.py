"""Read the fields that files of trade have in common: years, codes, amounts, places in a file."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache

import polars as pl

from coalface.sources.case_fields import Field, distinct_cells, read_coded, refuse, set_aside, spell
from coalface.sources.case_files import RawCases
from coalface.sources.hs_codes import find_editions, read_hs_code
from coalface.sources.spellings import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    N_CACHED,
    Spelling,
    read_day,
)

__all__ = [
    "filled",
    "join_notes",
    "locators",
    "read_figure",
    "read_period",
    "read_required",
    "read_word",
    "row_ids",
    "trade_code_reader",
    "trade_period",
]

LARGEST = 1e15  # dollars or tonnes: more than the world trades in a year
YEAR_DIGITS, MONTH_DIGITS = 4, 6


def row_ids(raw: RawCases) -> pl.Series:
    """Give the spreadsheet's row number as text."""
    return raw.frame["row"].cast(pl.String)


def locators(raw: RawCases, word: str = "row") -> pl.Series:
    """Give `row N` for each row."""
    return f"{word} " + row_ids(raw)


def filled(text: pl.Series) -> pl.Series:
    """Give a column of text in which an empty cell is null."""
    is_empty = text == ""
    return text.set(is_empty.fill_null(value=False), None) if is_empty.any() else text


def join_notes(parts: Sequence[pl.Series]) -> pl.Series:
    """Join what there is to say of each row with semicolons; null where there is nothing."""
    said = [part.alias(str(i)) for i, part in enumerate(parts) if part.null_count() < len(part)]
    if not said:
        return pl.repeat(None, len(parts[0]), dtype=pl.String, eager=True)
    joined = pl.DataFrame(said).select(pl.concat_str(pl.all(), separator="; ", ignore_nulls=True))
    return filled(joined.to_series())


def read_required(
    raw: RawCases, name: str, reader: Callable[[str], Spelling], expected: str
) -> Field:
    """Read a coded column in which every cell must stand for something."""
    read = read_coded(raw, name, reader, expected)
    is_empty = read.values.is_null()
    if not is_empty.any():
        return read
    text = raw.frame[name]
    unread = [cell for cell, s in spell(text, reader).items() if s.value is None and not s.problem]
    bad = text.is_null() | text.is_in(unread)
    return Field(
        read.values, (*read.rejects, *set_aside(raw, bad, name, expected, "empty")), read.notes
    )


def read_figure(
    raw: RawCases,
    name: str,
    *,
    missing: Collection[str] = ("",),
    is_required: bool = False,
    thousands: bool = False,
) -> Field:
    """Read a column of amounts as a publisher writes them: plain, finite, not negative.

    Args:
        raw: The chunk.
        name: The column; one that the file has not is empty throughout.
        missing: Cells that say "no figure".
        is_required: A row without a figure is refused.
        thousands: Commas part thousands (`1,234.5`).
    """
    if name not in raw.frame.columns:
        return Field(pl.repeat(None, len(raw.frame), dtype=pl.Float64, eager=True))
    text = raw.frame[name]
    plain = text
    if thousands:
        is_grouped = text.str.contains(r"^\d{1,3}(,\d{3})+(\.\d+)?$")
        plain = pl.select(
            pl.when(is_grouped).then(text.str.replace_all(",", "", literal=True)).otherwise(text)
        ).to_series()
    values = plain.cast(pl.Float64, strict=False)
    if values.is_nan().any():  # "NaN" is a word for none where the publisher lists it
        values = values.fill_nan(None)
    rejects = _refuse_figures(raw, name, values, missing, is_required=is_required)
    return Field(values, rejects)


def _refuse_figures(
    raw: RawCases, name: str, values: pl.Series, missing: Collection[str], *, is_required: bool
) -> tuple[pl.DataFrame, ...]:
    rejects: tuple[pl.DataFrame, ...] = ()
    plain = "a plain number such as 1234.5"
    if values.null_count():
        text = raw.frame[name]
        is_missing = text.is_null() | text.is_in(list(missing))
        bad = values.is_null() & ~is_missing
        rejects += set_aside(raw, bad, name, plain, "not a number, and no mark for none")
        if is_required:
            rejects += set_aside(raw, is_missing, name, plain, "no figure")
    fits = values.is_between(0, LARGEST)
    if not fits.all():
        is_negative = (values < 0).fill_null(value=False)
        rejects += set_aside(raw, is_negative, name, "zero or more", "negative")
        other = ~fits.fill_null(value=True) & ~is_negative
        reason = f"not finite, or above {LARGEST:.0e}: no such amount is traded"
        rejects += set_aside(raw, other, name, plain, reason)
    return rejects


def trade_period(text: str) -> Spelling:
    """Read a period as statistics write it: `2016`, `201607`, `2016M07`, `2016-07`."""
    bare = text.strip().removesuffix(".0").upper().replace("M", "")
    if bare.isascii() and bare.isdigit() and len(bare) in (YEAR_DIGITS, MONTH_DIGITS):
        year, month = bare[:YEAR_DIGITS], bare[YEAR_DIGITS:]
        return read_day(f"{year}-{month}" if month else year)
    read = read_day(text)
    return read if read.kind in {"year", "month"} else Spelling(None, read.problem or _NO_PERIOD)


_NO_PERIOD = f"no year or month from {EARLIEST_YEAR} to {LATEST_YEAR}"


def read_period(
    raw: RawCases,
    name: str,
    *,
    expected: str = "a year or a month",
    read_on: date | None = None,
) -> tuple[Field, Field]:
    """Read a column of years or months.

    Args:
        raw: The chunk.
        name: The column.
        expected: What is wanted, in words.
        read_on: Day of the reading: nothing that begins after it can have been counted.

    Returns:
        The first day of each period, and the day after its last.
    """
    text = raw.frame[name]
    spelled = spell(text, trade_period)
    problems = {cell: s.problem or "empty" for cell, s in spelled.items() if s.value is None}
    starts = {c: date.fromisoformat(s.value) for c, s in spelled.items() if s.value}
    if read_on is not None:
        late = f"begins after {read_on}, the day of the reading: no such trade can be known"
        problems |= {cell: late for cell, start in starts.items() if start > read_on}
    rejects = refuse(raw, text, problems, name, expected)
    ends = {c: s.until for c, s in spelled.items() if s.until}
    return Field(_mapped(text, starts, pl.Date()), rejects), Field(_mapped(text, ends, pl.Date()))


def _mapped(text: pl.Series, words: Mapping[str, object], dtype: pl.DataType) -> pl.Series:
    if len(cells := distinct_cells(text)) == 1 and not text.null_count():
        return pl.Series([words.get(cells[0])], dtype=dtype).new_from_index(0, len(text))
    return text.replace_strict(list(words), list(words.values()), default=None, return_dtype=dtype)


def read_word(raw: RawCases, name: str, words: Mapping[str, str], expected: str) -> Field:
    """Read a column of a publisher's own codes, each stored as the definition says."""
    text = raw.frame[name]
    unknown = {
        cell: "the publisher's definition does not know this code"
        for cell in distinct_cells(text)
        if cell not in words
    }
    return Field(_mapped(text, words, pl.String()), refuse(raw, text, unknown, name, expected))


def trade_code_reader(
    codes: Mapping[str, str], revision: str | None, *, n_digits: int = 0
) -> Callable[[str], Spelling]:
    """Give the reader of one file's codes of goods.

    Args:
        codes: Codes beyond the nomenclature that the publisher uses, and what they are stored as.
        revision: Edition that every code must be in, if known.
        n_digits: Every code has this many digits, so that a lost leading zero can be put back;
            0 if codes of several lengths stand in one file.
    """

    @lru_cache(maxsize=N_CACHED)
    def read(text: str) -> Spelling:
        bare = text.strip().removesuffix(".0")
        if n_digits and bare.isascii() and bare.isdigit() and len(bare) == n_digits - 1:
            bare = f"0{bare}"
        if bare in codes:
            return Spelling(codes[bare])
        if n_digits and len(bare) != n_digits:
            return Spelling(None, f"not a code of {n_digits} digits")
        found = read_hs_code(bare)
        if revision and found.value and revision not in (known := find_editions(found.value)):
            return Spelling(
                None, f"{revision} has no {bare[:6]}; it is in {', '.join(sorted(known))}"
            )
        return found

    return read
