"""What the mirror says of a seeded world whose truth is known."""

from datetime import date
from functools import cache

import numpy as np
import polars as pl
from bench.world import World, make_world

from coalface.trade.mirror import Mirror, estimate_mirror


@cache
def world_and_mirror() -> tuple[World, Mirror, pl.DataFrame]:
    world = make_world(20, n_countries=40, n_goods=300, density=0.15)
    books = world.books(2019).with_columns(
        period_start=date(2019, 1, 1), period_end=date(2020, 1, 1)
    )
    mirror = estimate_mirror(books, year=2019)
    key = ["exporter", "importer", "hs_code"]
    text = pl.col(key).cast(pl.String)
    truth = world.truth(2019).select(*key, true_usd="fob_usd").with_columns(text)
    return world, mirror, mirror.cells.with_columns(text).join(truth, on=key)


def errors(cells: pl.DataFrame, value: pl.Expr) -> float:
    found = cells.select((value.log() - pl.col("true_usd").log()).abs().median()).item()
    assert isinstance(found, float)
    return found


def test_reconciled_values_are_nearer_the_truth_than_either_side_and_their_mean() -> None:
    _, _, cells = world_and_mirror()
    both = cells.filter(pl.col("basis") == "both")
    imports = pl.coalesce("import_fob_usd", pl.col("import_cif_usd") / 1.06)
    exports = pl.col("export_fob_usd")

    ours = errors(both, pl.col("fob_usd"))

    assert ours < 0.9 * errors(both, exports)
    assert ours < 0.9 * errors(both, imports)
    assert ours < 0.9 * errors(both, (imports + exports) / 2)
    assert ours < 0.9 * errors(both, (imports * exports).sqrt())


def test_ninety_per_cent_intervals_hold_85_to_95_per_cent_of_the_truth() -> None:
    _, _, cells = world_and_mirror()

    inside = cells.select(
        pl.col("true_usd").is_between("fob_low_usd", "fob_high_usd").mean()
    ).item()

    assert 0.85 < inside < 0.95


def test_intervals_score_below_the_span_of_the_sides_and_below_a_constant_band() -> None:
    _, _, cells = world_and_mirror()
    both = cells.filter(pl.col("basis") == "both")
    imports = pl.coalesce("import_fob_usd", pl.col("import_cif_usd") / 1.06)
    sides = both.select(
        a=pl.col("export_fob_usd").log(), b=imports.log(), t=pl.col("true_usd").log(),
        low=pl.col("fob_low_usd").log(), high=pl.col("fob_high_usd").log(),
    )  # fmt: skip
    a, b, truth, low, high = (sides[c].to_numpy() for c in ("a", "b", "t", "low", "high"))
    half = float(np.quantile(np.abs(a - b), 0.9)) / 2
    middle = (a + b) / 2

    def score(lower: np.ndarray, upper: np.ndarray) -> float:
        miss = np.maximum(lower - truth, 0) + np.maximum(truth - upper, 0)
        return float(np.mean(upper - lower + 20 * miss))

    assert score(low, high) < 0.9 * score(np.minimum(a, b), np.maximum(a, b))
    assert score(low, high) < 0.8 * score(middle - half, middle + half)


def test_reliability_ranks_reporters_as_their_true_care_does() -> None:
    world, mirror, _ = world_and_mirror()
    true = pl.DataFrame({"state": world.places.iso3, "true": world.habits[1].spread})
    table = mirror.reliability.filter((pl.col("role") == "exporter") & (pl.col("n_pairs") > 100))

    joined = table.join(true, on="state")

    found = joined.select(pl.corr("typical_error_share", "true", method="spearman")).item()
    assert found > 0.8
