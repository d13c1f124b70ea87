"""How a transmitting ship would have been heard: estimated from the other ships, for one silence.

A hierarchy of rates of heard slots: the class of ship, the region, the cell with its neighbours,
and what the region and the cell were like in those six hours; times the equipment of the ship
itself. Every rate leaves out the ship in question. Internal: the model is asked about silences
that are past, and gives nothing by area or for a time to come.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.reception_cells import Slots, neighbour_cells
from coalface.vessels.silence_settings import ReceptionSettings
from coalface.vessels.tracks import exactly

__all__ = ["Reception", "stays_of"]

Floats = NDArray[np.float64]
MAX_SHARE = 0.995
LEAST_RATE = 1e-4


@dataclass(frozen=True, slots=True)
class Reception:
    """Stays with the rate at which each ship would be heard in each.

    Attributes:
        stays: Slots of one ship in one cell and one bin, summed: `heard`, `n`, `weight` (slots in
            which it was transmitting), `rate` (heard slots expected per slot, of the others),
            `by_cell` (the same at other times), `NAME_seen` (slots of others behind a rate).
        ships: `gap`, `ship_odds` (of being heard, against an average ship; without that silence)
            and `ship_slots` behind it.
    """

    stays: pl.DataFrame
    ships: pl.DataFrame


def _estimate_reception(
    stays: pl.DataFrame, p_on: pl.DataFrame, settings: ReceptionSettings
) -> Reception:
    """Estimate the rate of heard slots for each slot of each ship, from the other ships.

    Args:
        stays: Slots summed by `stays_of`.
        p_on: `gap`, `p_on`: the chance that the ship was transmitting in that silence.
        settings: Weights of each level in the next.

    Returns:
        Stays with rates, and the ships' own factors.
    """
    frame = stays.join(p_on, on="gap", how="left", maintain_order="left").with_columns(
        weight=pl.when(pl.col("path") == 0)
        .then(exactly(pl.col("n") * pl.col("p_on").fill_null(1.0)))
        .otherwise(0.0)
    )
    frame = frame.with_columns(overall=_overall_rate())
    frame = _pooled(frame, ("group",), "overall", "base", settings.prior_slots)
    frame = _pooled(frame, ("region", "group"), "base", "by_region", settings.prior_slots)
    frame = _cell_rates(frame, settings)
    frame = _pooled(frame, ("region", "bin"), "by_cell", "by_hour", settings.region_slots)
    frame = _pooled(frame, ("cell", "bin"), "by_hour", "rate", settings.cell_slots)
    return Reception(frame, _ship_rates(frame, settings))


def stays_of(slots: Slots) -> pl.DataFrame:
    """Sum the slots of one ship in one cell and one bin: what the estimate needs."""
    keys = ("ship", "region", "cell", "bin", "group", "gap", "path")
    return slots.frame.group_by(*keys, maintain_order=True).agg(
        exactly(pl.col("heard", "by_satellite", "n")).sum(),
        pl.col("lat_deg", "lon_deg").first().cast(pl.Float64),
    )


def _rates_of(share: pl.Expr) -> pl.Expr:
    """Give the rate of a Poisson process of which a share of slots is not empty."""
    return -(1.0 - share.clip(0.0, MAX_SHARE)).log()


def _overall_rate() -> pl.Expr:
    share = pl.col("heard").sum() / pl.col("weight").sum().clip(1e-9)
    return _rates_of(share).clip(LEAST_RATE)


def _pooled(
    frame: pl.DataFrame, keys: tuple[str, ...], prior: str, name: str, strength: float
) -> pl.DataFrame:
    """Multiply a prior rate by what the other ships show at `keys`, drawn to 1 by `strength`.

    In each group of slots the heard ones are set against those that the prior rate expects; the
    ship's own are taken out of both.
    """
    share = 1.0 - (-pl.col(prior)).exp()
    frame = frame.with_columns(expected=exactly(pl.col("weight") * share))
    sums = (pl.col("heard").sum(), pl.col("expected").sum(), pl.col("weight").sum())
    mine = frame.group_by(*keys, "ship", maintain_order=True).agg(*sums)
    everyone = mine.group_by(*keys, maintain_order=True).agg(
        pl.col("heard", "expected", "weight").sum()
    )
    factors = (
        mine.join(everyone, on=keys, suffix="_all", maintain_order="left")
        .with_columns(
            got=(pl.col("heard_all") - pl.col("heard")).clip(0.0),
            due=(pl.col("expected_all") - pl.col("expected")).clip(0.0),
            seen=(pl.col("weight_all") - pl.col("weight")).clip(0.0),
        )
        .select(
            *keys,
            "ship",
            odds=_odds_factor(pl.col("got"), pl.col("due"), pl.col("seen"), strength),
            **{f"{name}_seen": pl.col("seen")},
        )
    )
    joined = frame.join(factors, on=(*keys, "ship"), how="left", maintain_order="left")
    odds = share / (1.0 - share) * pl.col("odds")
    return joined.with_columns(_rates_of(odds / (1.0 + odds)).clip(LEAST_RATE).alias(name)).drop(
        "odds"
    )


def _odds_factor(got: pl.Expr, due: pl.Expr, seen: pl.Expr, strength: float) -> pl.Expr:
    """Give the factor on the odds of being heard; `strength` slots speak for the prior."""
    half = strength / 2
    prior_share = ((due + 0.5) / (seen + 1.0)).clip(0.02, 0.98)
    a = got + half * prior_share * 2
    b = (seen - got).clip(0.0) + half * (1 - prior_share) * 2
    return (a / b) / (prior_share / (1 - prior_share))


def _cell_rates(frame: pl.DataFrame, settings: ReceptionSettings) -> pl.DataFrame:
    """Pool each cell with its eight neighbours, the ship's own slots left out."""
    share = 1.0 - (-pl.col("by_region")).exp()
    frame = frame.with_columns(expected=exactly(pl.col("weight") * share))
    sums = [pl.col(c).sum() for c in ("heard", "expected", "weight")]
    kinds = ("cell", "group")
    mine = frame.group_by(*kinds, "ship", maintain_order=True).agg(*sums)
    centres = frame.group_by("cell", maintain_order=True).agg(pl.col("lat_deg", "lon_deg").min())
    around = neighbour_cells(
        centres["lat_deg"].to_numpy(), centres["lon_deg"].to_numpy(), settings.cell_deg
    )
    near = pl.DataFrame(
        {"cell": np.repeat(centres["cell"].to_numpy(), 9), "other": around.ravel()}
    ).unique(maintain_order=True)
    all_of = mine.group_by(*kinds, maintain_order=True).agg(
        pl.col("heard", "expected", "weight").sum()
    )
    wide = _spread(near, all_of, list(kinds))
    own = _spread(near, mine, [*kinds, "ship"])
    both = (
        frame.select(*kinds, "ship")
        .unique(maintain_order=True)
        .join(wide, on=kinds, how="left", maintain_order="left")
        .join(own, on=(*kinds, "ship"), how="left", suffix="_own", maintain_order="left")
        .with_columns(pl.col(pl.Float64).fill_null(0.0))
    )
    got, due, seen = (
        (pl.col(c) - pl.col(f"{c}_own")).clip(0.0) for c in ("heard", "expected", "weight")
    )
    factors = both.select(
        *kinds,
        "ship",
        odds=_odds_factor(got, due, seen, settings.region_slots),
        by_cell_seen=seen,
    )
    joined = frame.join(factors, on=(*kinds, "ship"), how="left", maintain_order="left")
    odds = share / (1.0 - share) * pl.col("odds")
    return joined.with_columns(by_cell=_rates_of(odds / (1.0 + odds)).clip(LEAST_RATE)).drop("odds")


