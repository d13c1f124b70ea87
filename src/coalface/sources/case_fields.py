"""Read the single fields of raw cases: each function gives the column and the rows it refuses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from coalface.sources.case_files import REJECTS, RawCases
from coalface.sources.spellings import UNKNOWN, Reader, Spelling, read_unit

__all__ = [
    "Field",
    "cell_text",
    "distinct_cells",
    "is_refused",
    "join_rejects",
    "read_amount",
    "read_coded",
    "read_measured",
    "read_text",
    "refuse",
    "set_aside",
    "spell",
]


@dataclass(frozen=True, slots=True)
class Field:
    """One checked column, the rows refused because of it, and what a reader should know."""

    values: pl.Series
    rejects: tuple[pl.DataFrame, ...] = ()
    notes: tuple[str, ...] = ()


def set_aside(
    raw: RawCases, bad: pl.Series, column: str, expected: str, reason: str | pl.Series
) -> tuple[pl.DataFrame, ...]:
    """Give the rejected rows of a mask, or nothing if it holds none."""
    if not bad.any():
        return ()
    rows = raw.frame.filter(bad)
    found = cell_text(rows[column]) if column in rows.columns else None
    n_bad = len(rows)
    parts = {
        "file": [raw.file] * n_bad,
        "row": rows["row"].cast(pl.Int64),
        "column": [column] * n_bad,
        "found": found if found is not None else [""] * n_bad,
        "expected": [expected] * n_bad,
        "reason": [reason] * n_bad if isinstance(reason, str) else reason.filter(bad),
    }
    return (pl.DataFrame(parts, REJECTS).with_columns(pl.col("found").fill_null("")),)


def join_rejects(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Put rejected rows together, in order of rows."""
    return pl.concat([pl.DataFrame(schema=REJECTS), *parts]).sort("row", maintain_order=True)


def cell_text(column: pl.Series) -> pl.Series:
    """Give a column as text; whole floats lose their `.0`, which a spreadsheet put there."""
    if column.dtype.is_float():
        whole = column.is_null() | (column.round() == column)
        if whole.all():
            column = column.cast(pl.Int64, strict=False)
    if isinstance(column.dtype, pl.Datetime):
        return column.dt.to_string("%Y-%m-%d %H:%M:%S")
    return column.cast(pl.String)


def spell(column: pl.Series, reader: Reader) -> dict[str, Spelling]:
    """Read each distinct cell of a column of text once."""
    return {cell: reader(cell) for cell in distinct_cells(column)}


def distinct_cells(column: pl.Series) -> list[str]:
    """Give the different cells of a column of text; cheap for a column that says one thing."""
    if len(column) and not column.null_count() and (column == column[0]).all():
        return [column[0]]
    return column.unique().drop_nulls().to_list()


def read_coded(raw: RawCases, name: str, reader: Reader, expected: str) -> Field:
    """Read a column whose cells stand for something: a code, a country, a yes or no."""
    if name not in raw.frame.columns:
        return Field(pl.repeat(None, len(raw.frame), dtype=pl.String, eager=True))
    text = cell_text(raw.frame[name])
    spelled = spell(text, reader)
    changed = {cell: s.value for cell, s in spelled.items() if s.value != cell}
    problems = {cell: s.problem for cell, s in spelled.items() if s.problem}
    return Field(
        _replaced(text, spelled, changed),
        refuse(raw, text, problems, name, expected),
        tuple(dict.fromkeys(f"{name}: {s.note}." for s in spelled.values() if s.note)),
    )


def read_text(raw: RawCases, name: str) -> Field:
    """Read a column of free text: data, whatever a cell begins with; empty is unknown."""
    if name not in raw.frame.columns:
        return Field(pl.repeat(None, len(raw.frame), dtype=pl.String, eager=True))
    text = cell_text(raw.frame[name])
    is_empty = text.str.len_bytes() == 0
    return Field(text.set(is_empty.fill_null(value=False), None) if is_empty.any() else text)


