"""How fast a table is screened, in how much memory, beside the row engine in the same run.

    python bench/screening.py [--rows 20000000] [--batch 1000000] [--keep FILE]

Makes a seeded table in Parquet: real HS6 codes of HS2017, 4,000 days, both directions, facts in
30 % of the rows. Then reads, screens and writes it batch by batch in a process of its own, and
prints the rows a second, the highest resident memory, and the ratio to the row engine.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from coalface.law import Case, judge, load_rulebook
from coalface.sources.packaged import read_packaged
from coalface.tables.cases import CASES
from coalface.trade.screening import screen_batches

SEED = 1718
DAYS = 4_000
FACT_SHARE = 0.3
ROW_ENGINE_ROWS = 20_000
GIB = 1024**3
CODED = ("verdict", "why", "measure_ids")
WRITTEN = ("case_id", "verdict", "why", "measure_ids", "needs_review")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--batch", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="make or reuse the table in this file")
    parser.add_argument("--screen", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.screen:
        print(json.dumps(screen_file(arguments.screen, arguments.batch)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.keep or Path(folder) / "cases.parquet"
        if not path.exists():
            make_table(path, arguments.rows, arguments.batch)
        report(path, arguments.batch)


def make_table(path: Path, n_rows: int, batch: int) -> None:
    """Write the seeded table, batch by batch."""
    codes = np.array(hs6_codes())
    rng = np.random.default_rng(SEED)
    writer = None
    for start in range(0, n_rows, batch):
        table = make_batch(codes, start, min(batch, n_rows - start), rng).to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    assert writer is not None
    writer.close()


def hs6_codes() -> list[str]:
    goods = read_packaged("hs_nomenclature")
    is_hs6 = (pl.col("hs_revision") == "HS2017") & (pl.col("hs_code").str.len_chars() == 6)
    return goods.filter(is_hs6)["hs_code"].unique().sort().to_list()


def make_batch(codes: np.ndarray, start: int, n: int, rng: np.random.Generator) -> pl.DataFrame:
    has_facts = rng.random(n) < FACT_SHARE

    def fact(values: list, dtype: type) -> pl.Series:
        chosen = pl.Series(values, dtype=dtype)[rng.integers(0, len(values), n)]
        return pl.select(pl.when(pl.Series(has_facts)).then(chosen)).to_series()

    def amount(scale: float, *, is_fact: bool = True) -> pl.Series:
        values = pl.Series(np.round(np.exp(rng.normal(np.log(scale), 1.5, n)), 2))
        known = pl.when(pl.Series(has_facts)).then(values)
        return pl.select(known).to_series() if is_fact else values

    first = (date(2012, 1, 1) - date(1970, 1, 1)).days
    day = pl.Series(rng.integers(first, first + DAYS, n, dtype=np.int32)).cast(pl.Date)
    contract = pl.Series(rng.integers(first, first + DAYS, n, dtype=np.int32)).cast(pl.Date)
    known = {
        "case_id": pl.select(pl.int_range(start, start + n).cast(pl.String)).to_series(),
        "on": day,
        "hs_code": pl.Series(codes[rng.integers(0, len(codes), n)]),
        "direction": pl.Series(["from_dprk", "to_dprk"])[rng.integers(0, 2, n)],
        "value_usd": amount(2e5, is_fact=False),
        "mass_t": amount(5e2),
        "origin": fact(["PRK", "RUS"], pl.String),
        "via": fact(["Rajin", "Dalian", None], pl.String),
        "importer": fact(["CHN", "KOR", "RUS", None], pl.String),
        "livelihood_evidence": fact([True, False, None], pl.Boolean),
        "contract_on": pl.select(pl.when(pl.Series(has_facts)).then(contract)).to_series(),
        "shipped_on": pl.select(pl.when(pl.Series(has_facts)).then(contract)).to_series(),
        "committee_notified": fact([True, False, None], pl.Boolean),
        "committee_approved": fact([False, False, True, None], pl.Boolean),
        "commodity": fact(["diesel", "steel", "crude oil", "condensate", None], pl.String),
        "ledger": fact(["committee_reported"], pl.String),
        "ledger_mass_t": amount(2e5),
        "ledger_value_usd": amount(1e8),
    }
    frame = pl.DataFrame(known)
    missing = [pl.lit(None, dtype=t).alias(c) for c, t in CASES.items() if c not in known]
    return frame.with_columns(missing).select(*CASES)


def read_ahead(path: Path, batch: int, pool: ThreadPoolExecutor) -> Iterator[pl.DataFrame]:
    """Read one batch while the one before is screened."""
    table = pl.scan_parquet(path)
    n_rows = pq.read_metadata(path).num_rows
    waiting: deque[Future[pl.DataFrame]] = deque()
    for start in range(0, n_rows, batch):
        waiting.append(pool.submit(table.slice(start, batch).collect))
        if len(waiting) > 1:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def screen_file(path: Path, batch: int) -> dict[str, float]:
    """Read, screen and write a file; give rows, seconds and memory."""
    book = load_rulebook()
    started = time.perf_counter()
    written, n_rows, n_judgements = None, 0, 0
    with (
        tempfile.TemporaryDirectory(dir=path.parent) as folder,
        ThreadPoolExecutor(1) as reading,
        ThreadPoolExecutor(1) as writing,
    ):
        for part, screened in enumerate(screen_batches(read_ahead(path, batch, reading), book)):
            coded = screened.columns.with_columns(pl.col(*CODED).cast(pl.Categorical))
            verdicts = replace(screened, columns=coded).select(*WRITTEN)
            if written is not None:
                written.result()  # one table waits at most, or memory grows
            file = Path(folder) / f"part-{part:03}.parquet"
            written = writing.submit(verdicts.write_parquet, file, compression="lz4")
            n_rows, n_judgements = n_rows + len(verdicts), len(screened.judgements)
        writing.shutdown()
        seconds = time.perf_counter() - started
        n_written = pl.scan_parquet(folder).select(pl.len()).collect().item()
    assert n_written == n_rows
    peak = highest_resident_bytes()
    return {"rows": n_rows, "seconds": seconds, "peak_gib": peak / GIB, "judgements": n_judgements}


def highest_resident_bytes() -> int:
    """Read this process's own high-water mark; `ru_maxrss` would begin at the parent's."""
    status = Path("/proc/self/status").read_text().split()
    return int(status[status.index("VmHWM:") + 1]) * 1024


def row_engine_rate(path: Path) -> float:
    """Give the rows a second of the row engine on the first rows of the table."""
    book = load_rulebook()
    rows = pl.read_parquet(path, n_rows=ROW_ENGINE_ROWS).to_dicts()
    cases = [Case(**{k: v for k, v in row.items() if v is not None}) for row in rows]
    started = time.perf_counter()
    for case in cases:
        judge(case, book)
    return len(cases) / (time.perf_counter() - started)


def report(path: Path, batch: int) -> None:
    lazy = pl.scan_parquet(path)
    deciding = pl.struct(pl.exclude("case_id")).hash().n_unique()
    shape = lazy.select(
        rows=pl.len(),
        codes=pl.col("hs_code").n_unique(),
        days=pl.col("on").n_unique(),
        with_facts=pl.col("origin").is_not_null().mean(),
        distinct=deciding / pl.len(),
    ).collect(engine="streaming")
    for name, value in shape.row(0, named=True).items():
        print(f"{name:>32}: {value:,.3f}" if isinstance(value, float) else f"{name:>32}: {value:,}")
    command = [sys.executable, __file__, "--screen", str(path), "--batch", str(batch)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result = json.loads(done.stdout)
    rate = result["rows"] / result["seconds"]
    by_row = row_engine_rate(path)
    print(f"{'read + screen + write, s':>32}: {result['seconds']:.2f}")
    print(f"{'rows a second':>32}: {rate:,.0f}")
    print(f"{'highest resident memory, GiB':>32}: {result['peak_gib']:.2f}")
    print(f"{'judgements asked of the engine':>32}: {result['judgements']:,}")
    print(f"{'row engine, rows a second':>32}: {by_row:,.0f}")
    print(f"{'ratio to the row engine':>32}: {rate / by_row:,.0f}")


if __name__ == "__main__":
    main()
