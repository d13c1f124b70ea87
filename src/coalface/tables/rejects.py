"""Table `rejects`: one row is one cell, or one row of a file, that a reader did not take in.

A row may be rejected for several reasons: count the rows, not the lines of this table. `row` is
the file's own row number (from 1, headers counted) and null where the fault is the whole file's;
`column` is null where it is a whole row's.
"""

import polars as pl

from coalface.errors import TableError

__all__ = ["REJECTS", "check_rejects", "no_rejects"]

REJECTS: dict[str, type[pl.DataType]] = {
    "file": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "found": pl.String,
    "expected": pl.String,
    "reason": pl.String,
}
ALWAYS = ("file", "reason")


def no_rejects() -> pl.DataFrame:
    """Give the table without rows."""
    return pl.DataFrame(schema=REJECTS)


def check_rejects(rejects: pl.DataFrame) -> None:
    """Check columns, types, and that each line says which file and why.

    Args:
        rejects: Table to check.

    Raises:
        TableError: At the first fault, naming what was found and expected.
    """
    if dict(rejects.schema) != {name: kind() for name, kind in REJECTS.items()}:
        raise TableError(f"table rejects: found {dict(rejects.schema)}, expected {REJECTS}.")
    for name in ALWAYS:
        if rejects[name].null_count():
            raise TableError(f"table rejects: {name} is empty; expected a value in every row.")
    if rejects.filter(pl.col("row") < 1).height:
        raise TableError("table rejects: a row number is below 1; rows of a file count from 1.")
