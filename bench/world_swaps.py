"""Planted mix-ups: rows of the Republic of Korea that a reporter books under the DPRK."""

import numpy as np
import polars as pl

__all__ = ["SWAP_SIZES", "swap_rows"]

SWAP_SIZES = (0.3, 30.0)  # beside the reporter's usual cell with the DPRK
AT = ("reporter", "good")


def swap_rows(
    rows: pl.DataFrame, north: int, south: int, share: float, rng: np.random.Generator
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Move a share of one flow's value from South to North.

    Args:
        rows: `reporter, partner, good, usd, mass_kg, other_usd` (the first three are indices).
        north: Index of the DPRK.
        south: Index of the Republic of Korea.
        share: Swapped cells beside the cells with the DPRK.
        rng: Random stream.

    Returns:
        The rows as booked, and what was moved: `reporter, good, moved_usd, size` (times the usual).
    """
    is_south = (pl.col("partner") == south) & (pl.col("reporter") != north)
    n_north = rows.filter(pl.col("partner") == north).height
    moved = _choose(rows.filter(is_south), _usual(rows, north), round(share * n_north), rng)
    if moved.is_empty():
        return rows, moved.select(*AT, "moved_usd", "size")
    part = pl.col("moved_usd") / pl.col("usd")
    amounts = ("usd", "mass_kg", "other_usd")
    to_north = moved.with_columns(
        *(pl.col(c) * part for c in amounts), partner=pl.lit(north, rows.schema["partner"])
    ).select(rows.columns)
    cut = moved.select(*AT, is_cut=pl.lit(value=True), part=part)
    left = rows.join(
        cut.with_columns(partner=pl.lit(south, rows.schema["partner"])),
        on=[*AT, "partner"],
        how="left",
        maintain_order="left",
    ).with_columns(pl.col(c) * (1 - pl.col("part").fill_null(0)) for c in amounts)
    left = left.filter(pl.col("is_cut").is_null() | (pl.col("usd") >= 1)).select(rows.columns)
    is_pair = pl.col("partner") == north
    norths = pl.concat([left.filter(is_pair), to_north])
    norths = norths.group_by(*AT, "partner", maintain_order=True).agg(pl.col(amounts).sum())
    booked = pl.concat([left.filter(~is_pair), norths.select(rows.columns)])
    return booked.with_columns(pl.col(amounts).round(0)), moved.select(*AT, "moved_usd", "size")


def _usual(rows: pl.DataFrame, north: int) -> pl.DataFrame:
    return rows.filter(pl.col("partner") == north).select(*AT, usual=pl.col("usd"))


def _choose(
    souths: pl.DataFrame, usual: pl.DataFrame, n: int, rng: np.random.Generator
) -> pl.DataFrame:
    """Choose cells at random among those where the South's trade is large enough to be moved."""
    of_reporter = usual.group_by("reporter").agg(own=pl.col("usual").median())
    low, high = np.log(SWAP_SIZES)
    drawn = souths.sort(*AT).with_columns(
        order=pl.Series(rng.permutation(souths.height)),
        size=pl.Series(np.exp(rng.uniform(low, high, souths.height))),
    )
    known = drawn.join(usual, on=AT, how="left").join(of_reporter, on="reporter", how="left")
    of_all = usual["usual"].median() if usual.height else None
    scale = pl.coalesce("usual", "own", pl.lit(of_all, pl.Float64))
    sized = known.with_columns(moved_usd=(scale * pl.col("size")).round(0))
    fits = (pl.col("moved_usd") <= pl.col("usd")) & (pl.col("moved_usd") >= 1)
    return sized.filter(fits).sort("order").head(n)
