"""One measurement of `bench.trade`: `python -m bench.trade_runs WHAT FOLDER [MILLIONS]`."""

import json
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from bench.screening import highest_resident_bytes

from coalface.law import load_rulebook
from coalface.sources.packaged import read_packaged
from coalface.tables.flows import FLOWS
from coalface.tables.schema import dtypes_of
from coalface.trade.annual_books import choose_book
from coalface.trade.flow_screening import screen_flows
from coalface.trade.level_shifts import find_level_shifts
from coalface.trade.series_blocks import SeriesStore
from coalface.trade.yearly_records import find_record

SEED = 408
YEARS = tuple(range(2012, 2022))
N_STATES, N_GOODS = 200, 5000
PART_ROWS = 1_000_000
SHIFTED, SHIFT_TIMES = 0.002, 1000.0  # series that rise in the last year, so that some are found
SHARE_THERE = 0.85  # of the years of a series
GIB = 1024**3
TOP = 1000
SQL = """
SET threads = 2; SET memory_limit = '4GB'; SET preserve_insertion_order = false;
CREATE TEMP TABLE scored AS
WITH yearly AS (
  SELECT reporter, partner, hs_code, year(period_start) AS y,
         sum(coalesce(value_cif_usd, value_fob_usd, value_mixed_usd)) AS v
  FROM read_parquet('{path}') WHERE flow = 'export' GROUP BY ALL),
series AS (
  SELECT reporter, partner, hs_code, max(ln(v)) FILTER (y = {last}) AS now,
         list(ln(v)) FILTER (y < {last}) AS earlier FROM yearly WHERE v > 0 GROUP BY ALL),
middle AS (SELECT *, list_median(earlier) AS m FROM series
           WHERE now IS NOT NULL AND len(earlier) > 1),
apart AS (SELECT *, list_transform(earlier, lambda x: abs(x - m)) AS d FROM middle),
cut AS (SELECT *, list_transform(d, lambda x: least(x, 3.0 * 1.4826 * list_median(d)) ** 2) AS c
        FROM apart)
SELECT reporter, partner, hs_code, len(earlier) AS n,
       (now - m) / sqrt(0.25 + list_sum(c) / (len(earlier) - 1)) AS score FROM cut;
"""


def main() -> None:
    what, folder = sys.argv[1], Path(sys.argv[2])
    if what == "make":
        make(folder, int(sys.argv[3]))
        print("{}")
        return
    runs = {"ours": ours, "sql-ours": sql_ours, "duckdb": duckdb, "pandas": pandas}
    started = time.perf_counter()
    found = runs[what](folder)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "peak_gib": highest_resident_bytes() / GIB, **found}))


def make(folder: Path, millions: int) -> None:
    """Write the seeded table, a file a part; series lie together by exporter, as in BACI."""
    rng = np.random.default_rng([SEED, millions])
    states = np.array(["PRK", "KOR", "CHN", *_codes(N_STATES - 3)])
    codes = read_packaged("hs_nomenclature").filter(
        (pl.col("hs_revision") == "HS2017") & (pl.col("hs_code").str.len_chars() == 6)
    )
    goods = codes["hs_code"].unique().sort().head(N_GOODS).to_numpy()
    n_series = round(millions * 1_000_000 / (len(YEARS) * SHARE_THERE) * 1.02)
    weight = np.exp(rng.normal(0, 1.2, N_STATES))
    weight[0] = np.median(weight) / 4
    pairs = np.sort(draw_pairs(rng, weight / weight.sum(), n_series, len(goods)))
    size, spread = rng.normal(9, 2.5, len(pairs)), 0.35 * np.exp(0.35 * rng.normal(size=len(goods)))
    folder.mkdir(parents=True)
    n_left = millions * 1_000_000
    for year in YEARS:
        there = np.flatnonzero(rng.random(len(pairs)) < SHARE_THERE)
        rows, good = pairs[there], pairs[there] % len(goods)
        value = np.exp(size[there] + spread[good] * rng.standard_t(5, len(there)))
        if year == YEARS[-1]:
            value *= np.where(rng.random(len(value)) < SHIFTED, SHIFT_TIMES, 1.0)
        rows, value = rows[:n_left], np.round(value[:n_left], 2)
        n_left -= len(rows)
        for part in range(0, len(rows), PART_ROWS):
            some = slice(part, part + PART_ROWS)
            frame = as_flows(rows[some], value[some], (states, goods), year, part)
            frame.write_parquet(folder / f"{year}-{part:09}.parquet")
    assert n_left <= 0, f"{n_left:,} rows short"


def draw_pairs(rng: np.random.Generator, weight: np.ndarray, n: int, n_goods: int) -> np.ndarray:
    """Draw distinct series (exporter, importer, good), large States more often."""
    found = np.empty(0, dtype=np.int64)
    while len(found) < n:
        m = int((n - len(found)) * 1.4) + 1000
        exporter, importer = rng.choice(N_STATES, (2, m), p=weight)
        good = rng.integers(0, n_goods, m)
        key = (exporter * N_STATES + importer) * n_goods + good
        found = np.unique(np.concatenate([found, key[exporter != importer]]))
    return rng.permutation(found)[:n]


