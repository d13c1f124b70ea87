"""Exports, imports and deficit of the DPRK by year, by whose books."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from coalface.trade.books import BOOKS, Book, find_totals
from coalface.trade.figures import Figure, difference, number
from coalface.trade.prints import Print, difference_of_source, find_prints
from coalface.vocabulary.numbers import Number, inputs_of

__all__ = ["BalanceRow", "balance_table", "find_balance", "numbers"]


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One year in one set of books; never add the books up.

    Attributes:
        year: Calendar year.
        book: Id of the books, e.g. `china_customs`.
        book_name: As printed.
        exports_usd: What the DPRK sold, at `exports_valuation`.
        imports_usd: What it bought, at `imports_valuation`.
        deficit_usd: Imports less exports.
        total_usd: Both together, as published.
        exports_valuation: `CIF`, `FOB` or `mixed`.
        imports_valuation: The same of imports.
    """

    year: int
    book: str
    book_name: str
    exports_usd: Number
    imports_usd: Number
    deficit_usd: Number
    total_usd: Number
    exports_valuation: str
    imports_valuation: str


def find_balance(flows: pl.DataFrame) -> tuple[BalanceRow, ...]:
    """Find exports, imports and deficit of each year for which a total was published.

    A side that was not published is the published total less the other side, marked derived;
    where that is not known either there is no figure. Competing prints stay as a range; the
    deficit sets one against the other only what one source printed, where one printed both.

    Args:
        flows: Table `flows`.

    Returns:
        One row a year and set of books, by year.
    """
    prints = find_prints(flows)
    rows = [row for book in BOOKS for row in _rows_of(flows, book, prints)]
    return tuple(sorted(rows, key=lambda row: (row.year, _order(row.book))))


def numbers(rows: Iterable[BalanceRow]) -> tuple[Number, ...]:
    """Give every number of the rows, in order."""
    return tuple(
        n for r in rows for n in (r.exports_usd, r.imports_usd, r.deficit_usd, r.total_usd)
    )


def balance_table(rows: Iterable[BalanceRow]) -> pl.DataFrame:
    """Give the rows as a flat table, ranges and inputs beside each value."""
    columns = ("exports_usd", "imports_usd", "deficit_usd", "total_usd")
    return pl.DataFrame(
        [
            {
                "year": row.year,
                "book": row.book,
                "exports_valuation": row.exports_valuation,
                "imports_valuation": row.imports_valuation,
            }
            | {
                name: cell
                for column in columns
                for name, cell in _cells(column, getattr(row, column)).items()
            }
            | {"inputs": ";".join(inputs_of(getattr(row, column) for column in columns))}
            for row in rows
        ],
        infer_schema_length=None,
    )


def _rows_of(flows: pl.DataFrame, book: Book, prints: Mapping[str, Print]) -> list[BalanceRow]:
    exports = find_totals(flows, book, book.exports_flow)
    imports = find_totals(flows, book, book.imports_flow)
    totals = find_totals(flows, book, "total_trade")
    years = sorted({*exports, *imports, *totals})
    sides = {y: (exports.get(y), imports.get(y), totals.get(y)) for y in years}
    return [_row(book, y, *sides[y], prints=prints) for y in years]


def _row(
    book: Book,
    year: int,
    exports: Figure | None,
    imports: Figure | None,
    total: Figure | None,
    *,
    prints: Mapping[str, Print],
) -> BalanceRow:
    sold = exports if exports is not None else _rest(total, imports, "imports")
    bought = imports if imports is not None else _rest(total, exports, "exports")
    deficit = difference_of_source(bought, sold, prints)
    place = f"{year}, {book.name}"
    key = f"balance/{year}/{book.id}"
    return BalanceRow(
        year=year,
        book=book.id,
        book_name=book.name,
        exports_usd=number(
            sold,
            f"{key}/exports_usd",
            f"Exports of the DPRK, {place}",
            "USD",
            how=_how(exports, sold, "imports"),
        ),
        imports_usd=number(
            bought,
            f"{key}/imports_usd",
            f"Imports of the DPRK, {place}",
            "USD",
            how=_how(imports, bought, "exports"),
        ),
        deficit_usd=number(
            deficit,
            f"{key}/deficit_usd",
            f"Trade deficit of the DPRK, {place}",
            "USD",
            how="imports less exports" if deficit else "",
            note=_valuation_note(book),
        ),
        total_usd=number(total, f"{key}/total_usd", f"Trade of the DPRK, {place}", "USD"),
        exports_valuation=book.exports_valuation,
        imports_valuation=book.imports_valuation,
    )


def _rest(total: Figure | None, side: Figure | None, name: str) -> Figure | None:
    rest = difference(total, side)
    return rest if rest is None else replace(rest, note=f"derived: published total less {name}")


def _how(published: Figure | None, shown: Figure | None, other: str) -> str:
    if shown is None:
        return ""
    return "as published" if published is not None else f"published total less {other}"


def _valuation_note(book: Book) -> str:
    if book.exports_valuation == book.imports_valuation:
        return "exports and imports at mixed valuation, as KOTRA builds them"
    return (
        f"exports {book.exports_valuation}, imports {book.imports_valuation}: freight and "
        "insurance stand on the exports' side only"
    )


def _order(book_id: str) -> int:
    return [book.id for book in BOOKS].index(book_id)


def _cells(column: str, n: Number) -> dict[str, float | str | None]:
    stem = column.removesuffix("_usd")
    return {
        column: n.value,
        f"{stem}_low_usd": n.low,
        f"{stem}_high_usd": n.high,
        f"{stem}_note": n.note,
    }
