"""Which figures of a large table make up one book of yearly trade: none counted twice.

A table `flows` may hold several publishers, several releases of one, months beside years and wide
codes beside narrow ones. Adding those up would be wrong, so a book is chosen first and what it
leaves out is counted and said.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from coalface.errors import InputError
from coalface.trade.book_prints import PRINT, SLICE, Prints, newest_rows, rank_prints

__all__ = ["HS6_DIGITS", "AnnualBook", "choose_book"]

HS6_DIGITS = 6
MONTHS_A_YEAR = 12
_PERIOD = ("period_start", "period_end")
_SHAPE = (*SLICE, "source_id", "vintage", "hs_revision", "dataset")
_PARTS = ("reporter_region", "trade_mode", "transport_mode")
Shape = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AnnualBook:
    """What is read of a table: one publisher, of each figure one print, whole years, HS6.

    Attributes:
        source_id: The publisher.
        years: Years that the book holds whole, in order.
        chosen: One row for each period that is read: `period_start`, `period_end`.
        digits: Lengths of the codes that are read; longer ones are cut to six digits.
        parties: Every single country or area that reports or is a partner, in order.
        goods: Every HS6 code, in order.
        left_out: What is not read and why, in words.
        holds_parts: It is added up from figures by province, customs regime or mode of transport,
            because the publisher gives no others.
        prints: How several releases or ingests of one figure rank; None where there are none.
    """

    source_id: str
    years: tuple[int, ...]
    chosen: pl.DataFrame
    digits: tuple[int, ...]
    parties: tuple[str, ...]
    goods: tuple[str, ...]
    left_out: tuple[str, ...]
    holds_parts: bool = False
    prints: Prints | None = None

    def read(self, flows: pl.LazyFrame | pl.DataFrame) -> Iterator[pl.LazyFrame]:
        """Give the rows of this book, of each figure the newest print: see `newest_rows`."""
        return newest_rows(flows.lazy().filter(self.rows), self.prints)

    @property
    def rows(self) -> pl.Expr:
        """Give the expression that is true for the rows of this book, older prints among them.

        It says whether a reporter published anything; amounts are added up of `read` alone.
        """
        is_read = (pl.col("source_id") == self.source_id) & (pl.col("flow") != "total_trade")
        if self.left_out:
            is_read &= pl.struct(_PERIOD).is_in(
                self.chosen.select(pl.struct(_PERIOD)).to_series().implode()
            )
            is_read &= pl.col("hs_code").str.len_bytes().is_in(list(self.digits))
        return is_read if self.holds_parts else is_read & ~_is_part()


def choose_book(
    flows: pl.LazyFrame | pl.DataFrame, *, source_id: str | None = None, until: int | None = None
) -> AnnualBook:
    """Choose the book of yearly trade that a table holds.

    Args:
        flows: Table `flows`. A column `ingest` (whole numbers), if there is one, says which of two
            files tells a figure that both hold.
        source_id: The publisher; needed where the table holds several.
        until: Last year to read.

    Returns:
        The book. Of each figure the newest release, then the latest ingest; years where a
        publisher prints years, else twelve whole months; six-digit codes where there are any, else
        longer ones cut to six.

    Raises:
        InputError: If there is no such publisher, several and none chosen, or no whole year.
    """
    lazy = flows.lazy()
    has_ingest = "ingest" in lazy.collect_schema().names()
    shapes, reporters, partners, goods = pl.collect_all(
        [
            lazy.group_by(
                *_SHAPE,
                ingest=pl.col("ingest") if has_ingest else pl.lit(0, pl.Int64),
                digits=pl.col("hs_code").str.len_bytes(),
                is_part=_is_part(),
            ).len(),
            lazy.select(party="reporter").unique(),
            lazy.select(party="partner").unique(),
            lazy.select("hs_code").unique(),
        ],
        engine="streaming",
    )
    chosen_id = _publisher(shapes, source_id)
    own = shapes.filter((pl.col("source_id") == chosen_id) & (pl.col("flow") != "total_trade"))
    own, parts = _without_parts(own)
    digits = _digits(own["digits"].unique().to_list())
    periods, left_out = _periods(own, until)
    if not len(periods):
        raise InputError(
            f"{chosen_id}: the table holds no whole year of trade. Years, or twelve months of one, "
            "can be compared; parts of a year cannot."
        )
    is_single = pl.col("party").str.len_bytes() == len("PRK")
    parties = pl.concat([reporters, partners]).filter(is_single)["party"].unique().sort()
    codes = goods.filter(pl.col("hs_code").str.len_bytes().is_in(list(digits)))
    hs6 = codes["hs_code"].str.slice(0, HS6_DIGITS).unique().sort()
    wide = sorted(set(own["digits"].to_list()) - set(digits))
    prints = _prints(own, periods, digits)
    older = () if prints is None else prints.left_out
    notes = [*older, *left_out, *_said(wide), *parts]
    years = tuple(sorted(periods["period_start"].dt.year().unique().to_list()))
    is_code = hs6.str.contains(r"^[0-9]{6}$")
    return AnnualBook(
        source_id=chosen_id,
        years=years,
        chosen=periods,
        digits=digits,
        parties=tuple(parties.to_list()),
        goods=tuple(hs6.filter(is_code).to_list()),
        left_out=tuple(notes),
        holds_parts=bool(own["is_part"].any()),
        prints=prints,
    )


def _is_part() -> pl.Expr:
    return pl.any_horizontal(pl.col(name).is_not_null() for name in _PARTS)


def _without_parts(own: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Leave figures by province, regime or mode out where the publisher gives the whole too."""
    if own["is_part"].all() or not own["is_part"].any():
        return own, []
    said = "figures by province, customs regime or mode of transport, which are parts of others"
    return own.filter(~pl.col("is_part")), [said]