def as_flows(
    rows: np.ndarray, value: np.ndarray, names: tuple[np.ndarray, np.ndarray], year: int, part: int
) -> pl.DataFrame:
    states, goods = names
    pair, good = np.divmod(rows, len(goods))
    known = {
        "row_id": pl.Series(np.arange(part, part + len(rows))).cast(pl.String),
        "reporter": states[pair // N_STATES],
        "partner": states[pair % N_STATES],
        "hs_code": goods[good],
        "value_fob_usd": value,
        "mass_t": value / 1000,
    }
    same = {"dataset": "ingested", "flow": "export", "hs_revision": "HS2012", "source_id": "world",
            "vintage": "202501", "locator": "row", "confidence": "medium",
            "period_start": date(year, 1, 1), "period_end": date(year + 1, 1, 1)}  # fmt: skip
    frame = pl.DataFrame(known).with_columns(pl.lit(v).alias(c) for c, v in same.items())
    kinds = dtypes_of(FLOWS)
    absent = [pl.lit(None, k).alias(c) for c, k in kinds.items() if c not in frame.columns]
    return frame.with_columns(absent).select(list(kinds))


def _codes(n: int) -> list[str]:
    return [f"{chr(65 + i // 26)}{chr(65 + i % 26)}X" for i in range(n)]


def ours(folder: Path) -> dict:
    flows = pl.scan_parquet(folder / "*.parquet")
    started = time.perf_counter()
    screened = screen_flows(flows, load_rulebook())
    screening = time.perf_counter() - started
    shifts = find_level_shifts(flows)
    return {
        "screening": screening,
        "emergence": time.perf_counter() - started - screening,
        "rows": screened.n_rows,
        "n_dprk": len(screened.table),
        "verdicts": counts(screened.table["verdict"]),
        "n_tested": shifts.n_tested,
        "n_found": len(shifts.table),
        "answer": listed(shifts.table),
    }


def pandas(folder: Path) -> dict:
    from bench.trade_pandas import answer_in_pandas  # noqa: PLC0415

    n_dprk, verdicts, shifts = answer_in_pandas(folder)
    return {
        "n_dprk": n_dprk,
        "verdicts": counts(verdicts),
        "n_tested": shifts.n_tested,
        "answer": listed(shifts.table),
    }


def counts(verdicts: pl.Series) -> list:
    return [list(row) for row in verdicts.value_counts().sort("verdict").iter_rows()]


def listed(table: pl.DataFrame) -> list:
    key = ["exporter", "importer", "hs_code"]
    rounded = table.select(*key, pl.col("p_value").log10().round(6), "rank_money").sort(key)
    return [list(row) for row in rounded.iter_rows()]


def sql_ours(folder: Path) -> dict:
    """Answer with the parts that SQL can say too."""
    flows = pl.scan_parquet(folder / "*.parquet")
    is_dprk = (pl.col("reporter") == "PRK") | (pl.col("partner") == "PRK")
    n_dprk = flows.select(is_dprk.sum()).collect(engine="streaming").item()
    book = choose_book(flows)
    keys, scores, n_traded = [], [], 0
    with SeriesStore(flows, book) as store:
        for block in store.blocks():
            record = find_record(block, store.reported, len(book.years) - 1)
            record = record.where(record.n_traded > 1)
            keys.append(np.stack([record.exporter, record.importer, record.good], axis=1))
            wide = np.sqrt(0.25 + record.spread**2)
            scores.append((record.log_value - record.location) / wide)
            n_traded += int(record.n_traded.sum())
    score, key = np.concatenate(scores), np.concatenate(keys)
    order = np.argsort(-score)[:TOP]
    names = [(book.parties[e], book.parties[i], book.goods[g]) for e, i, g in key[order]]
    top = [[*n, round(float(s), 6)] for n, s in zip(names, score[order], strict=True)]
    return {"answer": [n_dprk, len(score), n_traded, sorted(top)]}


def duckdb(folder: Path) -> dict:
    import duckdb as engine  # noqa: PLC0415 - memory of the other runs is measured too

    path = str(folder / "*.parquet")
    db = engine.connect()
    is_dprk = "reporter = 'PRK' OR partner = 'PRK'"
    db.execute("SET threads = 2")
    counted = db.execute(f"SELECT count(*) FROM read_parquet('{path}') WHERE {is_dprk}").fetchone()
    db.execute(f"SET temp_directory = '{folder}.spill'")
    db.execute(SQL.format(path=path, last=YEARS[-1]))
    n, n_traded = db.execute("SELECT count(*), sum(n) FROM scored").fetchone() or (0, 0)
    best = db.execute(
        "SELECT reporter, partner, hs_code, round(score, 6) FROM scored "
        f"ORDER BY score DESC LIMIT {TOP}"
    ).fetchall()
    return {"answer": [(counted or (0,))[0], n, int(n_traded), sorted(list(row) for row in best)]}


if __name__ == "__main__":
    main()
