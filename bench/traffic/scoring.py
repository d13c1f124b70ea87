"""Events against labels: one-to-one by overlap in time, then precision, recall, calibration.

A unit is one thing that can be right or wrong: a labelled silence, or a finding that fits none.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from bench.traffic.spec import Array

__all__ = [
    "Units",
    "average_precision",
    "bootstrap",
    "brier",
    "calibration_error",
    "curve",
    "f_score",
    "match",
    "precision_at",
    "reliability",
]


@dataclass(frozen=True)
class Units:
    """Score, truth and ship of each unit. `weight` repeats ships in the bootstrap."""

    score: Array
    is_true: Array
    ship: Array
    weight: Array

    @staticmethod
    def of(score: Array, is_true: Array, ship: Array) -> "Units":
        return Units(
            np.asarray(score, float),
            np.asarray(is_true, bool),
            np.asarray(ship),
            np.ones(len(score)),
        )

    def only(self, keep: Array) -> "Units":
        return Units(self.score[keep], self.is_true[keep], self.ship[keep], self.weight[keep])


def match(
    found: pl.DataFrame, labels: pl.DataFrame, keys: list[str], *, min_iou: float
) -> pl.DataFrame:
    """Pair findings with labels, best overlap first, each at most once.

    Both need `keys`, `starts_at`, `ends_at`. Returns `found`, `label` (row numbers) and `iou`.
    """
    left = found.select(*keys, "starts_at", "ends_at").with_row_index("found")
    right = labels.select(*keys, "starts_at", "ends_at").with_row_index("label")
    pairs = left.join(right, on=keys).filter(
        (pl.col("starts_at") < pl.col("ends_at_right"))
        & (pl.col("starts_at_right") < pl.col("ends_at"))
    )
    first, last = (
        pl.max_horizontal("starts_at", "starts_at_right"),
        pl.min_horizontal("ends_at", "ends_at_right"),
    )
    shared = (last - first).dt.total_microseconds()
    lengths = (pl.col("ends_at") - pl.col("starts_at")).dt.total_microseconds() + (
        pl.col("ends_at_right") - pl.col("starts_at_right")
    ).dt.total_microseconds()
    pairs = pairs.with_columns(iou=shared / (lengths - shared)).filter(pl.col("iou") >= min_iou)
    pairs = pairs.sort(["iou", "found", "label"], descending=[True, False, False])
    kept, used_found, used_label = [], set(), set()
    for found_row, label_row, iou in pairs.select("found", "label", "iou").iter_rows():
        if found_row not in used_found and label_row not in used_label:
            used_found.add(found_row)
            used_label.add(label_row)
            kept.append((found_row, label_row, iou))
    schema = {"found": pl.Int64, "label": pl.Int64, "iou": pl.Float64}
    return pl.DataFrame(kept, schema=schema, orient="row")


def curve(units: Units) -> tuple[Array, Array, Array]:
    """Thresholds from high to low with precision and recall; equal scores stand together.

    Units with score 0 or less were not found: they count in recall only.
    """
    found = units.only(units.score > 0)
    total = float(units.weight[units.is_true].sum())
    order = np.argsort(-found.score, kind="stable")
    score, weight = found.score[order], found.weight[order]
    right = np.cumsum(weight * found.is_true[order])
    said = np.cumsum(weight)
    if not len(score):
        return score, score, score
    ends = np.flatnonzero(np.append(score[1:] != score[:-1], True))
    ends = ends[said[ends] > 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        recall = right[ends] / total if total else np.zeros(len(ends))
    return score[ends], right[ends] / said[ends], recall


def average_precision(units: Units) -> float:
    """Sum of precision over the steps of recall (no interpolation); nan with nothing to find."""
    if not units.weight[units.is_true].sum():
        return float("nan")
    _, precision, recall = curve(units)
    return float(np.sum(precision * np.diff(np.append(0.0, recall))))


def precision_at(units: Units, recall: float) -> float:
    """Precision at the highest threshold that reaches a recall; 0 if none does."""
    if not units.weight[units.is_true].sum():
        return float("nan")
    _, precision, reached = curve(units)
    enough = np.flatnonzero(reached >= recall - 1e-12)
    return float(precision[enough[0]]) if len(enough) else 0.0


def f_score(units: Units, threshold: float, beta: float) -> tuple[float, float, float]:
    """Precision, recall and F at a threshold."""
    said = units.score >= threshold
    right = float(units.weight[said & units.is_true].sum())
    n_said, n_true = float(units.weight[said].sum()), float(units.weight[units.is_true].sum())
    precision = right / n_said if n_said else float("nan")
    recall = right / n_true if n_true else float("nan")
    if not right:
        return precision, recall, 0.0
    return precision, recall, (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


def brier(units: Units) -> float:
    p = np.clip(units.score, 0, 1)
    return float(np.average((p - units.is_true) ** 2, weights=units.weight))


def reliability(units: Units, n_bins: int = 10) -> pl.DataFrame:
    """Bins of even width: how often it was so, of all that were given about that probability."""
    p = np.clip(units.score, 0, 1)
    which = np.minimum((p * n_bins).astype(int), n_bins - 1)
    n = np.bincount(which, units.weight, n_bins)
    with np.errstate(invalid="ignore"):
        mean_p = np.bincount(which, units.weight * p, n_bins) / n
        share = np.bincount(which, units.weight * units.is_true, n_bins) / n
    return pl.DataFrame({"bin": np.arange(n_bins), "n": n, "mean_p": mean_p, "share": share})


def calibration_error(units: Units, n_bins: int = 10) -> float:
    """Expected calibration error: mean distance of probability and share, weighted by bin."""
    bins = reliability(units, n_bins).filter(pl.col("n") > 0)
    off = np.abs(bins["mean_p"].to_numpy() - bins["share"].to_numpy())
    return float(np.average(off, weights=bins["n"].to_numpy()))


def bootstrap(units: Units, rng: np.random.Generator, n_draws: int = 200) -> list[Units]:
    """Draw ships with replacement, all units of a ship together."""
    ships, which = np.unique(units.ship, return_inverse=True)
    drawn = []
    for _ in range(n_draws):
        times = np.bincount(rng.integers(0, len(ships), len(ships)), minlength=len(ships))
        drawn.append(replace(units, weight=times[which].astype(float)))
    return drawn
