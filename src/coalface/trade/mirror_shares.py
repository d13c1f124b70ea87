"""How one reporter's trade is parted by its provinces, or by mode of transport."""

from typing import Literal

import polars as pl

from coalface.trade.mirror_releases import BREAKDOWNS

__all__ = ["Breakdown", "find_shares"]

Breakdown = Literal["reporter_region", "transport_mode"]
OF = ("reporter", "partner", "flow", "period_start", "period_end")
TOLERANCE = 0.01  # ours: parts that add up to within one per cent of the printed total are whole
ALL_GOODS = "TOTAL"


def find_shares(
    flows: pl.LazyFrame | pl.DataFrame, breakdown: Breakdown, *, hs_prefix: str = ""
) -> pl.DataFrame:
    """Part the value of each reporter, partner, flow and period by province or mode of transport.

    Only rows that name a part count, of one source and one edition of the HS: those with most such
    rows. A code that a wider code of the same part holds is not added to it, nor are parts of a
    part (a province by customs regime) where the part stands whole. Where the source prints a
    total of the same goods too, `covered_share` says how much of it the parts hold: below one,
    some trade has no part, and the shares are of what has. A province is where the trader is
    registered, not where goods went.

    Args:
        flows: Table `flows`, of each figure one release.
        breakdown: `reporter_region` or `transport_mode`.
        hs_prefix: Only codes that begin so; all if "".

    Returns:
        `reporter, partner, flow, period_start, period_end, part, value_usd, value_share, mass_t,
        mass_share, total_usd, covered_share`, sorted; empty where no row names a part.
        `mass_share` is empty where some row of the group has no mass.
    """
    rows = _read(flows, breakdown, hs_prefix)
    for column in ("source_id", "hs_revision"):
        rows = _of_fullest(rows, column)
    rows = _widest(_wholest(rows))
    sums = (
        rows.filter(pl.col("part").is_not_null())
        .group_by(*OF, "part")
        .agg(pl.col("value_usd").sort().sum(), _mass_sum().alias("mass_t"))
    )
    is_total = pl.col("part").is_null() & (pl.col("shape") == 0)
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
    )


def _read(flows: pl.LazyFrame | pl.DataFrame, breakdown: Breakdown, hs_prefix: str) -> pl.DataFrame:
    """Read rows with `part`, `value_usd`, and `shape`: which other breakdowns they have, 0 none."""
    table = flows.lazy()
    columns = table.collect_schema().names()
    texts = (*BREAKDOWNS, "source_id", "hs_revision")
    absent = [pl.lit(None, pl.String).alias(c) for c in texts if c not in columns]
    present = [pl.col(c).cast(pl.String) for c in (*texts, "hs_code") if c in columns]
    others = [pl.col(c).is_not_null() for c in BREAKDOWNS if c != breakdown]
    n_others, which = others[0].cast(pl.Int8) + others[1].cast(pl.Int8), others[1].cast(pl.Int8)
    return (
        table.with_columns(*absent, *present)
        .with_columns(
            part=pl.col(breakdown),
            shape=2 * n_others + which,
            value_usd=pl.coalesce("value_cif_usd", "value_fob_usd"),
            code=pl.when(pl.col("hs_code") == ALL_GOODS).then(pl.lit("")).otherwise("hs_code"),
        )
        .filter(pl.col("code").str.starts_with(hs_prefix) & pl.col("value_usd").is_not_null())
        .collect()
    )


def _of_fullest(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """Keep of each group the rows of one source, or edition: that which names most parts."""
    name = pl.col(column).fill_null("")
    named = rows.with_columns(n=pl.col("part").is_not_null().sum().over(*OF, name))
    rank = pl.struct("n", name).rank("dense")
    return named.filter(rank.over(OF) == rank.over(OF).max().over(OF)).drop("n")


def _wholest(rows: pl.DataFrame) -> pl.DataFrame:
    """Leave out parts of a part where the part stands whole."""
    return rows.filter(pl.col("shape") == pl.col("shape").min().over(*OF, "code", "part"))


def _widest(rows: pl.DataFrame) -> pl.DataFrame:
    """Leave out codes that a wider code of the same part holds."""
    key = [*OF, "part"]
    lengths = sorted(rows["code"].str.len_bytes().unique().to_list())
    for n_digits in lengths[:-1]:
        wide = rows.filter(pl.col("code").str.len_bytes() == n_digits).select(*key, head="code")
        heads = rows.with_columns(head=pl.col("code").str.slice(0, n_digits))
        is_within = pl.col("code").str.len_bytes() > n_digits
        marked = heads.join(
            wide.unique().with_columns(is_held=pl.lit(value=True)),
            on=[*key, "head"],
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
        is_held = pl.col("is_held").fill_null(value=False) & is_within
        rows = marked.filter(~is_held).drop("head", "is_held")
    return rows


def _mass_sum() -> pl.Expr:
    """Give the mass of a group, or nothing where one of its rows has none."""
    mass = pl.col("mass_t")
    return pl.when(mass.is_not_null().all()).then(mass.sort().sum())
