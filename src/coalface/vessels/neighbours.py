"""The neighbours of a silence: ships of the same class nearby, and which of them were heard."""

import numpy as np
import polars as pl

from coalface.vessels.geodesy import M_PER_NMI, haversine_m_expr
from coalface.vessels.reception import Reception
from coalface.vessels.reception_cells import Slots, neighbour_cells
from coalface.vessels.stays import Stays
from coalface.vessels.tracks import exactly

__all__ = ["count_neighbours"]

SAMPLES = 8  # slots of a silence that are looked at
CELLS = 1 << 31  # numbers of cells lie below
CLASS_B = 2  # groups from here on


def count_neighbours(slots: Slots, stays: Stays, reception: Reception) -> pl.DataFrame:
    """Count the ships near each silence, in the same half hours, and those of them heard.

    A ship is a neighbour in a half hour between two of its own messages, whether or not it was
    heard in it; so ships that were lost together are counted as expected.

    Args:
        slots: Heard and silent slots.
        stays: From `stays_of`.
        reception: Rate at which each ship is heard.

    Returns:
        `gap`, `n_neighbours` (ships), `n_neighbours_heard`, `n_neighbours_expected`; silences
        without neighbours are left out.
    """
    settings = slots.settings
    near = _samples(slots)
    wanted = near.select(_place()).unique()
    here = slots.frame.select(
        (pl.col("path") == 0) & _place().is_in(wanted["place"].implode())
    ).to_series().to_numpy()  # fmt: skip
    rows, stay = np.flatnonzero(here), stays.of_slots[here]
    others = slots.frame.select(
        _place(), other="ship", heard="heard", lat="lat_deg", lon="lon_deg", group="group"
    )[rows].select(
        pl.exclude("group"),
        is_b=pl.col("group") >= CLASS_B,
        rate=pl.Series(reception.rate[stay]),
        p_there=pl.Series(reception.p_on[stay]),
    )  # fmt: skip
    distance = haversine_m_expr(pl.col("lat_deg"), pl.col("lon_deg"), pl.col("lat"), pl.col("lon"))
    ships = (
        near.with_columns(_place())
        .join(others, on=["place", "is_b"], maintain_order="left")
        .filter(pl.col("other") != pl.col("ship"))
        .filter(distance <= settings.neighbour_nmi * M_PER_NMI)
        .group_by("gap", "other", maintain_order=True)
        .agg(
            heard=pl.col("heard").max(),
            due=exactly(pl.col("rate")).sum(),
            there=pl.col("p_there").max(),
        )
    )
    return ships.group_by("gap", maintain_order=True).agg(
        n_neighbours=pl.len().cast(pl.Int64),
        n_neighbours_heard=pl.col("heard").sum().cast(pl.Int64),
        n_neighbours_expected=exactly(pl.col("there") * (1.0 - (-pl.col("due")).exp())).sum(),
    )


def _place() -> pl.Expr:
    """Number a cell in a half hour."""
    return (pl.col("slot").cast(pl.Int64) * CELLS + pl.col("cell")).alias("place")


def _samples(slots: Slots) -> pl.DataFrame:
    """Take some half hours of each silence, each with the nine cells around the ship."""
    silent = slots.frame.filter(pl.col("gap") >= 0, pl.col("path") == 0).sort("gap", "slot")
    n, nth = pl.len().over("gap"), pl.int_range(pl.len()).over("gap")
    step = (n / SAMPLES).ceil().cast(pl.Int64)
    silent = silent.filter(nth % step == 0).select(
        "gap", "ship", "slot", "lat_deg", "lon_deg", is_b=pl.col("group") >= CLASS_B
    )
    around = neighbour_cells(
        silent["lat_deg"].to_numpy(), silent["lon_deg"].to_numpy(), slots.settings.cell_deg
    )
    return pl.concat(
        [silent.with_columns(cell=pl.Series(np.ascontiguousarray(around[:, i]))) for i in range(9)]
    ).unique(["gap", "slot", "cell"], maintain_order=True)
