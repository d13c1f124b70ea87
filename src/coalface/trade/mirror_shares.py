"""How one reporter's trade is parted by its provinces, or by mode of transport."""

from typing import Literal

import polars as pl

from coalface.trade.mirror_releases import BREAKDOWNS

__all__ = ["Breakdown", "find_shares"]

Breakdown = Literal["reporter_region", "transport_mode"]
OF = ("reporter", "partner", "flow", "period_start", "period_end")
TOLERANCE = 0.01  # ours: parts that add up to within one per cent of the printed total are whole


def find_shares(
    flows: pl.LazyFrame | pl.DataFrame, breakdown: Breakdown, *, hs_prefix: str = ""
) -> pl.DataFrame:
    """Part the value of each reporter, partner, flow and period by province or mode of transport.

    Only rows that name a part count. Where the reporter prints a total of the same goods too,
    `covered_share` says how much of it the parts hold: below one, some trade has no part, and the
    shares are of what has. A province is where the trader is registered, not where goods
    went.

    Args:
        flows: Table `flows`; parts of other kinds than the one asked for are added up, not chosen.
        breakdown: `reporter_region` or `transport_mode`.
        hs_prefix: Only codes that begin so; all if "".

    Returns:
        `reporter, partner, flow, period_start, period_end, part, value_usd, value_share, mass_t,
        mass_share, total_usd, covered_share`, sorted; empty where no row names a part.
        `mass_share` is empty where some row of the group has no mass.
    """
    table = flows.lazy()
    columns = table.collect_schema().names()
    if breakdown not in columns:
        table = table.with_columns(pl.lit(None, pl.String).alias(breakdown))
    value = pl.coalesce("value_cif_usd", "value_fob_usd")
    code = pl.col("hs_code").cast(pl.String)
    rows = table.filter(code.str.starts_with(hs_prefix) & value.is_not_null()).with_columns(
        value_usd=value, part=pl.col(breakdown).cast(pl.String)
    )
    others = [pl.col(c).is_null() for c in BREAKDOWNS if c in columns and c != breakdown]
    is_total = pl.all_horizontal(pl.col("part").is_null(), *others)
    parted = rows.filter(pl.col("part").is_not_null())
    sums = parted.group_by(*OF, "part").agg(
        pl.col("value_usd").sort().sum(), _mass_sum().alias("mass_t")
    )
    totals = rows.filter(is_total).group_by(OF).agg(total_usd=pl.col("value_usd").sort().sum())
    joined = sums.join(totals, on=OF, how="left").sort(*OF, "part")
    of_group = joined.with_columns(
        value_share=pl.col("value_usd") / pl.col("value_usd").sum().over(OF),
        mass_share=pl.when(pl.col("mass_t").is_not_null().all().over(OF)).then(
            pl.col("mass_t") / pl.col("mass_t").sum().over(OF)
        ),
        covered=pl.col("value_usd").sum().over(OF) / pl.col("total_usd"),
    )
    is_whole = (pl.col("covered") - 1).abs() <= TOLERANCE
    return of_group.select(
        *OF,
        "part",
        "value_usd",
        "value_share",
        "mass_t",
        "mass_share",
        "total_usd",
        covered_share=pl.when(is_whole).then(1.0).otherwise("covered"),
    ).collect()


def _mass_sum() -> pl.Expr:
    """Give the mass of a group, or nothing where one of its rows has none."""
    mass = pl.col("mass_t")
    return pl.when(mass.is_not_null().all()).then(mass.sort().sum())
