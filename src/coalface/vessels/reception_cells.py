"""Slots of time in which a ship was heard or not, and the cells of sea that it was in.

Internal to the weighing of silences: nothing here is written to a file or shown by area.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.silence_settings import ReceptionSettings
from coalface.vessels.tracks import HOUR_US, Runs

__all__ = ["GROUPS", "Slots", "cell_of", "make_slots", "neighbour_cells"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
GROUPS = 4  # Class B or not, moving or not
ROW_WIDTH = 1_000_000  # cells in a row of latitude, at most
BLOCK = 1 << 15  # slots at once
MINUTE_US = HOUR_US // 60
#: Of the positions, what a slot takes.
OF_SLOTS = ("ship", "sog_kn", "transponder_class", "lat_deg", "lon_deg")
_TYPES = {
    "ship": pl.Int32,
    "slot": pl.Int32,
    "group": pl.Int8,
    "heard": pl.Float32,
    "by_satellite": pl.Float32,
    "n": pl.Float32,
    "gap": pl.Int32,
    "path": pl.Int8,
    "lat_deg": pl.Float32,
    "lon_deg": pl.Float32,
}


@dataclass(frozen=True, slots=True)
class Slots:
    """Each slot of each ship between its first and its last message.

    Attributes:
        frame: `ship` (number of the MMSI among all), `slot`, `bin`, `cell`, `region`, `group`,
            `heard` (1 or 0), `by_satellite` (heard by satellite alone), `n` (slots that it stands
            for), `gap` (the row of the last message before a candidate silence, or -1), `path`
            (0: on the straight way; of a silence also 1: it lay all the while where it was heard
            again, 2: where it was last heard; these two count for nothing in any estimate),
            `lat_deg`, `lon_deg`.
        settings: With which it was made.
    """

    frame: pl.DataFrame
    settings: ReceptionSettings


def cell_of(lat: Floats, lon: Floats, cell_deg: float) -> Ints:
    """Give the number of the cell of each position: about square, whatever the latitude."""
    row = np.floor((np.clip(lat, -90.0, 90.0) + 90.0) / cell_deg).astype(np.int64)
    middle = np.radians(np.clip((row + 0.5) * cell_deg - 90.0, -90.0, 90.0))
    n = np.maximum(1, np.floor(360.0 * np.cos(middle) / cell_deg)).astype(np.int64)
    column = np.floor((np.asarray(lon) + 180.0) % 360.0 / 360.0 * n).astype(np.int64)
    return np.asarray(row * ROW_WIDTH + np.minimum(column, n - 1))


def neighbour_cells(lat: Floats, lon: Floats, cell_deg: float) -> Ints:
    """Give the cells of each position and of the eight places a cell's side away, `(place, 9)`."""
    width = cell_deg / np.maximum(np.cos(np.radians(lat)), 1e-3)
    around = [
        cell_of(lat + i * cell_deg, lon + j * width, cell_deg)
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
    ]
    return np.stack(around, axis=1)


def make_slots(
    frame: pl.DataFrame,
    runs: Runs,
    off: Ints,
    is_open: NDArray[np.bool_],
    settings: ReceptionSettings,
) -> Slots:
    """Cut each segment's time into slots, those in silences placed on the straight way.

    Args:
        frame: Positions by segment and time, with `ship` (Int64).
        runs: Their segments.
        off: Row of the last message before each candidate silence.
        is_open: Whether the silence lasts to the end of the data: the ship is taken to lie there.
        settings: Length of a slot, side of a cell, samples of a long silence.

    Returns:
        Heard and silent slots.
    """
    times = frame["sent_at"].to_physical().to_numpy()
    slot = times // int(settings.slot_min * MINUTE_US)
    is_new = np.ones(len(slot), bool)
    is_new[1:] = (slot[1:] != slot[:-1]) | (runs.run_of[1:] != runs.run_of[:-1])
    heard = _heard_slots(frame, slot, np.flatnonzero(is_new), settings)
    candidates = np.zeros(len(slot), bool)
    candidates[off[~is_open]] = True
    silent = _silent_slots(frame, runs, slot, candidates, settings)
    gaps = silent.filter(pl.col("gap") >= 0)
    stays = [_stay(frame, gaps, path, later) for path, later in ((1, 1), (2, 0))]
    waiting = _open_slots(frame, slot, off[is_open], settings)
    parts = [heard, silent, *stays, waiting]
    del heard, silent, gaps, stays, waiting  # one after another, as each is put with the others
    both = _put_together(parts)
    per_bin = round(settings.bin_h * 60 / settings.slot_min)
    region_deg = settings.cell_deg * settings.region_cells
    return Slots(
        both.with_columns(
            bin=pl.col("slot") // per_bin,
            cell=_cells(both, settings.cell_deg),
            region=_cells(both, region_deg),
        ),
        settings,
    )