def read_amount(raw: RawCases, name: str) -> Field:
    """Read a column of amounts: finite, not negative; zero is zero, empty is unknown."""
    if name not in raw.frame.columns:
        return Field(pl.repeat(None, len(raw.frame), dtype=pl.Float64, eager=True))
    cells = raw.frame[name]
    values = cells.cast(pl.Float64, strict=False)
    plain = "a plain number such as 1234.5"
    rejects: tuple[pl.DataFrame, ...] = ()
    if values.null_count() > cells.null_count():
        text = cell_text(cells)
        is_unknown = text.str.to_lowercase().is_in(list(UNKNOWN))
        bad = values.is_null() & text.is_not_null() & ~is_unknown
        rejects += set_aside(raw, bad.fill_null(value=False), name, plain, _why_no_number(text))
    if not values.is_finite().all():
        bad = values.is_finite().not_().fill_null(value=False)
        rejects += set_aside(raw, bad, name, plain, "not a finite number; empty means unknown")
    if (values.min() or 0) < 0:  # type: ignore[operator]
        bad = (values < 0).fill_null(value=False)
        rejects += set_aside(raw, bad, name, "zero or more", "negative")
    return Field(values, rejects)


def read_measured(raw: RawCases, amount: str, unit: str) -> tuple[Field, Field, pl.Series]:
    """Read a quantity with its unit, both turned into the unit that is stored.

    Returns:
        The quantity, its unit, and where the unit is one of mass.
    """
    quantity = read_amount(raw, amount)
    units = read_coded(raw, unit, read_unit, "a unit such as t, kg, bbl, m3, MWh, pcs")
    has_no_unit = quantity.values.is_not_null() & units.values.is_null() & ~is_refused(raw, units)
    if has_no_unit.any():
        said = f"{amount}: where {unit} is empty the amount is not used; give its unit, e.g. t."
        units = replace(units, notes=(*units.notes, said))
    if unit not in raw.frame.columns:
        return quantity, units, pl.repeat(value=False, n=len(raw.frame), eager=True)
    text = cell_text(raw.frame[unit])
    spelled = spell(text, read_unit)
    factors = {cell: s.factor for cell, s in spelled.items() if s.factor != 1}
    values = quantity.values
    if factors:
        factor = text.replace_strict(
            list(factors), list(factors.values()), default=1.0, return_dtype=pl.Float64
        )
        values = values * factor
    return Field(values, quantity.rejects), units, units.values == "t"


def is_refused(raw: RawCases, field: Field) -> pl.Series:
    """Say for each row whether a field refuses it."""
    refused = [part["row"] for part in field.rejects]
    rows = raw.frame["row"].cast(pl.Int64)
    return rows.is_in(pl.concat(refused).implode()) if refused else rows.is_null()


def refuse(
    raw: RawCases, text: pl.Series, problems: dict[str, str], name: str, expected: str
) -> tuple[pl.DataFrame, ...]:
    """Give the rejected rows of the cells that have a problem, each with its own."""
    if not problems:
        return ()
    reason = text.replace_strict(
        list(problems), list(problems.values()), default="", return_dtype=pl.String
    )
    return set_aside(raw, (reason != "").fill_null(value=False), name, expected, reason)


def _replaced(
    text: pl.Series, spelled: dict[str, Spelling], changed: dict[str, str | None]
) -> pl.Series:
    if not changed:
        return text
    if len(spelled) == 1 and not text.null_count():
        return pl.repeat(next(iter(changed.values())), len(text), dtype=pl.String, eager=True)
    return text.replace(
        pl.Series(list(changed), dtype=pl.String),
        pl.Series(list(changed.values()), dtype=pl.String),
    )


def _why_no_number(text: pl.Series) -> pl.Series:
    has_mark = text.str.contains(r"\d[,' ]\d").fill_null(value=False)
    is_formula = text.str.starts_with("=").fill_null(value=False)
    frame = pl.DataFrame({"m": has_mark, "f": is_formula})
    return frame.select(
        pl.when("f")
        .then(pl.lit("a formula, not a number"))
        .when("m")
        .then(pl.lit("a mark between digits can mean thousands or decimals; write none"))
        .otherwise(pl.lit("not a number; empty means unknown"))
        .alias("reason")
    ).to_series()
