"""How the scores are printed: one line a method, intervals from the bootstrap by ship."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from bench.traffic.scoring import (
    Units,
    average_precision,
    bootstrap,
    brier,
    calibration_error,
    f_score,
    precision_at,
    reliability,
)
from bench.traffic.spec import Array

__all__ = ["Row", "print_report"]

SEED = 1  # of the bootstrap: every method is drawn on the same ships
BANDS_KM = (0.0, 10.0, 40.0, 1e9)


@dataclass(frozen=True)
class Row:
    """Units of one method in one part of the table, and what its breakdown needs."""

    units: Units
    vessel_years: float
    extra: dict[str, Units]
    detail: pl.DataFrame | None


def print_report(rows: dict[tuple[str, str], Row], draws: int) -> None:
    """Print every part, then breakdowns of our own detectors and the ceiling."""
    for part in dict.fromkeys(part for part, _ in rows):
        mine = {name: row for (p, name), row in rows.items() if p == part}
        n_true = int(next(iter(mine.values())).units.is_true.sum())
        print(f"\n{part}: {n_true} to find")
        if part.startswith("gaps"):
            print_gaps(mine, draws)
        else:
            print_events(mine, draws)
    for (part, name), row in rows.items():
        if part == "gaps" and name in ("Coalface", "ceiling (knows the channel)"):
            print_breakdown(name, row)
        if part == "encounters, both sides seen" and name == "Coalface" and row.detail is not None:
            kinds = row.detail.group_by("fits").agg(pl.col("len").sum(), pl.col("over_half").sum())
            print("\nCoalface, what two-sided encounters fit (all; those over 0.5)")
            for fits, n, over in kinds.sort("fits").iter_rows():
                print(f"  {fits:<14}{n:>8,}{over:>8,}")


def print_gaps(rows: dict[str, Row], draws: int) -> None:
    titles = (("P at R 0.7", 18), ("average prec.", 18), ("AP, all", 9), ("IoU .1", 8),
              ("P/R/F0.5/F1 at 0.5", 24), ("Brier", 9), ("base", 8), ("ECE", 8),
              ("false/ship-y", 14))  # fmt: skip
    print(" " * 40 + "".join(f"{title:>{width}}" for title, width in titles))
    for name, row in rows.items():
        units = row.units
        base = float(units.is_true.mean())
        precision, recall, half = f_score(units, 0.5, 0.5)
        one = f_score(units, 0.5, 1.0)[2]
        alarms = float((~units.is_true & (units.score >= 0.5)).sum()) / row.vessel_years
        print(f"  {name:<38}{span(units, at_seven, draws):>18}"
              f"{span(units, average_precision, draws):>18}"
              f"{average_precision(row.extra['every']):>9.3f}"
              f"{average_precision(row.extra['loose']):>8.3f}"
              f"{f'{precision:.2f}/{recall:.2f}/{half:.2f}/{one:.2f}':>24}"
              f"{brier(units):>9.4f}{base * (1 - base):>8.4f}"
              f"{calibration_error(units):>8.4f}{alarms:>14.2f}")  # fmt: skip


def print_events(rows: dict[str, Row], draws: int) -> None:
    print(f"  {'':<38}{'P at R 0.9':>18}{'average prec.':>18}{'F1 at 0.5':>18}{'P/R at 0.5':>14}")
    for name, row in rows.items():
        precision, recall, _ = f_score(row.units, 0.5, 1.0)
        print(f"  {name:<38}{span(row.units, at_nine, draws):>18}"
              f"{span(row.units, average_precision, draws):>18}"
              f"{span(row.units, f_one, draws):>18}"
              f"{f'{precision:.2f}/{recall:.2f}':>14}")  # fmt: skip


def at_seven(units: Units) -> float:
    return precision_at(units, 0.7)


def at_nine(units: Units) -> float:
    return precision_at(units, 0.9)


def f_one(units: Units) -> float:
    return f_score(units, 0.5, 1.0)[2]


def span(units: Units, figure: Callable[[Units], float], draws: int) -> str:
    """A figure and its 95 % interval over ships."""
    values = [figure(drawn) for drawn in bootstrap(units, np.random.default_rng(SEED), draws)]
    if figure in (at_seven, at_nine) and figure(units) == 0:
        return "not reached"
    if not values or np.isnan(values).all():
        return f"{figure(units):.3f}"
    if figure in (at_seven, at_nine) and not figure(units):
        return "not reached"
    low, high = np.nanquantile(values, [0.025, 0.975])
    return f"{figure(units):.3f} {low:.2f}-{high:.2f}"


def print_breakdown(name: str, row: Row) -> None:
    """Recall or false share at 0.5 by cause, precision by distance band, reliability bins."""
    assert row.detail is not None
    detail = row.detail.with_columns(said=pl.col("score") >= 0.5)
    print(f"\n{name}, silences by true cause (number; share over 0.5; mean probability)")
    causes = detail.group_by("is_deliberate", "cause").agg(
        pl.len(), pl.col("said").mean(), pl.col("score").mean()
    )
    for is_true, cause, n, said, score in causes.sort(
        "is_deliberate", "len", descending=True
    ).iter_rows():
        mark = "deliberate" if is_true else "honest"
        print(f"  {mark:<11}{cause:<18}{n:>8,}{said:>8.3f}{score:>8.3f}")
    print("  by distance to land: found of the deliberate, right of those named")
    for low, high in pairwise(BANDS_KM):
        band = detail.filter(pl.col("shore_km").is_between(low, high, closed="left"))
        hits = band.filter("is_deliberate")["said"].cast(pl.Float64).to_numpy()
        right = band.filter("said")["is_deliberate"].cast(pl.Float64).to_numpy()
        print(f"  {low:>5.0f}-{min(high, 999):<4.0f} km {len(band):>8,}"
              f"{mean(hits):>8}{mean(right):>8}")  # fmt: skip
    for part in ("area", "ship_fold"):
        print(f"  average precision by {part}: {by_part(detail, part)}")
    print("  reliability (bin: number, mean probability, share deliberate)")
    for _, n, p, share in reliability(row.units).filter(pl.col("n") > 0).iter_rows():
        print(f"  {n:>12,.0f}{p:>8.3f}{share:>8.3f}")


def by_part(detail: pl.DataFrame, part: str) -> str:
    said = []
    seen = detail.filter(~pl.col("is_deliberate") | (pl.col("grade") != "C"))
    for (name,), rows in sorted(seen.group_by(part)):
        ones = np.arange(len(rows))
        units = Units.of(rows["score"].to_numpy(), rows["is_deliberate"].to_numpy(), ones)
        said.append(f"{name} {average_precision(units):.2f} (of {int(units.is_true.sum())})")
    return ", ".join(said)


def mean(values: Array) -> str:
    return f"{values.mean():.2f}" if len(values) else "-"
