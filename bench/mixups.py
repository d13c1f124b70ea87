"""How well planted mix-ups of the two Koreas are found, beside two simple rules.

    python -m bench.mixups [--seeds 1,2] [--final] [--countries 200] [--goods 1500] [--years 8]

Makes seeded worlds in which one cell in a hundred that is booked under the DPRK is really trade
with the Republic of Korea, 0.3 to 30 times the usual size, and hands their books to
`coalface.trade.mixups`, which sees no truth. Prints precision at recall 0.8, the curve, average
precision, calibration and 90 % intervals (bootstrap over reporters).

`--final` takes three seeds from the SHA-256 of the detector's sources as committed, so that no
seed can be chosen for its result: any change of the detector changes the worlds it is judged on.
"""

import argparse
import hashlib
import itertools
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
from bench.world import make_world

from coalface.trade.mixups import find_mixups

ROOT = Path(__file__).parents[1]
SOURCES = (
    "src/coalface/data/parameters/mixups.yml",
    "src/coalface/trade/annual_books.py",
    "src/coalface/trade/mixup_cells.py",
    "src/coalface/trade/mixup_evidence.py",
    "src/coalface/trade/mixup_histories.py",
    "src/coalface/trade/mixup_odds.py",
    "src/coalface/trade/mixup_settings.py",
    "src/coalface/trade/mixup_shapes.py",
    "src/coalface/trade/mixups.py",
)
KOREAS = ("PRK", "KOR")
SWAP_SHARE = 0.01
FIRST_YEAR = 2010
RECALL = 0.8
N_FINAL = 3
N_BOOTSTRAP = 400
KEY = ["reporter", "flow", "hs_code", "year"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--final", action="store_true")
    parser.add_argument("--countries", type=int, default=200)
    parser.add_argument("--goods", type=int, default=1500)
    parser.add_argument("--years", type=int, default=8)
    chosen = parser.parse_args()
    seeds = final_seeds() if chosen.final else [int(s) for s in chosen.seeds.split(",")]
    kind = "final" if chosen.final else "development"
    print(f"{kind} seeds {seeds}, {chosen.countries} States, {chosen.goods} goods, "
          f"{chosen.years} years, {SWAP_SHARE:.0%} of cells swapped")  # fmt: skip
    parts = [judged(seed, chosen) for seed in seeds]
    for seed, part in zip(seeds, parts, strict=True):
        print_curve(f"seed {seed}", part)
    every = pl.concat([p.with_columns(seed=pl.lit(i)) for i, p in enumerate(parts)])
    print_curve("all seeds", every)
    print_intervals(every)
    print_calibration(every)
    print_sizes(every)
    print_baselines(every)


def final_seeds() -> list[int]:
    """Take seeds from the digest of the detector as committed; it must be what would run."""
    digest = hashlib.sha256()
    for path in SOURCES:
        shown = subprocess.run(
            ["git", "show", f"HEAD:{path}"],
            cwd=ROOT, capture_output=True, check=True,
        )  # fmt: skip
        if shown.stdout != (ROOT / path).read_bytes():
            sys.exit(f"{path} is not as committed: commit it first, the seeds come from it.")
        digest.update(shown.stdout)
    text = digest.hexdigest()
    print(f"detector sources, SHA-256: {text}")
    return [int(text[8 * i : 8 * i + 8], 16) % 1_000_000 for i in range(N_FINAL)]


def judged(seed: int, chosen: argparse.Namespace) -> pl.DataFrame:
    """Make one world, judge its books, and only then set the truth beside the result."""
    years = range(FIRST_YEAR, FIRST_YEAR + chosen.years)
    world = make_world(
        seed, n_countries=chosen.countries, n_goods=chosen.goods, swap_share=SWAP_SHARE
    )
    touches = pl.col("partner").is_in(KOREAS) | (pl.col("reporter") == KOREAS[1])
    books = pl.concat([world.flows(year).filter(touches) for year in years])
    started = time.perf_counter()
    found = find_mixups(books).table
    seconds = time.perf_counter() - started
    text = {"reporter": pl.String, "flow": pl.String, "hs_code": pl.String, "year": pl.Int32}
    swaps = [world.swaps(year).with_columns(year=pl.lit(year, pl.Int32)) for year in years]
    truth = pl.concat(swaps).cast(text).select(*KEY, "size", is_swap=True)
    joined = found.join(truth, on=KEY, how="left").with_columns(
        pl.col("is_swap").fill_null(value=False)
    )
    print(f"seed {seed}: {len(books):,} rows, {len(joined):,} cells, {len(truth):,} swapped, "
          f"{joined['is_swap'].sum():,} of them still in the books; {seconds:.1f} s")  # fmt: skip
    return joined


def precision_at(score: np.ndarray, is_true: np.ndarray, recall: float = RECALL) -> float:
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(is_true[order])
    at = int(np.searchsorted(hits, np.ceil(recall * is_true.sum())))
    return float(hits[at] / (at + 1))


def average_precision(score: np.ndarray, is_true: np.ndarray) -> float:
    ordered = is_true[np.argsort(-score, kind="stable")]
    return float((np.cumsum(ordered) / np.arange(1, len(ordered) + 1))[ordered].mean())


def print_curve(name: str, found: pl.DataFrame) -> None:
    score, is_true = found["probability"].to_numpy(), found["is_swap"].to_numpy()
    curve = ", ".join(
        f"{r:.2f}: {precision_at(score, is_true, r):.3f}" for r in (0.5, 0.7, 0.75, 0.8, 0.85, 0.9)
    )
    flagged = found["is_probable"].to_numpy()
    print(f"{name}: precision at recall {curve}; average precision "
          f"{average_precision(score, is_true):.3f}; at p >= 0.5 precision "
          f"{is_true[flagged].mean():.3f}, recall {flagged[is_true].mean():.3f}")  # fmt: skip


def print_intervals(found: pl.DataFrame) -> None:
    """Print 90 % intervals; whole reporters are drawn, whose cells hang together."""
    rng = np.random.default_rng(7)
    groups = found.group_by("seed", "reporter", maintain_order=True).agg("probability", "is_swap")
    scores = [np.array(s) for s in groups["probability"].to_list()]
    truths = [np.array(t, dtype=bool) for t in groups["is_swap"].to_list()]
    drawn = []
    for _ in range(N_BOOTSTRAP):
        rows = rng.integers(0, len(scores), len(scores))
        score = np.concatenate([scores[i] for i in rows])
        is_true = np.concatenate([truths[i] for i in rows])
        drawn.append((precision_at(score, is_true), average_precision(score, is_true)))
    low, high = np.quantile(drawn, (0.05, 0.95), axis=0)
    print(f"90 % intervals: precision at recall {RECALL}: {low[0]:.3f} to {high[0]:.3f}; "
          f"average precision: {low[1]:.3f} to {high[1]:.3f}")  # fmt: skip


def print_calibration(found: pl.DataFrame) -> None:
    edges = [0.0, 0.01, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0001]
    score, is_true = found["probability"].to_numpy(), found["is_swap"].to_numpy()
    print("calibration (said, true, cells):", end=" ")
    for low, high in itertools.pairwise(edges):
        rows = (score >= low) & (score < high)
        if rows.any():
            said, true = score[rows].mean(), is_true[rows].mean()
            print(f"{low:g}-{min(high, 1):g}: {said:.3f}, {true:.3f}, {rows.sum():,}", end="; ")
    print(f"\nBrier score {np.mean((score - is_true) ** 2):.5f}; of a constant "
          f"{is_true.mean() * (1 - is_true.mean()):.5f}")  # fmt: skip


def print_sizes(found: pl.DataFrame) -> None:
    """Print the recall by size and by whether the cell had a history of its own."""
    swaps = found.filter("is_swap").with_columns(
        times=pl.when(pl.col("size") < 1)
        .then(pl.lit("0.3-1"))
        .when(pl.col("size") < 3)
        .then(pl.lit("1-3"))
        .when(pl.col("size") < 10)
        .then(pl.lit("3-10"))
        .otherwise(pl.lit("10-30")),
        is_known=pl.col("n_years_traded") > 0,
    )
    by = swaps.group_by("is_known", "times").agg(n=pl.len(), recall=pl.col("is_probable").mean())
    for known, times, n, recall in by.sort("is_known", "times").iter_rows():
        where = "cells traded in other years" if known else "cells never traded"
        print(f"recall at p >= 0.5, {where}, {times} times the usual: {recall:.2f} of {n:,}")


def print_baselines(found: pl.DataFrame) -> None:
    """Print two simple rules on the same cells, each at its own best use."""
    is_true = found["is_swap"].to_numpy()
    value = found["value_usd"].to_numpy()
    usual = found["usual_usd"].fill_null(float("nan")).to_numpy()
    own = found.select(pl.col("value_usd").median().over("reporter", "flow")).to_series()
    times = value / np.where(np.isnan(usual), own.to_numpy(), usual)
    south = found["south_usd"].fill_null(0.0).to_numpy()
    is_new = (found["n_years_traded"] == 0).to_numpy()
    rules = {
        "10 times the cell's own usual (else its reporter's)": (times >= 10, times),
        "never seen before": (is_new, is_new + 1e-9 * times),
        "never seen before, with as much booked under the South": (
            is_new & (south >= value),
            is_new * np.log1p(south / value),
        ),
    }
    for name, (flagged, score) in rules.items():
        precision = is_true[flagged].mean() if flagged.any() else 0.0
        print(f"rule, {name}: precision {precision:.3f}, recall {flagged[is_true].mean():.3f}; "
              f"ranked by it, precision at recall {RECALL}: {precision_at(score, is_true):.3f}, "
              f"average precision {average_precision(score, is_true):.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
