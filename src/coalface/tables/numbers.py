"""Table `numbers`: every printed number, with the rows it rests on."""

from collections.abc import Iterable

import polars as pl

from coalface.errors import TableError
from coalface.tables.schema import Column, Table, checker, dtypes_of
from coalface.vocabulary.numbers import Number

__all__ = ["NUMBERS", "check_numbers", "numbers_table"]

MARKS = frozenset({"published", "derived", "imputed", "assumed", "synthetic"})

NUMBERS = Table(
    name="numbers",
    columns=(
        Column("number_id", required=True),
        Column("label", required=True),
        Column("value", "number"),
        Column("low", "number"),
        Column("high", "number"),
        Column("unit", required=True),
        Column("mark", required=True, choices=MARKS),
        Column("how"),
        Column("inputs"),
        Column("note"),
    ),
    key=("number_id",),
    bounds=(("low", "high"),),
)
check_numbers = checker(NUMBERS)


def numbers_table(numbers: Iterable[Number]) -> pl.DataFrame:
    """Give some numbers as a table, each id once.

    The same number may come twice (two analyses print it); two numbers that differ under one
    id are a fault of ours and stop it.

    Args:
        numbers: Printed numbers, in any order; the order is kept.

    Returns:
        Table `numbers`; `inputs` are row ids joined by ";", empty texts are "".

    Raises:
        TableError: If one id has two different numbers.
    """
    kept: dict[str, Number] = {}
    for number in numbers:
        if kept.setdefault(number.id, number) != number:
            raise TableError(
                f"numbers: id {number.id!r} stands for {kept[number.id]} and for {number}; "
                "expected one number for one id. Name one of them otherwise."
            )
    frame = pl.DataFrame(
        [_row(number) for number in kept.values()], schema=dtypes_of(NUMBERS), orient="row"
    )
    check_numbers(frame)
    return frame


def _row(number: Number) -> tuple[str | float | None, ...]:
    return (
        number.id,
        number.label,
        number.value,
        number.low,
        number.high,
        number.unit,
        number.mark,
        number.how,
        ";".join(number.inputs),
        number.note,
    )
