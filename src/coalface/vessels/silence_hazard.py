"""How often other ships fall silent, or come back, where this one did: holes show in many."""

import numpy as np
import polars as pl

from coalface.vessels.reception_cells import Slots, cell_of, neighbour_cells

__all__ = ["local_silences"]

FEW, FEW_VISITS = 0.3, 3.0  # what a place without visits is taken to have shown


def local_silences(table: pl.DataFrame, slots: Slots) -> pl.DataFrame:
    """Give the share of the other ships' visits that began or ended a silence at the same place.

    Args:
        table: Silences with their ends.
        slots: Heard and silent slots.

    Returns:
        `gap`, `log_lost_here` and `log_found_here`: logs of silences a visit (a ship in a cell and
        its eight neighbours, in one bin of time), at the first and at the second end.
    """
    cell_deg = slots.settings.cell_deg
    visits = (
        slots.frame.select("heard", "cell", "ship", "bin")
        .filter(pl.col("heard") > 0)
        .group_by("cell", "ship", "bin", maintain_order=True)
        .agg()
        .group_by("cell", "ship", maintain_order=True)
        .agg(n=pl.len())
    )
    closed = table.filter(~pl.col("is_open"))
    ends = {}
    for name, lat, lon in (
        ("log_lost_here", "lat_deg", "lon_deg"),
        ("log_found_here", "end_lat_deg", "end_lon_deg"),
    ):
        places = closed.select("gap", "ship", lat=lat, lon=lon)
        ends[name] = _share(places, visits, cell_deg, name)
    return ends["log_lost_here"].join(
        ends["log_found_here"], on="gap", how="full", coalesce=True, maintain_order="left"
    )


def _share(places: pl.DataFrame, visits: pl.DataFrame, cell_deg: float, name: str) -> pl.DataFrame:
    lat, lon = places["lat"].to_numpy(), places["lon"].to_numpy()
    around = neighbour_cells(lat, lon, cell_deg)
    here = places.with_columns(cell=pl.Series(cell_of(lat, lon, cell_deg)))
    n_silences = here.group_by("cell", "ship", maintain_order=True).agg(n=pl.len())
    near = pl.DataFrame(
        {
            "gap": np.repeat(places["gap"].to_numpy(), around.shape[1]),
            "ship": np.repeat(places["ship"].to_numpy(), around.shape[1]),
            "cell": around.ravel(),
        }
    ).unique(maintain_order=True)
    lost, came = (_of_others(near, counts) for counts in (n_silences, visits))
    share = (pl.col("n") + FEW) / (pl.col("n_visits") + FEW_VISITS)
    return lost.join(came.rename({"n": "n_visits"}), on="gap", maintain_order="left").select(
        "gap", share.log().alias(name)
    )


def _of_others(near: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """Sum counts over the cells around each silence, the ship's own left out."""
    all_of = counts.group_by("cell", maintain_order=True).agg(pl.col("n").sum())
    summed = near.join(all_of, on="cell", how="left", maintain_order="left").with_columns(
        pl.col("n").fill_null(0)
    )
    mine = near.join(counts, on=["cell", "ship"], how="left", maintain_order="left")["n"]
    return (
        summed.with_columns(n=pl.col("n") - mine.fill_null(0))
        .group_by("gap", maintain_order=True)
        .agg(pl.col("n").sum())
    )
