"""How many findings of emergence are false, and how many planted shifts are found.

    python -m bench.level_shifts [--seeds 1,2,3] [--countries 60] [--goods 800] [--years 10]

Makes seeded worlds of reconciled trade, with planted level shifts (2 to 20 times up or down) and
without any, and asks `coalface.trade.level_shifts` for the last year at a false discovery rate of
5 %. Without shifts every finding is false. With them a finding is true if its series was shifted
up in that year, or so lately that most of the earlier years lie before the shift.
"""

import argparse
import time
from datetime import date

import numpy as np
import polars as pl
from bench.world import World, make_world

from coalface.tables.flows import FLOWS
from coalface.tables.schema import dtypes_of
from coalface.trade.level_shifts import find_level_shifts

LAST_YEAR = 2019
SHIFT_SHARE = 0.2  # over twenty years: one series in a hundred begins to differ each year
FDR = 0.05


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--countries", type=int, default=60)
    parser.add_argument("--goods", type=int, default=800)
    parser.add_argument("--years", type=int, default=10)
    chosen = parser.parse_args()
    for seed in map(int, chosen.seeds.split(",")):
        for share in (0.0, SHIFT_SHARE):
            world = make_world(
                seed, n_countries=chosen.countries, n_goods=chosen.goods, shift_share=share
            )
            judge(seed, world, range(LAST_YEAR + 1 - chosen.years, LAST_YEAR + 1))


def judge(seed: int, world: World, years: range) -> None:
    flows = pl.concat([book_of(world, year) for year in years])
    started = time.perf_counter()
    found = find_level_shifts(flows)
    seconds = time.perf_counter() - started
    text = {"exporter": pl.String, "importer": pl.String, "hs_code": pl.String}
    begin = pl.col("year").is_between(years[-1] - len(years) // 2 + 1, years[-1])
    late = world.shifts().cast(text).filter(begin & (pl.col("log_size") > 0))
    ups = late.filter(pl.col("year") == years[-1])
    key = list(text)
    table = found.table.join(late.select(*key, "log_size"), on=key, how="left")
    last = pl.col("period_start").dt.year() == years[-1]
    there = flows.filter(last).rename({"reporter": "exporter", "partner": "importer"})
    traded = ups.join(there.select(key), on=key, how="semi")
    n, n_true = len(table), table["log_size"].is_not_null().sum()
    by_size = [
        f"{low}-{high}x {hit(traded, table, key, low, high):.2f}"
        for low, high in ((2, 5), (5, 10), (10, 20))
    ]
    print(
        f"seed {seed}, {found.n_tested:,} series tested, {len(traded):,} shifted up: {n:,} found, "
        f"{n - n_true:,} false ({(n - n_true) / max(n, 1):.3f} of {FDR} asked); found by size "
        f"{', '.join(by_size) if len(traded) else 'none planted'}; stretch "
        f"{found.calibration.stretch:.2f}; {seconds:.1f} s"
    )


def hit(traded: pl.DataFrame, table: pl.DataFrame, key: list[str], low: int, high: int) -> float:
    some = traded.filter(pl.col("log_size").is_between(np.log(low), np.log(high)))
    return some.join(table, on=key, how="semi").height / max(some.height, 1)


def book_of(world: World, year: int) -> pl.DataFrame:
    """Give one year of reconciled trade as a table of flows."""
    code_of = dict(zip(world.places.numeric, world.places.iso3, strict=True))
    rows = pl.concat(world.baci(year)).select(
        reporter=pl.col("i").cast(pl.Int64).replace_strict(code_of, return_dtype=pl.String),
        partner=pl.col("j").cast(pl.Int64).replace_strict(code_of, return_dtype=pl.String),
        hs_code=pl.col("k").cast(pl.String),
        value_fob_usd=pl.col("v") * 1000,
    )
    known = {"flow": "export", "source_id": "world", "vintage": "1", "dataset": "ingested",
             "confidence": "medium", "locator": "row"}  # fmt: skip
    whole = rows.with_columns(
        *(pl.lit(value).alias(name) for name, value in known.items()),
        period_start=pl.lit(date(year, 1, 1)),
        period_end=pl.lit(date(year + 1, 1, 1)),
        row_id=pl.format("w{}-{}", pl.lit(year), pl.int_range(pl.len())),
    )
    kinds = dtypes_of(FLOWS)
    absent = [pl.lit(None, kind).alias(c) for c, kind in kinds.items() if c not in whole.columns]
    return whole.with_columns(absent).select(list(kinds))


if __name__ == "__main__":
    main()
