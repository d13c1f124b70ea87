"""The first picture of the brief: declared, undeclared and bought, year by year since 2016."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl

from coalface.trade.balance import BalanceRow
from coalface.trade.replacement import ReplacementYear
from coalface.trade.replacement import numbers as replacement_numbers
from coalface.vocabulary.numbers import Number, no_figure

__all__ = [
    "PICTURE_CHANNELS",
    "OutsideEstimate",
    "PictureYear",
    "find_first_picture",
    "find_headline_year",
    "find_outside_estimates",
    "numbers",
]

#: Channels of table `estimates` that the picture sets beside declared trade, in this order.
PICTURE_CHANNELS = ("coal_smuggled", "other_smuggled", "cyber", "workers", "it_workers")
#: An item of this kind is inside a yearly total and never stands beside it.
SINGLE_EVENT = "single theft"
WIGS = "6704"
#: Whose imports line is taken where several books have the year.
IMPORT_BOOKS = ("china_customs", "kotra_china", "kotra_world")
LONGEST_YEAR_DAYS = 366

Span = Literal["year", "part_year", "several_years"]


@dataclass(frozen=True, slots=True)
class OutsideEstimate:
    """One estimate outside the statistics. Rival rows stand side by side and are never added.

    Attributes:
        channel: As in table `estimates`.
        item: What is estimated, in the source's terms.
        who: Who estimates it.
        starts_on: First day of the period.
        ends_on: First day after it.
        span: `year`, `part_year` or `several_years`; the last belongs to no single bar.
        year: The calendar year it belongs to, or None for several.
        value_usd: Low to high as published; "more than" has no high, "up to" no low.
        vintage: When it was published.
        source_id: Where it was read.
        confidence: `high`, `medium` or `low`.
    """

    channel: str
    item: str
    who: str
    starts_on: date
    ends_on: date
    span: Span
    year: int | None
    value_usd: Number
    vintage: str
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class PictureYear:
    """One bar of the first picture with what stands beside it.

    Attributes:
        year: Calendar year.
        declared: Declared exports by legal status, with the goods; None where no total of
            exports was published.
        imports_usd: What the DPRK bought, from China unless `imports_book` is of all partners.
        imports_book: Id of the books of the imports, or "".
        wigs_share: Wigs' share of declared exports, gross of imported hair.
        estimates: Rival estimates of the year outside the statistics.
    """

    year: int
    declared: ReplacementYear | None
    imports_usd: Number
    imports_book: str
    wigs_share: Number
    estimates: tuple[OutsideEstimate, ...]


def find_outside_estimates(
    estimates: pl.DataFrame, *, channels: tuple[str, ...] = PICTURE_CHANNELS
) -> tuple[OutsideEstimate, ...]:
    """Find the published estimates in dollars of some channels, each as its own row.

    They are not one series: cyber theft is value when stolen, workers' pay may be gross, a
    later print may revise an earlier one. Rows without a dated period or a value are left out.

    Args:
        estimates: Table `estimates`.
        channels: Channels wanted, in the order wanted.

    Returns:
        One row an estimate, by channel, then period, then estimator.
    """
    chosen = estimates.filter(
        pl.col("channel").is_in(channels)
        & ~pl.col("item").str.starts_with(SINGLE_EVENT)
        & pl.col("period_start").is_not_null()
        & pl.col("period_end").is_not_null()
        & (pl.col("value_low_usd").is_not_null() | pl.col("value_high_usd").is_not_null())
    )
    found = [_estimate(row) for row in chosen.iter_rows(named=True)]
    return tuple(
        sorted(found, key=lambda e: (channels.index(e.channel), e.starts_on, e.ends_on, e.who))
    )


def find_first_picture(
    replacement: Iterable[ReplacementYear],
    balance: Iterable[BalanceRow],
    estimates: Iterable[OutsideEstimate],
    *,
    first_year: int = 2016,
) -> tuple[PictureYear, ...]:
    """Put declared exports, imports and rival estimates of each year side by side.

    Args:
        replacement: From `find_replacement`.
        balance: From `find_balance`.
        estimates: From `find_outside_estimates`.
        first_year: First bar.

    Returns:
        One row a year, without gaps, up to the last year for which anything was published.
    """
    declared = {row.year: row for row in replacement}
    bought = _imports(balance)
    rivals = tuple(estimates)
    known = {*declared, *bought, *(e.year for e in rivals if e.year is not None)}
    years = range(first_year, max((y for y in known if y >= first_year), default=first_year) + 1)
    return tuple(
        PictureYear(
            year=year,
            declared=declared.get(year),
            imports_usd=bought[year][1] if year in bought else _no_imports(year),
            imports_book=bought[year][0] if year in bought else "",
            wigs_share=_wigs_share(year, declared.get(year)),
            estimates=tuple(e for e in rivals if e.year == year),
        )
        for year in years
    )


def find_headline_year(rows: Iterable[PictureYear]) -> PictureYear | None:
    """Find the last year whose declared total is of China alone: the one to put in a sentence."""
    usable = [r for r in rows if r.declared is not None and r.declared.is_china_only]
    return max(usable, key=lambda row: row.year, default=None)


def numbers(rows: Iterable[PictureYear]) -> tuple[Number, ...]:
    """Give every number of the rows, in order."""
    found: list[Number] = []
    for row in rows:
        found += replacement_numbers(() if row.declared is None else (row.declared,))
        found += [row.imports_usd, *(e.value_usd for e in row.estimates)]
        found += [row.wigs_share] if row.wigs_share.value is None else []
    return tuple(found)


def _estimate(row: Mapping[str, Any]) -> OutsideEstimate:
    starts_on, ends_on = row["period_start"], row["period_end"]
    span = _span(starts_on, ends_on)
    return OutsideEstimate(
        channel=row["channel"],
        item=row["item"],
        who=row["who"],
        starts_on=starts_on,
        ends_on=ends_on,
        span=span,
        year=None if span == "several_years" else starts_on.year,
        value_usd=_value(row),
        vintage=row["vintage"] or "",
        source_id=row["source_id"],
        confidence=row["confidence"],
    )


def _span(starts_on: date, ends_on: date) -> Span:
    if ends_on <= date(starts_on.year + 1, 1, 1):
        is_whole = starts_on == date(starts_on.year, 1, 1) and ends_on.year > starts_on.year
        return "year" if is_whole else "part_year"
    return "part_year" if (ends_on - starts_on).days <= LONGEST_YEAR_DAYS else "several_years"


def _value(row: Mapping[str, Any]) -> Number:
    low, high = row["value_low_usd"], row["value_high_usd"]
    is_range = low is not None and high is not None and low != high
    how, value = "as published", low if low is not None else high
    if is_range:
        how, value = "middle of the published range", (low + high) / 2
    elif high is None:
        how = "published as more than this"
    elif low is None:
        how = "published as up to this"
    return Number(
        id=f"outside/{row['row_id'].removeprefix('estimates/')}/value_usd",
        label=f"{row['item']}, {row['who']}",
        value=value,
        unit="USD",
        low=low,
        high=high,
        mark="derived" if is_range or "derived" in (row["note"] or row["who"]) else "published",
        how=how,
        inputs=(row["row_id"],),
        note=row["note"] or "",
    )


def _imports(balance: Iterable[BalanceRow]) -> dict[int, tuple[str, Number]]:
    rows = [r for r in balance if r.book in IMPORT_BOOKS and r.imports_usd.value is not None]
    rows.sort(key=lambda r: -IMPORT_BOOKS.index(r.book))
    return {row.year: (row.book, row.imports_usd) for row in rows}


def _no_imports(year: int) -> Number:
    return no_figure(
        f"first_picture/{year}/imports_usd",
        f"Imports of the DPRK from China, {year}",
        "USD",
        "no total was found",
    )


def _wigs_share(year: int, declared: ReplacementYear | None) -> Number:
    items = () if declared is None else declared.items
    share = next((item.share for item in items if item.code == WIGS), None)
    return share or no_figure(
        f"first_picture/{year}/wigs_share",
        f"Wigs, share of declared exports to China, {year}",
        "share",
        "no value for the whole year was found",
    )
