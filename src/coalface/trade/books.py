"""Whose books: totals of the DPRK's trade as China, Russia and KOTRA keep them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from coalface.tables.flows import value_usd
from coalface.trade.figures import Figure
from coalface.trade.prints import ranked_prints

__all__ = ["BOOKS", "CHINA_CUSTOMS", "KOTRA_CHINA", "KOTRA_WORLD", "Book", "find_totals"]


@dataclass(frozen=True, slots=True)
class Book:
    """One set of books.

    Attributes:
        id: Used in ids of numbers.
        name: As printed.
        reporter: Who publishes; `PRK` marks KOTRA's figures, built from partners' records.
        partner: The other side.
        exports_flow: What the DPRK's exports are called in this book.
        exports_valuation: `CIF`, `FOB` or `mixed`.
        imports_valuation: The same of its imports.
    """

    id: str
    name: str
    reporter: str
    partner: str
    exports_flow: str
    exports_valuation: str
    imports_valuation: str

    @property
    def imports_flow(self) -> str:
        """Give what the DPRK's imports are called in this book."""
        return "export" if self.exports_flow == "import" else "import"


CHINA_CUSTOMS = Book("china_customs", "China customs", "CHN", "PRK", "import", "CIF", "FOB")
KOTRA_CHINA = Book(
    "kotra_china", "KOTRA, trade with China", "PRK", "CHN", "export", "mixed", "mixed"
)
KOTRA_WORLD = Book("kotra_world", "KOTRA, all partners", "PRK", "WLD", "export", "mixed", "mixed")
RUSSIA_CUSTOMS = Book("russia_customs", "Russian customs", "RUS", "PRK", "import", "CIF", "FOB")
BOOKS = (CHINA_CUSTOMS, KOTRA_CHINA, KOTRA_WORLD, RUSSIA_CUSTOMS)


def find_totals(flows: pl.DataFrame, book: Book, flow: str) -> dict[int, Figure]:
    """Find the yearly totals of one flow in one set of books.

    Competing prints of a year give a range; the central one is that of the highest confidence,
    then of the most digits, then of the latest vintage. Years without a print are not there.

    Args:
        flows: Table `flows`.
        book: Whose books.
        flow: `import`, `export` or `total_trade`, seen from the reporter.

    Returns:
        A figure in USD for each year.
    """
    prints = (
        flows.filter(
            (pl.col("dataset") == "annual")
            & (pl.col("reporter") == book.reporter)
            & (pl.col("partner") == book.partner)
            & (pl.col("flow") == flow)
            & (pl.col("hs_code") == "TOTAL")
        )
        .select(
            "row_id",
            "note",
            "vintage",
            "confidence",
            year=pl.col("period_start").dt.year(),
            value=value_usd(),
        )
        .filter(pl.col("value").is_not_null())
        .to_dicts()
    )
    by_year: dict[int, list[Mapping[str, Any]]] = {}
    for row in ranked_prints(prints, lambda row: row["value"]):
        by_year.setdefault(row["year"], []).append(row)
    return {year: _figure(by_year[year]) for year in sorted(by_year)}


def _figure(prints: list[Mapping[str, Any]]) -> Figure:
    values: list[float] = [row["value"] for row in prints]
    first_note = prints[0]["note"] or ""
    competing = "competing prints" if min(values) != max(values) else ""
    return Figure(
        value=values[0],
        low=min(values),
        high=max(values),
        inputs=tuple(row["row_id"] for row in prints),
        mark="derived" if "derived" in first_note else "published",
        note="; ".join(part for part in (competing, first_note) if part),
    )
