"""Which of several prints of one figure a book reads: releases and downloads may overlap."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

__all__ = ["PRINT", "SLICE", "Prints", "newest_rows", "rank_prints"]

SLICE = ("reporter", "flow", "period_start", "period_end")
INGEST = "ingest"  # number of the ingest, if the rows carry it: the later of two tells a figure
PRINT = ("vintage", INGEST)
EDITION = "hs_revision"
_CELL = (*SLICE, "partner", "hs_code", "reporter_region", "trade_mode", "transport_mode")


@dataclass(frozen=True, slots=True)
class Prints:
    """How the prints of those reporters, flows and years rank of which there are several.

    Attributes:
        editions: Of each `SLICE` of such a year the edition of the HS that is read.
        ranks: `vintage, ingest` and `rank`, the newest the greatest.
        left_out: What is not read for it, in words.
    """

    editions: pl.DataFrame
    ranks: pl.DataFrame
    left_out: tuple[str, ...]


def rank_prints(sizes: pl.DataFrame) -> Prints | None:
    """Rank the releases and ingests of one publisher's figures against each other.

    A release with a later vintage is newer; of one vintage the later ingest. Where any figure has
    no vintage the ingest alone decides, if the rows carry its number: a date cannot be set against
    none. One edition of the HS is read of a reporter, flow and period, that of most rows (of two
    with as many the newer): a converted copy holds the same trade under other codes.

    Args:
        sizes: Rows a `SLICE`, `PRINT` and `hs_revision`: `len`.

    Returns:
        None where no reporter, flow and period has two.
    """
    year = pl.col("period_start").dt.year()
    n_prints = pl.struct(*PRINT, EDITION).n_unique().over(SLICE)
    is_rival = (n_prints > 1).any().over("reporter", "flow", year)
    rivals = sizes.filter(is_rival)
    if rivals.is_empty():
        return None
    of_edition = rivals.group_by(*SLICE, EDITION).agg(pl.col("len").sum())
    named = pl.struct("len", pl.col(EDITION).cast(pl.String).fill_null(""))
    place = named.rank("dense").over(SLICE)
    is_read = place == place.max().over(SLICE)
    of_edition = of_edition.with_columns(is_read=is_read)
    editions = of_edition.filter("is_read").select(*SLICE, EDITION).sort(SLICE)
    ranks = _ranks(sizes)
    read = rivals.join(editions, on=[*SLICE, EDITION], nulls_equal=True)
    told = read.join(ranks, on=PRINT, nulls_equal=True)
    older = told.filter(pl.col("rank") < pl.col("rank").max().over(SLICE))
    copies = (
        of_edition.filter(~pl.col("is_read"))[EDITION].cast(pl.String).drop_nulls().unique().sort()
    )
    return Prints(editions, ranks, (*_older(older), *_copies(copies.to_list())))


def newest_rows(rows: pl.LazyFrame, prints: Prints | None) -> Iterator[pl.LazyFrame]:
    """Give the rows to be read, of each figure the newest print, in parts.

    All rows of one reporter, flow and year are in one part. The parts after the first hold one
    year each, which is brought into memory: only what has several prints is in them. Two rows of
    one print are two figures, and both stay.

    Args:
        rows: Rows of a book.
        prints: As `rank_prints` gives them of these rows.
    """
    if prints is None:
        yield rows
        return
    yield rows.join(prints.editions.lazy(), on=SLICE, how="anti")
    if INGEST not in rows.collect_schema().names():
        rows = rows.with_columns(pl.lit(0, pl.Int64).alias(INGEST))
    year = pl.col("period_start").dt.year()
    for number in prints.editions.select(year.unique().sort()).to_series():
        told = rows.filter(year == number).join(
            prints.editions.filter(year == number).lazy(), on=[*SLICE, EDITION], nulls_equal=True
        )
        ranked = told.join(prints.ranks.lazy(), on=PRINT, nulls_equal=True)
        yield ranked.filter(pl.col("rank") == pl.col("rank").max().over(_CELL)).drop("rank")


def _ranks(sizes: pl.DataFrame) -> pl.DataFrame:
    found = sizes.select(PRINT).unique()
    vintage = pl.col("vintage").cast(pl.String)
    decides_ingest = vintage.is_null().any() & (pl.col(INGEST).n_unique() > 1)
    release = pl.when(~decides_ingest).then(vintage.fill_null("")).otherwise(pl.lit(""))
    return found.with_columns(rank=pl.struct(release.alias("release"), INGEST).rank("dense"))


def _older(older: pl.DataFrame) -> list[str]:
    if older.is_empty():
        return []
    releases = older["vintage"].cast(pl.String).drop_nulls().unique().sort().to_list()
    ingests = [str(n) for n in older[INGEST].unique().sort().to_list() if n]
    names = [f"releases {', '.join(releases)}"] if releases else []
    names += [f"ingests {', '.join(ingests)}"] if ingests else []
    which = f" ({'; '.join(names)})" if names else ""
    return [f"older releases and earlier ingests{which}, where a newer one has the same figure"]


def _copies(editions: list[str]) -> list[str]:
    if not editions:
        return []
    return [f"copies of the same trade in another edition of the HS ({', '.join(editions)})"]
