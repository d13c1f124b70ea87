"""The neighbours of a silence: ships of the same class nearby, and which of them were heard."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.geodesy import M_PER_NMI, haversine_m_expr
from coalface.vessels.reception import Reception
from coalface.vessels.reception_cells import Slots, neighbour_cells
from coalface.vessels.slots_nearby import find_doubtful, gather_pairs, list_places, vectors_of
from coalface.vessels.stays import Stays
from coalface.vessels.tracks import exactly

__all__ = ["count_neighbours"]

Ints = NDArray[np.int64]
SAMPLES = 8  # slots of a silence that are looked at
CELLS = 1 << 31  # numbers of cells lie below
CLASS_B = 2  # groups from here on


@dataclass(frozen=True, slots=True)
class _Samples:
    """Some half hours of each silence, by silence and time, as rows of the slots."""

    rows: Ints
    gap: Ints
    places: Ints


def count_neighbours(slots: Slots, stays: Stays, reception: Reception, gaps: Ints) -> pl.DataFrame:
    """Count the ships near each silence, in the same half hours, and those of them heard.

    A ship is a neighbour in a half hour between two of its own messages, whether or not it was
    heard in it; so ships that were lost together are counted as expected.

    Args:
        slots: Heard and silent slots.
        stays: From `stays_of`.
        reception: Rate at which each ship is heard.
        gaps: The rows that name the silences whose neighbours are wanted.

    Returns:
        `gap`, `n_neighbours` (ships), `n_neighbours_heard`, `n_neighbours_expected`; silences
        without neighbours are left out.
    """
    settings = slots.settings
    samples = _samples(slots, gaps)
    slot, cell, group, path, ship, lat, lon = (
        slots.frame[name].to_numpy()
        for name in ("slot", "cell", "group", "path", "ship", "lat_deg", "lon_deg")
    )
    listed = list_places(samples.places, (slot, cell, group, path))
    xyz, xyz_listed = vectors_of(lat, lon, samples.rows), vectors_of(lat, lon, listed[-1])
    where = (*listed, ship, xyz, xyz_listed)
    within_m = settings.neighbour_nmi * M_PER_NMI
    doubtful = find_doubtful(samples.rows, *where, within_m)
    near = _is_near(slots.frame, doubtful, within_m)
    heard = slots.frame["heard"].to_numpy()
    rate = pl.select(exactly(pl.lit(pl.Series(reception.rate)))).to_series().to_numpy()
    about = (heard, stays.of_slots, rate, reception.p_on)
    gap, was_heard, due, there = gather_pairs(
        samples.rows, samples.gap, *where, within_m, near, *about
    )
    ships = pl.DataFrame({"gap": gap, "heard": was_heard, "due": due, "there": there})
    return ships.group_by("gap", maintain_order=True).agg(
        n_neighbours=pl.len().cast(pl.Int64),
        n_neighbours_heard=pl.col("heard").sum().cast(pl.Int64),
        n_neighbours_expected=exactly(pl.col("there") * (1.0 - (-pl.col("due")).exp())).sum(),
    )


def _is_near(frame: pl.DataFrame, pairs: Ints, within_m: float) -> NDArray[np.bool_]:
    """Say of pairs of slots that lie about so far apart whether they do, as all distances go."""
    here, there = (frame.select("lat_deg", "lon_deg")[side] for side in pairs)
    both = pl.concat([here, there.rename({"lat_deg": "lat", "lon_deg": "lon"})], how="horizontal")
    distance = haversine_m_expr(pl.col("lat_deg"), pl.col("lon_deg"), pl.col("lat"), pl.col("lon"))
    return np.asarray(both.select(near=distance <= within_m)["near"].to_numpy())


def _samples(slots: Slots, gaps: Ints) -> _Samples:
    """Take some half hours of each silence, each with the nine places around the ship."""
    gap = slots.frame["gap"].to_numpy()
    is_wanted = np.zeros(max(int(gap.max(initial=-1)), int(gaps.max(initial=-1))) + 2, bool)
    is_wanted[gaps] = True  # -1, no silence, is the last of it
    rows = np.flatnonzero(is_wanted[gap] & (slots.frame["path"].to_numpy() == 0))
    silent = slots.frame.select("gap", "slot", "lat_deg", "lon_deg", "group")[rows]
    order = silent.select(pl.arg_sort_by("gap", "slot")).to_series().to_numpy()
    n, nth = pl.len().over("gap"), pl.int_range(pl.len()).over("gap")
    step = (n / SAMPLES).ceil().cast(pl.Int64)
    silent = silent[order]
    taken = np.flatnonzero(silent.select(nth % step == 0).to_series().to_numpy())
    silent = silent[taken]
    around = neighbour_cells(
        silent["lat_deg"].to_numpy(), silent["lon_deg"].to_numpy(), slots.settings.cell_deg
    )
    for k in range(1, around.shape[1]):  # about a pole the nine are fewer
        is_again = (around[:, :k] == around[:, k : k + 1]).any(axis=1)
        around[is_again, k] = -1
    slot, group = silent["slot"].to_numpy(), silent["group"].to_numpy()
    key = slot.astype(np.int64) * CELLS
    places = np.where(around >= 0, 2 * (key[:, None] + around) + (group >= CLASS_B)[:, None], -1)
    gap = silent["gap"].to_numpy().astype(np.int64)
    return _Samples(rows[order[taken]], gap, places)