def _spread(near: pl.DataFrame, sums: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Give each cell the sums of its neighbourhood."""
    return (
        near.join(sums.rename({"cell": "other"}), on="other", maintain_order="left")
        .group_by(keys, maintain_order=True)
        .agg(pl.col("heard", "expected", "weight").sum())
    )


def _ship_rates(frame: pl.DataFrame, settings: ReceptionSettings) -> pl.DataFrame:
    """Give the factor of each ship's equipment on the odds of being heard, for each silence.

    The silence in question is left out; the ship's other silences count as far as it was
    transmitting in them.
    """
    share = 1.0 - (-pl.col("rate")).exp()
    sums = (
        pl.col("heard").sum(),
        exactly(pl.col("weight") * share).sum().alias("due"),
        pl.col("weight").sum(),
    )
    all_of = frame.group_by("ship", maintain_order=True).agg(*sums)
    of_gap = (
        frame.filter(pl.col("gap") >= 0).group_by("ship", "gap", maintain_order=True).agg(*sums)
    )
    rest = of_gap.join(all_of, on="ship", suffix="_all", maintain_order="left").select(
        "ship",
        "gap",
        got=pl.col("heard_all"),
        due=pl.col("due_all") - pl.col("due"),
        seen=pl.col("weight_all") - pl.col("weight"),
    )
    odds = _odds_factor(pl.col("got"), pl.col("due"), pl.col("seen"), settings.ship_slots)
    return rest.select("gap", ship_slots="seen", ship_odds=odds)