def _put_together(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Copy parts into one, a column at a time; parts are emptied.

    All that looks at a column later would put its pieces together again, each time.
    """
    columns = [part.to_dict() for part in parts]
    parts.clear()
    return pl.DataFrame(
        [pl.concat([part.pop(name) for part in columns], rechunk=True) for name in _TYPES]
    )


def _cells(both: pl.DataFrame, cell_deg: float) -> pl.Series:
    """Give the cell of each slot; some rows at a time, as their numbers lie near at hand then."""
    lat, lon = (both[name].to_numpy() for name in ("lat_deg", "lon_deg"))
    cells = np.empty(len(lat), np.int32)
    for low in range(0, len(lat), BLOCK):
        rows = slice(low, low + BLOCK)
        cells[rows] = cell_of(lat[rows].astype(np.float64), lon[rows].astype(np.float64), cell_deg)
    return pl.Series(cells)


def _slot_frame(columns: Mapping[str, object]) -> pl.DataFrame:
    """Put columns of slots together, as small as they can be."""
    return pl.DataFrame(columns).cast(_TYPES)  # type: ignore[arg-type]


def _heard_slots(
    frame: pl.DataFrame, slot: Ints, rows: Ints, settings: ReceptionSettings
) -> pl.DataFrame:
    is_satellite = frame["is_satellite"].to_numpy()
    n_satellite = np.add.reduceat(is_satellite.astype(np.int64), rows) if len(rows) else rows
    lengths = np.diff(np.append(rows, frame.height))
    part = frame.select(OF_SLOTS)[rows]
    moving = (part["sog_kn"].fill_null(0.0) > settings.slow_kn).to_numpy()
    return _slot_frame(
        {
            "ship": part["ship"],
            "slot": slot[rows],
            "group": _group(part, moving),
            "heard": np.ones(len(rows)),
            "by_satellite": (n_satellite == lengths).astype(np.float64),
            "n": np.ones(len(rows)),
            "gap": np.full(len(rows), -1),
            "path": np.zeros(len(rows), np.int64),
            "lat_deg": part["lat_deg"],
            "lon_deg": part["lon_deg"],
        }
    )


def _silent_slots(
    frame: pl.DataFrame,
    runs: Runs,
    slot: Ints,
    candidates: NDArray[np.bool_],
    settings: ReceptionSettings,
) -> pl.DataFrame:
    k = np.zeros(len(slot), np.int64)
    k[:-1] = np.where(runs.run_of[1:] == runs.run_of[:-1], np.diff(slot) - 1, 0)
    off = np.flatnonzero(k > 0)
    k = k[off]
    taken = np.minimum(k, settings.max_slots_of_gap)
    which = np.repeat(np.arange(len(off)), taken)
    nth = np.arange(len(which)) - np.repeat(np.cumsum(taken) - taken, taken)
    at = slot[off[which]] + 1 + ((nth + 0.5) * k[which] / taken[which]).astype(np.int64)
    lat, lon = _on_the_way(frame, off[which], at, settings)
    moving = _is_moving(frame, off, settings)
    return _slot_frame(
        {
            "ship": frame["ship"].gather(pl.Series(off[which])),
            "slot": at,
            "group": _group(frame.select("transponder_class")[off], moving)[which],
            "heard": np.zeros(len(which)),
            "by_satellite": np.zeros(len(which)),
            "n": (k / taken)[which],
            "gap": np.where(candidates[off], off, -1)[which],
            "path": np.zeros(len(which), np.int64),
            "lat_deg": lat,
            "lon_deg": lon,
        }
    )


def _stay(frame: pl.DataFrame, gaps: pl.DataFrame, path: int, later: int) -> pl.DataFrame:
    """Give the slots of silences as if the ship had lain at one end of each."""
    rows = gaps["gap"] + later
    return gaps.with_columns(
        path=pl.lit(path, pl.Int8),
        group=(pl.col("group") // 2 * 2).cast(pl.Int8),
        lat_deg=frame["lat_deg"].gather(rows).cast(pl.Float32),
        lon_deg=frame["lon_deg"].gather(rows).cast(pl.Float32),
    )


def _open_slots(
    frame: pl.DataFrame, slot: Ints, off: Ints, settings: ReceptionSettings
) -> pl.DataFrame:
    """Give the slots from each last message to the end of the data, where it was last heard."""
    k = slot.max() - slot[off] if len(off) else np.zeros(0, np.int64)
    taken = np.minimum(k, settings.max_slots_of_gap)
    which = np.repeat(np.arange(len(off)), taken)
    nth = np.arange(len(which)) - np.repeat(np.cumsum(taken) - taken, taken)
    part = frame.select(OF_SLOTS)[off[which]]
    moving = (part["sog_kn"].fill_null(0.0) > settings.slow_kn).to_numpy()
    return _slot_frame(
        {
            "ship": part["ship"],
            "slot": slot[off[which]] + 1 + ((nth + 0.5) * k[which] / taken[which]).astype(np.int64),
            "group": _group(part, moving),
            "heard": np.zeros(len(which)),
            "by_satellite": np.zeros(len(which)),
            "n": (k / np.maximum(taken, 1))[which],
            "gap": off[which],
            "path": np.zeros(len(which), np.int64),
            "lat_deg": part["lat_deg"],
            "lon_deg": part["lon_deg"],
        }
    )


def _on_the_way(
    frame: pl.DataFrame, off: Ints, slot: Ints, settings: ReceptionSettings
) -> tuple[Floats, Floats]:
    times = frame["sent_at"].to_physical().to_numpy()
    lat, lon = frame["lat_deg"].to_numpy(), frame["lon_deg"].to_numpy()
    middle = (slot + 0.5) * settings.slot_min * MINUTE_US
    share = np.clip((middle - times[off]) / (times[off + 1] - times[off]), 0.0, 1.0)
    turn = (lon[off + 1] - lon[off] + 180.0) % 360.0 - 180.0
    return lat[off] + share * (lat[off + 1] - lat[off]), lon[off] + share * turn


def _is_moving(frame: pl.DataFrame, off: Ints, settings: ReceptionSettings) -> NDArray[np.bool_]:
    """Say whether a ship went anywhere in each silence: further than its own swing at anchor."""
    lat, lon = frame["lat_deg"].to_numpy(), frame["lon_deg"].to_numpy()
    hours = np.diff(frame["sent_at"].to_physical().to_numpy())[off] / HOUR_US
    east = (lon[off + 1] - lon[off] + 180.0) % 360.0 - 180.0
    nmi = 60.0 * np.hypot(lat[off + 1] - lat[off], east * np.cos(np.radians(lat[off])))
    said = frame["sog_kn"].fill_null(0.0).to_numpy()
    was_slow = (said[off] <= settings.slow_kn) | (said[off + 1] <= settings.slow_kn)
    return np.asarray((nmi > settings.slow_kn * np.minimum(hours, 2.0)) | ~was_slow)


def _group(part: pl.DataFrame, moving: NDArray[np.bool_]) -> Ints:
    is_b = (part["transponder_class"] == "B").fill_null(value=False).to_numpy()
    return 2 * is_b.astype(np.int64) + moving.astype(np.int64)