def _publisher(shapes: pl.DataFrame, wanted: str | None) -> str:
    """Choose the publisher: the one asked for, else the only one of the user's own files."""
    there = sorted(shapes["source_id"].drop_nulls().unique().to_list())
    own = shapes.filter(pl.col("dataset") == "ingested")["source_id"].unique().to_list()
    if wanted is None and len(own or there) == 1:
        return str((own or there)[0])
    if wanted in there:
        return str(wanted)
    asked = f"no figure is from {wanted!r}" if wanted else "figures of several publishers"
    raise InputError(
        f"{asked}; there are: {', '.join(there) or 'none'}. Choose one with --source: two books "
        "of the same trade are never added up."
    )


def _digits(lengths: Iterable[int]) -> tuple[int, ...]:
    there = set(lengths)
    if HS6_DIGITS in there:
        return (HS6_DIGITS,)
    return tuple(sorted(n for n in there if n > HS6_DIGITS and n % 2 == 0))


def _said(wide: list[int]) -> list[str]:
    if not wide:
        return []
    lengths = ", ".join(map(str, wide))
    return [f"codes of {lengths} digits or letters, which hold or repeat the six-digit ones"]


def _prints(own: pl.DataFrame, periods: pl.DataFrame, digits: tuple[int, ...]) -> Prints | None:
    """Rank what is read of the publisher by release and ingest."""
    read = own.join(periods, on=_PERIOD).filter(pl.col("digits").is_in(list(digits)))
    return rank_prints(read.group_by(*SLICE, *PRINT, "hs_revision").agg(pl.col("len").sum()))


def _periods(own: pl.DataFrame, until: int | None) -> tuple[pl.DataFrame, list[str]]:
    """Keep of each year the year rather than its months, and no part of a year."""
    table = (
        own.select(_PERIOD)
        .unique()
        .with_columns(
            year=pl.col("period_start").dt.year(),
            months=(pl.col("period_end").dt.year() - pl.col("period_start").dt.year())
            * MONTHS_A_YEAR
            + pl.col("period_end").dt.month().cast(pl.Int32)
            - pl.col("period_start").dt.month(),
        )
    )
    if until is not None:
        table = table.filter(pl.col("year") <= until)
    is_year = (pl.col("months") == MONTHS_A_YEAR) & (pl.col("period_start").dt.month() == 1)
    has_year = is_year.any().over("year")
    single = pl.col("months") == 1
    has_months = (single.sum().over("year") == MONTHS_A_YEAR) & ~has_year
    kept = table.filter((is_year & has_year) | (single & has_months))
    notes = []
    parts = sorted(set(table["year"].to_list()) - set(kept["year"].to_list()))
    if parts:
        notes.append(f"years of which only a part was published ({', '.join(map(str, parts))})")
    if len(kept) < len(table) and not parts:
        notes.append("months of years that are published as years")
    return kept.select(_PERIOD).sort(_PERIOD), notes
