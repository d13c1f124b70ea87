"""Trade with the two Koreas laid side by side: one row a reporter, flow and code; columns years."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.errors import InputError
from coalface.tables.flows import value_usd
from coalface.trade.annual_books import HS6_DIGITS, AnnualBook
from coalface.trade.mixup_settings import MixupSettings

__all__ = ["KoreaCells", "find_korea_cells"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
KEY = ("reporter", "flow", "hs_code")
_MIRRORED = {"import": "export", "export": "import"}


@dataclass(frozen=True, slots=True)
class KoreaCells:
    """Every series that some reporter booked under the North in any year.

    Arrays are (series, year); 0 is no row in a year that the reporter published, NaN a year that
    it did not, or a row without a value.

    Attributes:
        series: `reporter, flow, hs_code`, sorted.
        books: For each series the place of its reporter and flow among those there are.
        good: For each series the place of its code among all codes of the table.
        n_goods: How many codes the table has.
        years: The years.
        north_usd: Booked under the North.
        north_t: Its mass; NaN where none was given.
        south_usd: Booked under the South, same reporter, flow and code.
        south_t: Its mass.
        mirror_usd: What the South itself booked of that trade.
        n_south: Cells booked under the South in the whole table, also where the North has none;
            where a reporter's rows with the South are missing, as many as are to be expected.
    """

    series: pl.DataFrame
    books: Ints
    good: Ints
    n_goods: int
    years: tuple[int, ...]
    north_usd: Floats
    north_t: Floats
    south_usd: Floats
    south_t: Floats
    mirror_usd: Floats
    n_south: float


def find_korea_cells(
    flows: pl.LazyFrame | pl.DataFrame, book: AnnualBook, settings: MixupSettings
) -> KoreaCells:
    """Lay out a book's trade with the two Koreas.

    Args:
        flows: Table `flows`.
        book: What of it is read.
        settings: Which codes are the North and the South.

    Raises:
        InputError: If no single reporter booked anything under the North.
    """
    north, south = settings.north, settings.south
    rows = _rows(flows, book, (north, south))
    own = rows.filter(~pl.col("reporter").is_in([north, south]))
    norths = own.filter(pl.col("partner") == north)
    series = norths.select(KEY).unique().sort(KEY).with_row_index("place")
    if series.is_empty():
        raise InputError(
            f"{book.source_id}: no reporter has a six-digit row with {north} in a whole year. "
            "Ingest a publisher that has some, or choose another with --source."
        )
    souths = own.filter(pl.col("partner") == south)
    mirror = rows.filter((pl.col("reporter") == south) & (pl.col("partner") != north)).select(
        pl.col("partner").alias("reporter"),
        pl.col("flow").replace_strict(_MIRRORED, return_dtype=pl.String),
        "hs_code",
        "year",
        "usd",
        "mass_t",
    )
    reported = _reported(flows, book, series)
    codes = rows.select("hs_code").unique().sort("hs_code").with_row_index("good")
    placed = series.join(codes, on="hs_code", how="left", maintain_order="left")
    books = series.select(pl.struct("reporter", "flow").rank("dense")).to_series()
    south_known = _known_of_south(mirror, len(book.years), book.years)

    # A reporter without any row with the South was not ingested whole: that is not known, not zero.
    has_south = souths.select("reporter", "flow").unique().with_columns(has_south=True)
    joined = series.join(has_south, on=["reporter", "flow"], how="left", maintain_order="left")
    lacks_south = joined["has_south"].is_null().to_numpy()
    n_lacking = series.filter(pl.Series(lacks_south)).select("reporter", "flow").n_unique()
    expected = settings.south_density * n_lacking * len(codes) * len(book.years)

    def table(part: pl.DataFrame, column: str) -> Floats:
        return _table(part, series, book.years, column)

    return KoreaCells(
        series=series.select(KEY),
        books=books.to_numpy().astype(np.int64) - 1,
        good=placed["good"].to_numpy().astype(np.int64),
        n_goods=len(codes),
        years=book.years,
        north_usd=_zeroed(table(norths, "usd"), reported),
        north_t=table(norths, "mass_t"),
        south_usd=_zeroed(table(souths, "usd"), reported & ~lacks_south[:, None]),
        south_t=table(souths, "mass_t"),
        mirror_usd=_zeroed(table(mirror, "usd"), np.broadcast_to(south_known, reported.shape)),
        n_south=len(souths) + expected,
    )


def _rows(
    flows: pl.LazyFrame | pl.DataFrame, book: AnnualBook, koreas: tuple[str, str]
) -> pl.DataFrame:
    """Give one row a reporter, partner, flow, code and year of all that touches a Korea."""
    is_korea = pl.col("partner").is_in(koreas) | (pl.col("reporter") == koreas[1])
    is_single = pl.col("reporter").is_in(book.parties) & pl.col("partner").is_in(book.parties)
    by = ("reporter", "partner", "flow", "hs_code", "year")
    parts = (rows.filter(is_korea & is_single) for rows in book.read(flows))
    summed = [_summed(rows, by, book.goods).collect(engine="streaming") for rows in parts]
    return pl.concat(summed).sort(by)


def _summed(rows: pl.LazyFrame, by: tuple[str, ...], goods: tuple[str, ...]) -> pl.LazyFrame:
    small = rows.select(
        "reporter",
        "partner",
        "flow",
        pl.col("hs_code").str.slice(0, HS6_DIGITS),
        pl.col("period_start").dt.year().alias("year"),
        usd=value_usd(),
        mass_t="mass_t",
    ).filter(pl.col("hs_code").is_in(goods))
    # Sums of months are rounded to the cent and the gram: the order of rows leaves no trace.
    return (
        small.group_by(by)
        .agg(
            usd=pl.when(pl.col("usd").is_null().any()).then(None).otherwise(pl.col("usd").sum()),
            mass_t=pl.when(pl.col("mass_t").is_null().any())
            .then(None)
            .otherwise(pl.col("mass_t").sum()),
        )
        .with_columns(pl.col("usd").round(2), pl.col("mass_t").round(6))
    )


def _reported(
    flows: pl.LazyFrame | pl.DataFrame, book: AnnualBook, series: pl.DataFrame
) -> NDArray[np.bool_]:
    """Say for each series in which years its reporter published anything of that flow."""
    by = ("reporter", "flow", "year")
    chosen = flows.lazy().filter(
        book.rows & pl.col("reporter").is_in(series["reporter"].unique().implode())
    )
    year = pl.col("period_start").dt.year().alias("year")
    there = chosen.select("reporter", "flow", year).unique().sort(by).collect(engine="streaming")
    joined = series.join(there, on=["reporter", "flow"], how="inner")
    known = np.zeros((len(series), len(book.years)), dtype=bool)
    places = np.searchsorted(book.years, joined["year"].to_numpy())
    known[joined["place"].to_numpy(), places] = True
    return known


def _known_of_south(
    mirror: pl.DataFrame, n_years: int, years: tuple[int, ...]
) -> NDArray[np.bool_]:
    known = np.zeros(n_years, dtype=bool)
    known[np.searchsorted(years, mirror["year"].unique().sort().to_numpy())] = True
    return known


def _table(part: pl.DataFrame, series: pl.DataFrame, years: tuple[int, ...], column: str) -> Floats:
    """Set rows down as (series, year): NaN without a row, -inf for a row without the amount."""
    joined = part.join(series, on=KEY, how="inner")
    table = np.full((len(series), len(years)), np.nan)
    places = np.searchsorted(years, joined["year"].to_numpy())
    amounts = joined[column].fill_null(float("-inf")).to_numpy()
    table[joined["place"].to_numpy(), places] = amounts
    return np.where(np.isneginf(table), np.nan, table) if column == "mass_t" else table


def _zeroed(table: Floats, known: NDArray[np.bool_]) -> Floats:
    """Make a year without a row 0 where the reporter published it; no value stays unknown."""
    filled = np.where(np.isnan(table) & known, 0.0, table)
    return np.where(np.isneginf(filled), np.nan, filled)
