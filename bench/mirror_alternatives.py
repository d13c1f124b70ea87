"""The mirror's questions in vectorised pandas and in DuckDB, in the same run.

Pairing is asked of all three. The whole estimate is asked of pandas and of us: pandas does the same
pairing, the same weighted sweeps over the same levels, and the expectation steps on every pair, as
one would write it with groupby and arrays; quantiles by the same halving, cell by cell in
one array. Checked: all find as many cells; printed: how far the two estimates lie apart.

"""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl
from bench.world import World
from scipy.special import ndtr

from coalface.trade.mirror import estimate_mirror
from coalface.trade.mirror_pairs import pair_records

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
KEY = ["exporter", "importer", "hs_code", "period_start"]
SWEEPS, EM_STEPS, HALVINGS = 12, 40, 20
DEGREES, SCALE, WIDE, GROSS = 4.0, 0.25, 3.0, 1.5
PAIRING = """
with m as (
    select partner as exporter, reporter as importer, hs_code, period_start,
           sum(value_cif_usd) as cif, sum(value_fob_usd) as ifob, sum(mass_t) as imass
    from books where flow = 'import' group by all
), x as (
    select reporter as exporter, partner as importer, hs_code, period_start,
           sum(value_fob_usd) as fob, sum(mass_t) as emass
    from books where flow = 'export' group by all
)
select * from m full join x using (exporter, importer, hs_code, period_start)
order by exporter, importer, hs_code, period_start
"""


def compare_speed(world: World, year: int) -> None:
    """Time the pairing in three ways and the estimate in two, on the same rows."""
    books = world.books(year).with_columns(
        pl.col("reporter", "partner", "flow", "hs_code").cast(pl.String),
        period_start=date(year, 1, 1),
        period_end=date(year + 1, 1, 1),
    )
    rows = books.to_pandas()
    for name in ("reporter", "partner", "flow", "hs_code"):
        rows[name] = rows[name].astype("category")
    ours, pairs = timed(lambda: pair_records(books, year=year))
    sql, n_sql = timed(lambda: in_duckdb(books))
    frames, paired = timed(lambda: in_pandas(rows))
    assert len(pairs.good) == n_sql == len(paired)
    print(f"pairing {books.height:,} rows into {n_sql:,} cells")
    print(f"  coalface {ours:.2f} s; DuckDB {sql:.2f} s ({ours / sql:.2f} of its time is ours);")
    print(f"  pandas {frames:.2f} s ({frames / ours:.1f} times ours)")
    whole, mirror = timed(lambda: estimate_mirror(books, year=year))
    slow, values = timed(lambda: estimate_in_pandas(rows))
    apart = np.abs(np.log(mirror.cells["fob_usd"].to_numpy()) - values)
    print(f"whole estimate: coalface {whole:.2f} s (value and mass); pandas {slow:.2f} s (value)")
    print(f"  {slow / whole:.1f} times; median distance of the two: {np.median(apart):.3f} log")


