"""Which of several prints of one cell the mirror reads, so that nothing is counted twice."""

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = [
    "BREAKDOWNS",
    "INGEST",
    "RELEASE",
    "ReleaseRanks",
    "choose_rows",
    "is_of_edition",
    "rank_releases",
    "with_ranks",
]

RELEASE = ("source_id", "vintage", "hs_revision")
BREAKDOWNS = ("reporter_region", "trade_mode", "transport_mode")
INGEST = "ingest"  # number of the ingest, if the rows carry it: the later of two tells a figure
OF = ["reporter", "flow", "period"]
ReleaseRanks = pl.DataFrame | None


def rank_releases(rows: pl.DataFrame, is_cell: npt.NDArray[np.bool_]) -> ReleaseRanks:
    """Rank the sources and releases of each reporter, flow and period against each other.

    One edition of the HS is read of a reporter, flow and period, that of most rows (of two with as
    many the newer): a converted copy holds the same trade under other codes, so that to read both
    would count it twice.

    Args:
        rows: `reporter, flow, period`, and of `RELEASE` what there is.
        is_cell: Rows to choose from.

    Returns:
        One row a release: `reporter, flow, period`, its columns of `RELEASE`, `source_rank` (the
        fullest is greatest), `release_rank` (the newest is greatest; all alike where one has no
        vintage and the rows carry the number of their ingest, which then decides), and
        `is_edition`, whether its edition is read. None where no reporter, flow and period has
        two.
    """
    present = [c for c in RELEASE if c in rows.columns]
    if all(rows[c].n_unique() <= 1 for c in present):
        return None
    sizes = rows.filter(pl.Series(is_cell)).group_by(*OF, *present).len()
    if not (sizes.height and sizes.select(pl.struct(OF).is_duplicated().any()).item()):
        return None
    absent = [pl.lit(None, pl.String).alias(c) for c in RELEASE if c not in present]
    texts = sizes.with_columns(pl.col(present).cast(pl.String), *absent)
    of_source = [*OF, "source_id"]
    decides_ingest = INGEST in rows.columns
    lacks = pl.col("vintage").is_null().any().over(of_source) & decides_ingest
    ranked = texts.with_columns(
        size=pl.col("len").sum().over(of_source),
        of_edition=pl.col("len").sum().over(*OF, "hs_revision"),
        release_rank=pl.when(lacks)
        .then(0)
        .otherwise(pl.col("vintage").fill_null("").rank("dense").over(of_source)),
    ).with_columns(
        source_rank=pl.struct("size", pl.col("source_id").fill_null("")).rank("dense").over(OF),
        edition_rank=pl.struct("of_edition", pl.col("hs_revision").fill_null(""))
        .rank("dense")
        .over(OF),
    )
    is_edition = pl.col("edition_rank") == pl.col("edition_rank").max().over(OF)
    coded = [pl.col(c).cast(pl.Categorical) for c in present]
    return ranked.select(*OF, *coded, "source_rank", "release_rank", is_edition=is_edition)


def is_of_edition(rows: pl.DataFrame, ranks: ReleaseRanks) -> npt.NDArray[np.bool_]:
    """Say of each row whether the edition of the HS that it is in is read."""
    if ranks is None or ranks["is_edition"].all():
        return np.ones(rows.height, dtype=bool)
    return with_ranks(rows, ranks)["is_edition"].fill_null(value=True).to_numpy()


def with_ranks(rows: pl.DataFrame, ranks: ReleaseRanks) -> pl.DataFrame:
    """Put beside each row the ranks of its release, if there are any."""
    if ranks is None:
        return rows
    on = [c for c in ranks.columns if c in rows.columns]
    return rows.join(ranks, on=on, how="left", nulls_equal=True, maintain_order="left")


def choose_rows(rows: pl.DataFrame, of: list[str]) -> pl.DataFrame:
    """Choose among rows that tell the same cell those to be added up.

    In this order: of the source that holds most of its reporter's figures, codes of the fewest
    digits (an eight-digit code is a part of its six digits), of each code the newest release and of
    that the latest ingest, and totals rather than parts by province, regime or mode.

    Args:
        rows: `hs_code`, and of `source_rank, release_rank, ingest` and `BREAKDOWNS` what there is.
        of: Columns that name a cell.
    """
    digits = pl.col("hs_code").cast(pl.String).str.len_bytes()
    if "source_rank" in rows.columns:
        rows = rows.filter(pl.col("source_rank") == pl.col("source_rank").max().over(of))
    rows = rows.filter(digits == digits.min().over(of))
    for newest in ("release_rank", INGEST):
        if newest in rows.columns:
            rows = rows.filter(pl.col(newest) == pl.col(newest).max().over(*of, "hs_code"))
    if present := [c for c in BREAKDOWNS if c in rows.columns]:
        is_part = pl.any_horizontal(pl.col(c).is_not_null() for c in present)
        rows = rows.filter(~is_part | is_part.all().over(of))
    return rows
