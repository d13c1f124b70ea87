"""What a table is: its columns, its key, its ranges, and one check for all of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Literal

import polars as pl

from coalface.errors import TableError

__all__ = [
    "CITED",
    "HS_PATTERN",
    "PERIOD",
    "Column",
    "Table",
    "check_table",
    "checker",
    "dtypes_of",
    "empty_table",
]

Rule = tuple[str, pl.Expr, str]
Kind = Literal["text", "texts", "date", "number", "boolean", "instant", "integer", "integers"]

#: A code, a range "61-62", a union "2701+2702", or one of two words for sums.
HS_PATTERN = r"^(TOTAL|MINERALS|[0-9]{2,10}([+-][0-9]{2,10})*)$"

_DTYPES: Mapping[Kind, pl.DataType] = {
    "text": pl.String(),
    "texts": pl.List(pl.String()),
    "date": pl.Date(),
    "number": pl.Float64(),
    "boolean": pl.Boolean(),
    "instant": pl.Datetime("us", "UTC"),
    "integer": pl.Int64(),
    "integers": pl.List(pl.Int64()),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name with its unit, its kind, and what may stand in it.

    Attributes:
        name: Name; units end it.
        kind: `text`, `texts`, `date`, `number`, `boolean`, `instant` (in UTC), `integer` or
            `integers`; the plurals are lists.
        required: No row may leave it empty.
        choices: The only words allowed, if not None.
        pattern: A regular expression that every filled cell matches, if not None.
        low: Smallest number allowed, if not None.
        high: Largest number allowed, if not None.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    choices: frozenset[str] | None = None
    pattern: str | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order and the rules between them.

    Attributes:
        name: Plural noun, as in `read_packaged(name)`.
        columns: In the order in which they are written.
        key: Columns whose values together are unique; the first names a row in errors.
        periods: Pairs of date columns, the start before the end (ranges exclude their end).
        bounds: Pairs of number columns, the first not above the second.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("row_id",)
    periods: tuple[tuple[str, str], ...] = ()
    bounds: tuple[tuple[str, str], ...] = ()


#: Where a figure stands: every table of published figures ends with these columns.
CITED = (
    Column("source_id", required=True),
    Column("vintage"),
    Column("locator", required=True),
    Column("confidence", required=True, choices=frozenset({"high", "medium", "low"})),
)
#: The days that a figure counts: from the first one on, and before the second (its end is out).
PERIOD = (
    Column("period_start", "date", required=True),
    Column("period_end", "date", required=True),
)


def dtypes_of(table: Table) -> dict[str, pl.DataType]:
    """Give the type of each column, in order."""
    return {column.name: _DTYPES[column.kind] for column in table.columns}


def empty_table(table: Table) -> pl.DataFrame:
    """Give the table without rows."""
    return pl.DataFrame(schema=dtypes_of(table))


def check_table(frame: pl.DataFrame, table: Table) -> None:
    """Check columns, types, empty cells, words, ranges, periods and the key of one table.

    Args:
        frame: Rows to check.
        table: What they should be.

    Raises:
        TableError: At the first fault, naming table, row, column, found and expected.
    """
    _check_columns(frame, table)
    rules = _rules(table)
    are_broken = frame.select(bad.any().alias(str(n)) for n, (_, bad, _) in enumerate(rules))
    if rules and any(are_broken.row(0)):
        for column, bad, expected in rules:  # now look for which, and in which rows
            rows = frame.filter(bad)
            if rows.height:
                _fail(table, rows, column, expected)
    if frame.select(table.key).n_unique() == frame.height:  # far quicker than looking for which
        return
    repeated = frame.filter(pl.struct(table.key).is_duplicated())
    if repeated.height:
        _fail(table, repeated, table.key[0], f"one row for each {', '.join(table.key)}")


def checker(table: Table) -> Callable[[pl.DataFrame], None]:
    """Give the function that checks the rows of one table, by `check_table`."""
    return partial(check_table, table=table)


def _check_columns(frame: pl.DataFrame, table: Table) -> None:
    expected, found = dtypes_of(table), frame.schema
    missing = [name for name in expected if name not in found]
    unknown = [name for name in found if name not in expected]
    if missing or unknown:
        raise TableError(
            f"{table.name}: columns missing {missing}, not known {unknown}; "
            f"expected {list(expected)}."
        )
    for name, dtype in expected.items():
        if found[name] != dtype:
            raise TableError(
                f"{table.name}: column {name} is {found[name]}, expected {dtype}. Cast it."
            )


@cache
def _rules(table: Table) -> tuple[Rule, ...]:
    """Give for each rule its column, the expression that is true where it is broken, the wish."""
    rules = [rule for column in table.columns for rule in _column_rules(column)]
    for start, end in table.periods:
        wish = f"a day before {end} (ranges exclude their end)"
        rules.append((start, pl.col(start) >= pl.col(end), wish))
    rules += [(low, pl.col(low) > pl.col(high), f"not above {high}") for low, high in table.bounds]
    return tuple(rules)


def _column_rules(column: Column) -> Iterator[Rule]:
    cell = pl.col(column.name)
    if column.required:
        yield column.name, cell.is_null(), "a value in every row"
    if column.choices is not None:
        words = sorted(column.choices)
        yield column.name, cell.is_not_null() & ~cell.is_in(words), f"one of {words}"
    if column.pattern is not None:
        yield column.name, ~cell.str.contains(column.pattern), f"text like {column.pattern}"
    if column.kind == "number":
        yield column.name, cell.is_infinite() | cell.is_nan(), "a finite number, or empty"
    if column.low is not None:
        yield column.name, cell < column.low, f"{column.low} or more, or empty"
    if column.high is not None:
        yield column.name, cell > column.high, f"{column.high} or less, or empty"


def _fail(table: Table, rows: pl.DataFrame, column: str, expected: str) -> None:
    first = rows.row(0, named=True)
    n_more = rows.height - 1
    rows_break = "row breaks" if n_more == 1 else "rows break"
    more = f" ({n_more:,} more {rows_break} the same rule)" if n_more else ""
    raise TableError(
        f"{table.name}, row {first[table.key[0]]!r}, column {column}: found {first[column]!r}, "
        f"expected {expected}{more}."
    )