def timed(task: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = task()
    return time.perf_counter() - started, result


def in_duckdb(books: pl.DataFrame) -> int:
    with duckdb.connect() as connection:
        connection.execute("set threads = 2")
        connection.register("books", books.to_arrow())
        return len(connection.sql(PAIRING).to_arrow_table())


def in_pandas(rows: pd.DataFrame) -> pd.DataFrame:
    imports = rows[rows["flow"] == "import"].rename(
        columns={"partner": "exporter", "reporter": "importer", "value_cif_usd": "cif",
                 "value_fob_usd": "ifob", "mass_t": "imass"}
    )  # fmt: skip
    exports = rows[rows["flow"] == "export"].rename(
        columns={"reporter": "exporter", "partner": "importer", "value_fob_usd": "fob",
                 "mass_t": "emass"}
    )  # fmt: skip
    how = {"observed": True, "sort": False}
    m = imports.groupby(KEY, **how)[["cif", "ifob", "imass"]].sum(min_count=1).reset_index()
    x = exports.groupby(KEY, **how)[["fob", "emass"]].sum(min_count=1).reset_index()
    return m.merge(x, on=KEY, how="outer").sort_values(KEY, ignore_index=True)


def estimate_in_pandas(rows: pd.DataFrame) -> Floats:
    """Reconcile values: levels by weighted group means, spreads by expectation steps."""
    cells = in_pandas(rows)
    imported = np.log(cells["ifob"].fillna(cells["cif"] / 1.06).to_numpy())
    exported = np.log(cells["fob"].to_numpy())
    both = ~np.isnan(imported) & ~np.isnan(exported)
    pairs = cells.loc[both, ["importer", "exporter", "hs_code"]].astype("category")
    left = pd.Series(imported[both] - exported[both], index=pairs.index)
    levels = {name: pd.Series(dtype=float) for name in pairs}
    for _ in range(SWEEPS):
        weight = (DEGREES + 1) / (DEGREES + (left / SCALE) ** 2) / SCALE**2
        for name in pairs:
            by = pairs[name]
            total = weight.groupby(by, observed=True).sum()
            move = (weight * left).groupby(by, observed=True).sum() / (total + 400)
            levels[name] = levels[name].add(move, fill_value=0)
            left = left - by.map(move).astype(float)
    spreads, shares = spread_by_state(left.to_numpy(), pairs)
    middle = np.where(np.isnan(exported), imported, exported)
    lean = {n: cells[n].map(levels[n]).astype(float).fillna(0).to_numpy() for n in levels}
    corrected = exported + lean["exporter"]
    middle = np.where(np.isnan(exported), imported - lean["importer"] - lean["hs_code"], corrected)
    middle[both] = corrected[both] + medians(left.to_numpy(), spreads, shares)
    return middle


def spread_by_state(left: Floats, pairs: pd.DataFrame) -> tuple[list[Floats], list[Floats]]:
    """Fit the three-part errors of both sides, pair by pair in whole arrays."""
    scale = [np.full(len(left), 0.15), np.full(len(left), 0.15)]
    share = [np.tile([0.72, 0.2, 0.08], (len(left), 1)) for _ in range(2)]
    squared = left**2
    for _ in range(EM_STEPS):
        own = [np.stack([s, WIDE * s, np.full(len(s), GROSS)], axis=1) ** 2 for s in scale]
        total = own[0][:, :, None] + own[1][:, None, :]
        density = share[0][:, :, None] * share[1][:, None, :] / np.sqrt(total)
        density *= np.exp(-0.5 * squared[:, None, None] / total)
        belief = density / density.sum(axis=(1, 2), keepdims=True)
        for k, name in enumerate(("importer", "exporter")):
            part = own[k][:, :, None] if k == 0 else own[k][:, None, :]
            error = belief * ((part / total) ** 2 * squared[:, None, None] + part - part**2 / total)
            weight, square = belief.sum(axis=2 - k), error.sum(axis=2 - k)
            by = pairs[name].to_numpy()
            sums = pd.DataFrame(np.hstack([weight, square])).groupby(by, observed=True)
            found = sums.transform("sum").to_numpy()
            usual = found[:, 3] + found[:, 4] / WIDE**2
            scale[k] = np.sqrt((usual + 0.45) / (found[:, 0] + found[:, 1] + 20))
            share[k] = (found[:, :3] + 1) / (found[:, :3] + 1).sum(axis=1, keepdims=True)
    return scale, share


def medians(left: Floats, scale: list[Floats], share: list[Floats]) -> Floats:
    """Give the median and both ends of each pair's mixture by halving; return the median."""
    own = [np.stack([s, WIDE * s, np.full(len(s), GROSS)], axis=1) ** 2 for s in scale]
    total = (own[0][:, :, None] + own[1][:, None, :]).reshape(len(left), -1)
    weight = (share[0][:, :, None] * share[1][:, None, :]).reshape(len(left), -1)
    toward = np.repeat(own[1][:, None, :], 3, axis=1).reshape(len(left), -1) / total
    sd = np.sqrt((1 - toward) * toward * total)
    weight = weight * np.exp(-0.5 * left[:, None] ** 2 / total) / np.sqrt(total)
    weight /= weight.sum(axis=1, keepdims=True)
    mean = toward * left[:, None]
    found = {}
    for level in (0.05, 0.5, 0.95):
        low, high = mean.min(axis=1) - 14, mean.max(axis=1) + 14
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            is_low = (weight * ndtr((middle[:, None] - mean) / sd)).sum(axis=1) < level
            low, high = np.where(is_low, middle, low), np.where(is_low, high, middle)
        found[level] = (low + high) / 2
    return found[0.5]
